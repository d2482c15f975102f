"""What readers are told was found: “found to help” only where a named study found it.

Below a study (an opinion, the provider's own figures, no word on how it was studied, no study that
readers can open) it is said to help. The rule stands here once, for rows in memory and in the
database.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, QuerySet, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from practices.models import Design, Direction, Evidence, ResearchPage

#: what a claim that rests on no study amounts to; never stored
SAID = "said"
#: every answer to what was found, in words
FINDINGS: dict[str, str | Promise] = {
    Direction.WORKS.value: Direction.WORKS.label,
    SAID: _("Said to help"),
    **{choice.value: choice.label for choice in Direction if choice is not Direction.WORKS},
}
#: ways to find something out that make a study
STUDIES = frozenset(Design) - {Design.OPINION, Design.MONITORING, Design.NOT_STATED}


def finding_of(row: Evidence) -> str:
    """What readers are told a row found; its study must be None where it isn't public."""
    studied = row.research is not None and row.design in STUDIES
    return SAID if row.direction == Direction.WORKS and not studied else row.direction


def finding_in_words(finding: str) -> str:
    """What `finding_of` answers, in the reader's words."""
    return str(FINDINGS[finding])


def with_findings(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Rows of evidence, each with `finding`: the same rule as a column."""
    public = ResearchPage.objects.for_public().filter(pk=OuterRef("research_id"))
    studied = When(Exists(public), design__in=sorted(STUDIES), then=Value(Direction.WORKS.value))
    works = Case(studied, default=Value(SAID))
    finding = Case(
        When(direction=Direction.WORKS, then=works),
        default=F("direction"),
        output_field=CharField(),
    )
    return rows.annotate(finding=finding)


def records_with(findings: Collection[str]) -> QuerySet[Any]:
    """Primary keys of the practices with any of these findings."""
    rows = with_findings(Evidence.objects.all())
    return rows.filter(finding__in=findings).values("record")
