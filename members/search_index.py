"""What of organisations and their news can be searched."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import reduce
from operator import or_
from typing import Any, TypeVar

from django.db.models import Model, Q
from django.utils import translation
from django.utils.translation import gettext as _
from typing_extensions import override

from core.base import RecordPage
from core.countries import nation_name
from core.i18n import texts_of
from core.kinds import card_of
from core.showing.cards import NO_REQUEST, Card
from members.memberships.standing import makes_member
from members.models import (
    Dissolution,
    Membership,
    MembershipCategory,
    MembershipStatus,
    OrganisationPage,
    UpdateKind,
    UpdatePage,
)
from members.organisation_kinds import ORGANISATION_KINDS, organisation_kind
from members.selectors import STEP, publishers_of
from members.words import standing_of
from search.filters import register_values
from search.models import Concept
from search.sources.model_source import Batch, ModelSource, first_day, point_of, year_of
from search.sources.registry import register
from search.state.days import register_turns

PageT = TypeVar("PageT", bound=RecordPage)


class OrganisationSource(ModelSource[OrganisationPage]):
    """Organisations, members or not."""

    model = OrganisationPage
    models = (OrganisationPage, Membership, Concept)
    summary = ("summary",)

    def batch(self, records: Sequence[OrganisationPage]) -> Batch:
        """Memberships besides."""
        rows = Membership.objects.public().filter(organisation__in=[r.pk for r in records])
        found: dict[Any, list[Membership]] = defaultdict(list)
        for row in rows.select_related("category", "organisation__dissolution"):
            found[row.organisation_id].append(row)
        return replace(super().batch(records), extra=found)

    @override
    def describe(self, record: OrganisationPage, batch: Batch) -> dict[str, Any]:
        memberships = batch.extra.get(record.pk, [])
        active = [row for row in memberships if makes_member(row)]
        return {
            "names": tuple(filter(None, (record.acronym, *record.also_known_as))),
            "context": tuple(filter(None, (record.place,))),
            "categories": tuple(dict.fromkeys(row.category.record_id for row in active)),
            "point": point_of(record),
        }

    @override
    def dependents(self, instance: Model) -> Iterable[str]:
        if isinstance(instance, Membership):
            return [instance.organisation.key] if instance.organisation is not None else []
        return super().dependents(instance)

    def condition(self, name: str, values: Sequence[str]) -> Q | None:
        """Category: of a membership that is active today."""
        if name == "category":
            active = Membership.objects.active().filter(category__record_id__in=values)
            return Q(pk__in=active.values("organisation"))
        return super().condition(name, values)

    @override
    def cards_for(self, records: Sequence[OrganisationPage]) -> dict[str, Card]:
        """Two queries: memberships of today, and what former members were."""
        standing = standing_of(page.pk for page in records)
        return {
            page.key: replace(
                card_of(page, NO_REQUEST),
                facts=tuple((_("Membership"), words) for words in standing.get(page.pk, ())),
            )
            for page in records
        }


class PublishedSource(ModelSource[PageT]):
    """Pages below the organisation that publishes them."""

    def batch(self, records: Sequence[PageT]) -> Batch:
        """Publishers besides, by tree path."""
        return replace(super().batch(records), extra=publishers_of(records))

    def publisher(self, record: PageT, batch: Batch) -> OrganisationPage | None:
        """The organisation that publishes a record, if it is public."""
        found: OrganisationPage | None = batch.extra.get(record.path[:-STEP])
        return found

    def dependents(self, instance: Model) -> Iterable[str]:
        """What an organisation publishes has its name in the entry."""
        if isinstance(instance, OrganisationPage):
            below = self.model.objects.filter(
                path__startswith=instance.path, depth=(instance.depth or 0) + 1
            )
            return self.keyed(below.values_list("record_id", flat=True)) if instance.path else []
        return super().dependents(instance)

    def condition(self, name: str, values: Sequence[str]) -> Q | None:
        """Organisation: the publisher."""
        if name == "organisation":
            paths = OrganisationPage.objects.for_public().filter(record_id__in=values)
            each = [Q(path__startswith=path) for path in paths.values_list("path", flat=True)]
            return reduce(or_, each) if each else None
        return super().condition(name, values)

    @override
    def cards_for(self, records: Sequence[PageT]) -> dict[str, Card]:
        """One query: publishers."""
        publishers = publishers_of(records)
        return {
            page.key: _signed(card_of(page, NO_REQUEST), publishers.get(page.path[:-STEP]))
            for page in records
        }


class UpdateSource(PublishedSource[UpdatePage]):
    """News, events, campaigns, stories, calls and vacancies."""

    model = UpdatePage
    models = (UpdatePage, OrganisationPage, Concept)
    summary = ("body",)
    dated_by = "date_first"

    @override
    def describe(self, record: UpdatePage, batch: Batch) -> dict[str, Any]:
        return {
            "year": year_of(record.date),
            "date": first_day(record.date),
            **published_by(self.publisher(record, batch), record.place),
        }


def published_by(publisher: OrganisationPage | None, *context: str) -> dict[str, Any]:
    """Entry fields that say whose a record is: the publisher's id, its names and other context."""
    names: list[str] = []
    if publisher is not None:
        names = [*texts_of(publisher, "heading").values(), publisher.acronym]
    return {
        "organisation": publisher.record_id if publisher is not None else "",
        "context": tuple(dict.fromkeys(filter(None, (*names, *context)))),
    }


