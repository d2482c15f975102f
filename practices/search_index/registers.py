"""The registers of the network office."""

from __future__ import annotations

from abc import abstractmethod
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from core.countries import country_name, nation_name
from core.i18n import Localised, current_language, localised, texts_of
from core.showing.cards import Card
from core.showing.facts import place_in_words
from core.visibility import is_public, with_noted
from members.models import OrganisationPage
from members.search_index import NO_REQUEST, nation_words
from practices.models import GlossaryTerm, Helpline, Policy, Recommendation, ResearchPage, Statistic
from practices.models.registers import HelplineOperator
from practices.presentation.entries import policy_status, recommendation_status, year_with_age
from practices.presentation.figures import figure
from practices.words import policy_kind
from search.models import Concept
from search.sources.model_source import Batch, ModelSource, first_day

LONGEST_TITLE = 200  # characters; a recommendation's or figure's text stands for a title


class RegisterSource(ModelSource):
    """Entries of a register."""

    heading: ClassVar[str]

    def describe(self, record: Any, batch: Batch) -> dict[str, Any]:
        """Country, nation and year, where the register has them."""
        del batch
        country, nation = getattr(record, "country", ""), getattr(record, "nation", "")
        year = getattr(record, "year", None)
        return {
            "countries": tuple(filter(None, (country,))),
            "nations": tuple(filter(None, (nation,))),
            "context": nation_words(nation),
            "year": year,
            "date": first_day(f"{year:04}") if year else "",
        }

    def cards_for(self, records: Sequence[Any]) -> dict[str, Card]:
        """See ModelSource.cards_for. No query."""
        return {record.key: self.card(record) for record in records}

    @abstractmethod
    def facts(self, record: Any) -> tuple[tuple[str, str], ...]:
        """Facts of the card, as (label, value) in words; empty values are left out."""

    @abstractmethod
    def kind_label(self, record: Any) -> str:
        """What the card calls it."""

    def card(self, record: Any) -> Card:
        """An entry's card in the active language."""
        nothing = Localised(None, None, current_language())
        country, nation = getattr(record, "country", ""), getattr(record, "nation", "")
        return Card(
            key=record.key,
            collection=self.collection,
            kind_label=self.kind_label(record),
            url=record.get_absolute_url(),
            title=_short(record.heading_in()),
            summary=localised(record, self.summary[0]) if self.summary else nothing,
            place=place_in_words(
                nation_name(nation) if nation else "", country_name(country) if country else ""
            ),
            languages=record.available_languages,
            original_language=getattr(record, "original_language", ""),
            facts=tuple((label, value) for label, value in self.facts(record) if value),
        )


def _short(text: Localised) -> Localised:
    if not text:
        return text
    return text._replace(value=Truncator(str(text)).chars(LONGEST_TITLE))


class PolicySource(RegisterSource):
    """Law and policy."""

    collection = Policy.collection
    model = Policy
    models = (Policy, Concept)
    heading = Policy.heading_field
    summary = ("summary",)
    dated_by = "year"

    def label(self) -> str:
        """See SearchSource.label."""
        return _("law and policy")

    def describe(self, record: Policy, batch: Batch) -> dict[str, Any]:
        """See ModelSource.describe."""
        values = super().describe(record, batch)
        context = tuple(filter(None, (*values["context"], record.body)))
        names = tuple(record.articles)
        return {**values, "kind": record.kind, "names": names, "context": context}

    def kind_label(self, record: Policy) -> str:
        """See RegisterSource.kind_label."""
        kind = policy_kind(record.kind)
        return _("Law and policy: %(kind)s") % {"kind": kind} if kind else _("Law and policy")

    def facts(self, record: Policy) -> tuple[tuple[str, str], ...]:
        """See RegisterSource.facts."""
        return (
            (_("Year"), year_with_age(record.year)),
            (_("Status"), policy_status(record)),
        )


class StatisticSource(RegisterSource):
    """Facts and figures."""

    collection = Statistic.collection
    model = Statistic
    models = (Statistic, Concept)
    heading = Statistic.heading_field
    dated_by = "year"

    def label(self) -> str:
        """See SearchSource.label."""
        return _("facts and figures")

    def public(self) -> QuerySet[Any]:
        """With the study a figure comes from."""
        return super().public().prefetch_related(with_noted("research", ResearchPage))

    def describe(self, record: Statistic, batch: Batch) -> dict[str, Any]:
        """See ModelSource.describe."""
        values = super().describe(record, batch)
        context = tuple(filter(None, (*values["context"], record.comparison_group)))
        return {**values, "names": (f"{record.value:g}",), "context": context}

    def kind_label(self, record: Statistic) -> str:
        """See RegisterSource.kind_label."""
        del record
        return _("Figure")

    def facts(self, record: Statistic) -> tuple[tuple[str, str], ...]:
        """The figure with its year, source and method: never a number alone."""
        shown = figure(record, request=NO_REQUEST)
        amount = " ".join(filter(None, (shown.qualifier, shown.value, shown.unit)))
        return (
            (_("Figure"), amount),
            (_("Year"), shown.year),
            (_("How it came about"), shown.method),
            (_("Source"), str(shown.source.label) if shown.source else _("not stated")),
            (_("Read with care"), str(shown.caution)),
        )


