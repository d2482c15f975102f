"""What a project's page shows beside its own fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from core.network.funder import Funder
from members.models import OrganisationPage
from members.selectors import public_page, public_rows, publisher_of, publishers_of
from practices.models import FundedProject, PracticePage, ProjectPage


@dataclass(frozen=True, kw_only=True)
class ProjectRelations:
    """A project's public relations. `publishers` are by tree path."""

    promoter: OrganisationPage | None
    funder: OrganisationPage | None
    partners: Sequence[OrganisationPage]
    practices: Sequence[PracticePage]
    publishers: dict[str, OrganisationPage]
    funders: Sequence[Funder]


def relations_of(project: ProjectPage) -> ProjectRelations:
    """Read everything a project is related to, in a constant number of queries."""
    practices = [row.target for row in public_rows(project.practices.all())]
    return ProjectRelations(
        promoter=publisher_of(project),
        funder=public_page(project, "funder"),
        partners=[row.target for row in public_rows(project.partners.all())],
        practices=practices,
        publishers=publishers_of(practices),
        funders=funders_of(project),
    )


def of_public_projects() -> Q:
    """Funders whose emblem stands on a project that readers may see, as a condition on `Funder`."""
    rows = FundedProject.objects.filter(project__in=ProjectPage.objects.for_public())
    return Q(pk__in=rows.values("funder"))


def funders_of(project: ProjectPage) -> list[Funder]:
    """Those who pay for it, within their time. One query, one more where there are any.

    A project that was never saved, as a preview shows it, has none.
    """
    if project.pk is None:
        return []
    rows = FundedProject.objects.filter(project=project)
    found = Funder.objects.of_today().filter(pk__in=rows.values("funder"))
    return list(found.select_related("emblem").prefetch_related("emblem__renditions"))