def ended_by(today: dt.date) -> Iterator[tuple[OrganisationPage, dt.date]]:
    """Organisations of which something has ended by its day, each with the first day after.

    What is named by them too: a suspended one may be left, and is open again. Three queries.
    """
    rows = Membership.objects.exclude(status=MembershipStatus.ENDED)
    over = rows.filter(until_last__lt=today, organisation__isnull=False)
    days = [
        (pk, last + dt.timedelta(days=1))
        for pk, last in over.values_list("organisation", "until_last")
        if last is not None
    ]
    gone = Dissolution.objects.filter(on_last__lte=today)
    days += [(pk, day) for pk, day in gone.values_list("organisation", "on_last") if day]
    organisations = OrganisationPage.objects.in_bulk([pk for pk, _day in days])
    yield from ((organisations[pk], day) for pk, day in days)


def nation_words(nation: str) -> tuple[str, ...]:
    """A nation's name to be found by, none for none."""
    return (nation_name(nation),) if nation else ()


def _signed(card: Card, publisher: OrganisationPage | None) -> Card:
    if publisher is None:
        return card
    return replace(
        card,
        organisation=str(publisher.heading_in()),
        organisation_url=str(publisher.get_url(NO_REQUEST) or ""),
    )


# -- words for filter values -----------------------------------------------------------------------
def _organisations(values: Collection[str], language: str) -> dict[str, str]:
    found = OrganisationPage.objects.for_public().filter(record_id__in=list(values))
    return {page.record_id: str(page.heading_in(language)) for page in found}


def _categories(values: Collection[str], language: str) -> dict[str, str]:
    found = MembershipCategory.objects.filter(record_id__in=list(values))
    return {row.record_id: str(row.heading_in(language)) or row.record_id for row in found}


def _kinds(values: Collection[str], language: str) -> dict[str, str]:
    """Kinds of updates and organisations; of the latter also those without words of their own."""
    updates = dict(UpdateKind.choices)
    free = [kind for kind in values if kind not in updates and kind not in ORGANISATION_KINDS]
    used: set[str] = set()
    if free:
        public = OrganisationPage.objects.for_public().filter(kind__in=free)
        used = set(public.order_by().values_list("kind", flat=True))
    with translation.override(language):
        return {
            kind: str(updates[kind]) if kind in updates else organisation_kind(kind)
            for kind in values
            if kind in updates or kind in ORGANISATION_KINDS or kind in used
        }


register(OrganisationSource())
register(UpdateSource())
register_turns(ended_by)
register_values("organisation", words=_organisations)
register_values("category", words=_categories)
register_values("kind", words=_kinds)
