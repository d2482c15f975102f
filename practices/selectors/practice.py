"""What a practice's page shows beside the practice's own fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from core.visibility import is_public, load_noted
from members.models import OrganisationPage
from members.selectors import public_rows, publisher_of, publishers_of
from practices.models import Evidence, ExchangePage, PracticePage, PracticePartner, ProjectPage


@dataclass(frozen=True, kw_only=True)
class PracticeRelations:
    """A practice's public relations, on both ends. `publishers` are by tree path."""

    publisher: OrganisationPage | None
    partners: Sequence[PracticePartner]
    evidence: Sequence[Evidence]
    continues: Sequence[PracticePage]
    continued_by: Sequence[PracticePage]
    adapted_from: Sequence[PracticePage]
    adapted_by: Sequence[PracticePage]
    projects: Sequence[ProjectPage]
    exchanges: Sequence[ExchangePage]
    publishers: dict[str, OrganisationPage]


def relations_of(practice: PracticePage) -> PracticeRelations:
    """Read everything a practice is related to, in a constant number of queries."""
    publisher = publisher_of(practice)
    continues = [row.target for row in public_rows(practice.continues.all())]
    adapted_from = [row.target for row in public_rows(practice.adapted_from.all())]
    continued_by = _pointing_here(practice, "continues")
    adapted_by = _pointing_here(practice, "adapted_from")
    projects = _projects_with(practice)
    exchanges = visits_to(publisher)
    others = [*continues, *continued_by, *adapted_from, *adapted_by, *projects, *exchanges]
    return PracticeRelations(
        publisher=publisher,
        partners=public_rows(practice.partners.all()),
        evidence=evidence_of(practice),
        continues=continues,
        continued_by=continued_by,
        adapted_from=adapted_from,
        adapted_by=adapted_by,
        projects=projects,
        exchanges=exchanges,
        publishers=publishers_of(others),
    )


def evidence_of(practice: PracticePage) -> Sequence[Evidence]:
    """A practice's evidence with the research it rests on; research that isn't public is hidden."""
    rows = list(practice.evidence.all())
    load_noted(rows, "research")
    for row in rows:
        if row.research_id and not is_public(row.research):
            row.research = None  # in memory only: this object is never saved
    return rows


def visits_to(organisation: OrganisationPage | None) -> Sequence[ExchangePage]:
    """Public study visits to an organisation, as host of the whole or of one stop."""
    if organisation is None or organisation.pk is None:
        return ()
    hosts = Q(host_id=organisation.pk) | Q(visits__host_id=organisation.pk)
    return list(
        ExchangePage.objects.for_public().filter(hosts).distinct().order_by("-date_first", "pk")
    )


def _pointing_here(practice: PracticePage, relation: str) -> Sequence[PracticePage]:
    if practice.pk is None:
        return ()
    condition: dict[str, Any] = {f"{relation}__target_id": practice.pk}
    found = PracticePage.objects.for_public().filter(**condition)
    return list(found.distinct().order_by("title", "pk"))


def _projects_with(practice: PracticePage) -> Sequence[ProjectPage]:
    if practice.pk is None:
        return ()
    found = ProjectPage.objects.for_public().filter(practices__target_id=practice.pk)
    return list(found.distinct().order_by("-start_first", "pk"))
