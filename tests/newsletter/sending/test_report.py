"""The report of a sending: who got it, who didn't and why, page by page; and about one reader."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from newsletter.desk import sending_views
from newsletter.models import Delivery, DeliveryState, Mailing, MailingState, SkipReason
from tests.builders import make_administrator
from tests.newsletter.making import make_subscriber
from tests.newsletter.sending.making import make_mailing
from tests.shown import words_of

pytestmark = pytest.mark.django_db
State = DeliveryState
OPEN = (State.QUEUED, State.HANDED_OVER)


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(make_administrator())
    return client


@pytest.fixture
def mailing() -> Mailing:
    """A mailing with a reader per state, `<state>@example.org`."""
    found = make_mailing()
    for state in State:
        add(found, state.value, state)
    return found


def add(mailing: Mailing, name: str, state: DeliveryState) -> None:
    Delivery.objects.create(
        mailing=mailing,
        subscriber=make_subscriber(f"{name}@example.org"),
        state=state,
        finished_at=None if state in OPEN else timezone.now(),
        last_error={State.SKIPPED: SkipReason.ELSEWHERE, State.FAILED: "550 no"}.get(state, ""),
        doubtful=state == State.UNCERTAIN,
    )


def shown(office: Client, mailing: Mailing, **asked: str) -> str:
    response = office.get(f"/admin/newsletter/sendings/{mailing.pk}/", asked)
    assert response.status_code == 200
    return response.content.decode()


def listed(page: str) -> set[str]:
    return {state.value for state in State if f"<td>{state.value}@example.org</td>" in page}


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (MailingState.SENDING, {"failed", "skipped"}),
        (MailingState.PAUSED, {"failed", "skipped"}),
        (MailingState.FINISHED, {"failed", "skipped"}),
        (MailingState.STOPPED, {"failed", "skipped", "queued", "handed"}),
    ],
)
def test_whoever_waits_in_a_sending_that_was_stopped_got_no_mail(
    office: Client, mailing: Mailing, state: str, expected: set[str]
) -> None:
    Mailing.objects.update(state=state)

    page = shown(office, mailing)

    assert listed(page) == expected
    assert "got the issue by another sending" in page
    assert "550 no" in page


@pytest.mark.parametrize("state", State)
def test_each_number_leads_to_its_readers(
    office: Client, mailing: Mailing, state: DeliveryState
) -> None:
    assert f'href="?state={state.value}#readers"' in shown(office, mailing)

    page = shown(office, mailing, state=state.value)

    assert listed(page) == {state.value}


def test_a_state_that_there_is_none_of_lists_who_got_nothing(
    office: Client, mailing: Mailing
) -> None:
    assert listed(shown(office, mailing, state="nonsense")) == {"failed", "skipped"}


@pytest.mark.parametrize("state", State)
def test_the_office_looks_one_reader_up(
    office: Client, mailing: Mailing, state: DeliveryState
) -> None:
    page = shown(office, mailing, reader=f" {state.value.upper()}@example.ORG ")

    assert listed(page) == {state.value}


@pytest.mark.parametrize("given", ["nobody@example.org", "example.org", "<b>", "a@\n", "%", "_"])
def test_whoever_isn_t_among_the_readers_is_said_not_to_be(
    office: Client, mailing: Mailing, given: str
) -> None:
    page = shown(office, mailing, reader=given)

    assert listed(page) == set()
    assert "Nothing found" in words_of(page)
    assert "<b>" not in page


def test_there_is_no_end_to_the_list(
    office: Client, mailing: Mailing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending_views, "READERS_A_PAGE", 2)
    for number in range(5):
        add(mailing, f"more{number}", State.FAILED)

    pages = [shown(office, mailing, p=str(number)) for number in range(1, 5)]

    found = [page.count("@example.org</td>") for page in pages]
    assert found == [2, 2, 2, 1]
    assert "Page 2 of 4" in words_of(pages[1])
    assert "p=3" in pages[1]
    assert "state=failed&amp;p=2" in shown(office, mailing, state="failed")
    assert shown(office, mailing, p="99").count("@example.org</td>") == 1


@pytest.mark.parametrize("asked", [{}, {"state": "accepted"}, {"reader": "failed@example.org"}])
def test_the_report_asks_as_often_for_many_readers_as_for_few(
    office: Client, mailing: Mailing, asked: dict[str, str]
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            shown(office, mailing, **asked)
        return len(caught)

    queries()
    few = queries()
    for state in State:
        for number in range(4):
            add(mailing, f"{state.value}{number}", state)

    assert queries() == few
