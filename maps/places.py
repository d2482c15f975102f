"""A place on the map: the fields of whatever can be drawn, and the rule of town precision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldRowPanel, MultiFieldPanel

from maps.belonging import misplaced
from maps.towns import countries_of, country_point, town_point


class Precision(models.TextChoices):
    """How exactly a point says where something is."""

    ADDRESS = "address", _("the address")
    TOWN = "town", _("the town")
    COUNTRY = "country", _("the country")


#: Precisions that keep an address secret.
COARSE = (Precision.TOWN, Precision.COUNTRY)


class PointSource(models.TextChoices):
    """Where a point comes from."""

    IMPORT = "import", _("imported")
    GAZETTEER = "gazetteer", _("looked up in the list of towns")
    SERVICE = "service", _("looked up by the address service")
    MANUAL = "manual", _("set by hand")
    OLD_MAP = "old_map", _("taken from the former map")


class Located(models.Model):
    """Abstract: where one thing is. All fields may be empty; latitude and longitude go together.

    A subclass with its own Meta inherits from `Located.Meta`, otherwise the constraints are lost.
    Degrees are WGS 84, north and east positive. A point without precision says nothing on how exact
    it is (old data) and is shown as it is.
    """

    #: Fields that would say more than the town; empty on anything that asks for town precision.
    exact_fields: ClassVar[tuple[str, ...]] = ("address", "postcode")

    place = models.CharField(_("place"), max_length=255, blank=True)
    latitude = models.FloatField(
        _("latitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-90.0), MaxValueValidator(90.0)],
    )
    longitude = models.FloatField(
        _("longitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-180.0), MaxValueValidator(180.0)],
    )
    precision = models.CharField(
        _("what the point shows"),
        max_length=8,
        choices=Precision.choices,
        blank=True,
        help_text=_(
            "“The town” keeps a service’s address secret: then only the town’s point is stored."
        ),
    )
    point_source = models.CharField(
        _("where the point comes from"),
        max_length=9,
        choices=PointSource.choices,
        blank=True,
    )
    point_checked_on = models.DateField(_("point checked on"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(latitude__isnull=True) | Q(latitude__range=(-90.0, 90.0)),
                name="%(app_label)s_%(class)s_latitude_range",
            ),
            models.CheckConstraint(
                condition=Q(longitude__isnull=True) | Q(longitude__range=(-180.0, 180.0)),
                name="%(app_label)s_%(class)s_longitude_range",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="%(app_label)s_%(class)s_point_whole",
            ),
            models.CheckConstraint(
                condition=Q(precision__in=["", *Precision.values]),
                name="%(app_label)s_%(class)s_precision_known",
            ),
        ]

    @property
    def is_coarse(self) -> bool:
        """Whether only the town or the country is to be known: no address is kept then."""
        return self.precision in COARSE

    @property
    def point(self) -> tuple[float, float] | None:
        """Return (latitude, longitude) in degrees, or None."""
        if self.latitude is None or self.longitude is None:
            return None
        return self.latitude, self.longitude

    def clean(self) -> None:
        """Refuse half a point and an address beside town precision; keep a town's own point.

        Raises ValidationError with the field it belongs to.
        """
        super().clean()
        if (self.latitude is None) != (self.longitude is None):
            missing = "latitude" if self.latitude is None else "longitude"
            raise ValidationError({missing: _("A point needs both latitude and longitude.")})
        self._refuse_points_elsewhere()
        if self.is_coarse:
            self._refuse_exact_fields()
        self.keep_to_precision()

    def _refuse_points_elsewhere(self) -> None:
        """What others publish may also stand where its publisher is."""
        own = [getattr(self, "country", ""), *(getattr(self, "countries", None) or ())]
        countries = [*own, getattr(self, "publisher_country", "")]
        wrong = misplaced(self.point, countries=countries) if self.point else None
        if wrong:
            raise ValidationError({"latitude": wrong.in_words()}, code=wrong.doubt.value)

    def keep_to_precision(self) -> None:
        """Drop whatever says more than the precision allows."""
        if not self.is_coarse:
            return
        columns = {name: getattr(self, name, None) for name in ("country", "countries", "place")}
        for name, value in coarse_point({**columns, **self._point_columns()}).items():
            setattr(self, name, value)
        for name in self.exact_fields:
            if getattr(self, name, ""):
                setattr(self, name, "")

    def _point_columns(self) -> dict[str, Any]:
        names = ("precision", "latitude", "longitude")
        return {name: getattr(self, name) for name in names}

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store nothing finer than the precision allows, also where nobody called `clean`."""
        self.keep_to_precision()
        super().save(*args, **kwargs)

    def serializable_data(self) -> dict[str, Any]:
        """Keep revisions to the precision too: Wagtail saves drafts without cleaning them."""
        self.keep_to_precision()
        data: dict[str, Any] = super().serializable_data()  # type: ignore[misc]  # the page's
        return data

    def _refuse_exact_fields(self) -> None:
        filled = [name for name in self.exact_fields if getattr(self, name, "")]
        if filled:
            message = _("Only the town or the country is to be shown: leave this empty.")
            raise ValidationError(dict.fromkeys(filled, message))


def coarse_point(columns: Mapping[str, Any]) -> dict[str, float]:
    """Return what `latitude` and `longitude` are to be where a thing shows its town or country.

    `columns` are a row's, a revision's or a record's; empty for what has no point or may show it.
    """
    precision, *given = (columns.get(name) for name in ("precision", "latitude", "longitude"))
    latitude, longitude = given
    if precision not in COARSE:
        return {}
    if latitude is None or longitude is None:
        return {}
    point, countries = (float(latitude), float(longitude)), countries_of(columns)
    if precision == Precision.TOWN:
        point = town_point(point, place=columns.get("place") or "", countries=countries)
    else:
        point = country_point(point, countries=countries)
    return {"latitude": point[0], "longitude": point[1]}


def place_panel() -> MultiFieldPanel:
    """Return the part of an editing form that says where a record is."""
    return MultiFieldPanel(
        ["place", FieldRowPanel(["latitude", "longitude", "precision"])],
        heading=_("On the map"),
    )
