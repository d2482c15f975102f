"""The collections of the records format: each app declares its own in `<app>/records.py`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model, QuerySet

from records.date_checks import check_dates
from records.fields.base import Field, is_empty
from records.fields.identity import CountryIdentity, Identity
from records.fields.lists import (
    check_object,
    completed_object,
    normal_object,
    public_object,
    read_object,
)
from records.fields.places import Draft
from records.fields.references import Publisher

if TYPE_CHECKING:
    from wagtail.models import Page

    from records.lookup import Lookup
    from records.place import RecordPlace

FORMAT = "cope-records/1"
ORDER: tuple[str, ...] = tuple(
    """concepts categories countries organisations memberships practices research projects exchanges
    policies statistics recommendations resources helplines glossary updates pages""".split()
)
"""All collections, in the order of an export; records are created in this order too."""

Json = dict[str, Any]
Step = Callable[[int], object]
"""Told how many records more are done; what it returns is ignored."""

Rule = Callable[[Json, "RecordPlace"], None]
Tidy = Callable[[Json], Json]
Said = Callable[[str, str, str], object]
"""Answers what a record (collection, id) says in a field: the import's record, or the site's."""
SiteRule = Callable[[Json, Json, "RecordPlace", Said], None]
"""Checks a record as it is to be against what it is on the site ({} where it isn't there)."""


@dataclass(frozen=True)
class Collection:
    """One collection: its name, its fields in the order of an export, and where it is stored.

    `model` has a unique `record_id`. For pages, `holder` is the class of the one page below which
    records live that have no publisher. `rules` check a whole record, `tidy` changes a checked one
    into what is stored. `private` are fields that a public export leaves out, `shown` tells which
    of them an instance shows to everybody all the same; `for_everybody` makes of a record what a
    public export may say.

    `against` check a record against what the site says in the fields `asked` (all, where none is
    named); `hold` locks that for the records with these ids. `held` are the rows that a whole
    export holds, where not all of them; `is_offices` tells that a public one has none.
    """

    name: str
    fields: Mapping[str, Field]
    model: type[Model]
    holder: type[Page] | None = None
    rules: tuple[Rule, ...] = ()
    tidy: Tidy = field(default=lambda record: record)
    private: frozenset[str] = frozenset()
    shown: Callable[[Any], frozenset[str]] = field(default=lambda instance: frozenset())
    for_everybody: Tidy = field(default=lambda record: record)
    against: tuple[SiteRule, ...] = ()
    asked: tuple[str, ...] = ()
    hold: Callable[[list[str]], object] | None = None
    held: Callable[[], QuerySet[Any]] | None = None
    is_offices: bool = False

    @classmethod
    def of(cls, name: str, fields: Iterable[Field], **options: Any) -> Collection:
        """Make a collection from its fields in order and bind them to the model.

        Raises ImproperlyConfigured for a field that stands twice, or when the first isn't the id.
        """
        listed = list(fields)
        named = {entry.name: entry for entry in listed}
        if len(named) != len(listed):
            raise ImproperlyConfigured(f"A field of {name} is declared twice")
        if not isinstance(listed[0], Identity | CountryIdentity):
            raise ImproperlyConfigured(f"The first field of {name} must be its id")
        collection = cls(name, named, **options)
        for entry in listed:
            entry.bind(collection.model)
        return collection

    @property
    def publisher(self) -> Publisher | None:
        """The field that names the organisation a page belongs to, if there is one."""
        for entry in self.fields.values():
            if isinstance(entry, Publisher):
                return entry
        return None

    @property
    def is_tree(self) -> bool:
        """Whether its records lie below one another."""
        return self.publisher is not None and self.publisher.target == self.name

    @property
    def holds_drafts(self) -> bool:
        """Whether a record may be a page that isn't online yet."""
        return any(isinstance(entry, Draft) for entry in self.fields.values())

    @property
    def prefetch(self) -> tuple[str, ...]:
        """Relations to load together with many records."""
        paths = [path for entry in self.fields.values() for path in entry.prefetch]
        return tuple(dict.fromkeys(paths))

    def check(self, record: object, at: RecordPlace) -> None:
        """Check one record: its fields, then the rules for the whole."""
        if not check_object(record, self.fields, "", at) or not isinstance(record, dict):
            return
        for rule in self.rules:
            rule(record, at)
        check_dates(self.model, self.fields.values(), record, at)

    def normal(self, record: Json) -> Json:
        """Return a checked record as an export writes it."""
        return normal_object(self.tidy(record), self.fields)

    def here(self, record: Json, keys: Lookup) -> Json:
        """Return a normal record with the names that what it leads to has on this site."""
        found = {name: self.fields[name].here(value, keys) for name, value in record.items()}
        return {name: value for name, value in found.items() if not is_empty(value)}

    def wanted(self, record: Json, current: Json, keys: Lookup) -> Json:
        """Return a checked record as the site is to have it; `current` is what it has."""
        normal = self.normal(keys.media.as_stored(record))
        return completed_object(self.here(normal, keys), current, self.fields)

    def public(self, record: Json) -> Json:
        """Return a record that was read without what is the office's own."""
        return public_object(record, self.fields)

    def read(self, instance: Any, keys: Lookup) -> Json:
        """Return what an instance holds, as an export writes it."""
        return read_object(instance, self.fields, keys)


class Registry:
    """Collections by name. A duplicate or unknown name raises ImproperlyConfigured."""

    def __init__(self) -> None:
        self._collections: dict[str, Collection] = {}

    def register(self, collection: Collection) -> None:
        """Add a collection."""
        if collection.name not in ORDER:
            raise ImproperlyConfigured(f"{collection.name} is not a collection of {FORMAT}")
        if collection.name in self._collections:
            raise ImproperlyConfigured(f"The collection {collection.name} is registered twice")
        self._collections[collection.name] = collection

    def get(self, name: str) -> Collection:
        """Return a collection by name."""
        try:
            return self._collections[name]
        except KeyError as error:
            raise ImproperlyConfigured(f"No collection {name} is registered") from error

    def __contains__(self, name: object) -> bool:
        return name in self._collections

    def names(self) -> tuple[str, ...]:
        """The names of the registered collections, in the format's order."""
        return tuple(name for name in ORDER if name in self._collections)

    def all(self) -> tuple[Collection, ...]:
        """The registered collections, in the format's order."""
        return tuple(self._collections[name] for name in self.names())


_registry = Registry()
register = _registry.register


def registry() -> Registry:
    """Return the site's collections."""
    return _registry
