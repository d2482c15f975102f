"""What the desk offers: everything public that is new or changed since the last issue."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from members.models import OrganisationPage
from newsletter.desk.candidates import PAGE_SIZE, FoundCandidates, candidates, read_choice
from newsletter.desk.issues import draft_of, issues_with, since_last_issue, start_issue
from newsletter.models import IssuePage, Mailing, MailingState, State
from tests.builders import (
    make_concept,
    make_organisation,
    make_practice,
    make_project,
    make_resource,
    make_update,
)
from tests.newsletter.desk.making import make_issue, make_sent_issue, published
from tests.newsletter.making import make_subscriber
from tests.practices.register_builders import make_helpline, make_policy

pytestmark = pytest.mark.django_db


def look(address: str = "", *, issue: IssuePage | None = None, **blocks: str) -> FoundCandidates:
    return candidates(read_choice(QueryDict(address)), issue=issue, blocks=blocks)


def keys(found: FoundCandidates) -> list[str]:
    return [each.key for each in found.candidates]


def days_ago(number: float) -> datetime:
    return timezone.now() - timedelta(days=number)


def test_all_collections_are_offered_the_newest_change_first() -> None:
    organisation = published(make_organisation(name="Casa Verde"), at=days_ago(5))
    practice = published(make_practice(organisation=organisation), at=days_ago(3))
    update = published(make_update(organisation=organisation), at=days_ago(4))
    policy = make_policy(country="RO")

    assert keys(look()) == [
        f"policies/{policy.record_id}",
        practice.key,
        update.key,
        organisation.key,
    ]


def test_drafts_and_what_was_taken_down_are_not_offered() -> None:
    organisation = make_organisation()
    make_update(organisation=organisation, title="Draft", live=False)
    gone = make_update(organisation=organisation, title="Gone")
    gone.unpublish()
    changed = make_update(organisation=organisation, title="Online")
    changed.heading_en = "Not yet"
    changed.save_revision()

    found = look("collection=updates")

    assert [str(each.title) for each in found.candidates] == ["Online"]


def test_what_changed_before_the_last_issue_is_not_offered() -> None:
    make_sent_issue(sent_at=days_ago(10))
    organisation = published(make_organisation(), at=days_ago(40))
    published(make_update(organisation=organisation, title="Old"), at=days_ago(11))
    recent = published(make_update(organisation=organisation, title="Recent"), at=days_ago(9))

    assert keys(look()) == [recent.key]


def test_without_an_issue_a_month_is_looked_back() -> None:
    now = timezone.now()

    assert since_last_issue(now=now) == now - timedelta(days=31)


def test_the_month_begins_where_the_issue_was_written_not_where_it_left() -> None:
    issue = make_sent_issue(sent_at=days_ago(10))
    Mailing.objects.update(started_at=days_ago(2))

    assert since_last_issue() == IssuePage.objects.get(pk=issue.pk).latest_revision.created_at


def test_another_day_can_be_asked_for() -> None:
    organisation = published(make_organisation(), at=days_ago(100))
    day = days_ago(101).date().isoformat()

    assert keys(look()) == []
    assert keys(look(f"since={day}")) == [organisation.key]
    assert keys(look("since=nonsense&page=x&country=zz")) == []


def test_new_and_changed_are_told_apart() -> None:
    organisation = make_organisation()
    new = make_update(organisation=organisation, title="New")
    changed = published(
        make_update(organisation=organisation, title="Changed"),
        at=timezone.now(),
        first=days_ago(300),
    )

    found = {each.key: each.is_new for each in look("collection=updates").candidates}

    assert found == {new.key: True, changed.key: False}


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("q=bilingual", ["Bilingual letters"]),
        ("collection=projects", ["Closer together"]),
        ("collection=updates&kind=event", ["Open day"]),
        ("country=NO&collection=updates", ["Open day"]),
        ("theme=visits", ["Bilingual letters"]),
        ("language=ro&collection=updates", ["Vizite"]),
        ("q=bilingual&country=NO", []),
    ],
)
def test_the_office_filters_and_searches(address: str, expected: list[str]) -> None:
    organisation = make_organisation(languages=["en", "ro"])
    practice = make_practice(organisation=organisation, title="Bilingual letters")
    practice.set_concepts({"theme": [make_concept()]})
    practice.save_revision().publish()
    make_project(organisation=organisation, title="Closer together")
    make_update(organisation=organisation, title="Open day", kind="event", country="NO")
    make_update(organisation=organisation, title="Vizite", language="ro", country="RO")

    assert [str(each.title) for each in look(address).candidates] == expected


def test_a_title_comes_in_the_readers_language_or_marked() -> None:
    organisation = make_organisation(name="Casa Verde", heading_fr="Maison Verte")
    make_update(organisation=organisation, title="A room", body_fr="")

    with translation.override("fr"):
        titles = {each.key: each.title for each in look().candidates}

    assert (str(titles[organisation.key]), titles[organisation.key].is_fallback) == (
        "Maison Verte",
        False,
    )
    assert titles["updates/a-room"].language == "en"
    assert titles["updates/a-room"].is_fallback


def test_a_candidate_says_whose_it_is_where_from_and_in_which_languages() -> None:
    organisation = make_organisation(name="Casa Verde", country="RO")
    make_update(organisation=organisation, heading_ro="O cameră", country="")

    (found,) = look("collection=updates").candidates

    assert found.card.organisation == "Casa Verde"
    assert found.countries_in_words == "Romania"  # its organisation's
    assert [code for code, _name in found.languages] == ["en", "ro"]


def test_what_an_issue_had_is_hidden_unless_asked_for() -> None:
    organisation = published(make_organisation(), at=days_ago(90))
    told = make_update(organisation=organisation, title="Told")
    untold = make_update(organisation=organisation, title="Untold")
    number = make_sent_issue(told, sent_at=days_ago(20)).number

    hidden, shown = look(), look("sent=yes")

    assert (keys(hidden), hidden.hidden) == ([untold.key], 1)
    assert {each.key: each.sent_in for each in shown.candidates} == {
        told.key: (number,),
        untold.key: (),
    }


@pytest.mark.parametrize(
    ("state", "started", "counts"),
    [
        (MailingState.SCHEDULED, None, True),
        (MailingState.LATE, None, True),
        (MailingState.SENDING, days_ago(1), True),
        (MailingState.STOPPED, days_ago(1), True),
        (MailingState.STOPPED, None, False),
    ],
)
@pytest.mark.parametrize("live", [True, False])
def test_a_sending_counts_from_its_schedule_until_it_is_given_up(
    *, state: str, started: datetime | None, counts: bool, live: bool
) -> None:
    update = make_update()
    make_sent_issue(update, state=state, started_at=started, finished_at=None, live=live)

    assert (update.key in issues_with()) is counts


def test_what_the_issue_has_itself_is_marked_and_not_hidden() -> None:
    update = make_update()
    issue = make_issue()

    found = {each.key: each.block for each in look(issue=issue, **{update.key: "b1"}).candidates}

    assert found[update.key] == "b1"


def test_pages_hold_twenty_and_one_too_many_shows_the_last() -> None:
    organisation = published(make_organisation(), at=days_ago(90))
    for number in range(PAGE_SIZE + 2):
        make_resource(parent=organisation, title=f"Leaflet {number}")

    first, beyond = look(), look("page=9")

    assert (len(first.candidates), first.total, first.pages) == (PAGE_SIZE, PAGE_SIZE + 2, 2)
    assert (len(beyond.candidates), beyond.page) == (2, 2)


def fill_desk(number: int) -> None:
    theme = make_concept(record_id=f"theme-{number}")
    organisation = make_organisation(name=f"House {number}")
    make_helpline(record_id=f"line-{number}", operator=organisation, country="RO", nation="")
    for make in (make_practice, make_project, make_update):
        page: Any = make(organisation=organisation, title=f"Title {number}")
        if make is not make_project:
            page.set_concepts({"theme": [theme]})
            page.save_revision().publish()
    make_sent_issue(page, sent_at=days_ago(20 + number))


@pytest.mark.parametrize("address", ["sent=yes", "sent=yes&country=RO&q=title"])
def test_the_number_of_queries_does_not_grow(address: str) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert look(address).total
        return len(caught)

    fill_desk(1)
    look(address)  # what the process keeps is loaded
    few = queries()
    for number in range(2, 5):
        fill_desk(number)

    assert queries() <= few


def test_what_a_site_began_with_is_no_news(settings: Any) -> None:
    began = days_ago(2)
    network = make_organisation(name="COPE", slug=settings.NETWORK_ORGANISATION)
    published(network, at=began)
    published(make_practice(organisation=network, title="With it"), at=began + timedelta(minutes=3))
    later = published(make_practice(organisation=network, title="Later"), at=days_ago(1))

    assert keys(look()) == [later.key]


def test_for_the_first_issue_what_the_network_says_comes_first(settings: Any) -> None:
    published(make_organisation(name="COPE", slug=settings.NETWORK_ORGANISATION), at=days_ago(20))
    network = OrganisationPage.objects.get()
    own = published(make_update(organisation=network, title="Own"), at=days_ago(9))
    member = published(make_organisation(name="Casa Verde"), at=days_ago(5))

    assert keys(look()) == [own.key, member.key]

    make_sent_issue(sent_at=days_ago(10))
    assert keys(look(f"since={days_ago(15).date()}")) == [member.key, own.key]


def test_a_first_issue_comes_out_in_its_readers_languages() -> None:
    make_subscriber("ana@example.org", languages=["ro", "fr"])
    make_subscriber("ben@example.org", languages=["de"], state=State.UNSUBSCRIBED)

    assert start_issue(user=None, after=0).issue.languages == ["en", "ro"]


def test_a_first_issue_without_readers_comes_out_in_the_default_language_only() -> None:
    make_subscriber("ana@example.org", languages=["ro"], state=State.PENDING)

    issue = start_issue(user=None, after=0).issue

    assert issue.languages == ["en"]
    assert draft_of(issue).working_languages() == ("en",)
