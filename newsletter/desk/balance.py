"""Whether an issue is fair: what was picked by country and topic, and who was left out lately."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.countries import country_name
from core.folding import order_of
from members.models import OrganisationPage
from newsletter.desk.candidates import countries_of, home_countries
from newsletter.desk.issues import blocks_of, keys_in, sent_issues, sent_mailings
from newsletter.models import IssueBlock, IssuePage
from search.entry import SearchEntry
from search.state.index_state import read_entries
from search.vocabulary.concepts import current_vocabulary

ISSUES_LOOKED_AT = 3


@dataclass(frozen=True, kw_only=True)
class Share:
    """How often a country or topic was picked."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, kw_only=True)
class Silent:
    """A country of members that the last issues had nothing from; `now`: this one has."""

    country: str
    label: str
    now: bool


@dataclass(frozen=True, kw_only=True)
class Balance:
    """What an issue consists of; `issues` are the numbers of the last ones looked at."""

    picked: int
    countries: tuple[Share, ...]
    themes: tuple[Share, ...]
    silent: tuple[Silent, ...]
    issues: tuple[int, ...]


def balance(keys: Sequence[str], *, but: IssuePage | None, language: str) -> Balance:
    """Weigh what was picked (`keys`) for the issue `but`, in words of a language.

    A number of queries that depends on the collections only.
    """
    former = _former_keys(but)
    before = [key for each in former.values() for key in each]
    entries, _failed = read_entries(list(dict.fromkeys([*keys, *before])))
    home = home_countries(entries.values())
    picked = [entries[key] for key in keys if key in entries]
    by_country = Counter(code for each in picked for code in countries_of(each, home))
    names = ((code, country_name(code, language), count) for code, count in by_country.items())
    told = {code for key in before if key in entries for code in countries_of(entries[key], home)}
    return Balance(
        picked=len(keys),
        countries=_shares(names),
        themes=_themes(picked, language),
        silent=_silent(told, set(by_country), language) if former else (),
        issues=tuple(sorted(former)),
    )


def _former_keys(but: IssuePage | None) -> dict[int, list[str]]:
    """What the last issues were about, by number. Three queries."""
    others = sent_issues().exclude(pk=but.pk) if but else sent_issues()
    last = list(others[:ISSUES_LOOKED_AT])
    found: dict[int, list[str]] = {issue.number: [] for issue in last}
    rows = IssueBlock.objects.filter(page__in=[issue.pk for issue in last]).exclude(record_key="")
    for number, key in rows.order_by().values_list("page__number", "record_key"):
        found[number].append(key)
    waiting = sent_mailings().filter(
        issue__in=[issue.pk for issue in last if not issue.live], revision__isnull=False
    )
    for number, content in waiting.values_list("issue__number", "revision__content"):
        found[number] += keys_in(content)
    return found


def _themes(picked: Iterable[SearchEntry], language: str) -> tuple[Share, ...]:
    counts = Counter(theme for entry in picked for theme in entry.themes)
    vocabulary = current_vocabulary()
    terms = {theme: vocabulary.concept(theme) for theme in counts}
    return _shares(
        (theme, term.label_in(language) if (term := terms[theme]) else theme, count)
        for theme, count in counts.items()
    )


def _silent(told: set[str], now: set[str], language: str) -> tuple[Silent, ...]:
    members = OrganisationPage.objects.for_public().members()
    codes = set(members.order_by().values_list("country", flat=True)) - told - {""}
    found = [Silent(country=c, label=country_name(c, language), now=c in now) for c in codes]
    return tuple(sorted(found, key=lambda each: order_of(each.label)))


def _shares(counted: Iterable[tuple[str, str, int]]) -> tuple[Share, ...]:
    shares = [Share(value=value, label=label, count=count) for value, label, count in counted]
    return tuple(sorted(shares, key=lambda share: (-share.count, order_of(share.label))))


def record_keys(draft: IssuePage) -> dict[str, str]:
    """What a draft is about: key of the thing → key of its block, in the issue's order."""
    return {block.record_key: block.key for block in blocks_of(draft) if block.record_key}
