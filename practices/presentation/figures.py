"""Facts and figures on screen: never a number without country, year, source and method in words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.translation import gettext as _

from core.countries import country_name, nation_name
from core.i18n import Localised, current_language, localised
from core.showing.facts import Link, source_links
from core.visibility import with_noted
from practices.models import ResearchPage, Statistic
from practices.models.registers import Method
from practices.presentation.links import research_link
from practices.words import QUALIFIERS, can_be_shown, number_in_words, qualifier_in_words, quantity

PEOPLE = frozenset(("people", "children", "families", "boys", "mothers"))
MANY, SOME = 1000, 100
_CONFIDENCE = re.compile(r"(?P<percent>\d{2})\s?% confidence interval")


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One statistic in words. `year` and `place` are never empty: they say that it isn't stated.

    `has_year` tells whether it may stand in comparisons with others.
    """

    key: str
    value: str
    unit: str
    qualifier: str
    interval: str
    interval_words: str
    statement: Localised
    url: str
    place: str
    country: str
    year: str
    has_year: bool
    source: Link | None
    method: str
    official: str
    n: int | None
    rank: int
    comparison: str
    comparison_group: Localised
    caution: Localised


def place_words(country: str, nation: str) -> str:
    """“Scotland, United Kingdom”, “Norway”, or that the country isn't stated."""
    if not country:
        return _("country not stated")
    if nation:
        return f"{nation_name(nation)}, {country_name(country)}"
    return country_name(country)


def year_words(year: int | None) -> str:
    """The year, or that it isn't stated."""
    return str(year) if year else _("year not stated")


def amount(value: float, unit: str) -> tuple[str, str]:
    """A number and its unit in words; a year is never grouped (`1992`, not `1,992`)."""
    if unit == "year" and can_be_shown(value):
        return str(int(value)), ""
    return quantity(value, unit)


def _rank(statistic: Statistic) -> int:
    """How large a figure is set, 1 to 3: how many people it speaks of, not what it is worth."""
    if statistic.unit not in PEOPLE:
        return 2 if statistic.unit == "percent" else 3
    return 1 if statistic.value >= MANY else 2 if statistic.value >= SOME else 3


def _range(statistic: Statistic) -> str:
    """`80–180`, "" where no interval is recorded."""
    low, high = statistic.interval_low, statistic.interval_high
    if low is None or high is None:
        return ""
    last, _unit = amount(high, statistic.unit)
    return f"{number_in_words(low)}–{last}"


def _value(statistic: Statistic) -> tuple[str, str, str]:
    """Value, unit and qualifier; a figure that stands for a range is shown as the range."""
    value, unit = amount(statistic.value, statistic.unit)
    low, high = statistic.interval_low, statistic.interval_high
    if low is not None and high is not None and statistic.qualifier == f"{low:g} to {high:g}":
        return _range(statistic), unit, ""
    if _CONFIDENCE.fullmatch(statistic.qualifier):
        return value, unit, ""  # it describes the interval, not the value
    if statistic.qualifier.strip().lower() in QUALIFIERS:
        return value, unit, qualifier_in_words(statistic.qualifier)
    note = f"({qualifier_in_words(statistic.qualifier)})" if statistic.qualifier else ""
    return value, f"{unit} {note}".strip(), ""


def _interval_words(statistic: Statistic) -> str:
    match = _CONFIDENCE.fullmatch(statistic.qualifier)
    if match is None:
        return _("range")
    return _("%(percent)s%% confidence interval") % {"percent": match["percent"]}


def method_words(statistic: Statistic) -> str:
    """How the figure came about, or that nobody said."""
    if statistic.method in ("", Method.NOT_STATED):
        return _("method not stated")
    return str(Method(statistic.method).label)


def _official(statistic: Statistic) -> str:
    if statistic.official is None:
        return ""
    return _("official figure") if statistic.official else _("not an official figure")


def _first_source(statistic: Statistic) -> Link | None:
    """The first source that isn't a study; a web address is shown by its host."""
    for link in source_links(statistic.sources)[:1]:
        label = urlsplit(link.url).netloc.removeprefix("www.") if link.url else link.label
        return Link(label=label, url=link.url)
    return None


def figure(statistic: Statistic, *, request: HttpRequest) -> Figure:
    """Put one statistic into words (its study must be loaded with it: select_related)."""
    value, unit, qualifier = _value(statistic)
    compared = statistic.comparison_value
    return Figure(
        key=statistic.key,
        value=value,
        unit=unit,
        qualifier=qualifier,
        interval="" if value == _range(statistic) else _range(statistic),
        interval_words=_interval_words(statistic),
        statement=localised(statistic, "statement"),
        url=statistic.get_absolute_url(),
        place=place_words(statistic.country, statistic.nation),
        country=statistic.country,
        year=year_words(statistic.year),
        has_year=statistic.year is not None,
        source=research_link(statistic.research, request) or _first_source(statistic),
        method=method_words(statistic),
        official=_official(statistic),
        n=statistic.n,
        rank=_rank(statistic),
        comparison=" ".join(amount(compared, statistic.unit)).strip()
        if compared is not None
        else "",
        comparison_group=Localised(
            statistic.comparison_group, statistic.original_language, current_language()
        ),
        caution=localised(statistic, "caution"),
    )


def figures_of(ids: Iterable[str], *, request: HttpRequest) -> list[Figure]:
    """Figures by record id, in the order given; one query."""
    wanted = list(ids)
    found = {
        row.record_id: row
        for row in Statistic.objects.for_public()
        .filter(record_id__in=wanted)
        .prefetch_related(with_noted("research", ResearchPage))
    }
    return [figure(found[i], request=request) for i in wanted if i in found]
