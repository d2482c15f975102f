"""What is taken off the site while a mailing waits or goes on: no mail names it from then on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from members.models import MembershipStatus
from newsletter.models import Frequency, IssuePage, Mailing, MailingState, Variant
from newsletter.sending import ledger, schedule, taken_off
from newsletter.sending.letters import Letter
from newsletter.sending.versions import compose
from search.sources.model_source import STAMPS
from search.sources.registry import sources
from tests.builders import (
    make_administrator,
    make_membership,
    make_organisation,
    make_practice,
    make_standard_page,
)
from tests.newsletter import issues
from tests.newsletter.making import make_subscriber
from tests.newsletter.sending.making import Recorder, make_mailing, send_all, sender, states
from tests.practices.register_builders import (
    make_helpline,
    make_policy,
    make_recommendation,
    make_statistic,
    make_term,
)

pytestmark = pytest.mark.django_db

CLOSED, OPEN = "Lantern walk", "Story time"


class Told(Recorder):
    """Keeps the mails, and does something after the first one."""

    def __init__(self, after_first: Any = None) -> None:
        super().__init__(self._note)
        self._after_first = after_first

    def _note(self, letter: Letter) -> None:
        del letter
        if self.mails and self._after_first is not None:
            self._after_first()
            self._after_first = None

    def naming(self, words: str) -> list[bool]:
        """Of each mail in turn, whether it says these words in any part."""
        return [
            any(words in part.get_content() for part in mail.walk() if not part.is_multipart())
            for mail in self.mails
        ]


@pytest.fixture
def closed() -> Any:
    """A practice of a member that is going to be suspended."""
    owner = make_organisation(name="Nordlys House")
    make_membership(organisation=owner)
    return make_practice(organisation=owner, title=CLOSED)


def suspend(practice: Any) -> None:
    practice.organisation.memberships.update(status=MembershipStatus.SUSPENDED)


def issue_about(*records: Any) -> IssuePage:
    return issues.make_issue(*(issues.about(record) for record in records))


def two_readers() -> None:
    for name in ("ana", "bo"):
        make_subscriber(f"{name}@example.org", languages=["en"])


def one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch is one mail."""
    monkeypatch.setattr(ledger, "TAKEN", 1)


def test_a_paused_sending_goes_on_without_it(
    monkeypatch: pytest.MonkeyPatch, client: Client, closed: Any
) -> None:
    two_readers()
    one_by_one(monkeypatch)
    mailing, out = make_mailing(issue=issue_about(closed, make_practice(title=OPEN))), Told()
    going = sender(out, compose=compose)
    going.step(mailing)
    mailing.refresh_from_db()
    going.step(mailing)
    schedule.pause(mailing, by=None)
    suspend(closed)
    client.force_login(make_administrator())

    act = reverse("newsletter_desk:act", args=[mailing.pk])
    said = client.post(act, {"do": "resume"}, follow=True).content.decode()
    send_all(out, compose=compose)

    assert out.naming(CLOSED) == [True, False]
    assert out.naming("Nordlys House") == [True, False]
    assert out.naming(OPEN) == [True, True]
    words = f"Left out, since readers can’t open it any more: {CLOSED}"
    assert said.count(words) == 2  # on pressing, and in the report


def test_a_sending_that_runs_goes_on_without_it(
    monkeypatch: pytest.MonkeyPatch, closed: Any
) -> None:
    two_readers()
    one_by_one(monkeypatch)
    mailing = make_mailing(issue=issue_about(closed, make_practice(title=OPEN)))
    out = Told()
    going = sender(out, compose=compose)
    while not out.mails:
        mailing.refresh_from_db()
        going.step(mailing)
    closed.unpublish()

    going.run(seconds=60)

    assert out.naming(CLOSED) == [True, False]
    assert taken_off.left_out(mailing) == {closed.key: CLOSED}
    assert states(mailing) == {"accepted": 2}


def test_the_rest_is_sent_without_it(closed: Any) -> None:
    make_subscriber()
    mailing, out = make_mailing(issue=issue_about(closed, make_practice(title=OPEN))), Told()
    send_all(out, compose=compose)
    suspend(closed)
    mailing.deliveries.update(state="failed")

    schedule.send_rest(mailing, by=None)
    send_all(out, compose=compose)

    assert out.naming(CLOSED) == [True, False]
    assert mailing.variants.count() == 2


def test_a_page_that_a_text_leads_to_loses_its_address() -> None:
    make_subscriber()
    page = make_standard_page(title="House rules")
    link = f'<p>See <a linktype="page" id="{page.pk}">the page</a>.</p>'
    issue = issues.make_issue(issues.text(heading_en="Rules", text_en=link))
    mailing, out = make_mailing(issue=issue), Told()
    send_all(out, compose=compose)
    page.unpublish()
    mailing.deliveries.update(state="failed")

    schedule.send_rest(mailing, by=None)
    send_all(out, compose=compose)

    assert out.naming("house-rules") == [True, False]
    assert out.naming("the page") == [True, True]
    assert taken_off.left_out(mailing) == {str(page.pk): "House rules"}


