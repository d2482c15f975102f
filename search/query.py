"""The one query object: lists, map, counts, exports, feeds and the API all take it.

Parsing never fails. What can't be understood is left out and kept in `ignored`, so that the page
can say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from core.i18n import LANGS, default_language
from search.filters import CLOSED, FILTERS, YEARS
from search.near import DEFAULT_RADIUS, LONGEST_PLACE, RADII, Near, read_near

#: Distance is only an order where a place is asked for.
DISTANCE = "distance"
SORTS = ("relevance", "newest", "title", DISTANCE)
OFF = frozenset(("0", "off", "no", "false"))
ON = frozenset(("1", "on", "yes", "true", ""))

PAGE_SIZE = 20
LAST_PAGE = 500  # no engine pages deeper than 10,000 results
LONGEST_TEXT = 10_000  # characters
MOST_VALUES = 50  # of one filter
MOST_IGNORED = 20
LONGEST_IGNORED = 100

_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,149}\Z")
_QUOTES = re.compile(r'["“”„«»]')


@dataclass(frozen=True, kw_only=True)
class SearchQuery:
    """What is asked for. Immutable; equal queries have equal addresses.

    `language` is the reader's; records in any language are found. `filters` holds (name, values)
    in the order of FILTERS; several values of one filter are alternatives. `ignored` holds
    (name, value) of what the address said in vain and doesn't count for equality. `near` keeps what
    lies round a town.
    """

    text: str = ""
    language: str = "en"
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    year_from: int | None = None
    year_to: int | None = None
    near: Near | None = None
    sort: str = "relevance"
    page: int = 1
    expand: bool = True
    ignored: tuple[tuple[str, str], ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        """Without a place there is no distance to sort by."""
        if self.sort == DISTANCE and self.near is None:
            object.__setattr__(self, "sort", SORTS[0])

    @classmethod
    def parse(cls, params: Mapping[str, Any], language: str) -> SearchQuery:
        """Read a query from an address (a QueryDict or any mapping). Never raises."""
        return _Reader(params, language).query()

    # -- reading ---------------------------------------------------------------------------------
    def values(self, name: str) -> tuple[str, ...]:
        """The chosen values of a filter; () if it is not set."""
        return dict(self.filters).get(name, ())

    @property
    def is_blank(self) -> bool:
        """Whether nothing is asked for: no text, no filter."""
        return not self.text and not self.has_filters

    @property
    def has_filters(self) -> bool:
        """Whether any filter, year or place is set."""
        return bool(self.filters or self.near) or self.has_years

    @property
    def has_years(self) -> bool:
        """Whether a first or a last year is set."""
        return self.year_from is not None or self.year_to is not None

    @property
    def expands(self) -> bool:
        """Whether other languages' words are searched too: switched on, and nothing quoted."""
        return self.expand and not _QUOTES.search(self.text)

    @property
    def offset(self) -> int:
        """Results before this page."""
        return (self.page - 1) * PAGE_SIZE

    # -- changing --------------------------------------------------------------------------------
    def with_(self, **changes: Any) -> SearchQuery:
        """Return the query with filter values added (`country="NO"`) or settings changed.

        `text`, `sort`, `page`, `expand`, `near`, `year_from`, `year_to` are replaced; `language` is
        the filter. Any change but that of the page leads back to the first page. Raises TypeError
        for another name.
        """
        chosen = {name: list(values) for name, values in self.filters}
        replaced: dict[str, Any] = {}
        for name, value in changes.items():
            if name in FILTERS:
                values = [value] if isinstance(value, str) else list(value)
                chosen[name] = list(dict.fromkeys([*chosen.get(name, []), *values]))
            elif name in _SETTINGS:
                replaced[name] = value
            else:
                raise TypeError(f"a query has no {name!r}")
        if set(changes) != {"page"}:
            replaced.setdefault("page", 1)
        return replace(self, filters=_ordered(chosen), **replaced)

    def without(self, name: str, value: str | None = None) -> SearchQuery:
        """Return the query without a filter's value, the whole filter, a year, text or place.

        Raises TypeError for another name.
        """
        if name in FILTERS:
            kept = [v for v in self.values(name) if value is not None and v != value]
            chosen = {**{key: list(values) for key, values in self.filters}, name: kept}
            return replace(self, filters=_ordered(chosen), page=1)
        if name in YEARS:
            cleared: dict[str, Any] = {name: None}
            return replace(self, page=1, **cleared)
        if name == "text":
            return replace(self, text="", page=1)
        if name == "near":
            return replace(self, near=None, page=1)
        raise TypeError(f"a query has no {name!r} to leave out")

    def only(self, name: str) -> SearchQuery:
        """Return the query with the text and this filter only."""
        return replace(
            self,
            filters=tuple((key, values) for key, values in self.filters if key == name),
            year_from=None,
            year_to=None,
            near=None,
            page=1,
        )

    # -- writing ---------------------------------------------------------------------------------
    def to_params(self) -> list[tuple[str, str]]:
        """Return the query as (name, value) pairs; `parse` reads them back to an equal query."""
        params = [("q", self.text)] if self.text else []
        params += [(name, value) for name, values in self.filters for value in values]
        for name in YEARS:
            if getattr(self, name) is not None:
                params.append((name, str(getattr(self, name))))
        if self.near is not None:
            params += self.near.params()
        if self.sort != SORTS[0]:
            params.append(("sort", self.sort))
        if not self.expand:
            params.append(("expand", "off"))
        if self.page > 1:
            params.append(("page", str(self.page)))
        return params

    def urlencode(self) -> str:
        """Return the query as the part of an address after the question mark."""
        return urlencode(self.to_params())


