"""Digests: one for each period whatever happens, in the reader's languages, nothing told twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from newsletter.composition.composed import Composed
from newsletter.digests.composing import MOST_OF_A_KIND, compose_digest, schedule_digests
from newsletter.models import Frequency, Mailing, MailingState, State, SubscriberTheme, Variant
from newsletter.sending import schedule
from newsletter.sending.versions import compose
from newsletter.subscribers.forms import SubscribeForm
from tests.builders import make_concept, make_organisation, make_practice, make_project, make_update
from tests.newsletter.making import make_subscriber
from tests.newsletter.sending.making import Recorder, send_all, states
from tests.practices.register_builders import make_policy

pytestmark = pytest.mark.django_db

PARIS = ZoneInfo("Europe/Paris")
#: a Monday, 08:00
MONDAY = datetime(2026, 11, 23, 8, tzinfo=PARIS)
WEEK = timedelta(days=7)
SOON = timedelta(minutes=5)


@pytest.fixture(autouse=True)
def _paris(settings: Settings) -> None:
    settings.TIME_ZONE = "Europe/Paris"


def digests(frequency: str = Frequency.WEEKLY) -> list[Mailing]:
    return list(Mailing.objects.filter(frequency=frequency).order_by("covers_from"))


def period(mailing: Mailing) -> tuple[datetime | None, datetime | None]:
    return mailing.covers_from, mailing.covers_until


def sent(mailing: Mailing) -> None:
    Mailing.objects.filter(pk=mailing.pk).update(
        state=MailingState.FINISHED, started_at=mailing.covers_until
    )


def weekly() -> Mailing:
    """The digest of the week before MONDAY."""
    return Mailing(frequency=Frequency.WEEKLY, covers_from=MONDAY - WEEK, covers_until=MONDAY)


def published(record: Any, when: datetime) -> Any:
    """The record as if it had become public then."""
    model: type[Model] = type(record)
    column = "first_published_at" if hasattr(record, "first_published_at") else "created_at"
    model._default_manager.filter(pk=record.pk).update(**{column: when})
    return record


def digest(
    languages: Sequence[str] = ("en",), countries: Sequence[str] = (), themes: Sequence[str] = ()
) -> Composed:
    return compose_digest(weekly(), languages, countries, themes)


THURSDAY = MONDAY - timedelta(days=4)


# -- when ----------------------------------------------------------------------------------------
def test_one_digest_for_each_period() -> None:
    for minutes in (3, 4, 60, 24 * 60):
        schedule_digests(now=MONDAY + timedelta(minutes=minutes))
        for mailing in digests():
            sent(mailing)

    assert [period(mailing) for mailing in digests()] == [(MONDAY - WEEK, MONDAY)]
    assert digests()[0].issue is None


def test_it_starts_at_once_by_the_ledger() -> None:
    schedule_digests(now=MONDAY + SOON)

    schedule.begin_due(now=MONDAY + SOON)

    assert digests()[0].state == MailingState.SENDING


def test_periods_follow_each_other() -> None:
    for week in range(3):
        schedule_digests(now=MONDAY + SOON + week * WEEK)
        sent(digests()[-1])

    ends = [MONDAY + week * WEEK for week in range(-1, 3)]
    assert [period(mailing) for mailing in digests()] == list(pairwise(ends))


def test_monthly_digests_have_their_own_periods() -> None:
    schedule_digests(now=datetime(2027, 1, 4, 12, tzinfo=PARIS))

    found = digests(Frequency.MONTHLY)
    assert [period(mailing) for mailing in found] == [
        (datetime(2026, 12, 1, 8, tzinfo=PARIS), datetime(2027, 1, 1, 8, tzinfo=PARIS))
    ]


def test_nothing_is_due_before_slow_transactions_have_ended() -> None:
    schedule_digests(now=MONDAY + timedelta(minutes=1))

    assert digests()[0].covers_until == MONDAY - WEEK


def test_after_a_standstill_one_digest_covers_all_of_it() -> None:
    schedule_digests(now=MONDAY + SOON)
    sent(digests()[0])

    schedule_digests(now=MONDAY + 3 * WEEK + timedelta(days=2))

    assert [period(mailing) for mailing in digests()] == [
        (MONDAY - WEEK, MONDAY),
        (MONDAY, MONDAY + 3 * WEEK),
    ]


def test_a_digest_that_never_began_takes_the_next_period_in() -> None:
    schedule_digests(now=MONDAY + SOON)
    later = MONDAY + WEEK + SOON

    schedule_digests(now=later)
    schedule.begin_due(now=later)

    assert [period(mailing) for mailing in digests()] == [(MONDAY - WEEK, MONDAY + WEEK)]
    assert digests()[0].state == MailingState.SENDING


def test_a_late_digest_goes_out_without_asking_the_office() -> None:
    schedule_digests(now=MONDAY + SOON)
    Mailing.objects.update(state=MailingState.LATE)
    later = MONDAY + timedelta(days=1)

    schedule_digests(now=later)
    schedule.begin_due(now=later)

    assert [mailing.state for mailing in digests()] == [MailingState.SENDING]


def test_what_the_office_stopped_does_not_come_back() -> None:
    schedule_digests(now=MONDAY + SOON)
    Mailing.objects.update(state=MailingState.STOPPED)

    schedule_digests(now=MONDAY + WEEK + SOON)

    assert [period(mailing) for mailing in digests()] == [
        (MONDAY - WEEK, MONDAY),
        (MONDAY, MONDAY + WEEK),
    ]
    assert digests()[0].state == MailingState.STOPPED


def test_the_operator_may_switch_digests_off(settings: Settings) -> None:
    settings.NEWSLETTER_DIGESTS = False

    assert not schedule_digests(now=MONDAY + SOON)

    assert digests() == []
    offered = dict(SubscribeForm().fields["frequency"].choices)
    assert list(offered) == [Frequency.ISSUES]


def test_the_form_offers_what_is_sent() -> None:
    offered = dict(SubscribeForm().fields["frequency"].choices)

    assert list(offered) == Frequency.values


# -- what ----------------------------------------------------------------------------------------
def test_it_tells_what_became_public_in_the_period() -> None:
    owner = published(make_organisation(name="Casa Verde"), MONDAY - 5 * WEEK)
    published(make_update(organisation=owner, title="Too old"), MONDAY - WEEK - SOON)
    published(make_update(organisation=owner, title="First"), MONDAY - WEEK)
    published(make_practice(organisation=owner, title="Story time"), THURSDAY)
    published(make_policy(record_id="act", title="Visits Act"), THURSDAY)
    published(make_policy(record_id="old", title="Old Act"), None)  # type: ignore[arg-type]  # of before
    published(make_update(organisation=owner, title="Too new"), MONDAY)
    published(make_update(organisation=owner, title="Draft", live=False), THURSDAY)

    found = digest()

    assert not found.empty
    assert found.subject == "New in the network: 16–23 Nov 2026"
    for title in ("First", "Story time", "Visits Act"):
        assert title in found.text
        assert title in found.html
    for title in ("Too old", "Too new", "Draft", "Old Act"):
        assert title not in found.text
    assert found.text.index("First") < found.text.index("Story time")


def test_what_changed_only_is_no_news() -> None:
    page = published(make_practice(title="Story time"), MONDAY - 5 * WEEK)
    published(page.get_parent().specific, MONDAY - 5 * WEEK)
    page.refresh_from_db()
    page.summary_en = "Corrected."
    page.save_revision().publish()

    assert digest().empty


def test_nothing_new_is_an_empty_mail() -> None:
    found = digest(["fr"])

    assert found.empty
    assert found.language == "fr"


def test_countries_and_topics_limit_it() -> None:
    visits = make_concept(record_id="visits", label="Visits")
    for country, title in (("RO", "Romanian"), ("NO", "Norwegian")):
        owner = published(make_organisation(name=f"Org {country}", country=country), THURSDAY)
        published(make_practice(organisation=owner, title=f"{title} walk"), THURSDAY)
        tagged = make_practice(organisation=owner, title=f"{title} visit")
        tagged.set_concepts({"theme": [visits]})
        tagged.save_revision().publish()
        published(tagged, THURSDAY)

    by_country = digest(countries=["NO"]).text
    by_theme = digest(themes=["visits"]).text
    by_both = digest(countries=["NO"], themes=["visits"]).text

    assert ("Norwegian walk" in by_country, "Romanian" in by_country) == (True, False)
    assert ("Romanian visit" in by_theme, "walk" in by_theme) == (True, False)
    assert "Norwegian visit" in by_both
    assert "Romanian" not in by_both
    assert "walk" not in by_both
    assert digest(countries=["MT"]).empty


def test_each_text_comes_in_the_first_language_the_reader_reads() -> None:
    owner = published(make_organisation(name="Casa Verde", language="ro"), MONDAY - 5 * WEEK)
    published(
        make_practice(
            organisation=owner,
            title="Ora de povești",
            language="ro",
            heading_fr="L’heure du conte",
            heading_en="Story time",
            summary_en="Parents read.",
        ),
        THURSDAY,
    )
    published(make_practice(organisation=owner, title="Numai română", language="ro"), THURSDAY)

    found = digest(["nb", "fr"])

    assert found.language == "nb"
    assert 'lang="nb"' in found.html
    assert "L’heure du conte" in found.text
    assert "Story time" not in found.text
    assert 'lang="fr"' in found.html
    assert "Numai română" in found.text
    assert 'lang="ro"' in found.html
    assert "umensk" in found.text  # "Vises på rumensk …"


def test_a_long_list_ends_in_the_search_with_the_same_filters() -> None:
    owner = published(make_organisation(name="Org", country="NO"), MONDAY - 5 * WEEK)
    for number in range(MOST_OF_A_KIND + 2):
        when = THURSDAY + timedelta(minutes=number)
        published(make_update(organisation=owner, title=f"Item {number:02}", country="NO"), when)

    found = digest(countries=["NO"])

    assert "Item 09" in found.text
    assert "Item 01" not in found.text
    assert "/en/search/?collection=updates&country=NO&sort=newest" in found.text
    assert "see all 10" in found.text
    assert "10 new" in found.text


def test_more_choices_than_a_search_takes_leave_nothing_out() -> None:
    owner = published(make_organisation(name="Org", country="NO"), THURSDAY)
    published(make_update(organisation=owner, title="Told", country="NO"), THURSDAY)
    codes = [f"{first}{second}" for first in "ABCDEFGH" for second in "AEIOUMNR"]

    assert "Told" in digest(countries=codes).text


def test_queries_do_not_grow_with_what_is_new() -> None:
    visits = make_concept(record_id="visits", label="Visits")

    def more(number: int) -> None:
        owner = published(make_organisation(name=f"Org {number}"), THURSDAY)
        page = make_practice(organisation=owner, title=f"Walk {number}")
        page.set_concepts({"theme": [visits]})
        page.save_revision().publish()
        published(page, THURSDAY)
        published(make_project(organisation=owner, title=f"Project {number}"), THURSDAY)
        published(make_update(organisation=owner, title=f"News {number}"), THURSDAY)
        published(make_policy(record_id=f"act-{number}", title=f"Act {number}"), THURSDAY)

    counts = []
    for number in range(3):
        more(number)
        digest(["fr", "en"])
        with CaptureQueriesContext(connection) as queries:
            digest(["fr", "en"])
        counts.append(len(queries))

    assert counts[0] == counts[1] == counts[2]
    assert counts[0] <= 42


def test_an_issue_is_no_digest() -> None:
    with pytest.raises(ValueError, match="no digest"):
        compose_digest(Mailing(frequency=Frequency.ISSUES), ["en"])


# -- with the ledger -----------------------------------------------------------------------------
def test_each_reader_gets_the_digest_of_his_or_her_choices() -> None:
    visits = make_concept(record_id="visits", label="Visits")
    owner = published(make_organisation(name="Org", country="NO"), THURSDAY)
    published(make_update(organisation=owner, title="Told", country="NO"), THURSDAY)
    make_subscriber("all@example.org", frequency=Frequency.WEEKLY)
    make_subscriber("north@example.org", frequency=Frequency.WEEKLY, countries=["NO"])
    make_subscriber("south@example.org", frequency=Frequency.WEEKLY, countries=["MT"])
    themed = make_subscriber("themed@example.org", frequency=Frequency.WEEKLY)
    SubscriberTheme.objects.create(subscriber=themed, concept=visits)
    make_subscriber("issues@example.org")
    make_subscriber("monthly@example.org", frequency=Frequency.MONTHLY)
    make_subscriber("gone@example.org", frequency=Frequency.WEEKLY, state=State.UNSUBSCRIBED)
    schedule_digests(now=MONDAY + SOON)
    Mailing.objects.filter(frequency=Frequency.MONTHLY).delete()
    schedule.begin_due(now=MONDAY + SOON)
    server = Recorder()

    send_all(server, compose=compose)

    mailing = digests()[0]
    assert sorted(server.addresses) == ["all@example.org", "north@example.org"]
    assert states(mailing) == {"accepted": 2, "skipped": 2}
    assert mailing.state == MailingState.FINISHED
    assert set(Variant.objects.values_list("name", "empty")) == {
        ("en", False),
        ("en|NO|", False),
        ("en|MT|", True),
        ("en||visits", True),
    }
    body = server.mails[0].get_body(("plain",))
    assert body is not None
    assert "Told" in body.get_content()
    assert "PERSONAL" not in body.get_content()


def test_a_second_run_sends_nothing_twice() -> None:
    published(make_organisation(name="Org"), THURSDAY)
    make_subscriber("all@example.org", frequency=Frequency.WEEKLY)
    server = Recorder()
    for minutes in (5, 10, 2000):
        schedule_digests(now=MONDAY + timedelta(minutes=minutes))
        schedule.begin_due(now=MONDAY + timedelta(minutes=minutes))
        send_all(server, compose=compose)

    assert server.addresses == ["all@example.org"]
