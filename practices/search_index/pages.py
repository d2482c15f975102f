"""Pages below organisations and the library."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Model, Q
from typing_extensions import override

from core.i18n import texts_of
from core.visibility import is_public, with_noted
from members.models import OrganisationPage
from members.search_index import PageT, PublishedSource, nation_words, published_by
from practices.findings import records_with, with_findings
from practices.models import (
    Evidence,
    ExchangePage,
    PracticePage,
    ProjectPage,
    ResearchPage,
    ResourcePage,
)
from search.filters import CONCEPT_FIELDS, FILTERS
from search.models import Concept
from search.sources.model_source import Batch, first_day, known_year, point_of, year_of
from search.sources.registry import register


class PartneredSource(PublishedSource[PageT]):
    """Pages with partner organisations: their names are found too."""

    def batch(self, records: Sequence[PageT]) -> Batch:
        """Partners' names besides, by primary key."""
        batch = super().batch(records)
        names: dict[Any, list[str]] = defaultdict(list)
        for row in self._partners().filter(record__in=[record.pk for record in records]):
            partner = row.target
            names[row.record_id] += [*texts_of(partner, "heading").values(), partner.acronym]
        return replace(batch, extra={**batch.extra, **names})

    def dependents(self, instance: Model) -> Iterable[str]:
        """An organisation is also in what it is a partner of."""
        found = list(super().dependents(instance))
        if isinstance(instance, OrganisationPage) and instance.pk:
            rows = self._related("partners").objects.filter(target=instance.pk)
            found += self.keyed(rows.order_by().values_list("record__record_id", flat=True))
        return list(dict.fromkeys(found))

    def _partners(self) -> Any:
        rows = self._related("partners").objects.select_related("target")
        public = rows.filter(target__in=OrganisationPage.objects.for_public())
        return public.order_by("record", "sort_order", "pk")

    def context(self, record: PageT, batch: Batch, *words: str) -> dict[str, Any]:
        """Publisher, partners and other context."""
        partners = batch.extra.get(record.pk, [])
        return published_by(self.publisher(record, batch), *words, *partners)


class PracticeSource(PartneredSource[PracticePage]):
    """What organisations do."""

    model = PracticePage
    models = (PracticePage, OrganisationPage, ResearchPage, Concept)
    summary = ("summary",)
    rows = ("evidence", "figures")
    dated_by = "started_first"

    def batch(self, records: Sequence[PracticePage]) -> Batch:
        """What was found besides."""
        batch = super().batch(records)
        found: dict[Any, list[str]] = defaultdict(list)
        rows = with_findings(Evidence.objects.filter(record__in=[record.pk for record in records]))
        ordered = rows.order_by("record", "sort_order", "pk")
        for pk, finding in ordered.values_list("record_id", "finding"):
            found["found", pk].append(finding)
        return replace(batch, extra={**batch.extra, **found})

    @override
    def describe(self, record: PracticePage, batch: Batch) -> dict[str, Any]:
        place = (record.place, *record.regions, *nation_words(record.nation), *record.funding)
        return {
            "year": year_of(record.started),
            "date": first_day(record.started),
            "directions": tuple(dict.fromkeys(batch.extra.get(("found", record.pk), ()))),
            "point": point_of(record),
            **self.context(record, batch, *place),
        }

    @override
    def dependents(self, instance: Model) -> Iterable[str]:
        found = list(super().dependents(instance))
        if isinstance(instance, OrganisationPage | ResearchPage) and instance.path:
            # what was found depends on a study that readers can open
            resting = Evidence.objects.filter(research__path__startswith=instance.path)
            found += self.keyed(resting.order_by().values_list("record__record_id", flat=True))
        return list(dict.fromkeys(found))

    def condition(self, name: str, values: Sequence[str]) -> Q | None:
        """Direction: what readers are told any of the findings amounts to."""
        if name == "direction":
            return Q(pk__in=records_with(values))
        return super().condition(name, values)

    def values_of(self, name: str) -> Collection[str]:
        """Direction: what readers are told the findings of any practice amount to."""
        if name == "direction":
            rows = with_findings(Evidence.objects.filter(record__in=self.public().order_by()))
            return set(rows.order_by().values_list("finding", flat=True).distinct())
        return super().values_of(name)


class ProjectSource(PartneredSource[ProjectPage]):
    """Funded undertakings."""

    model = ProjectPage
    models = (ProjectPage, OrganisationPage, Concept)
    summary = ("summary",)
    rows = ("indicators",)
    dated_by = "start_first"

    @override
    def describe(self, record: ProjectPage, batch: Batch) -> dict[str, Any]:
        return {
            "names": tuple(filter(None, (record.project_number, record.programme))),
            "year": year_of(record.start),
            "date": first_day(record.start),
            "point": point_of(record),
            **self.context(record, batch, record.place, *record.regions),
        }


