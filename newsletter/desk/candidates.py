"""What an issue could tell: everything public that is new or changed, newest first."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.text import capfirst

from core.countries import country_name
from core.folding import order_of
from core.i18n import Localised, current_language, language_in_words
from core.record_models import record_models
from core.showing.cards import Card
from members.events import source
from members.models import OrganisationPage, UpdateKind, UpdatePage
from newsletter.desk.issues import issues_with, sent_mailings, since_last_issue
from newsletter.models import IssuePage
from search.entry import SearchEntry
from search.facets import only_offered
from search.filters import Where, offered_in
from search.query import SearchQuery
from search.results.find import checked, load_found
from search.results.labels import value_labels, values_offered
from search.sources.database import records_matching
from search.sources.registry import sources
from search.vocabulary.concepts import current_vocabulary

PAGE_SIZE = 20
FILTERS = tuple(each.name for each in offered_in(Where.DESK))
#: what an address of the desk says besides the query
OWN = ("issue", "since", "sent", "coming")


@dataclass(frozen=True, kw_only=True)
class CandidateSearch:
    """What the office looks for: a search, since when, and whether to show what was sent.

    `since_given`: the office chose the day; else it is that of the last issue. `coming`: events
    that are to come, whenever they came online.
    """

    query: SearchQuery
    since: datetime
    since_given: bool = False
    with_sent: bool = False
    coming: bool = False

    @property
    def is_filtered(self) -> bool:
        """Whether there is anything that "Remove all filters" would take away."""
        asked = self.query.text or self.query.filters
        return bool(asked or self.since_given or self.with_sent or self.coming)


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """One thing an issue could tell.

    `changed` is when it last changed, `is_new` whether it is online for the first time since;
    `sent_in` are numbers of issues, `block` is the key of its block in the issue in work, or "".
    """

    card: Card
    changed: datetime
    is_new: bool
    countries: tuple[str, ...]
    sent_in: tuple[int, ...]
    block: str
    is_event: bool = False

    @property
    def key(self) -> str:
        """`<collection>/<id>`."""
        return self.card.key

    @property
    def title(self) -> Localised:
        """The title in the office reader's language, or another, marked as such."""
        return self.card.title

    @property
    def languages(self) -> list[tuple[str, str]]:
        """The languages it exists in: (code, name)."""
        return [(code, language_in_words(code)) for code in self.card.languages]

    @property
    def countries_in_words(self) -> str:
        """Names of its countries, else of its organisation's."""
        return ", ".join(country_name(code) for code in self.countries)

    @property
    def takes_place(self) -> str:
        """When and where, of an event."""
        return " · ".join(filter(None, (self.card.date, self.card.place))) if self.is_event else ""


@dataclass(frozen=True, kw_only=True)
class FoundCandidates:
    """A page of candidates; `hidden` counts those that were left out because they were sent."""

    candidates: tuple[Candidate, ...]
    total: int
    page: int
    hidden: int

    @property
    def pages(self) -> int:
        """Number of pages."""
        return max(1, math.ceil(self.total / PAGE_SIZE))


@dataclass(frozen=True, kw_only=True)
class _Change:
    key: str
    at: datetime
    first: datetime | None


def read_choice(params: Mapping[str, str], *, now: datetime | None = None) -> CandidateSearch:
    """Read what the office looks for from an address. Never raises. A query or two.

    What the desk doesn't understand or doesn't offer is among the query's ignored values.
    """
    asked = {name: params.getlist(name) if hasattr(params, "getlist") else [params[name]]
             for name in params if name not in OWN}  # fmt: skip
    query = SearchQuery.parse(asked, current_language())
    query = checked(query, current_vocabulary()) if query.values("theme") else query
    known = {"kind": UpdateKind.values}
    query = only_offered(query, known=known, offered=FILTERS, ranges=("text",))
    since = params.get("since", "")
    given = _moment(since)
    unread = [("since", since[:100])] if since and given is None else []
    return CandidateSearch(
        query=replace(query, sort="newest", ignored=(*query.ignored, *unread)),
        since=given or since_last_issue(now=now),
        since_given=given is not None,
        with_sent=params.get("sent") == "yes",
        coming=params.get("coming") == "yes",
    )


def _moment(text: str) -> datetime | None:
    """The beginning of a day, in the network's time zone; None for nonsense."""
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None


