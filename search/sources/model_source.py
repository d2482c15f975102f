"""A source over one model: everything that pages and register entries have in common.

Knows the abstract models of core and the tags of `search`, no domain model.
"""

from __future__ import annotations

import json
from abc import abstractmethod
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, reduce
from operator import and_, or_
from typing import Any, ClassVar, Generic, TypeVar

from django.db.models import Count, F, Model, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import translation
from typing_extensions import override
from wagtail.models import Page

from core.base import RecordPage
from core.dates import PartialDate
from core.i18n import LANGS, has_content, loc, texts_of
from core.kinds import card_of
from core.record import Record
from core.showing.cards import NO_REQUEST, Card
from search.analysis.words import fold_word, words
from search.entry import SearchEntry
from search.filters import CONCEPT_FIELDS, FILTERS
from search.models import Concept
from search.near import Near, Point
from search.query import DISTANCE, SearchQuery
from search.sources.database import text_condition
from search.sources.registry import SearchSource

RecordT = TypeVar("RecordT", bound=Record)

#: Columns that say when a record last changed, the first one a model has.
STAMPS = ("updated_at", "last_published_at")
#: Columns that say since when a record is public, the first one a model has.
FIRST_STAMPS = ("first_published_at", "created_at")
#: A point that only stands for a country says nothing on what is near (maps/places.py).
WHOLE_COUNTRY = "country"


@dataclass(frozen=True)
class Batch:
    """What belongs to a number of records, loaded in a fixed number of queries, by primary key."""

    tags: Mapping[int, Mapping[str, list[str]]] = field(default_factory=dict)
    texts: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    extra: Mapping[Any, Any] = field(default_factory=dict)


