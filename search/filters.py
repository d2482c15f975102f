"""The one table of filters: what the search, the lists, the directory and the map can narrow by.

A row says all there is to say of a filter: its name in addresses, the entry's field it looks at,
its words, where it is offered. The query object, the engines, the executor on the database and
every form are made from the table. The application that owns a filter's values registers them:

    register_values("maturity", closed=Maturity.values, words=maturities)

Imports no model.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from enum import StrEnum

from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from core.countries import COUNTRY_CODES, NATIONS, country_name, nation_name
from core.i18n import LANGS, language_in_words
from core.kinds import COLLECTIONS, kind_of

#: Value → words, for values of a filter in a language; unknown values are left out.
Words = Callable[[Collection[str], str], Mapping[str, str]]


class Where(StrEnum):
    """Forms with filters of their own, besides the search page and the lists of collections.

    The search page offers every counted filter; a list says itself what it offers.
    """

    DIRECTORY = "directory"
    MAP = "map"
    DESK = "desk"  # of the newsletter
    QUERIES = "queries"  # files of queries, for measuring


@dataclasses.dataclass(frozen=True, kw_only=True)
class Filter:
    """One filter. Several values of it are alternatives.

    `field` is that of SearchEntry; `scheme` the vocabulary's whose concepts are the values;
    `column` a model's own column of the same values, for the executor on the database. `codes` are
    values that exist whether or not a record has them; they are in capital letters or in small
    ones. `counted`: the search page offers it with numbers, `opened` from the start. `offered` says
    at which place of which form it stands; `any_words` are the map's for no choice.
    """

    name: str
    label: Promise
    field: str
    scheme: str = ""
    column: str = ""
    codes: AbstractSet[str] | None = None
    capitals: bool = False
    counted: bool = True
    opened: bool = False
    offered: Mapping[Where, int] = dataclasses.field(default_factory=dict)
    any_words: Promise | None = None

    @property
    def title(self) -> str:
        """The label as a form's heading, in the active language."""
        return str(capfirst(str(self.label)))


def _table(*rows: Filter) -> dict[str, Filter]:
    names = [row.name for row in rows]
    if len(set(names)) < len(names):
        raise ImproperlyConfigured("two filters have the same name")
    return {row.name: row for row in rows}


#: Every filter with a list of values, by name, in the order of the search page.
FILTERS: Mapping[str, Filter] = _table(
    Filter(
        name="collection",
        label=_("what it is"),
        field="collection",
        codes=COLLECTIONS,
        opened=True,
        offered={Where.DESK: 1, Where.QUERIES: 6},
    ),
    Filter(
        name="kind",
        label=_("kind"),
        field="kind",
        column="kind",
        offered={Where.DIRECTORY: 4, Where.MAP: 2, Where.DESK: 2},
        any_words=_("all kinds"),
    ),
    Filter(
        name="country",
        label=_("country"),
        field="countries",
        column="country",
        codes=frozenset(COUNTRY_CODES),
        capitals=True,
        opened=True,
        offered={Where.DIRECTORY: 1, Where.MAP: 1, Where.DESK: 3, Where.QUERIES: 1},
        any_words=_("all countries"),
    ),
    Filter(
        name="nation",
        label=_("nation"),
        field="nations",
        column="nation",
        codes=frozenset(NATIONS),
        capitals=True,
    ),
    Filter(
        name="theme",
        label=_("topic"),
        field="themes",
        scheme="theme",
        opened=True,
        offered={Where.MAP: 3, Where.DESK: 4, Where.QUERIES: 2},
        any_words=_("all topics"),
    ),
    Filter(
        name="target_group",
        label=_("for whom"),
        field="target_groups",
        scheme="target_group",
        offered={Where.QUERIES: 3},
    ),
    Filter(
        name="setting",
        label=_("where"),
        field="settings",
        scheme="setting",
        offered={Where.QUERIES: 4},
    ),
    Filter(
        name="stage",
        label=_("when"),
        field="stages",
        scheme="stage",
        offered={Where.QUERIES: 5},
    ),
    Filter(name="maturity", label=_("how far along"), field="maturity", column="maturity"),
    Filter(name="direction", label=_("what was found"), field="directions"),
    Filter(
        name="language",
        label=_("language"),
        field="languages",
        codes=frozenset(LANGS),
        offered={Where.DIRECTORY: 3, Where.DESK: 5},
    ),
    Filter(name="organisation", label=_("organisation"), field="organisation", counted=False),
    Filter(
        name="category",
        label=_("membership"),
        field="categories",
        offered={Where.DIRECTORY: 2},
    ),
)
#: A range of years, the one filter that is no list of values.
YEARS: Mapping[str, Promise] = {"year_from": _("from year"), "year_to": _("to year")}
#: What is counted for the search page.
FACETS: tuple[str, ...] = (*(each.name for each in FILTERS.values() if each.counted), "year")
#: Scheme → the filter by its concepts. Keywords (the scheme `topic`) are searched for by name.
BY_SCHEME: Mapping[str, Filter] = {each.scheme: each for each in FILTERS.values() if each.scheme}
#: Entry field → scheme of the concepts it holds.
CONCEPT_FIELDS: Mapping[str, str] = {
    **{each.field: each.scheme for each in BY_SCHEME.values()},
    "topics": "topic",
}
#: Values of filters whose list is closed; the others take any id.
CLOSED: dict[str, AbstractSet[str]] = {
    each.name: each.codes for each in FILTERS.values() if each.codes is not None
}

_words: dict[str, list[Words]] = {}


def offered_in(where: Where) -> tuple[Filter, ...]:
    """The filters of a form, in its order."""
    found = (each for each in FILTERS.values() if where in each.offered)
    return tuple(sorted(found, key=lambda each: each.offered[where]))


def register_values(name: str, *, words: Words, closed: Iterable[str] = ()) -> None:
    """Add words for the values of a filter (several applications may know some of them).

    `closed` are all values it can have. Raises ImproperlyConfigured if there is no filter of that
    name, or if its list of values is closed already.
    """
    if name not in FILTERS:
        raise ImproperlyConfigured(f"{name!r} is no filter of the search")
    if values := frozenset(closed):
        if name in CLOSED:
            raise ImproperlyConfigured(f"the values of the filter {name!r} are registered already")
        CLOSED[name] = values
    _words.setdefault(name, []).append(words)


def registered_words(name: str, values: Collection[str], language: str) -> dict[str, str]:
    """Words for those of the values that any application knows."""
    known: dict[str, str] = {}
    for words in _words.get(name, ()):
        known.update(words(values, language))
    return known


def is_checked(name: str) -> bool:
    """Whether a filter's values can be told from nonsense only by asking for their words."""
    return bool(FILTERS[name].scheme) or (name not in CLOSED and name in _words)


def _each(in_words: Callable[[str, str], str]) -> Words:
    return lambda values, language: {value: in_words(value, language) for value in values}


def _collections(values: Collection[str], language: str) -> dict[str, str]:
    with override(language):
        return {name: kind_of(name).many for name in values if name in COLLECTIONS}


register_values("collection", words=_collections)
register_values("country", words=_each(country_name))
register_values("nation", words=_each(lambda code, _language: nation_name(code)))
register_values("language", words=_each(language_in_words))
