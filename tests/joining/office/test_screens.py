"""What the office and the board's readers see and do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from joining.models import (
    Application,
    ApplicationNote,
    ApplicationQuestion,
    ApplicationStatus,
    JoiningPath,
)
from joining.office.access import READERS_GROUP
from members.office import ensure_office, office_group
from tests.builders import make_user
from tests.joining.making import link_in, mails, make_application, make_file, make_sent, shown
from users.models import User

pytestmark = pytest.mark.django_db
LIST = "/admin/applications/"
CAME = datetime(2026, 3, 1, tzinfo=UTC)


def signed_in(user: User) -> Client:
    client = Client(HTTP_HOST="localhost")
    client.force_login(user)
    return client


@pytest.fixture
def office() -> Client:
    ensure_office()
    return signed_in(make_user(email="olga@example.org", groups=(office_group(),)))


@pytest.fixture
def reader() -> Client:
    return signed_in(make_user(groups=(Group.objects.get(name=READERS_GROUP),)))


def one(row: Application) -> str:
    return f"{LIST}{row.pk}/"


def does(client: Client, row: Application, do: str, **values: Any) -> str:
    data = {"do": do, "version": row.version, **values}
    return client.post(one(row), data, follow=True).content.decode()


def test_the_list_names_what_was_sent_in_few_queries(
    office: Client, django_assert_max_num_queries: Any
) -> None:
    make_application(email="draft@example.org", organisation_name="Casa Oculta")
    for number in range(5):
        make_sent(email=f"a{number}@example.org", organisation_name=f"Casa {number}")
    office.get(LIST)

    with django_assert_max_num_queries(31):
        page = office.get(LIST).content.decode()

    assert "Casa 0" in page
    assert "Casa 4" in page
    assert "Casa Oculta" not in page


def test_a_reader_reads_and_can_do_nothing(reader: Client) -> None:
    row = make_sent()
    file = make_file(row)

    page = shown(reader, one(row))
    fetched = reader.post(f"{one(row)}files/{file.pk}/")
    refused = [
        reader.post(one(row), {"do": do, "version": 0, "note-text": "x", "ask-text": "x"})
        for do in ("take_up", "ask", "note", "refuse", "")
    ]

    assert "Casa Clara" in page
    assert "<textarea" not in page
    assert fetched.status_code == 200
    assert {answer.status_code for answer in refused} == {302}  # to the first page, with words
    assert reader.post(LIST, {"email": "x@example.org", "language": "en"}).status_code == 302
    assert Application.objects.get().status == ApplicationStatus.SENT
    assert Application.objects.count() == 1
    assert not ApplicationNote.objects.exists()
    assert mails() == []


def test_nobody_else_sees_anything(client: Client) -> None:
    row = make_sent()
    file = make_file(row)
    editor = signed_in(make_user(groups=(Group.objects.create(name="Editors"),)))

    for path in (LIST, one(row)):
        assert client.get(path).status_code in (302, 403)
        assert editor.get(path).status_code in (302, 403)
    for person in (client, editor):
        assert person.post(f"{one(row)}files/{file.pk}/").status_code in (302, 403)


def test_a_draft_is_its_applicants_own(office: Client) -> None:
    row = make_application()
    file = make_file(row)

    assert office.get(one(row)).status_code == 404
    assert office.post(f"{one(row)}files/{file.pk}/").status_code == 404


def test_each_file_that_is_fetched_stands_in_the_trail(office: Client) -> None:
    row = make_sent()
    file = make_file(row)

    link = office.get(f"{one(row)}files/{file.pk}/")
    office.post(f"{one(row)}files/{file.pk}/")

    assert link.status_code == 405
    (line,) = ModelLogEntry.objects.filter(action="joining.read")
    assert line.user.email == "olga@example.org"
    assert line.data == {"file": file.pk, "paper": "report"}
    assert "File of an application fetched" in shown(office, one(row))


def test_the_office_takes_up_asks_and_notes(office: Client) -> None:
    row = make_sent()

    does(office, row, "take_up")
    row.refresh_from_db()
    does(office, row, "note", **{"note-text": "Looks good."})
    does(office, row, "ask", **{"ask-text": "¿Desde cuándo?"})

    row.refresh_from_db()
    (mail,) = mails()
    assert row.status == ApplicationStatus.ASKED
    assert row.taken_up_at is not None
    assert ApplicationQuestion.objects.get().text == "¿Desde cuándo?"
    assert ApplicationNote.objects.get().text == "Looks good."
    assert "¿Desde cuándo?" in mail.text
    assert link_in(mail).startswith("/es/join/my/")


def test_an_empty_question_is_refused_beside_the_field(office: Client) -> None:
    page = does(office, make_sent(), "ask", **{"ask-text": "  "})

    assert "Please write something here." in page
    assert mails() == []


@pytest.mark.parametrize("day", ["12.3.2026", "12 March 2026", "2026-03-12", "12/3/26"])
def test_a_decision_with_its_day_however_it_is_written(office: Client, day: str) -> None:
    row = make_sent(sent_at=CAME)

    does(office, row, "refuse", decision="Not now.", decided_on=day)

    row.refresh_from_db()
    assert (row.status, row.decision, row.decided_on) == ("refused", "Not now.", "2026-03-12")
    assert row.decided_by is not None
    assert [mail.to for mail in mails()] == ["ana@casaclara.example"]
    assert "Not now" not in mails()[0].text


@pytest.mark.parametrize("day", ["soon", "", "March 2026", "2026", "31.2.2026"])
def test_no_day_no_decision(office: Client, day: str) -> None:
    row = make_sent()

    page = does(office, row, "refuse", decision="Not now.", decided_on=day)

    assert "Not now." in page  # what was typed stands there still
    assert Application.objects.get().status == ApplicationStatus.SENT


def test_a_day_that_lies_ahead_is_refused(office: Client) -> None:
    ahead = (timezone.localdate() + timedelta(days=2)).isoformat()

    page = does(office, make_sent(), "refuse", decision="Not now.", decided_on=ahead)

    assert "lies in the future" in page


def test_the_first_page_says_what_waits(office: Client, reader: Client) -> None:
    assert "waits for the office" not in shown(office, "/admin/")
    make_sent()
    make_sent(email="b@example.org", status=ApplicationStatus.ASKED)
    make_application(email="c@example.org")

    page = shown(office, "/admin/")

    assert "1 application waits for the office" in page
    assert f'href="{LIST}?status=sent"' in page
    assert "waits for the office" not in shown(reader, "/admin/")


def test_what_nobody_was_asked_is_not_answered(office: Client) -> None:
    asked = make_sent(email="b@example.org", path=JoiningPath.INDIVIDUAL)

    assert "Wants to be named" in shown(office, one(asked))
    assert "Wants to be named" not in shown(office, one(make_sent()))


def test_of_two_who_decide_one_is_told(office: Client) -> None:
    row = make_sent(sent_at=CAME)
    other = signed_in(make_user(email="otto@example.org", groups=(office_group(),)))
    looked_at = Application.objects.get()

    does(other, row, "ask", **{"ask-text": "Since when?"})
    page = does(office, looked_at, "refuse", decision="Not now.", decided_on="12.3.2026")

    assert "Meanwhile this application was changed" in page
    assert "Not now." in page
    assert Application.objects.get().status == ApplicationStatus.ASKED


def test_a_closed_one_is_decided_no_more(office: Client) -> None:
    row = make_sent(status=ApplicationStatus.WITHDRAWN, closed_at=timezone.now())

    for do, values in (("take_up", {}), ("ask", {"ask-text": "x"})):
        assert "can’t be done in this state" in does(office, row, do, **values)
    assert Application.objects.get().status == ApplicationStatus.WITHDRAWN


def test_a_person_is_invited_by_the_office(office: Client, client: Client) -> None:
    office.post(LIST, {"email": "eva@example.org", "language": "fr"})

    (mail,) = mails()
    row = Application.objects.get()
    client.post(link_in(mail))

    assert (row.path, row.language) == (JoiningPath.INDIVIDUAL, "fr")
    assert link_in(mail).startswith("/fr/join/my/")
    assert Application.objects.get().proved_at is not None


def test_a_wrong_address_is_not_invited(office: Client) -> None:
    page = office.post(LIST, {"email": "eva@localhost", "language": "fr"}).content.decode()

    assert "mails from us don’t arrive there" in page.replace("\n", " ") or "desk-error" in page
    assert not Application.objects.exists()
