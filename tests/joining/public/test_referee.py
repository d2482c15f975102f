"""What a referee is told and asked, and the one reminder."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from core.mail.outgoing import OutgoingMail
from core.work.worker import registered_slices
from joining.links import link_to_referee, token_of_referee
from joining.models import Application, ApplicationStatus, Referee, RefereeState
from joining.services import applying
from joining.services.referees import REMINDED_AFTER, ask_waiting, remind
from tests.joining.making import address, link_in, mails, make_application, make_sent, shown

pytestmark = pytest.mark.django_db


def page_of(referee: Referee, language: str = "en") -> str:
    return f"/{language}/join/referee/{token_of_referee(referee)}/"


@pytest.fixture
def referee() -> Referee:
    return Referee.objects.get(application=make_sent())


def test_the_mail_says_who_and_why_and_leads_to_the_page(client: Client) -> None:
    row = make_application()

    client.post(address(row, "send"), {"consent": "on"})

    (mail,) = [mail for mail in mails() if mail.to == "bo@example.org"]
    assert "Ana Pérez" in mail.text
    assert "Casa Clara" in mail.text
    assert link_in(mail).startswith("/sv/join/referee/")


def test_the_page_says_what_is_kept_and_how_long(client: Client, referee: Referee) -> None:
    page = shown(client, page_of(referee))

    for words in ("Ana Pérez", "Casa Clara", "bo@example.org", "3 months after the decision"):
        assert words in page
    assert Referee.objects.get().state == RefereeState.ASKED


def test_an_answer_is_kept_and_the_office_told(client: Client, referee: Referee) -> None:
    empty = client.post(page_of(referee), {"answer": " "}).content.decode()
    client.post(page_of(referee), {"answer": "They do good work."})
    again = client.post(page_of(referee), {"answer": "Something else."}, follow=True)

    row = Referee.objects.get()
    assert "Please write a few words" in empty
    assert (row.state, row.answer) == (RefereeState.ANSWERED, "They do good work.")
    assert "Thank you" in again.content.decode()


def test_who_would_rather_not_is_asked_no_more(client: Client, referee: Referee) -> None:
    client.post(page_of(referee), {"decline": "1"})

    row = Referee.objects.get()
    assert (row.state, row.email) == (RefereeState.DECLINED, "")
    assert "Your address is erased" in shown(client, page_of(referee))


def test_after_the_decision_nothing_is_asked(client: Client, referee: Referee) -> None:
    client.post(address(referee.application, "withdraw"))

    client.post(page_of(referee), {"answer": "Late."})

    assert Referee.objects.get().answer == ""
    assert "Nothing to do any more" in shown(client, page_of(referee))


def test_a_made_up_link_says_nothing(client: Client) -> None:
    answer = client.get(page_of(Referee(key="x" * 32)))

    assert answer.status_code == 404
    assert "Nothing to do any more" in answer.content.decode()


def test_one_reminder_and_no_more(referee: Referee, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not remind()
    later = timezone.now() + REMINDED_AFTER + timedelta(hours=1)
    monkeypatch.setattr(timezone, "now", lambda: later)

    assert [remind(), remind()] == [True, False]
    monkeypatch.setattr(timezone, "now", lambda: later + timedelta(days=100))
    assert not remind()

    (mail,) = mails()
    assert mail.to == "bo@example.org"
    assert link_to_referee(referee).split("~")[0] in mail.text
    assert "joining: reminders" in {each.name for each in registered_slices()}


def test_who_would_rather_not_is_not_asked_by_being_named_again(
    client: Client, referee: Referee
) -> None:
    row = referee.application
    ask = {"name": "Bo", "email": "Bo@Example.org", "language": "sv", "relation": ""}
    client.post(page_of(referee), {"decline": "1"})
    Application.objects.filter(pk=row.pk).update(status=ApplicationStatus.ASKED)
    told = len([mail for mail in mails() if mail.to.lower() == "bo@example.org"])

    client.post(address(row, "referee"), ask)
    client.post(address(row, "send"), {"consent": "on"})

    again = Referee.objects.get()
    assert (again.state, again.email) == (RefereeState.DECLINED, "")
    assert len([mail for mail in mails() if mail.to.lower() == "bo@example.org"]) == told
    assert "example.org" not in again.declined


def test_nor_in_the_next_application_of_the_same_applicant(
    client: Client, referee: Referee
) -> None:
    client.post(page_of(referee), {"decline": "1"})
    applying.withdraw(referee.application)
    other = make_application()

    client.post(address(other, "send"), {"consent": "on"})

    assert Referee.objects.get(application=other).state == RefereeState.DECLINED
    assert not [mail for mail in mails() if mail.to == "bo@example.org"]


def test_another_applicant_may_ask(client: Client, referee: Referee) -> None:
    client.post(page_of(referee), {"decline": "1"})
    other = make_application(email="eva@other.example")

    client.post(address(other, "send"), {"consent": "on"})

    assert Referee.objects.get(application=other).state == RefereeState.ASKED


def test_the_address_goes_from_the_mails_too(client: Client) -> None:
    row = make_application()
    client.post(address(row, "send"), {"consent": "on"})
    referee = Referee.objects.get()
    OutgoingMail.objects.filter(to=referee.email).update(
        state=OutgoingMail.State.SENT, finished_at=timezone.now(), text=""
    )

    client.post(page_of(referee), {"decline": "1"})

    assert not OutgoingMail.objects.filter(to="bo@example.org").exists()


def test_nobody_is_asked_more_than_three_times_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        row = make_application(email=f"applicant-{number}@example.org")
        Referee.objects.filter(application=row).update(email="Bo@example.org")
        applying.send(row, consent="Yes.")
    states = Referee.objects.order_by("pk").values_list("state", flat=True)

    assert list(states) == [RefereeState.ASKED] * 3 + [RefereeState.NAMED] * 2
    assert not ask_waiting()
    later = timezone.now() + timedelta(days=1, hours=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert [ask_waiting(), ask_waiting()] == [True, False]
    assert list(states.all()) == [RefereeState.ASKED] * 5
    assert len([mail for mail in mails() if mail.to == "Bo@example.org"]) == 5
    assert "joining: referees to ask" in {each.name for each in registered_slices()}
