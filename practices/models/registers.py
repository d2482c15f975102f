"""The registers: law and policy, facts and figures, recommendations, helplines, glossary."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from core import columns
from core.base import RegisterEntry, original_language_field
from core.countries import country_choices, nation_choices
from core.date_rules import DateRules
from core.dates import PartialDate, PartialDateField
from core.lists import StringListField
from core.mail.addresses import validate_email_address
from practices.models.rows import PageReference
from search.vocabulary.tagging import ConceptTag, Tagged

#: A helpline's number is shown only if it was confirmed within this time.
HELPLINE_CONFIRMATION_DAYS = 366


class PublicEntry(RegisterEntry):
    """Abstract: an entry that readers find, public since it was made.

    `created_at` is empty for entries from before that was kept: they are no news.
    """

    created_at = models.DateTimeField(default=timezone.now, null=True, editable=False)
    #: where it is from; each has the column
    sources: list[str]

    class Meta(RegisterEntry.Meta):
        abstract = True

    def get_absolute_url(self) -> str:
        """The entry's public address in the active language."""
        return reverse(f"{self.collection}_entry", args=[self.record_id])


class PolicyStatus(models.TextChoices):
    """Whether a policy holds."""

    IN_FORCE = "in_force", _("in force")
    REPLACED = "replaced", _("replaced")
    PROPOSED = "proposed", _("proposed")
    GAP = "gap", _("missing: a gap in the law")
    UNKNOWN = "unknown", _("not known whether it still holds")


class Policy(Tagged, PublicEntry, ClusterableModel):
    """One row is one law, policy, recommendation of a body, or gap in the law."""

    collection = "policies"
    heading_field = "title"
    translated = ("title", "summary")
    tag_fields = ("themes",)
    date_rules = DateRules(
        past=("year",), past_unless={"status": frozenset({PolicyStatus.PROPOSED})}
    )

    original_language = original_language_field()
    title = models.CharField(_("title"), max_length=255, blank=True)
    kind = models.CharField(_("kind"), max_length=60, blank=True)
    status = models.CharField(_("status"), max_length=8, choices=PolicyStatus.choices, blank=True)
    year = columns.YearColumn(_("year"), null=True, blank=True)
    body = models.CharField(_("body"), max_length=255, blank=True)
    country = models.CharField(_("country"), max_length=2, choices=country_choices, blank=True)
    nation = models.CharField(_("nation"), max_length=6, choices=nation_choices, blank=True)
    articles = StringListField(_("articles"))
    summary = columns.TextColumn(_("summary"), blank=True)
    web_address = models.CharField(_("web address"), max_length=500, blank=True)
    sources = StringListField(_("sources"))

    class Meta:
        ordering: ClassVar[list[str]] = ["record_id"]
        verbose_name = _("law or policy")
        verbose_name_plural = _("law and policy")


class PolicyTag(ConceptTag):
    """One row tags a policy with a theme."""

    record = ParentalKey(Policy, on_delete=models.CASCADE, related_name="tags")


class Method(models.TextChoices):
    """How a figure came about."""

    MEASURED = "measured", _("measured")
    SURVEY = "survey", _("survey")
    ESTIMATE = "estimate", _("estimate")
    NOT_STATED = "not_stated", _("not stated how")


class Statistic(Tagged, PublicEntry, ClusterableModel):
    """One row is one figure with country, year and source."""

    collection = "statistics"
    heading_field = "statement"
    translated = ("statement", "caution")
    tag_fields = ("themes",)
    date_rules = DateRules(
        past=("year",),
        past_unless={"method": frozenset({Method.ESTIMATE})},
        order=(("interval_low", "interval_high"),),
    )

    original_language = original_language_field()
    statement = columns.TextColumn(_("what the figure says"), blank=True)
    value = columns.NumberColumn(_("value"))
    unit = models.CharField(_("unit"), max_length=100, blank=True)
    qualifier = models.CharField(_("qualifier"), max_length=255, blank=True)
    method = models.CharField(
        _("how it came about"), max_length=10, choices=Method.choices, blank=True
    )
    official = models.BooleanField(_("official"), null=True, blank=True)
    country = models.CharField(_("country"), max_length=2, choices=country_choices, blank=True)
    nation = models.CharField(_("nation"), max_length=6, choices=nation_choices, blank=True)
    year = columns.YearColumn(_("year"), null=True, blank=True)
    comparison_value = columns.NumberColumn(_("compared with"), null=True, blank=True)
    comparison_group = models.CharField(_("comparison group"), max_length=255, blank=True)
    interval_low = columns.NumberColumn(_("lowest"), null=True, blank=True)
    interval_high = columns.NumberColumn(_("highest"), null=True, blank=True)
    n = columns.CountColumn(_("number of people"), null=True, blank=True)
    research = models.ForeignKey(
        "practices.ResearchPage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="statistics",
        verbose_name=_("study or report"),
    )
    caution = columns.TextColumn(_("caution"), blank=True)
    sources = StringListField(_("sources"))

    class Meta:
        ordering: ClassVar[list[str]] = ["record_id"]
        verbose_name = _("figure")
        verbose_name_plural = _("facts and figures")


