"""Where an organisation takes part in what others publish."""

from __future__ import annotations

from collections.abc import Sequence

from members.models import OrganisationPage
from practices.models import Helpline, PracticePage, PracticePartner, ProjectPage


def partnerships_of(organisation: OrganisationPage) -> Sequence[PracticePartner]:
    """Rows that make an organisation a partner in a public practice, with the practice."""
    return list(
        PracticePartner.objects.filter(
            target_id=organisation.pk, record__in=PracticePage.objects.for_public()
        )
        .select_related("record")
        .order_by("record__title", "pk")
    )


def projects_with(organisation: OrganisationPage) -> Sequence[ProjectPage]:
    """Public projects in which an organisation is a partner, newest first."""
    found = ProjectPage.objects.for_public().filter(partners__target_id=organisation.pk)
    return list(found.distinct().order_by("-start_first", "pk"))


def projects_funded_by(organisation: OrganisationPage) -> Sequence[ProjectPage]:
    """Public projects that an organisation funds, newest first."""
    found = ProjectPage.objects.for_public().filter(funder_id=organisation.pk)
    return list(found.order_by("-start_first", "pk"))


def helplines_of(organisation: OrganisationPage) -> Sequence[Helpline]:
    """Helplines that an organisation operates."""
    found = Helpline.objects.for_public().filter(operators__target_id=organisation.pk)
    return list(found.distinct().order_by("record_id"))
