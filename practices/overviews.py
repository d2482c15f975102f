"""What there is for a country or a topic, by collection; and the indexes of both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count
from django.http import HttpRequest
from django.utils import timezone

from core.countries import COUNTRY_CODES, country_name
from core.folding import order_of
from core.i18n import Localised, current_language, localised
from core.kinds import Kind, Place, kind_of, kinds_in
from core.showing.addresses import country_url
from core.showing.cards import Card
from core.visibility import with_noted
from members.events import source
from members.models import OrganisationPage
from practices.findings import finding_in_words, with_findings
from practices.models import (
    Evidence,
    PracticePage,
    PracticeTag,
    ResearchPage,
    ResearchTag,
)
from practices.presentation.figures import Figure, figures_of
from practices.presentation.links import research_link
from search.models import Concept, Scheme
from search.query import SearchQuery
from search.showing import concept_url
from search.sources.registry import source_of

#: how many things of one collection an overview shows before it links to the whole list
SHOWN = 6
#: how many findings a topic's page shows
MOST_FINDINGS = 8
#: Members of the Council of Europe (2025) and Kosovo: countries a reader may expect here.
EUROPE = tuple(
    """AD AL AM AT AZ BA BE BG CH CY CZ DE DK EE ES FI FR GB GE GR HR HU IE IS IT LI LT LU LV MC MD
    ME MK MT NL NO PL PT RO RS SE SI SK SM TR UA XK""".split()
)


@dataclass(frozen=True, kw_only=True)
class OverviewSection:
    """Things of one kind in an overview: the first, how many there are, where the rest is.

    Facts and figures fill `figures` (with a year) and `undated` instead of `cards`.
    """

    kind: Kind
    total: int
    url: str
    cards: list[Card] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    undated: list[Figure] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        """Its id in the page."""
        return "figures" if self.kind.as_figures else self.kind.collection

    @property
    def words(self) -> str:
        """“12 practices”."""
        return self.kind.count_in_words(self.total)


def matching_ids(collection: str, query: SearchQuery) -> list[str]:
    """Ids of public records that match, in the order of the collection's list.

    None while the collection can't be searched.
    """
    source = source_of(collection)
    if source is None:
        return []
    sort = "newest" if kind_of(collection).newest else "title"
    return list(source.matching(query.with_(sort=sort)))


def cards(collection: str, ids: Iterable[str]) -> list[Card]:
    """Cards of ids in their order, in the reader's language."""
    source, wanted = source_of(collection), list(ids)
    if source is None or not wanted:
        return []
    found = source.cards(wanted, current_language())
    return [found[key] for key in (f"{collection}/{i}" for i in wanted) if key in found]


def sections_in(place: Place, query: SearchQuery, *, request: HttpRequest) -> list[OverviewSection]:
    """What there is of each kind that appears in a place, in its order."""
    return [
        _figures(kind, query, request=request)
        if kind.as_figures
        else _section(kind, matching_ids(kind.collection, query), kind.list_url(query.urlencode()))
        for kind in kinds_in(place)
    ]


def _section(kind: Kind, ids: list[str], url: str) -> OverviewSection:
    found = cards(kind.collection, ids[:SHOWN])
    return OverviewSection(kind=kind, total=len(ids), url=url, cards=found)


def coming_up(query: SearchQuery, *, shown: int = SHOWN) -> OverviewSection:
    """Events to come, the next one first. Three queries, one where there are none."""
    kind, now = kind_of(source.PART), timezone.now()
    ids = list(source.upcoming(query, now=now).values_list("record_id", flat=True))
    found = source.cards_of(ids[:shown], current_language())
    url = kind.list_url(query.urlencode())
    return OverviewSection(kind=kind, total=len(ids), url=url, cards=found)


def _figures(kind: Kind, query: SearchQuery, *, request: HttpRequest) -> OverviewSection:
    """Facts and figures: newest first; those without a year apart, they can't be compared."""
    ids = matching_ids(kind.collection, query)
    figures = figures_of(ids, request=request)
    dated = sorted((f for f in figures if f.has_year), key=lambda f: f.year, reverse=True)
    return OverviewSection(
        kind=kind,
        total=len(figures),
        url=kind.list_url(query.urlencode()),
        figures=dated[:SHOWN],
        undated=[f for f in figures if not f.has_year][:SHOWN],
    )


def asked_for(**filters: str) -> SearchQuery:
    """A query with these filters only, in the reader's language; empty values are left out."""
    chosen: dict[str, Any] = {name: value for name, value in filters.items() if value}
    return SearchQuery(language=current_language()).with_(**chosen)