class ModelSource(SearchSource, Generic[RecordT]):
    """A collection whose records are the public rows of one model."""

    model: ClassVar[Any]
    heading: ClassVar[str]
    summary: ClassVar[tuple[str, ...]] = ()
    #: translated fields that `describe` puts elsewhere; all others are the body
    elsewhere: ClassVar[tuple[str, ...]] = ()
    #: related names of translated rows whose texts belong to the body
    rows: ClassVar[tuple[str, ...]] = ()
    #: column with the first day or the year that "newest" and the years' filter look at
    dated_by: ClassVar[str] = ""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Take the collection and the field with the heading from the model."""
        super().__init_subclass__(**kwargs)
        if "model" in cls.__dict__:
            cls.collection = cls.model.collection
            cls.heading = getattr(cls.model, "heading_field", "heading")

    # -- entries ---------------------------------------------------------------------------------
    @override
    def keys(self) -> Iterable[str]:
        """One query."""
        ids = self.public().order_by("record_id").values_list("record_id", flat=True)
        return [f"{self.collection}/{record_id}" for record_id in ids]

    @override
    def entries(self, ids: Collection[str]) -> Iterable[SearchEntry]:
        records = self.load(ids)
        batch = self.batch(records)
        return [self.entry(record, batch) for record in records]

    @override
    def cards(self, ids: Collection[str], language: str) -> Mapping[str, Card]:
        with translation.override(language):
            return self.cards_for(self.load(ids))

    @override
    def found(
        self, ids: Collection[str], language: str
    ) -> Mapping[str, tuple[Card, SearchEntry | None]]:
        """Loads the records once."""
        records = self.load(ids)
        batch = self.batch(records)
        with translation.override(language):
            cards = self.cards_for(records)
        return {r.key: (cards[r.key], self.entry(r, batch)) for r in records}

    def load(self, ids: Collection[str]) -> list[RecordT]:
        """Load those of the records that are public. One query."""
        return list(self.public().filter(record_id__in=ids).order_by("record_id"))

    def cards_for(self, records: Sequence[RecordT]) -> dict[str, Card]:
        """Cards of loaded public records by key, in the active language."""
        return {record.key: card_of(record, NO_REQUEST) for record in records}

    def public(self) -> QuerySet[Any]:
        """All public records."""
        found: QuerySet[Any] = self.model.objects.for_public()
        return found

    def batch(self, records: Sequence[RecordT]) -> Batch:
        """Load what belongs to the records. Subclasses add `extra`."""
        return Batch(tags=self._tags(records), texts=self._row_texts(records))

    @abstractmethod
    def describe(self, record: RecordT, batch: Batch) -> dict[str, Any]:
        """Return the entry's fields that this class can't know: names, context, dates …"""

    def entry(self, record: RecordT, batch: Batch) -> SearchEntry:
        """Put one record's entry together."""
        tags = batch.tags.get(record.pk, {})
        apart = {self.heading, *self.summary, *self.elsewhere}
        rest = [name for name in self.model.translated if name not in apart]
        body = _joined([texts_of(record, name) for name in rest])
        values: dict[str, Any] = {
            "key": record.key,
            "title": texts_of(record, self.heading),
            "summary": _joined([texts_of(record, name) for name in self.summary]),
            "body": _joined([body, batch.texts.get(record.pk, {})]),
            "languages": record.available_languages,
            "original_language": getattr(record, "original_language", ""),
            "updated": _stamp(record),
        }
        values |= {name: tuple(tags.get(scheme, ())) for name, scheme in CONCEPT_FIELDS.items()}
        return SearchEntry(**(values | self._of_columns(record) | self.describe(record, batch)))

    def _of_columns(self, record: Any) -> dict[str, Any]:
        """The entry's fields that a filter's column holds: kind, countries, nation …"""
        found: dict[str, Any] = {}
        for each in FILTERS.values():
            if each.column and self.has(each.column):
                value, is_one = getattr(record, each.column), getattr(SearchEntry, each.field) == ""
                found[each.field] = value if is_one else tuple(filter(None, (value,)))
        if self.has("countries"):
            found["countries"] = tuple(record.countries)
        return found

    def _tags(self, records: Sequence[RecordT]) -> dict[int, dict[str, list[str]]]:
        found: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        tag_model = self.tag_model()
        if tag_model is None:
            return found
        rows = tag_model.objects.filter(record__in=[record.pk for record in records])
        for pk, scheme, concept in rows.order_by("record", "sort_order", "pk").values_list(
            "record_id", "concept__scheme", "concept__record_id"
        ):
            found[pk][scheme].append(concept)
        return found

    def _row_texts(self, records: Sequence[RecordT]) -> dict[int, dict[str, str]]:
        pks = [record.pk for record in records]
        found: dict[int, list[Mapping[str, str]]] = defaultdict(list)
        for relation in self.rows:
            rows = self._related(relation).objects.filter(record__in=pks)
            for row in rows.order_by("record", "sort_order", "pk"):
                found[row.record_id] += [texts_of(row, name) for name in row.translated]
        return {pk: _joined(texts) for pk, texts in found.items()}

    # -- changes ---------------------------------------------------------------------------------
    @override
    def dependents(self, instance: Model) -> Iterable[str]:
        """The record itself, or the records tagged with a concept."""
        if isinstance(instance, self.model):
            return [instance.key] if instance.record_id else []
        tag_model = self.tag_model()
        if isinstance(instance, Concept) and tag_model is not None:
            rows = tag_model.objects.filter(concept=instance)
            return self.keyed(rows.order_by().values_list("record__record_id", flat=True))
        return []

    @override
    def below(self, path: str) -> Iterable[str]:
        """One query, none for what isn't a page."""
        if not issubclass(self.model, Page):
            return []
        rows = self.model.objects.filter(path__startswith=path)
        return self.keyed(rows.order_by().values_list("record_id", flat=True))

    def keyed(self, ids: Iterable[str]) -> list[str]:
        """Ids as keys, each once."""
        return [f"{self.collection}/{record_id}" for record_id in dict.fromkeys(ids) if record_id]

    # -- filters on the database -----------------------------------------------------------------
    @override
    def matching(self, query: SearchQuery) -> Sequence[str]:
        """Sorted by title in the query's language, or newest first."""
        found = self.selected(query)
        if found is None:
            return []
        if query.near is not None:
            near = self._within(found, query.near)
            if query.sort == DISTANCE:
                return list(near)
            found = found.filter(record_id__in=list(near))
        if query.sort == "newest" and self.dated_by:
            newest = F(self.dated_by).desc(nulls_last=True)
            return list(found.order_by(newest, "record_id").values_list("record_id", flat=True))
        return self._by_title(found, query.language)

    @override
    def appeared(self, query: SearchQuery, *, since: datetime, until: datetime) -> Sequence[str]:
        """One query; a place that is asked for makes no difference."""
        column = next((name for name in FIRST_STAMPS if self.has(name)), None)
        found = self.selected(query)
        if column is None or found is None:
            return []
        period = {f"{column}__gte": since, f"{column}__lt": until}
        newest = found.filter(**period).order_by(F(column).desc(), "record_id")
        return list(newest.values_list("record_id", flat=True))

    def selected(self, query: SearchQuery) -> QuerySet[Any] | None:
        """Public records that match filters and text; None if no record here can."""
        conditions = list(self._conditions(query))
        if None in conditions:
            return None
        found = self.public()
        if self.has("countries"):
            found = found.annotate(countries_text=Cast("countries", TextField()))
        return found.filter(reduce(and_, (c for c in conditions if c is not None), Q()))

    def _within(self, found: QuerySet[Any], near: Near) -> dict[str, float]:
        """Ids of what has a point within the circle → km, nearest first; none without points."""
        if not self.has("latitude"):
            return {}
        box = {f"{name}__range": ends for name, ends in near.box().items()}
        rows = found.filter(**box).exclude(precision=WHOLE_COUNTRY).order_by()
        points = rows.values_list("record_id", "latitude", "longitude")
        return near.within((row[0], (row[1], row[2])) for row in points)

    def _by_title(self, found: QuerySet[Any], language: str) -> list[str]:
        columns = [loc(self.heading, code) for code in LANGS]
        if self.has("original_language"):
            columns.append("original_language")
        ordered = []
        for row in found.order_by().values("record_id", *columns):
            original = row.get("original_language") or "en"
            order = dict.fromkeys((language, original, "en", *LANGS))
            titles = (row[loc(self.heading, code)] for code in order)
            title = next((t for t in titles if has_content(t)), row["record_id"])
            folded = " ".join(fold_word(word) for word in words(title))
            ordered.append((folded, row["record_id"]))
        return [record_id for _title, record_id in sorted(ordered)]

    def _conditions(self, query: SearchQuery) -> Iterator[Q | None]:
        """Yield a condition for each filter; None for one that no record here can satisfy."""
        for name, values in query.filters:
            yield self.condition(name, values)
        for name, lookup in (("year_from", "gte"), ("year_to", "lte")):
            year = getattr(query, name)
            if year is not None:
                yield self._year(lookup, year)
        if query.text:
            yield text_condition(query, (self.heading, *self.summary))

    def condition(self, name: str, values: Sequence[str]) -> Q | None:
        """The condition for one filter, or None if no record of the collection has such a value.

        Subclasses add theirs and call this for the rest.
        """
        if name == "collection":
            return Q() if self.collection in values else None
        if name == "language":
            return reduce(or_, (self._written_in(code) for code in values))
        if name == "country" and self.has("countries"):
            each_code = (Q(countries_text__contains=f'"{code}"') for code in values)
            return reduce(or_, each_code)
        each = FILTERS[name]
        if each.scheme:
            return self._tagged(each.scheme, values)
        if each.column and self.has(each.column):
            return Q(**{f"{each.column}__in": values})
        return None

    @override
    def values_of(self, name: str) -> Collection[str]:
        """Subclasses add theirs and call this for the rest."""
        public, each = self.public().order_by(), FILTERS[name]
        if name == "country" and self.has("countries"):
            lists = public.annotate(countries_text=Cast("countries", TextField()))
            texts = lists.values_list("countries_text", flat=True).distinct()
            return {code for text in texts if text for code in json.loads(text)}
        if name == "language":
            written = {code: Count("pk", filter=self._written_in(code)) for code in LANGS}
            return {code for code, number in public.aggregate(**written).items() if number}
        if each.scheme:
            return {one.record_id for one in self.concepts() if one.scheme == each.scheme}
        if not each.column or not self.has(each.column):
            return ()
        return set(public.values_list(each.column, flat=True).distinct()) - {""}

    @override
    def concepts(self) -> Iterable[Concept]:
        tag_model = self.tag_model()
        if tag_model is None:
            return ()
        tags = tag_model.objects.filter(record__in=self.public().order_by())
        found: QuerySet[Concept] = Concept.objects.filter(pk__in=tags.values("concept"))
        return found

    def _written_in(self, language: str) -> Q:
        if language not in LANGS:
            return Q(pk__in=[])
        column = loc(self.heading, language)
        return Q(**{f"{column}__isnull": False}) & ~Q(**{column: ""})

    @override
    def changed(self, ids: Collection[str]) -> Mapping[str, str]:
        """One query."""
        column = next((name for name in STAMPS if self.has(name)), None)
        rows = self.public().filter(record_id__in=ids).order_by()
        if column is None:
            return {}
        return {
            f"{self.collection}/{record_id}": when.isoformat() if when else ""
            for record_id, when in rows.values_list("record_id", column)
        }

    def _tagged(self, scheme: str, values: Sequence[str]) -> Q | None:
        tag_model = self.tag_model()
        if tag_model is None:
            return None
        tags = tag_model.objects.filter(concept__scheme=scheme, concept__record_id__in=values)
        return Q(pk__in=tags.values("record"))

    def _year(self, lookup: str, year: int) -> Q | None:
        if not self.dated_by:
            return None
        column = self.dated_by if self.dated_by == "year" else f"{self.dated_by}__year"
        return Q(**{f"{column}__{lookup}": year})

    # -- the model -------------------------------------------------------------------------------
    def has(self, name: str) -> bool:
        """Whether the model has a field."""
        return name in self._fields

    @cached_property
    def _fields(self) -> frozenset[str]:
        return frozenset(each.name for each in self.model._meta.get_fields())

    def tag_model(self) -> Any | None:
        """The model of the records' tags, or None."""
        return self._related("tags") if self.has("tags") else None

    def _related(self, name: str) -> Any:
        return self.model._meta.get_field(name).related_model


def point_of(record: RecordPage) -> Point | None:
    """The point of a record that is near or far from a town: none where it means a country."""
    point: Point | None = None if record.precision == WHOLE_COUNTRY else record.point
    return point


def first_day(text: str) -> str:
    """The first day (ISO) that a partial date or a year can mean; "" for none."""
    return PartialDate(text).first.isoformat() if text else ""


def known_year(year: int | None) -> int | None:
    """A year; None for none, and for what no calendar has (old rows)."""
    return year if year and 0 < year < 10_000 else None


def year_of(text: str) -> int | None:
    """The year of a partial date; None for none."""
    return PartialDate(text).year if text else None


def _joined(texts: Iterable[Mapping[str, str]]) -> dict[str, str]:
    found: dict[str, list[str]] = defaultdict(list)
    for each in texts:
        for language, text in each.items():
            found[language].append(text)
    return {language: "\n\n".join(parts) for language, parts in found.items()}


def _stamp(record: Record) -> str:
    when = next((getattr(record, name) for name in STAMPS if hasattr(record, name)), None)
    return when.isoformat() if when else ""
