"""Who gets a mailing: a query, for the office's screen and for enrolling."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast, Lower

from members.models import OrganisationPage
from newsletter.models import Delivery, Mailing, MailingState, State, Subscriber, SubscriberTheme
from newsletter.sending.kin import ON_THE_WAY, REACHED
from users.models import User


def readers_of(mailing: Mailing) -> QuerySet[Subscriber]:
    """Return the subscribers that a mailing goes to, as things are now; no query yet.

    - `languages`: the first language a reader named is one of them.
    - `countries`, `themes`: the reader named one of them, or none at all, which means all.
    - `members_only`: the address is that of an organisation with an active membership, or the
      login of somebody who edits for one.

    Whoever has the same issue from another mailing, or is to get it from one that wasn't stopped,
    is left out: no issue comes twice.
    """
    readers = Subscriber.objects.filter(state=State.ACTIVE, frequency=mailing.frequency)
    if mailing.languages:
        readers = readers.filter(languages__0__in=list(mailing.languages))
    if mailing.countries:
        readers = readers.alias(named=Cast("countries", TextField()))
        readers = readers.filter(Q(countries=[]) | _names_one_of(mailing.countries))
    if mailing.themes:
        rows = SubscriberTheme.objects.filter(subscriber=OuterRef("pk"))
        wanted = rows.filter(concept__record_id__in=list(mailing.themes))
        readers = readers.filter(~Exists(rows) | Exists(wanted))
    if mailing.members_only:
        readers = _members(readers)
    if mailing.issue_id is not None:
        readers = readers.filter(~Exists(_elsewhere(mailing)))
    return readers


def count_readers(mailing: Mailing) -> int:
    """Return how many readers a mailing would go to now. One query."""
    return readers_of(mailing).count()


def _names_one_of(codes: Iterable[str]) -> Q:
    """Match lists of country codes as they are stored: `["RO", "MD"]`."""
    found = Q()
    for code in codes:
        found |= Q(named__contains=f'"{code}"')
    return found


def _members(readers: QuerySet[Subscriber]) -> QuerySet[Subscriber]:
    members = OrganisationPage.objects.members()
    editors = User.objects.filter(
        Q(groups__checked_access__organisation__in=members.values("pk"))
        | Q(groups__direct_access__organisation__in=members.values("pk")),
        is_active=True,
    )
    offices = members.exclude(email="")
    logins = editors.annotate(written=Lower("email")).values_list("written", flat=True)
    addresses = offices.annotate(written=Lower("email")).values_list("written", flat=True)
    readers = readers.alias(address=Lower("email"))
    return readers.filter(Q(address__in=logins) | Q(address__in=addresses))


def _elsewhere(mailing: Mailing) -> QuerySet[Delivery]:
    rows = Delivery.objects.filter(subscriber=OuterRef("pk"), mailing__issue=mailing.issue_id)
    if mailing.pk is not None:
        rows = rows.exclude(mailing=mailing.pk)
    to_come = Q(state__in=ON_THE_WAY) & ~Q(mailing__state=MailingState.STOPPED)
    return rows.filter(Q(state__in=REACHED) | to_come)
