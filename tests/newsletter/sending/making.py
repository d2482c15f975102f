"""Mailings, their readers, and ways to send that a test holds in its hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from django.db.models import F, Max
from django.utils import timezone

from newsletter.composition.composed import Composed
from newsletter.composition.marks import PREFERENCES, UNSUBSCRIBE
from newsletter.models import ArchivePage, Delivery, HandOver, IssuePage, Mailing, State, Subscriber
from newsletter.sending import schedule
from newsletter.sending.batches import TemplateStore
from newsletter.sending.letters import Letter
from newsletter.sending.report import Line, line_of, rows_of
from newsletter.sending.sender import Sender
from newsletter.sending.versions import Readership
from tests.builders import add_page, home_page

TEXTS = {"en": "Hello, here is the news.", "fr": "Bonjour, voici les nouvelles : été, forêt."}


def make_issue(*, title: str = "News of May", **fields: Any) -> IssuePage:
    """An issue that was published once."""
    archive = ArchivePage.objects.first()
    if archive is None:
        archive = add_page(ArchivePage(heading_en="Archive", slug="archive"), parent=home_page())
    return add_page(IssuePage(heading_en=title, languages=["en", "fr"], **fields), parent=archive)


def make_mailing(*, issue: IssuePage | None = None, start: bool = True, **options: Any) -> Mailing:
    """A mailing of an issue, under way unless `start` is False."""
    page = issue or make_issue()
    segment = schedule.Segment(**options.pop("segment", {}))
    mailing = schedule.schedule(
        page, page.latest_revision, by=options.pop("by", None), segment=segment, **options
    )
    if start:
        schedule.begin_due()
        mailing.refresh_from_db()
    return mailing


def add_readers(count: int, *, languages: Iterable[str] = ("en",)) -> None:
    """Readers `reader<number>@example.org` who subscribed; they go on from those there are."""
    first = (Subscriber.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    Subscriber.objects.bulk_create(
        Subscriber(
            email=f"reader{number}@example.org",
            state=State.ACTIVE,
            confirmed_at=timezone.now(),
            languages=list(languages),
        )
        for number in range(first, first + count)
    )


def composed(mailing: Mailing, readership: Readership) -> Composed:
    """A small mail in the reader's first language."""
    language = next((code for code in readership.languages if code in TEXTS), "en")
    return Composed(
        language=language,
        subject=f"{mailing} ({language})",
        text=f"{TEXTS[language]}\n\nUnsubscribe: {UNSUBSCRIBE}\nChange: {PREFERENCES}\n",
        html=f'<p>{TEXTS[language]}</p><a href="{UNSUBSCRIBE}">x</a><a href="{PREFERENCES}">y</a>',
    )


class Recorder:
    """A transport that keeps what it is given; `answers` raises for some."""

    speaks_smtp = True

    def __init__(self, answers: Callable[[Letter], object] | None = None) -> None:
        self.mails: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self._answers = answers

    @property
    def addresses(self) -> list[str]:
        return [str(mail["To"]) for mail in self.mails]

    def send(self, letter: Letter) -> None:
        if self._answers is not None:
            self._answers(letter)
        self.raw.append(letter.content())
        self.mails.append(parsed(self.raw[-1]))

    def close(self) -> None:
        """Nothing is open."""


def parsed(content: bytes) -> EmailMessage:
    """A mail as a mail program reads it."""
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def sender(transport: Any, *, compose: Any = composed) -> Sender:
    return Sender(transport=transport, templates=TemplateStore(compose=compose))


def send_all(transport: Any, *, compose: Any = composed) -> None:
    """Send until nothing is left that can be sent now."""
    try:
        sender(transport, compose=compose).run(seconds=600)
    finally:
        transport.close()


def states(mailing: Mailing) -> dict[str, int]:
    """How many rows are in which state."""
    found: dict[str, int] = {}
    for state in Delivery.objects.filter(mailing=mailing).values_list("state", flat=True):
        found[state] = found.get(state, 0) + 1
    return found


def unsent(mailing: Mailing) -> list[Line]:
    """Those who got nothing, as the report has them."""
    return [line_of(row) for row in rows_of(mailing)]


def time_passes(hours: float = 24) -> None:
    """Let every lease run out and every pause end."""
    past = timezone.now() - timedelta(minutes=1)
    Delivery.objects.filter(leased_until__isnull=False).update(leased_until=past)
    Delivery.objects.filter(finished_at=None).update(due_at=past)
    earlier = F("handed_at") - timedelta(hours=hours)
    Delivery.objects.filter(handed_at__isnull=False).update(handed_at=earlier)
    HandOver.objects.update(at=F("at") - timedelta(hours=hours))


def links_in(text: str) -> list[str]:
    """Addresses of this site in a text."""
    return re.findall(r"http://127\.0\.0\.1:8000/\S+?/(?=[\s\"<>])", text)