_SORTS_ANYWHERE = tuple(sort for sort in SORTS if sort != DISTANCE)
_SETTINGS = ("text", "sort", "page", "expand", "near", *YEARS)


def _ordered(chosen: Mapping[str, Iterable[str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((name, tuple(chosen[name])) for name in FILTERS if chosen.get(name))


def clean_text(text: str) -> str:
    """Return text that every database and engine accepts: no NUL, no lone surrogate, one line."""
    whole = text.encode("utf-8", "replace").decode("utf-8").replace("\x00", " ")
    return " ".join(whole.split())[:LONGEST_TEXT].strip()


class _Reader:
    """Reads one address into one query, collecting what it doesn't understand."""

    def __init__(self, params: Mapping[str, Any], language: str) -> None:
        self.params = params
        self.language = language if language in LANGS else default_language()
        self.ignored: list[tuple[str, str]] = []

    def query(self) -> SearchQuery:
        chosen = {name: self.filter(name) for name in FILTERS}
        known = {"q", "sort", "page", "expand", "near", "town", "radius", *FILTERS, *YEARS}
        near = self.near()
        result = SearchQuery(
            text=clean_text(self.first("q")),
            language=self.language,
            filters=_ordered(chosen),
            year_from=self.number("year_from", least=1, most=9999),
            year_to=self.number("year_to", least=1, most=9999),
            near=near,
            # a form may offer to sort by distance beside a place that was left empty
            sort=self.choice("sort", SORTS if "near" in self.params else _SORTS_ANYWHERE),
            page=self.number("page", least=1, most=LAST_PAGE) or 1,
            expand=self.switch("expand"),
        )
        for name in self.params:
            if name not in known:
                self.ignore(str(name), self.first(name))
        return replace(result, ignored=tuple(self.ignored))

    def all(self, name: str) -> list[str]:
        getlist = getattr(self.params, "getlist", None)
        value = getlist(name) if getlist else self.params.get(name, [])
        if isinstance(value, str) or not isinstance(value, Iterable):
            value = [value]
        return [str(item) for item in value]

    def first(self, name: str) -> str:
        return next(iter(self.all(name)), "")

    def ignore(self, name: str, value: str) -> None:
        pair = (clean_text(name)[:LONGEST_IGNORED], clean_text(value)[:LONGEST_IGNORED])
        if pair not in self.ignored and len(self.ignored) < MOST_IGNORED:
            self.ignored.append(pair)

    def filter(self, name: str) -> list[str]:
        found: list[str] = []
        for given in self.all(name):
            for part in given.split(","):
                value = part.strip()
                if FILTERS[name].capitals:
                    value = value.upper()
                if not value or value in found:
                    continue
                if len(found) < MOST_VALUES and self.known(name, value):
                    found.append(value)
                else:
                    self.ignore(name, part)
        return found

    def known(self, name: str, value: str) -> bool:
        closed = CLOSED.get(name)
        return value in closed if closed is not None else bool(_ID.match(value))

    def near(self) -> Near | None:
        """The place; a name nobody knows is ignored, a distance without a place doesn't matter."""
        given = self.first("radius").strip()
        radius = int(given) if given in map(str, RADII) else DEFAULT_RADIUS
        if given and given != str(radius):
            self.ignore("radius", given)
        text = clean_text(self.first("near"))[:LONGEST_PLACE].strip()
        town = self.first("town").strip()
        found = read_near(text, town=town, radius=radius)
        if text and found is None:
            self.ignore("near", text)
        if town and found is None:  # one of another name was chosen before this name was typed
            self.ignore("town", town)
        return found

    def number(self, name: str, *, least: int, most: int) -> int | None:
        given = self.first(name).strip()
        if not given:
            return None
        if given.isascii() and given.isdigit() and len(given) <= 9 and least <= int(given) <= most:
            return int(given)
        self.ignore(name, given)
        return None

    def choice(self, name: str, choices: tuple[str, ...]) -> str:
        given = self.first(name).strip()
        if given in choices:
            return given
        if given:
            self.ignore(name, given)
        return choices[0]

    def switch(self, name: str) -> bool:
        given = self.first(name).strip().lower()
        if given in OFF:
            return False
        if given not in ON:
            self.ignore(name, given)
        return True