class ResearchSource(PublishedSource[ResearchPage]):
    """Studies and publications."""

    model = ResearchPage
    models = (ResearchPage, OrganisationPage, Concept)
    summary = ("finding",)
    dated_by = "year"

    @override
    def describe(self, record: ResearchPage, batch: Batch) -> dict[str, Any]:
        context = (record.publisher, record.sample, *nation_words(record.nation))
        written = (record.language,) if record.language else ()
        year = known_year(record.year)
        return {
            "names": tuple(filter(None, (*record.authors, record.doi))),
            "languages": tuple(dict.fromkeys((*record.available_languages, *written))),
            "year": year,
            "date": first_day(f"{year:04}") if year else "",
            **published_by(self.publisher(record, batch), *context),
        }

    def _written_in(self, language: str) -> Q:
        return super()._written_in(language) | Q(language=language)


class ExchangeSource(PublishedSource[ExchangePage]):
    """Study visits."""

    model = ExchangePage
    models = (ExchangePage, OrganisationPage, Concept)
    summary = ("purpose",)
    rows = ("visits",)
    dated_by = "date_first"

    def batch(self, records: Sequence[ExchangePage]) -> Batch:
        """Visits, their topics and hosts besides."""
        batch = super().batch(records)
        visit_model = self._related("visits")
        pks = [record.pk for record in records]
        visits: dict[Any, list[Any]] = defaultdict(list)
        rows = visit_model.objects.filter(record__in=pks).order_by("record", "order", "pk")
        for row in rows.prefetch_related(with_noted("host", OrganisationPage)):
            visits["visits", row.record_id].append(row)
        topic_model = visit_model._meta.get_field("topics").related_model
        topics: dict[Any, list[tuple[str, str]]] = defaultdict(list)
        for pk, scheme, concept in (
            topic_model.objects.filter(record__record__in=pks)
            .order_by("record__order", "record", "sort_order", "pk")
            .values_list("record__record_id", "concept__scheme", "concept__record_id")
        ):
            topics["topics", pk].append((scheme, concept))
        hosts = OrganisationPage.objects.for_public().in_bulk(
            [record.host_id for record in records]
        )
        extra = {("host", pk): page for pk, page in hosts.items()}
        return replace(batch, extra={**batch.extra, **visits, **topics, **extra})

    @override
    def describe(self, record: ExchangePage, batch: Batch) -> dict[str, Any]:
        visits = batch.extra.get(("visits", record.pk), [])
        topics = batch.extra.get(("topics", record.pk), [])
        host = batch.extra.get(("host", record.host_id))
        hosts = [host, *(row.host for row in visits if row.host and is_public(row.host))]
        named = [name for page in hosts if page for name in texts_of(page, "heading").values()]
        return {
            "countries": tuple(dict.fromkeys(row.country for row in visits if row.country)),
            **{name: _of_scheme(topics, scheme) for name, scheme in CONCEPT_FIELDS.items()},
            "year": year_of(record.date),
            "date": first_day(record.date),
            **published_by(
                self.publisher(record, batch), *named, *(row.place for row in visits if row.place)
            ),
        }

    def dependents(self, instance: Model) -> Iterable[str]:
        """A host's name and a visit's topics are in the entry."""
        found = list(super().dependents(instance))
        rows = self.model.objects.none()
        if isinstance(instance, OrganisationPage) and instance.pk:
            rows = self.model.objects.filter(Q(host=instance.pk) | Q(visits__host=instance.pk))
        elif isinstance(instance, Concept):
            rows = self.model.objects.filter(visits__topics__concept=instance)
        found += self.keyed(rows.order_by().values_list("record_id", flat=True))
        return list(dict.fromkeys(found))

    def condition(self, name: str, values: Sequence[str]) -> Q | None:
        """Country and concepts: of any of the visits."""
        visits = self._related("visits").objects
        if name == "country":
            return Q(pk__in=visits.filter(country__in=values).values("record"))
        if scheme := FILTERS[name].scheme:
            found = visits.filter(
                topics__concept__scheme=scheme, topics__concept__record_id__in=values
            )
            return Q(pk__in=found.values("record"))
        return super().condition(name, values)


def _of_scheme(topics: Sequence[tuple[str, str]], scheme: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(concept for each, concept in topics if each == scheme))


class ResourceSource(PublishedSource[ResourcePage]):
    """Materials."""

    model = ResourcePage
    models = (ResourcePage, OrganisationPage, Concept)
    summary = ("about",)
    dated_by = "as_of_first"

    @override
    def describe(self, record: ResourcePage, batch: Batch) -> dict[str, Any]:
        written = (record.language,) if record.language else ()
        return {
            "languages": tuple(dict.fromkeys((*record.available_languages, *written))),
            "year": year_of(record.as_of),
            "date": first_day(record.as_of),
            **published_by(self.publisher(record, batch)),
        }

    def _written_in(self, language: str) -> Q:
        return super()._written_in(language) | Q(language=language)


register(PracticeSource())
register(ProjectSource())
register(ResearchSource())
register(ExchangeSource())
register(ResourceSource())
