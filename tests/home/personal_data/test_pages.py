"""The office's pages on people's data: look, hand out, ask, erase, answer; the record."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from wagtail.models import ModelLogEntry

from core.mail.outgoing import OutgoingMail, queue_mail
from core.privacy.facts import activities_in_words
from home.personal_data import views
from joining.models import Referee
from members.office import ensure_office, office_group
from newsletter.models import Subscriber
from tests.builders import make_research, make_user
from tests.joining.making import make_application
from tests.newsletter.making import make_subscriber
from users.models import User

pytestmark = pytest.mark.django_db
PERSON = {"email": "ana@example.org", "name": "Ana Silva"}


@pytest.fixture
def office(client: Client) -> Client:
    ensure_office()
    user = make_user(email="office@example.org", groups=(office_group(),))
    client.force_login(user)
    return client


def send(client: Client, step: str, **more: Any) -> Any:
    return client.post(reverse("personal_data"), {**PERSON, "step": step, **more})


def keys_in(answer: Any) -> list[str]:
    return [entry.key for entry, _ticked in answer.context["rows"]]


def test_it_is_for_the_office(client: Client) -> None:
    client.force_login(make_user())

    assert client.get(reverse("personal_data")).status_code in (302, 403)
    assert client.get(reverse("record_of_processing")).status_code in (302, 403)


def test_nobody_is_looked_for_without_an_address_or_a_name(office: Client) -> None:
    empty = office.post(reverse("personal_data"), {"step": "look"})
    short = office.post(reverse("personal_data"), {"step": "look", "name": "A."})

    assert "an address, a name, or both" in empty.content.decode()
    assert "the whole name" in short.content.decode()


def test_what_holds_only_the_name_is_for_the_office_to_decide(office: Client) -> None:
    make_research(authors=["Silva, Ana"])
    make_subscriber("ana@example.org")

    answer = send(office, "look")

    ticks = {entry.source.name: ticked for entry, ticked in answer.context["rows"]}
    assert ticks["newsletter"]
    assert not ticks["texts"]
    assert "Silva, Ana" in answer.content.decode()


def test_a_login_s_name_is_offered_to_look_for(office: Client) -> None:
    make_user(email="ana@example.org", first_name="Ana", last_name="Silva")

    answer = office.post(reverse("personal_data"), {"email": "ana@example.org", "step": "look"})

    assert answer.context["other_names"] == ["Ana Silva"]


def test_looking_writes_nothing(office: Client) -> None:
    make_subscriber("ana@example.org")
    before = ModelLogEntry.objects.count()

    send(office, "look")

    assert ModelLogEntry.objects.count() == before


def test_what_is_ticked_is_handed_out(office: Client) -> None:
    make_subscriber("ana@example.org", languages=["es"])
    keys = keys_in(send(office, "look"))

    answer = send(office, "give", chosen=keys, language="es")

    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        data = json.loads(packed.read("data.json"))
        page = packed.read("data.html").decode()
    assert [part["data"]["subscriber"]["languages"] for part in data] == [["es"]]
    assert 'lang="es"' in page
    assert "art. 77" in page
    assert "data.zip" in answer.headers["Content-Disposition"]
    assert ModelLogEntry.objects.get(action="cope.person.given").data["given"] == {"newsletter": 1}


def test_it_is_asked_once_more_before_anything_goes(office: Client) -> None:
    make_subscriber("ana@example.org")
    keys = keys_in(send(office, "look"))

    answer = send(office, "ask", chosen=keys, language="en")

    assert answer.context["asks"]
    assert Subscriber.objects.exists()


def test_the_answer_says_what_went_and_what_stays_and_until_when(office: Client) -> None:
    make_subscriber("ana@example.org", languages=["fr"])
    (mail,) = queue_mail(to="ben@example.org", subject="A message", text="From Ana Silva")
    keys = keys_in(send(office, "look"))
    chosen = [key for key in keys if key.startswith("newsletter")]

    answer = send(office, "erase", chosen=chosen, language="fr", reason="Pour répondre.")

    letter = answer.context["letter"]["letter"].value()
    assert not Subscriber.objects.exists()
    assert OutgoingMail.objects.filter(pk=mail.pk).exists()
    assert "art. 7" in letter
    assert "Preuve du consentement" in letter
    assert "Pour répondre." not in letter  # the mail was found by the name only, and is not hers


def test_nobody_is_found_who_is_not_there(office: Client) -> None:
    answer = send(office, "look")

    assert "Nothing is kept here about this person." in answer.content.decode()
    assert "Our site keeps nothing about you." in answer.context["answer"]


def test_the_last_administrator_stays(office: Client) -> None:
    user = make_user(email="ana@example.org", is_superuser=True)
    keys = keys_in(send(office, "look"))

    answer = send(office, "erase", chosen=keys, language="en")

    assert User.objects.filter(pk=user.pk).exists()
    assert "last administrator stays" in answer.content.decode()


def test_the_record_of_processing_is_the_table(office: Client) -> None:
    page = office.get(reverse("record_of_processing"))
    book = openpyxl.load_workbook(
        io.BytesIO(office.get(reverse("record_of_processing"), {"export": "xlsx"}).content)
    )

    titles = [each.title for each in activities_in_words()]
    assert [row[0].value for row in book.worksheets[0].iter_rows(min_row=2)] == titles
    assert all(title in page.content.decode() for title in titles)


def test_a_draft_of_an_application_is_found_by_its_address_only(office: Client) -> None:
    """Drafts are their applicants' own: no word of theirs leads there."""
    row = make_application(email="ana@example.org", person="Ana Silva")
    Referee.objects.update(name="Ana Silva")

    by_name = office.post(reverse("personal_data"), {"name": "Ana Silva", "step": "look"})
    by_address = office.post(reverse("personal_data"), {"email": row.email, "step": "look"})

    assert not {f"joining|{kind} {row.pk}" for kind in ("application", "referee")} & {
        *keys_in(by_name)
    }
    assert f"joining|application {row.pk}" in keys_in(by_address)


