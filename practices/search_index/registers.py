"""The registers of the network office."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from typing_extensions import override

from core.i18n import texts_of
from core.visibility import is_public, with_noted
from members.models import OrganisationPage
from members.search_index import nation_words
from practices.models import GlossaryTerm, Helpline, Policy, Recommendation, ResearchPage, Statistic
from practices.models.registers import HelplineOperator, PublicEntry
from search.models import Concept
from search.sources.model_source import Batch, ModelSource, first_day, known_year
from search.sources.registry import register

LONGEST_TITLE = 200  # characters; a recommendation's or figure's text stands for a title


EntryT = TypeVar("EntryT", bound=PublicEntry)


class RegisterSource(ModelSource[EntryT]):
    """Entries of a register."""

    def describe(self, record: EntryT, batch: Batch) -> dict[str, Any]:
        """Nation and year, where the register has them."""
        del batch
        year = known_year(getattr(record, "year", None))
        return {
            "context": nation_words(getattr(record, "nation", "")),
            "year": year,
            "date": first_day(f"{year:04}") if year else "",
        }


class PolicySource(RegisterSource[Policy]):
    """Law and policy."""

    model = Policy
    models = (Policy, Concept)
    summary = ("summary",)
    dated_by = "year"

    @override
    def describe(self, record: Policy, batch: Batch) -> dict[str, Any]:
        values = super().describe(record, batch)
        context = tuple(filter(None, (*values["context"], record.body)))
        names = tuple(record.articles)
        return {**values, "names": names, "context": context}


class StatisticSource(RegisterSource[Statistic]):
    """Facts and figures."""

    model = Statistic
    models = (Statistic, Concept)
    dated_by = "year"

    def public(self) -> QuerySet[Any]:
        """With the study a figure comes from."""
        return super().public().prefetch_related(with_noted("research", ResearchPage))

    @override
    def describe(self, record: Statistic, batch: Batch) -> dict[str, Any]:
        values = super().describe(record, batch)
        context = tuple(filter(None, (*values["context"], record.comparison_group)))
        return {**values, "names": (f"{record.value:g}",), "context": context}


class RecommendationSource(RegisterSource[Recommendation]):
    """Recommendations."""

    model = Recommendation
    models = (Recommendation, Concept)
    elsewhere = ("addressee",)
    dated_by = "year"

    @override
    def describe(self, record: Recommendation, batch: Batch) -> dict[str, Any]:
        """To whom it is said is a way to find it, not its text."""
        addressees = texts_of(record, "addressee").values()
        return {**super().describe(record, batch), "context": tuple(addressees)}


class HelplineSource(RegisterSource[Helpline]):
    """Helplines."""

    model = Helpline
    models = (Helpline, OrganisationPage)

    def batch(self, records: Sequence[Helpline]) -> Batch:
        """Operators' names besides."""
        names: dict[Any, list[str]] = defaultdict(list)
        rows = HelplineOperator.objects.filter(record__in=[record.pk for record in records])
        ordered = rows.order_by("record", "sort_order", "pk")
        for row in ordered.prefetch_related(with_noted("target", OrganisationPage)):
            if is_public(row.target):
                names[row.record_id] += texts_of(row.target, "heading").values()
        return replace(super().batch(records), extra=names)

    @override
    def describe(self, record: Helpline, batch: Batch) -> dict[str, Any]:
        """The number isn't indexed: it may not be shown any more."""
        values = super().describe(record, batch)
        context = (*values["context"], *batch.extra.get(record.pk, ()))
        return {**values, "context": tuple(dict.fromkeys(context))}

    def dependents(self, instance: Model) -> Iterable[str]:
        """An operator's name is in the entry."""
        if isinstance(instance, OrganisationPage):
            rows = HelplineOperator.objects.filter(target=instance.pk) if instance.pk else ()
            return self.keyed(row.record.record_id for row in rows)
        return super().dependents(instance)


class GlossarySource(RegisterSource[GlossaryTerm]):
    """Terms of the field."""

    model = GlossaryTerm
    models = (GlossaryTerm,)
    summary = ("meaning",)

    @override
    def describe(self, record: GlossaryTerm, batch: Batch) -> dict[str, Any]:
        names = tuple(filter(None, (record.acronym, *record.also_known_as)))
        return {**super().describe(record, batch), "names": names}


register(PolicySource())
register(StatisticSource())
register(RecommendationSource())
register(HelplineSource())
register(GlossarySource())
