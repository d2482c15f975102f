"""Findings in words: what was found and how stand side by side, always."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from core.i18n import Localised, localised
from core.showing.facts import Link
from members.models import OrganisationPage
from practices.findings import finding_in_words, finding_of
from practices.models import Design, Evidence
from practices.presentation.links import page_link, publisher_name, research_link
from practices.words import number_in_words, wave_in_words


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One claim with what was found, how it was studied, and with what caution."""

    found: str
    found_label: str
    design_label: str
    outcome: Localised
    claim: Localised
    measure: str
    value: str
    n: int | None
    waves: Sequence[str]
    caution: Localised
    source: Link | None


def findings(rows: Iterable[Evidence], request: HttpRequest, *, has_sources: bool) -> list[Finding]:
    """Put evidence into words; without a study the page's own sources are named, if it has some."""
    return [_finding(row, request, has_sources=has_sources) for row in rows]


def _finding(row: Evidence, request: HttpRequest, *, has_sources: bool) -> Finding:
    own = Link(label=_("see the sources of this page"), url="#sources") if has_sources else None
    return Finding(
        found=finding_of(row),
        found_label=finding_in_words(finding_of(row)),
        design_label=str(Design(row.design).label),
        outcome=localised(row, "outcome"),
        claim=localised(row, "claim"),
        measure=row.measure,
        value=number_in_words(row.value),
        n=row.n,
        waves=[wave_in_words(wave) for wave in row.waves],
        caution=localised(row, "caution"),
        source=research_link(row.research, request) or own,
    )


def finding_line(row: Evidence) -> str:
    """One line for lists: `Found to help (survey)`; never one without the other."""
    return _("%(direction)s (%(design)s)") % {
        "direction": finding_in_words(finding_of(row)),
        "design": Design(row.design).label,
    }


def resting_practices(
    rows: Iterable[Evidence], request: HttpRequest, *, publishers: Mapping[str, OrganisationPage]
) -> list[Link]:
    """The practices whose evidence rests on a study, once each, with what was found."""
    grouped: dict[int, list[Evidence]] = {}
    for row in rows:
        grouped.setdefault(row.record_id, []).append(row)
    links = []
    for group in grouped.values():
        page = group[0].record
        found = dict.fromkeys(finding_line(row) for row in group)
        note = " · ".join(filter(None, [publisher_name(page, publishers), *found]))
        links.append(page_link(page, request, note=note))
    return links