class StatisticTag(ConceptTag):
    """One row tags a figure with a theme."""

    record = ParentalKey(Statistic, on_delete=models.CASCADE, related_name="tags")


class RecommendationStatus(models.TextChoices):
    """What became of a recommendation."""

    MADE = "made", _("made")
    TAKEN_UP = "taken_up", _("taken up")
    REJECTED = "rejected", _("rejected")
    SUPERSEDED = "superseded", _("superseded")
    UNKNOWN = "unknown", _("not known what became of it")


class Recommendation(Tagged, PublicEntry, ClusterableModel):
    """One row is one recommendation to somebody."""

    collection = "recommendations"
    heading_field = "text"
    translated = ("addressee", "text")
    tag_fields = ("themes", "stages")
    date_rules = DateRules(past=("year",))

    original_language = original_language_field()
    addressee = models.CharField(_("to whom"), max_length=255, blank=True)
    text = columns.TextColumn(_("text"), blank=True)
    year = columns.YearColumn(_("year"), null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=RecommendationStatus.choices, blank=True
    )
    country = models.CharField(_("country"), max_length=2, choices=country_choices, blank=True)
    sources = StringListField(_("sources"))

    class Meta:
        ordering: ClassVar[list[str]] = ["record_id"]
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")


class RecommendationTag(ConceptTag):
    """One row tags a recommendation with a concept."""

    record = ParentalKey(Recommendation, on_delete=models.CASCADE, related_name="tags")


class Helpline(PublicEntry, ClusterableModel):
    """One row is one helpline for families."""

    collection = "helplines"
    heading_field = "name"
    translated = ("name", "hours", "audience")
    date_rules = DateRules(past=("as_of", "confirmed_on"))

    name = models.CharField(_("name"), max_length=255, blank=True)
    phone = models.CharField(_("telephone"), max_length=60)
    email = models.CharField(
        _("e-mail"), max_length=254, blank=True, validators=[validate_email_address]
    )
    country = models.CharField(_("country"), max_length=2, choices=country_choices)
    nation = models.CharField(_("nation"), max_length=6, choices=nation_choices, blank=True)
    hours = models.CharField(_("hours"), max_length=255, blank=True)
    audience = models.CharField(_("for whom"), max_length=255, blank=True)
    as_of = PartialDateField(_("as of"))
    confirmed_on = PartialDateField(_("confirmed on"))
    sources = StringListField(_("sources"))

    class Meta:
        ordering: ClassVar[list[str]] = ["record_id"]
        verbose_name = _("helpline")
        verbose_name_plural = _("helplines")

    @property
    def is_number_shown(self) -> bool:
        """Whether the number was confirmed within twelve months.

        Otherwise readers get the way to its operator only.
        """
        if not self.confirmed_on:
            return False
        oldest = timezone.localdate() - dt.timedelta(days=HELPLINE_CONFIRMATION_DAYS)
        return PartialDate(self.confirmed_on).first >= oldest


class HelplineOperator(PageReference):
    """One row says which organisation operates a helpline."""

    record = ParentalKey(Helpline, on_delete=models.CASCADE, related_name="operators")
    target = models.ForeignKey(
        "members.OrganisationPage",
        on_delete=models.CASCADE,
        related_name="helplines",
        verbose_name=_("organisation"),
    )


class GlossaryTerm(PublicEntry):
    """One row is one term of the field with its meaning."""

    collection = "glossary"
    heading_field = "term"
    translated = ("term", "meaning")

    term = models.CharField(_("term"), max_length=255, blank=True)
    acronym = models.CharField(_("acronym"), max_length=50, blank=True)
    meaning = columns.TextColumn(_("meaning"), blank=True)
    also_known_as = StringListField(_("also known as"))
    country = models.CharField(_("country"), max_length=2, choices=country_choices, blank=True)
    sources = StringListField(_("sources"))

    class Meta:
        ordering: ClassVar[list[str]] = ["record_id"]
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary")