class RecommendationSource(RegisterSource):
    """Recommendations."""

    collection = Recommendation.collection
    model = Recommendation
    models = (Recommendation, Concept)
    heading = Recommendation.heading_field
    elsewhere = ("addressee",)
    dated_by = "year"

    def label(self) -> str:
        """See SearchSource.label."""
        return _("recommendations")

    def describe(self, record: Recommendation, batch: Batch) -> dict[str, Any]:
        """See ModelSource.describe. To whom it is said is a way to find it, not its text."""
        addressees = texts_of(record, "addressee").values()
        return {**super().describe(record, batch), "context": tuple(addressees)}

    def kind_label(self, record: Recommendation) -> str:
        """See RegisterSource.kind_label."""
        del record
        return _("Recommendation")

    def facts(self, record: Recommendation) -> tuple[tuple[str, str], ...]:
        """See RegisterSource.facts."""
        return (
            (_("To whom"), str(localised(record, "addressee"))),
            (_("Year"), year_with_age(record.year)),
            (_("What became of it"), recommendation_status(record)),
        )


class HelplineSource(RegisterSource):
    """Helplines."""

    collection = Helpline.collection
    model = Helpline
    models = (Helpline, OrganisationPage)
    heading = Helpline.heading_field

    def label(self) -> str:
        """See SearchSource.label."""
        return _("helplines")

    def batch(self, records: Sequence[Any]) -> Batch:
        """Operators' names besides."""
        names: dict[Any, list[str]] = defaultdict(list)
        rows = HelplineOperator.objects.filter(record__in=[record.pk for record in records])
        ordered = rows.order_by("record", "sort_order", "pk")
        for row in ordered.prefetch_related(with_noted("target", OrganisationPage)):
            if is_public(row.target):
                names[row.record_id] += texts_of(row.target, "heading").values()
        return replace(super().batch(records), extra=names)

    def describe(self, record: Helpline, batch: Batch) -> dict[str, Any]:
        """See ModelSource.describe. The number isn't indexed: it may not be shown any more."""
        values = super().describe(record, batch)
        context = (*values["context"], *batch.extra.get(record.pk, ()))
        return {
            **values,
            "context": tuple(dict.fromkeys(context)),
            "as_of": record.as_of,
            "confirmed_on": record.confirmed_on,
        }

    def dependents(self, instance: Model) -> Iterable[str]:
        """An operator's name is in the entry."""
        if isinstance(instance, OrganisationPage):
            rows = HelplineOperator.objects.filter(target=instance.pk) if instance.pk else ()
            return self.keyed(row.record.record_id for row in rows)
        return super().dependents(instance)

    def kind_label(self, record: Helpline) -> str:
        """See RegisterSource.kind_label."""
        del record
        return _("Helpline")

    def facts(self, record: Helpline) -> tuple[tuple[str, str], ...]:
        """The number only if it was confirmed within twelve months (DESIGN §2)."""
        phone = record.phone if record.is_number_shown else ""
        return (
            (_("Telephone"), phone),
            (_("Hours"), str(localised(record, "hours")) if phone else ""),
            (_("For whom"), str(localised(record, "audience"))),
        )


class GlossarySource(RegisterSource):
    """Terms of the field."""

    collection = GlossaryTerm.collection
    model = GlossaryTerm
    models = (GlossaryTerm,)
    heading = GlossaryTerm.heading_field
    summary = ("meaning",)

    def label(self) -> str:
        """See SearchSource.label."""
        return _("glossary")

    def describe(self, record: GlossaryTerm, batch: Batch) -> dict[str, Any]:
        """See ModelSource.describe."""
        names = tuple(filter(None, (record.acronym, *record.also_known_as)))
        return {**super().describe(record, batch), "names": names}

    def kind_label(self, record: GlossaryTerm) -> str:
        """See RegisterSource.kind_label."""
        del record
        return _("Term")

    def facts(self, record: GlossaryTerm) -> tuple[tuple[str, str], ...]:
        """See RegisterSource.facts."""
        return (
            (_("Short form"), record.acronym),
            (_("Also known as"), "; ".join(map(str, record.also_known_as))),
        )