# -- organisations ---------------------------------------------------------------------------------
def active_member_ids() -> set[str]:
    """Record ids of public organisations that are members today. One query."""
    members = OrganisationPage.objects.for_public().members()
    return set(members.values_list("record_id", flat=True))


def members_and_others(query: SearchQuery) -> tuple[OverviewSection, OverviewSection]:
    """Organisations under a query: members of the network, and others."""
    kind = kind_of(OrganisationPage.collection)
    ids = matching_ids(kind.collection, query)
    members = active_member_ids()
    is_member = [i for i in ids if i in members]
    is_other = [i for i in ids if i not in members]
    # the directory shows members unless asked for everybody
    url = kind.list_url(query.urlencode())
    return _section(kind, is_member, url), _section(kind, is_other, f"{url}&view=all")


# -- countries -------------------------------------------------------------------------------------
@dataclass(frozen=True, kw_only=True)
class CountryRow:
    """One country in the index, with what is there."""

    code: str
    name: str
    url: str
    members: int
    organisations: int
    practices: int


def country_rows() -> list[CountryRow]:
    """Countries from which anything is shared, by name in the reader's language. Three queries."""
    organisations = list(OrganisationPage.objects.for_public().values_list("record_id", "country"))
    member_ids = active_member_ids()
    practices = Counter(
        code
        for codes in PracticePage.objects.for_public().values_list("countries", flat=True)
        for code in set(codes)
    )
    all_there = Counter(code for _id, code in organisations)
    members = Counter(code for record_id, code in organisations if record_id in member_ids)
    rows = [
        CountryRow(
            code=code,
            name=country_name(code),
            url=country_url(code),
            members=members[code],
            organisations=all_there[code],
            practices=practices[code],
        )
        for code in {*all_there, *practices} & COUNTRY_CODES
    ]
    return sorted(rows, key=lambda row: order_of(row.name))


def countries_with_organisations() -> list[CountryRow]:
    """Countries in which there is somebody to ask."""
    return [row for row in country_rows() if row.organisations]


# -- topics ----------------------------------------------------------------------------------------
@dataclass(frozen=True, kw_only=True)
class ThemeRow:
    """One topic in the index, with what is there."""

    label: Localised
    note: Localised
    url: str
    practices: int
    research: int


def _tagged(tag_model: Any) -> dict[int, int]:
    public = tag_model._meta.get_field("record").related_model.objects.for_public()
    rows = tag_model.objects.filter(record__in=public, concept__scheme=Scheme.THEME)
    counted = rows.order_by().values_list("concept_id").annotate(number=Count("pk"))
    return dict(counted)


def theme_rows() -> list[ThemeRow]:
    """All topics by label in the reader's language, with counts. Three queries."""
    practices, research = _tagged(PracticeTag), _tagged(ResearchTag)
    rows = [
        ThemeRow(
            label=localised(concept, "label"),
            note=localised(concept, "note"),
            url=concept_url(concept),
            practices=practices.get(concept.pk, 0),
            research=research.get(concept.pk, 0),
        )
        for concept in Concept.objects.for_public().filter(scheme=Scheme.THEME)
    ]
    return sorted(rows, key=lambda row: order_of(str(row.label)))


@dataclass(frozen=True, kw_only=True)
class PracticeFinding:
    """What is known about one practice's effect: what was found and how, always together."""

    practice: Localised
    url: str
    found: str
    found_words: str
    design_words: str
    outcome: Localised
    caution: Localised
    source: Any


def findings_of(practice_ids: Iterable[str], *, request: HttpRequest) -> list[PracticeFinding]:
    """Findings recorded for practices, by practice; what was evaluated comes first. Two queries."""
    rows = (
        with_findings(Evidence.objects.filter(record__in=PracticePage.objects.for_public()))
        .filter(record__record_id__in=list(practice_ids))
        .select_related("record")
        .prefetch_related(with_noted("research", ResearchPage))
        .order_by("record__title", "sort_order", "pk")
    )
    found = [
        PracticeFinding(
            practice=row.record.heading_in(),
            url=row.record.get_url(request) or "",
            found=row.finding,
            found_words=finding_in_words(row.finding),
            design_words=str(row.get_design_display()),
            outcome=localised(row, "outcome"),
            caution=localised(row, "caution"),
            source=research_link(row.research, request),
        )
        for row in rows
    ]
    return sorted(found, key=lambda finding: finding.found == "not_assessed")
