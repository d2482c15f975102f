"""Subscribers: an address, what it wants to get, and in which state that wish is."""

from __future__ import annotations

import secrets
from typing import Any, ClassVar

from django.contrib.admin import display
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from core.countries import COUNTRY_CODES, country_name
from core.i18n import LANGS, default_language, language_choices
from core.lists import StringListField
from core.mail.addresses import shown_email, validate_email_address
from search.models import Concept


class State(models.TextChoices):
    """Where a subscription is. Mails of the newsletter go to ACTIVE ones only."""

    PENDING = "pending", _("not confirmed yet")
    ACTIVE = "active", _("subscribed")
    UNSUBSCRIBED = "unsubscribed", _("unsubscribed")
    BOUNCED = "bounced", _("mails come back")
    COMPLAINED = "complained", _("reported as unwanted")


class Frequency(models.TextChoices):
    """What a subscriber gets, and how often."""

    ISSUES = "issues", _("The newsletter, whenever it comes out")
    WEEKLY = "weekly", _("Once a week: what is new in my countries and topics")
    MONTHLY = "monthly", _("Once a month: what is new in my countries and topics")


def _refuse(values: Any, *, known: frozenset[str], message: Any) -> None:
    if not isinstance(values, list) or len(set(map(str, values))) != len(values):
        raise ValidationError(_("Each may stand in the list once."), code="twice")
    unknown = [str(value)[:20] for value in values if value not in known]
    if unknown:
        raise ValidationError(message, code="unknown", params={"codes": ", ".join(unknown)})


def validate_languages(values: Any) -> None:
    """Raise ValidationError unless `values` is a list of codes of LANGS, none twice."""
    _refuse(values, known=frozenset(LANGS), message=_("Unknown language: %(codes)s."))


def validate_countries(values: Any) -> None:
    """Raise ValidationError unless `values` is a list of codes of COUNTRY_CODES, none twice."""
    _refuse(values, known=COUNTRY_CODES, message=_("Unknown country: %(codes)s."))


def new_key() -> str:
    """Return what a subscriber is called in links: 128 random bits, never used again."""
    return secrets.token_urlsafe(16)


class Subscriber(ClusterableModel):
    """One row is one address that asked for the newsletter, gets it, or no longer wants it.

    `languages` are those the reader reads, the favourite one first; no `countries` and no theme
    rows mean all of them. `asked_at` is set while a request waits to be confirmed.
    """

    email = models.EmailField(_("e-mail"), max_length=254, validators=[validate_email_address])
    state = models.CharField(
        _("state"), max_length=12, choices=State.choices, default=State.PENDING
    )
    languages = StringListField(_("languages"), blank=False, validators=[validate_languages])
    countries = StringListField(_("countries"), validators=[validate_countries])
    frequency = models.CharField(
        _("how often"), max_length=8, choices=Frequency.choices, default=Frequency.ISSUES
    )
    key = models.CharField(max_length=22, unique=True, editable=False, default=new_key)
    created_at = models.DateTimeField(_("first asked"), auto_now_add=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True, editable=False)
    asked_at = models.DateTimeField(_("waits since"), null=True, blank=True, editable=False)
    mailed_at = models.DateTimeField(_("last link sent"), null=True, blank=True, editable=False)
    #: mails that came back for a passing reason, since the last one that arrived
    soft_bounces = models.PositiveSmallIntegerField(default=0, editable=False)
    #: a hash of the last of them, of which a provider may report more than once
    soft_bounce_of = models.CharField(max_length=32, blank=True, editable=False)

    #: the log of this subscription (related name of ConsentEvent)
    consent_events: Any
    deliveries: Any
    theme_rows: Any

    wagtail_reference_index_ignore = True

    class Meta:
        ordering: ClassVar[list[str]] = ["-created_at", "-pk"]
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(Lower("email"), name="newsletter_subscriber_email_any_case"),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="newsletter_subscriber_state_known"
            ),
            models.CheckConstraint(
                condition=Q(frequency__in=Frequency.values),
                name="newsletter_subscriber_frequency_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="active") | Q(confirmed_at__isnull=False, asked_at=None),
                name="newsletter_subscriber_active_is_confirmed",
            ),
        ]

    def __str__(self) -> str:
        return shown_email(self.email)

    @property
    def live(self) -> bool:
        """Whether deleting a concept would change what this subscriber gets."""
        return self.state == State.ACTIVE

    @property
    def language(self) -> str:
        """The language to write to the reader in: the first he or she reads."""
        return next((code for code in self.languages if code in LANGS), default_language())

    @property
    @display(description=_("languages"))
    def languages_in_words(self) -> str:
        """The languages by their own names, in the reader's order."""
        names = dict(language_choices())
        return ", ".join(names.get(code, code) for code in self.languages)

    @property
    @display(description=_("countries"))
    def countries_in_words(self) -> str:
        """The countries that were chosen, in the active language."""
        return ", ".join(country_name(code) for code in self.countries) or str(_("all"))

    @property
    @display(description=_("topics"))
    def themes_in_words(self) -> str:
        """The themes that were chosen, in the active language; one query."""
        return ", ".join(str(theme) for theme in self.themes) or str(_("all"))

    @property
    @display(description=_("consent log"))
    def consent_in_words(self) -> str:
        """What happened, in order; one query."""
        return "; ".join(
            f"{event} ({event.get_how_display()})" for event in self.consent_events.all()
        )

    @property
    def themes(self) -> list[Concept]:
        """The themes that were chosen, by their id; one query unless prefetched."""
        return [row.concept for row in self.theme_rows.select_related("concept")]


class SubscriberTheme(models.Model):
    """One row says that a subscriber wants a theme; merging concepts moves it (a ParentalKey)."""

    subscriber = ParentalKey(Subscriber, on_delete=models.CASCADE, related_name="theme_rows")
    concept = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="+")
    wagtail_reference_index_ignore = True

    class Meta:
        ordering: ClassVar[list[str]] = ["subscriber_id", "concept__record_id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["subscriber", "concept"], name="newsletter_subscribertheme_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subscriber_id}: {self.concept_id}"
