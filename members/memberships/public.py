"""`/<lang>/membership/`: the categories, with what each brings and asks; for everybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.countries import country_name
from core.folding import order_of
from core.i18n import LANGS, Localised, localised
from core.showing.alternates import alternates, same_path
from members.memberships.standing import state_today
from members.models import Membership, MembershipCategory, MembershipPath, MembershipStatus

_ORDER = tuple(MembershipPath.values)


@dataclass(frozen=True, kw_only=True)
class CategoryShown:
    """One category; `parts` are headings with their texts."""

    record_id: str
    label: Localised
    description: Localised
    votes: int
    parts: list[tuple[str, Localised]]


def categories_shown() -> list[CategoryShown]:
    """All categories, those for organisations first, voters before others. One query."""
    rows = sorted(
        MembershipCategory.objects.for_public(),
        key=lambda row: (_ORDER.index(row.path), -row.votes, order_of(str(row.heading_in()))),
    )
    names = {
        "rights": _("Rights"),
        "duties": _("Duties"),
        "fee": _("Fee"),
        "conditions": _("Conditions"),
    }
    return [
        CategoryShown(
            record_id=row.record_id,
            label=row.heading_in(),
            description=localised(row, "description"),
            votes=row.votes,
            parts=[
                (words, text) for name, words in names.items() if (text := localised(row, name))
            ],
        )
        for row in rows
    ]


def individual_members() -> list[tuple[str, str]]:
    """Names and countries of individual members who chose to be listed. Two queries."""
    rows = Membership.objects.filter(
        category__path=MembershipPath.INDIVIDUAL,
        in_directory=True,
        organisation=None,
        status=MembershipStatus.ACTIVE,
    ).select_related("category")
    listed = [row for row in rows if state_today(row) == MembershipStatus.ACTIVE]
    listed.sort(key=lambda row: order_of(row.name))
    return [(row.name, country_name(row.country) if row.country else "") for row in listed]


@require_safe
def membership(request: HttpRequest) -> HttpResponse:
    """Show the categories."""
    title = _("What membership means")
    context: dict[str, Any] = {
        "title": title,
        "categories": categories_shown(),
        "crumbs": [{"title": title}],
        "description": _("In which ways one can belong to the network, and what comes with each."),
        "alternates": alternates(languages=LANGS, address=same_path(request)),
    }
    return render(request, "pages/members/membership.html", context)


urlpatterns = [path("membership/", membership, name="membership_categories")]
