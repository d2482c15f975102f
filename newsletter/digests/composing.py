"""Digests: what is new in a reader's countries and topics, once a week or once a month.

The worker makes one mailing per period; the ledger sends it like any other. What is new is asked by
the same query object as the search, limited to what became public in the period.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from babel.dates import format_interval
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from core.i18n import LANGS, Localised, default_language
from core.kinds import kind_of
from core.showing.addresses import whole
from core.showing.cards import Card
from members.models import UpdatePage
from newsletter.composition.composed import Composed
from newsletter.composition.content import MailContent, MailItem, MailSection, first_written
from newsletter.composition.mail import compose_mail, item_of_card, teaser
from newsletter.digests.periods import due_before, last_due
from newsletter.models import Frequency, IssuePage, Mailing, MailingState
from search.entry import SearchEntry
from search.query import MOST_VALUES, SearchQuery
from search.results.find import load_found
from search.showing import search_url
from search.sources.database import records_appeared

#: Contributions of one kind in a mail; a link leads to the others.
MOST_OF_A_KIND = 8
LONGEST_TITLE = 200
#: What is written before a period ends is stored by then, however slow the transaction.
GRACE = timedelta(minutes=2)
#: A digest doesn't grow stale while nothing can be sent: it is due anew, long before the ledger
#: would ask the office.
WAITS = timedelta(minutes=30)
UNSENT = (MailingState.SCHEDULED, MailingState.LATE)


class DigestPeriod(NamedTuple):
    """What a digest covers: from `since` until before `until`."""

    since: datetime
    until: datetime


def period_of(mailing: Mailing) -> DigestPeriod:
    """Return what a digest covers. Raises ValueError for a mailing that is none."""
    if mailing.covers_from is None or mailing.covers_until is None:
        raise ValueError(f"Mailing {mailing.pk} is no digest")
    return DigestPeriod(mailing.covers_from, mailing.covers_until)


# -- when ------------------------------------------------------------------------------------------
def schedule_digests(*, now: datetime | None = None) -> bool:
    """Make the digests that are due; a slice of the worker. Return whether there were any.

    After a time in which nothing ran, one digest covers all of it. Where the last one has not begun
    by the time the next is due, it covers the next period too: no reader gets two at once.
    """
    if not settings.NEWSLETTER_DIGESTS:
        return False
    moment = now or timezone.now()
    made = [_schedule(frequency, moment) for frequency in digest_frequencies()]
    return any(made)


def digest_frequencies() -> tuple[str, ...]:
    """How often digests come, as a subscriber may choose."""
    return (Frequency.WEEKLY.value, Frequency.MONTHLY.value)


@transaction.atomic
def _schedule(frequency: str, now: datetime) -> bool:
    """Make or lengthen the digest of one frequency that is due; return whether anything changed."""
    zone = ZoneInfo(settings.TIME_ZONE)
    due = last_due(frequency, now=now - GRACE, zone=zone)
    made = Mailing.objects.filter(frequency=frequency, covers_until__isnull=False)
    last = made.select_for_update(of=("self",)).order_by("-covers_until", "-pk").first()
    if last is not None and last.started_at is None and last.state in UNSENT:
        return _keep_waiting(last, due=due, now=now)
    since = period_of(last).until if last else due_before(frequency, due, zone=zone)
    if since >= due:
        return False
    _digest, created = Mailing.objects.get_or_create(
        frequency=frequency,
        covers_from=since,
        defaults={
            "covers_until": due,
            "scheduled_for": now,
            "time_zone": settings.TIME_ZONE,
            "state": MailingState.SCHEDULED,
        },
    )
    return created


def _keep_waiting(digest: Mailing, *, due: datetime, now: datetime) -> bool:
    """Have a digest that has not begun cover everything until `due`, and begin soon."""
    waits = digest.state == MailingState.SCHEDULED and digest.scheduled_for > now - WAITS
    until = period_of(digest).until
    if waits and until >= due:
        return False
    digest.covers_until = max(due, until)
    digest.state, digest.reason, digest.scheduled_for = MailingState.SCHEDULED, "", now
    digest.save(update_fields=["covers_until", "state", "reason", "scheduled_for"])
    return True


# -- what ------------------------------------------------------------------------------------------
def compose_digest(
    mailing: Mailing,
    languages: Sequence[str],
    countries: Sequence[str] = (),
    themes: Sequence[str] = (),
) -> Composed:
    """Put together what became public in the mailing's period.

    `languages` are the reader's, in order; the first is the mail's own, each text comes in the
    first of them it has, others marked. `countries` (codes) and `themes` (record ids) limit what is
    told; none means all. `empty` where there is nothing new. A number of queries that doesn't
    depend on how much there is.
    """
    known = tuple(code for code in languages if code in LANGS) or (default_language(),)
    with override(known[0]):
        query = digest_query(language=known[0], countries=countries, themes=themes)
        keys = news_of(mailing, query)
        if not keys:
            return Composed(language=known[0], subject="", text="", html="", empty=True)
        return compose_mail(_letter(mailing, query, keys, languages=known))


def digest_query(
    *, language: str, countries: Sequence[str] = (), themes: Sequence[str] = ()
) -> SearchQuery:
    """Return the search for a reader's countries and topics, newest first.

    A search takes MOST_VALUES of a filter; whoever chose more gets all there is.
    """
    chosen = {"country": list(countries), "theme": list(themes)}
    asked = {name: values for name, values in chosen.items() if len(values) <= MOST_VALUES}
    return SearchQuery.parse({**asked, "sort": "newest"}, language)


def news_of(mailing: Mailing, query: SearchQuery) -> Mapping[str, list[str]]:
    """Return keys by collection, news first, issues not at all; each newest first.

    Raises ValueError for a mailing that is no digest.
    """
    period = period_of(mailing)
    found = records_appeared(query, since=period.since, until=period.until)
    ordered = sorted(found, key=lambda name: name != UpdatePage.collection)
    return {name: found[name] for name in ordered if name != IssuePage.collection}


def _letter(
    mailing: Mailing,
    query: SearchQuery,
    keys: Mapping[str, list[str]],
    *,
    languages: tuple[str, ...],
) -> MailContent:
    shown = [key for found in keys.values() for key in found[:MOST_OF_A_KIND]]
    loaded = load_found(shown, query.language)
    number = sum(map(len, keys.values()))
    here = query.language
    subject = _("New in the network: %(period)s") % {"period": period_in_words(mailing, here)}
    limited = bool(query.values("country") or query.values("theme"))
    return MailContent(
        language=here,
        languages=languages,
        subject=Localised(subject, here, here),
        sections=tuple(
            _section(kind, found, loaded, query, languages) for kind, found in keys.items()
        ),
        kicker=str(
            _("Weekly digest") if mailing.frequency == Frequency.WEEKLY else _("Monthly digest")
        ),
        count=ngettext("%(number)s new", "%(number)s new", number) % {"number": number},
        reason=_reason(limited=limited),
        named=tuple(loaded),
    )


def _reason(*, limited: bool) -> str:
    if limited:
        return _("You get this because you asked for what is new in your countries and topics.")
    return _("You get this because you asked for what is new in the network.")


def _section(
    kind: str,
    keys: Sequence[str],
    loaded: Mapping[str, tuple[Card, SearchEntry | None]],
    query: SearchQuery,
    languages: tuple[str, ...],
) -> MailSection:
    label = capfirst(kind_of(kind).many)
    items = [
        _item(*loaded[key], languages=languages) for key in keys[:MOST_OF_A_KIND] if key in loaded
    ]
    if len(keys) > MOST_OF_A_KIND:
        items.append(_all_of_them(label, len(keys), query.with_(collection=kind)))
    here = query.language
    return MailSection(heading=Localised(label, here, here), items=tuple(items))


def _item(card: Card, entry: SearchEntry | None, *, languages: tuple[str, ...]) -> MailItem:
    item = item_of_card(card)
    if entry is None:
        return item
    order = _reading_order(entry, languages)
    title = first_written(entry.title, order, asked=languages[0]) or card.title
    about = first_written({**entry.body, **entry.summary}, order, asked=languages[0])
    return replace(
        item,
        title=title._replace(value=Truncator(str(title)).chars(LONGEST_TITLE)),
        html=teaser(about),
    )


def _reading_order(entry: SearchEntry, languages: tuple[str, ...]) -> tuple[str, ...]:
    """The reader's languages, then the one it was written in, English, any."""
    original = entry.original_language or default_language()
    return tuple(dict.fromkeys((*languages, original, default_language(), *LANGS)))


def _all_of_them(label: str, number: int, query: SearchQuery) -> MailItem:
    """The way to everything of a kind: the search with the same filters."""
    here = query.language
    text = _("%(kind)s: see all %(number)s and older ones") % {"kind": label, "number": number}
    address = whole(search_url(query.urlencode()))
    return MailItem(
        title=Localised(text, here, here), html=Localised(None, None, here), url=address
    )


def period_in_words(mailing: Mailing, language: str) -> str:
    """The days a digest covers, such as "16–23 Nov 2026" (CLDR), in the network's time zone."""
    zone = ZoneInfo(settings.TIME_ZONE)
    first, last = (moment.astimezone(zone).date() for moment in period_of(mailing))
    locale: Any = "en_GB" if language == "en" else language
    return str(format_interval(first, last, "yMMMd", locale=locale))
