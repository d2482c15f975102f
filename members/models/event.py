"""What an update says of when and where something takes place."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from core.clock_times import ClockTimeField
from core.countries import country_choices
from core.dates import PartialDateField
from core.mail.addresses import validate_email_address
from core.showing.facts import safe_url
from core.time_zones import validate_time_zone
from members.event_rules import zone_named
from members.event_time import EventTime

STARTS_HELP = _("13.6.2027; or a month, or a year.")


class Attendance(models.TextChoices):
    """How one takes part."""

    ON_SITE = "on_site", _("on site")
    ONLINE = "online", pgettext_lazy("how one takes part", "online")
    BOTH = "both", _("on site and online")


def validate_web_address(value: str) -> None:
    """Refuse what a reader can't follow."""
    if not safe_url(value):
        raise ValidationError(_("Please write a whole web address: https://…"))


def validate_way_to_register(value: str) -> None:
    """Refuse what is neither a whole web address nor an e-mail address."""
    if "@" in value and "/" not in value:
        validate_email_address(value)
    elif not safe_url(value):
        raise ValidationError(
            _("Please write a whole web address (https://…) or an e-mail address.")
        )


class MomentColumn(models.DateTimeField[Any, Any]):
    """A moment that follows from the written days and times; it is set at every save."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "null": True, "editable": False, "db_index": True})

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: FBT001 - Django's signature
        """Take the moment from the record's `when` (migrations' models have none)."""
        when = getattr(model_instance, "when", None)
        if when is not None:
            setattr(model_instance, self.attname, getattr(when, self.name))
        return super().pre_save(model_instance, add)


class TakesPlace(models.Model):
    """Abstract: days, times, place and form of something that one may come to.

    Days without times are whole days. An empty time zone is that of the country. What is known
    only after one has registered (the address of a video meeting) has no field: what isn't public
    isn't kept here.
    """

    starts = PartialDateField(_("starts"))
    start_time = ClockTimeField(_("at what time"), help_text=_("14:30; nothing for whole days."))
    ends = PartialDateField(_("ends"))
    end_time = ClockTimeField(_("until what time"))
    time_zone = models.CharField(
        _("time zone"), max_length=64, blank=True, validators=[validate_time_zone]
    )
    attendance = models.CharField(
        _("on site or online"), max_length=7, choices=Attendance.choices, blank=True
    )
    place = models.CharField(_("place"), max_length=255, blank=True)
    country = models.CharField(_("country"), max_length=2, choices=country_choices, blank=True)
    online_address = models.CharField(
        _("where it is joined online"),
        max_length=500,
        blank=True,
        validators=[validate_web_address],
        help_text=_("Everybody can read it. Leave it empty if it comes after registration only."),
    )
    registration = models.CharField(
        _("where to register"),
        max_length=500,
        blank=True,
        validators=[validate_way_to_register],
        help_text=_("A web address or an e-mail address."),
    )
    deadline = PartialDateField(_("deadline"), help_text=_("The last day to register or answer."))
    organiser = models.CharField(
        _("organised by"),
        max_length=255,
        blank=True,
        help_text=_("Only if it isn’t the organisation that shares this."),
    )
    cancelled = models.BooleanField(
        _("it was cancelled"),
        default=False,
        help_text=_("The page stays, and calendars that have the event are told."),
    )
    begins_at = MomentColumn()
    over_at = MomentColumn()

    class Meta:
        abstract = True

    @property
    def when(self) -> EventTime:
        """Its days, times and zone."""
        return EventTime(
            starts=self.starts,
            start_time=self.start_time,
            ends=self.ends,
            end_time=self.end_time,
            zone=zone_named(self.time_zone, self.country),
        )


def when_and_where() -> MultiFieldPanel:
    """The part of the form on days, times, place and registration."""
    return MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("starts", help_text=STARTS_HELP), "start_time"]),
            FieldRowPanel(["ends", "end_time"]),
            FieldRowPanel(["time_zone", "attendance"]),
            FieldRowPanel(["place", "country"]),
            FieldRowPanel(["registration", "deadline"]),
            "online_address",
            "organiser",
            "cancelled",
        ],
        heading=_("When and where"),
    )