def test_more_than_anybody_reads_is_shown_when_somebody_asks_for_it(
    office: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is left out without a word, and nothing handed out as all while it isn't."""
    monkeypatch.setattr(views, "SHOWN", 3)
    for number in range(5):
        queue_mail(to="ben@example.org", subject=f"{number}", text="From Ana Silva")

    few = send(office, "look")
    refused = send(office, "give", chosen=keys_in(few), language="en")
    every = send(office, "look", all="1")
    given = send(office, "give", chosen=keys_in(every), language="en", all="1")

    assert len(keys_in(few)) == 3
    assert "2 places more aren’t shown." in few.content.decode()
    assert refused.context["more"] == 2
    assert len(keys_in(every)) == 5
    assert "shown" not in every.content.decode()
    assert 'name="all" value="1"' in every.content.decode()
    assert given.headers["Content-Type"] == "application/zip"


def test_where_something_stands_is_asked_only_of_what_is_shown(
    office: Client,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    monkeypatch.setattr(views, "SHOWN", 1)
    queue_mail(to="ben@example.org", subject="1", text="From Ana Silva")
    with CaptureQueriesContext(connection) as before:
        send(office, "look")
    for number in range(30):
        queue_mail(to="ben@example.org", subject=f"{number}", text="From Ana Silva")

    with django_assert_max_num_queries(len(before)):
        send(office, "look")


def test_the_answer_goes_out_by_mail_in_the_person_s_language(office: Client) -> None:
    make_subscriber("ana@example.org", languages=["fr"])
    done = send(office, "erase", chosen=keys_in(send(office, "look")), language="fr")
    letter = done.context["letter"].initial

    answer = send(office, "send", **letter)

    mail = OutgoingMail.objects.get(to="ana@example.org")
    assert answer.status_code == 302
    assert letter["to"] == "ana@example.org"
    assert mail.text.startswith(letter["letter"])
    assert "30 jours" in mail.text
    assert mail.subject.startswith("Vos données")
    entry = ModelLogEntry.objects.get(action="cope.person.answered")
    assert set(entry.data) == {"code"}


def test_nobody_is_answered_at_an_address_that_is_none(office: Client) -> None:
    answer = send(office, "send", to="ana", letter="Dear Ana", language="en")

    assert "Dear Ana" in answer.content.decode()
    assert answer.context["letter"].errors["to"]
    assert not OutgoingMail.objects.exists()


def test_whoever_is_not_known_is_answered_in_a_chosen_language(office: Client) -> None:
    answer = send(office, "look", language="es")

    letter = answer.context["letter"].initial
    assert letter["language"] == "es"
    assert "art. 77" in letter["letter"]
    assert "Our site" not in letter["letter"]
    assert "Send it by mail" in answer.content.decode()
