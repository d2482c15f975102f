"""Kinds of records: what there is to know of each, named once, beside its model's application.

    register(Kind(model=ToyPage, order=45, tone="teal", shape="toys", card=toy_card, …))

stands in `<app>/kinds.py`, which the start reads. A part of a kind with a list of its own (events)
is registered like it, with a `part`: it has no records beside the kind's, but menus, sitemap and
whoever asks for it by name know it as they know the others. Lists, overviews, profiles, menus,
sitemap and search ask here; nobody else keeps a table by collection.
"""

from __future__ import annotations

from collections.abc import Callable, KeysView, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst

from core.acting import read_once
from core.record import Record
from core.showing.addresses import with_query
from core.showing.cards import Card
from core.showing.facts import Fact


class Place(StrEnum):
    """Where a kind may appear. It is in search, sitemap and permalinks without being asked."""

    MENU = "menu"  #: the header
    SHARED = "shared"  #: the footer: what members share
    LOOK_UP = "look_up"  #: the footer: what one looks up
    PROFILE = "profile"  #: the page of the organisation that publishes it
    THEME = "theme"  #: the page of a topic
    COUNTRY = "country"  #: the page of a country


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of record. Its names are those of the model; lazy texts are the reader's.

    - `part`: the name of a part of a kind, of which the model has the records of others, too
    - `order`: where it stands among all kinds; `places`: where it appears, and where there
    - `tone`, `shape`: its colour (`css/tokens.css`) and drawing (`img/shapes.svg`)
    - `card`: how one of them stands in a list; `grid`: whether such cards stand side by side
    - `heading`, `plural`: other words than the model's, above its list and for many of them
    - `lead`, `counted`: what its list says of itself, “12 practices”; without them it has no list
    - `filters`: names of search filters of the common list; without any it has a list of its own
    - `years`, `newest`, `feed`: whether the list asks for years, begins with the newest, has a feed
    - `facts`, `text`: of an entry that the common page shows: its facts, the field below its name
    - `notice`: what a reader should know of an entry before relying on it, in words
    - `in_profile`: the order in which an organisation's page lists them
    - `list_page`: the class of the page of the tree that is its list, where one is
    - `care`: whether an account by those who do it stands there, which says so and asks for care
    - `as_figures`: whether lists and overviews compare them as figures, without cards
    """

    model: Any
    part: str = ""
    order: int
    tone: str
    shape: str
    card: Callable[[Any, HttpRequest], Card]
    places: Mapping[Place, int] = field(default_factory=dict)
    grid: bool = False
    heading: Promise | None = None
    plural: Promise | None = None
    lead: Promise | None = None
    counted: Promise | None = None
    filters: tuple[str, ...] = ()
    years: bool = False
    newest: bool = False
    feed: str = ""
    facts: Callable[[Any, HttpRequest], Sequence[Fact]] | None = None
    text: str = ""
    notice: Callable[[Any], str] | None = None
    in_profile: tuple[str, ...] = ("title", "pk")
    list_page: Any = None
    care: bool = False
    as_figures: bool = False

    @property
    def collection(self) -> str:
        """The first part of its records' keys and addresses."""
        return str(self.model.collection)

    @property
    def name(self) -> str:
        """What menus and addresses know it by: its collection, or the name of the part."""
        return self.part or self.collection

    @property
    def one(self) -> str:
        """What one of them is called: “study visit”."""
        return str(self.model._meta.verbose_name)

    @property
    def many(self) -> str:
        """What many of them are called: “study visits”."""
        return str(self.plural or self.model._meta.verbose_name_plural)

    @property
    def title(self) -> str:
        """The heading of its list, and its name in menus."""
        return str(self.heading or capfirst(self.many))

    @property
    def has_list(self) -> bool:
        """Whether its list is one of the common ones or like them; else its list is a page."""
        return self.lead is not None

    @property
    def url(self) -> str:
        """The address of its list, in the active language."""
        return self.list_url()

    def list_url(self, params: str = "") -> str:
        """The address of its list with a query. Raises NoReverseMatch where it has none."""
        if self.list_page is None:
            return with_query(reverse(f"{self.name}_list"), params)
        page = read_once(_list_pages).get(self.list_page)
        usual = reverse("wagtail_serve", args=[f"{self.name}/"])  # until the page is online
        return with_query(page.get_url() if page else usual, params)

    def count_in_words(self, number: int) -> str:
        """“12 practices”."""
        return str(self.counted % number) if self.counted else str(number)

    def is_below(self, parent: type[Any]) -> bool:
        """Whether its pages may be published below pages of a class."""
        parents = getattr(self.model, "clean_parent_page_models", tuple)
        return parent in parents()


def _list_pages() -> dict[Any, Any]:
    """The pages of the tree that are lists of kinds, by their class. One query for each."""
    models = {kind.list_page for kind in _kinds.values() if kind.list_page}
    return {model: model.objects.for_public().first() for model in models}


_kinds: dict[str, Kind] = {}
_parts: dict[str, Kind] = {}
COLLECTIONS: KeysView[str] = _kinds.keys()
"""The names of all collections; filled while the site starts."""


def register(kind: Kind) -> None:
    """Add a kind. Raises ImproperlyConfigured for a second one of a collection, or half a list."""
    if kind.name in _kinds or kind.name in _parts:
        raise ImproperlyConfigured(f"the kind {kind.name!r} is registered already")
    if (kind.lead is None) != (kind.counted is None):
        raise ImproperlyConfigured(f"the list of {kind.name!r} needs `lead` and `counted`")
    (_parts if kind.part else _kinds)[kind.name] = kind


def kinds() -> tuple[Kind, ...]:
    """All kinds, in their order."""
    return tuple(sorted(_kinds.values(), key=lambda kind: kind.order))


def kinds_and_parts() -> tuple[Kind, ...]:
    """All kinds, and the parts of them that have a list of their own, in their order."""
    return tuple(sorted([*_kinds.values(), *_parts.values()], key=lambda kind: kind.order))


def kinds_in(place: Place) -> tuple[Kind, ...]:
    """The kinds and parts that appear in a place, in its order."""
    found = [kind for kind in kinds_and_parts() if place in kind.places]
    return tuple(sorted(found, key=lambda kind: kind.places[place]))


def kind_of(name: str) -> Kind:
    """The kind of a collection, or a part by its name. Raises KeyError where there is none."""
    return _parts[name] if name in _parts else _kinds[name]


def card_of(record: Record, request: HttpRequest) -> Card:
    """A record of any kind as a card. No query."""
    return _kinds[record.collection].card(record, request)
