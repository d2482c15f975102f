"""What a study's page shows beside its own fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from members.models import OrganisationPage
from members.selectors import public_page, publisher_of, publishers_of
from practices.models import Evidence, PracticePage, ResearchPage, Statistic


@dataclass(frozen=True, kw_only=True)
class ResearchRelations:
    """A study's public relations, on both ends. `publishers` are by tree path."""

    publisher: OrganisationPage | None
    cited_via: ResearchPage | None
    cites: Sequence[ResearchPage]
    evidence: Sequence[Evidence]
    statistics: Sequence[Statistic]
    publishers: dict[str, OrganisationPage]


def relations_of(research: ResearchPage) -> ResearchRelations:
    """Read everything that rests on a study, in a constant number of queries."""
    known = research.pk is not None
    evidence = (
        list(
            Evidence.objects.filter(
                research_id=research.pk, record__in=PracticePage.objects.for_public()
            )
            .select_related("record")
            .order_by("record__title", "record_id", "sort_order", "pk")
        )
        if known
        else []
    )
    for row in evidence:
        row.research = research  # it is loaded already
    cites = ResearchPage.objects.for_public().filter(cited_via_id=research.pk)
    statistics = Statistic.objects.for_public().filter(research_id=research.pk)
    return ResearchRelations(
        publisher=publisher_of(research),
        cited_via=public_page(research, "cited_via"),
        cites=list(cites.order_by("title", "pk")) if known else [],
        evidence=evidence,
        statistics=list(statistics.order_by("record_id")) if known else [],
        publishers=publishers_of(row.record for row in evidence),
    )