def candidates(
    choice: CandidateSearch, *, issue: IssuePage | None, blocks: Mapping[str, str]
) -> FoundCandidates:
    """Find one page of candidates for an issue, the newest change first.

    `blocks` are the issue's own: key of what it is about → key of the block. What another issue
    had is left out unless asked for. A number of queries that depends on the collections only.
    """
    changes = _coming(choice) if choice.coming else _changes(choice)
    if not choice.coming and not sent_mailings().exists():
        changes = _networks_first(changes)
    sent = issues_with(but=issue)
    shown = [each for each in changes if choice.with_sent or each.key not in sent]
    page = min(choice.query.page, max(1, math.ceil(len(shown) / PAGE_SIZE)))
    rows = shown[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    loaded = load_found([each.key for each in rows], choice.query.language)
    home = home_countries(entry for _card, entry in loaded.values())
    return FoundCandidates(
        candidates=tuple(
            Candidate(
                card=loaded[each.key][0],
                changed=each.at,
                is_new=each.first is not None and each.first >= choice.since,
                countries=countries_of(loaded[each.key][1], home),
                sent_in=tuple(sent.get(each.key, ())),
                block=blocks.get(each.key, ""),
                is_event=_is_event(loaded[each.key][1]),
            )
            for each in rows
            if each.key in loaded
        ),
        total=len(shown),
        page=page,
        hidden=len(changes) - len(shown),
    )


def _changes(choice: CandidateSearch) -> list[_Change]:
    """What matches and changed since, newest first."""
    query = choice.query
    wanted = None if query.is_blank else set(records_matching(query))
    models = record_models()
    found = (
        change
        for collection in _collections()
        for change in _recent(models[collection].objects.for_public(), collection, choice.since)
        if wanted is None or change.key in wanted
    )
    return sorted(found, key=lambda change: (change.at, change.key), reverse=True)


def events_to_come(query: SearchQuery | None = None) -> QuerySet[UpdatePage]:
    """Events that aren't over, the next one first; of a query those that match."""
    return source.upcoming(query or SearchQuery(), now=timezone.now())


def _coming(choice: CandidateSearch) -> list[_Change]:
    """Events to come that match, the next one first. One query."""
    return [
        _Change(key=page.key, at=page.last_published_at, first=page.first_published_at)
        for page in events_to_come(choice.query)
        if page.last_published_at
    ]


def _is_event(entry: SearchEntry | None) -> bool:
    return entry is not None and entry.kind == UpdateKind.EVENT


def _networks_first(changes: list[_Change]) -> list[_Change]:
    """For a first issue, which may tell of everything: what the network itself says goes first."""
    own = SearchQuery(filters=(("organisation", (settings.NETWORK_ORGANISATION,)),))
    page = f"{OrganisationPage.collection}/{settings.NETWORK_ORGANISATION}"
    keys = {page, *records_matching(own)}
    return sorted(changes, key=lambda change: change.key not in keys)


def _collections() -> list[str]:
    """What an issue can tell of: everything that is found, but issues."""
    return [each.collection for each in sources() if each.collection != IssuePage.collection]


def _recent(public: QuerySet[Any], collection: str, since: datetime) -> Iterable[_Change]:
    """Public records of a collection that changed since. One query."""
    pages = hasattr(public.model, "last_published_at")
    stamp = "last_published_at" if pages else "updated_at"
    columns = ("record_id", stamp, "first_published_at") if pages else ("record_id", stamp)
    rows = public.filter(**{f"{stamp}__gte": since}).order_by().values_list(*columns)
    for record_id, at, *first in rows:
        yield _Change(key=f"{collection}/{record_id}", at=at, first=first[0] if first else None)


# -- countries -------------------------------------------------------------------------------------
def home_countries(entries: Iterable[SearchEntry | None]) -> dict[str, str]:
    """Countries of the organisations of entries, by the organisation's id. One query."""
    ids = {entry.organisation for entry in entries if entry and entry.organisation}
    rows = OrganisationPage.objects.for_public().filter(record_id__in=ids).order_by()
    return dict(rows.values_list("record_id", "country"))


def countries_of(entry: SearchEntry | None, home: Mapping[str, str]) -> tuple[str, ...]:
    """An entry's own countries, else its organisation's."""
    if entry is None:
        return ()
    own = tuple(filter(None, entry.countries))
    return own or tuple(filter(None, [home.get(entry.organisation, "")]))


# -- what can be chosen ----------------------------------------------------------------------------
def options() -> dict[str, list[tuple[str, str]]]:
    """Values and words of each filter, sorted by word. A query per collection, one for topics."""
    language, vocabulary = current_language(), current_vocabulary()
    own = {"collection": _collections(), "kind": UpdateKind.values}
    found = {}
    for name in FILTERS:
        values = own.get(name) or values_offered(name, vocabulary)
        words = value_labels(name, values, language=language, vocabulary=vocabulary)
        capitals = capfirst if name != "language" else str
        choices = [(value, capitals(words[value])) for value in values if value in words]
        if name not in own:
            choices.sort(key=lambda choice: order_of(choice[1]))
        found[name] = choices
    return found


def first_day(moment: datetime) -> date:
    """The day a moment lies in, in the network's time zone."""
    return timezone.localdate(moment, timezone=timezone.get_default_timezone())
