"""Evidence: what is claimed about a practice, found how, and with what caution."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from core import columns
from core.lists import StringListField
from practices.models.practice import PracticePage
from practices.models.rows import RowOfRecord


class Direction(models.TextChoices):
    """What was found. “Found to help” is never shown without its design."""

    WORKS = "works", _("Found to help")
    MIXED = "mixed", _("Mixed findings")
    NO_EFFECT = "no_effect", _("No difference found")
    HARMFUL = "harmful", _("Found to harm")
    NOT_ASSESSED = "not_assessed", _("Not evaluated")


class Design(models.TextChoices):
    """How it was studied."""

    RCT = "rct", _("randomised controlled trial")
    QUASI_EXPERIMENTAL = "quasi_experimental", _("comparison without random allocation")
    BEFORE_AFTER = "before_after", _("before and after, without a comparison group")
    LONGITUDINAL = "longitudinal", _("same people followed over time")
    CROSS_SECTIONAL = "cross_sectional", _("measured at one point in time")
    QUALITATIVE = "qualitative", _("interviews and observation")
    SURVEY = "survey", _("survey")
    MONITORING = "monitoring", _("the provider's own figures")
    REVIEW = "review", _("review of studies")
    OPINION = "opinion", _("opinion of those involved")
    NOT_STATED = "not_stated", _("not stated how it was studied")


class Evidence(RowOfRecord):
    """One row is one claim about a practice, on separate axes: direction, design, outcome."""

    translated = ("claim", "outcome", "caution")

    record = ParentalKey(PracticePage, on_delete=models.CASCADE, related_name="evidence")
    claim = columns.TextColumn(_("what is claimed"), blank=True)
    outcome = models.CharField(_("helps with what"), max_length=255, blank=True)
    direction = models.CharField(_("what was found"), max_length=12, choices=Direction.choices)
    design = models.CharField(_("how it was studied"), max_length=18, choices=Design.choices)
    waves = StringListField(_("when measured"))
    measure = models.CharField(_("measure"), max_length=255, blank=True)
    #: a number or a text (“3 of 4”)
    value = columns.NumberOrTextColumn(_("value"), null=True, blank=True)
    n = columns.CountColumn(_("number of people studied"), null=True, blank=True)
    research = models.ForeignKey(
        "practices.ResearchPage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="evidence_for",
        verbose_name=_("study or report"),
    )
    caution = columns.TextColumn(_("caution"), blank=True)