def test_what_was_taken_off_before_the_sending_began_is_told_too(closed: Any) -> None:
    two_readers()
    page = make_standard_page(title="House rules")
    link = f'<p>See <a linktype="page" id="{page.pk}">the page</a>.</p>'
    issue = issues.make_issue(
        issues.about(closed),
        issues.about(make_practice(title=OPEN)),
        issues.text(heading_en="Rules", text_en=link),
    )
    mailing, out = make_mailing(issue=issue), Told()
    suspend(closed)
    page.unpublish()

    send_all(out, compose=compose)

    assert out.naming(CLOSED) == [False, False]
    assert taken_off.left_out(mailing) == {closed.key: CLOSED, str(page.pk): "House rules"}


def test_a_digest_goes_on_without_it_and_one_of_nothing_else_ends(closed: Any) -> None:
    make_subscriber(frequency="weekly", languages=["en"])
    now = timezone.now()
    mailing = Mailing.objects.create(
        frequency=Frequency.WEEKLY,
        covers_from=now - timedelta(days=7),
        covers_until=now + timedelta(days=1),
        state=MailingState.SENDING,
    )
    out = Told()
    send_all(out, compose=compose)
    closed.organisation.unpublish()
    mailing.deliveries.update(state="failed")

    schedule.send_rest(mailing, by=None)
    send_all(out, compose=compose)

    assert out.naming(CLOSED) == [True]
    assert states(mailing) == {"skipped": 1}
    assert closed.key in taken_off.left_out(mailing)


def test_while_nothing_is_taken_off_everybody_gets_the_same_words(
    monkeypatch: pytest.MonkeyPatch, closed: Any
) -> None:
    two_readers()
    one_by_one(monkeypatch)
    mailing, out = make_mailing(issue=issue_about(closed)), Told()

    send_all(out, compose=compose)

    assert out.naming(CLOSED) == [True, True]
    assert Variant.objects.get().replaced_at is None
    assert taken_off.left_out(mailing) == {}


def test_what_was_deleted_is_left_out_too(closed: Any) -> None:
    make_subscriber()
    mailing, out = make_mailing(issue=issue_about(closed, make_practice(title=OPEN))), Told()
    send_all(out, compose=compose)
    key = closed.key
    closed.delete()
    mailing.deliveries.update(state="failed")

    schedule.send_rest(mailing, by=None)
    send_all(out, compose=compose)

    assert out.naming(CLOSED) == [True, False]
    assert taken_off.left_out(mailing) == {key: key}


@pytest.mark.parametrize(
    "make", [make_policy, make_statistic, make_recommendation, make_term, make_helpline]
)
def test_an_entry_of_a_register_is_left_out_and_told(
    monkeypatch: pytest.MonkeyPatch, make: Any
) -> None:
    """Each register calls its heading something else."""
    entry = make()
    two_readers()
    one_by_one(monkeypatch)
    mailing = make_mailing(issue=issue_about(entry, make_practice(title=OPEN)))
    out, key = Told(), entry.key
    going = sender(out, compose=compose)
    while not out.mails:
        mailing.refresh_from_db()
        going.step(mailing)
    entry.delete()

    going.run(seconds=60)

    assert out.naming(OPEN) == [True, True]
    assert states(mailing) == {"accepted": 2}
    assert taken_off.left_out(mailing) == {key: key}


@pytest.mark.parametrize("make", [make_term, make_helpline])
def test_an_entry_that_readers_may_not_see_is_told_by_its_heading(make: Any) -> None:
    """In its own language, whichever mail is composed just now."""
    entry, mailing = make(), make_mailing(issue=issue_about(make_practice()))

    with translation.override("de"):
        taken_off.note(mailing, {entry.key})

    assert taken_off.left_out(mailing) == {entry.key: str(entry.heading_in("en"))}


def test_versions_are_not_set_aside_where_nobody_could_be_told(
    monkeypatch: pytest.MonkeyPatch, closed: Any
) -> None:
    """The next look finds nothing any more that was set aside."""
    make_subscriber()
    mailing = make_mailing(issue=issue_about(closed, make_practice(title=OPEN)))
    send_all(Told(), compose=compose)
    suspend(closed)

    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("a defect")

    monkeypatch.setattr(taken_off, "log", broken)
    with pytest.raises(RuntimeError):
        taken_off.check(mailing)

    assert Variant.objects.get().replaced_at is None


def test_of_every_collection_it_is_known_what_is_public() -> None:
    """`changed` answers nothing where it has no column to answer with."""
    assert not [source.collection for source in sources() if not any(map(source.has, STAMPS))]
