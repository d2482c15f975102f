"""The office takes a list in by clicking, and sees before what will happen; one reader, too."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from core.mail.outgoing import OutgoingMail
from members.office import ensure_office, office_group
from newsletter.models import Action, ConsentEvent, How, State, Subscriber
from tests.builders import make_administrator, make_user
from tests.newsletter.making import form, make_subscriber
from tests.newsletter.subscribers.lists import read
from tests.shown import words_of

pytestmark = pytest.mark.django_db
PROOF = {"consented_on": "3 May 2024", "where": "Folder 7", "words": "Yes, send it."}
INPUT = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
SELECT = re.compile(r'<select name="([^"]+)".*?</select>', re.DOTALL)
CHOSEN = re.compile(r'<option value="([^"]*)" selected')


@pytest.fixture
def office() -> Client:
    ensure_office()
    client = Client()
    client.force_login(make_user(groups=(office_group(),)))
    return client


def fields(html: str) -> dict[str, str]:
    """What a browser would send of a page's form."""
    found = {name: unescape(value) for name, value in INPUT.findall(html)}
    for match in SELECT.finditer(html):
        chosen = CHOSEN.search(match[0])
        found[match[1]] = unescape(chosen[1]) if chosen else ""
    found.pop("csrfmiddlewaretoken", None)
    return found


def upload(office: Client, content: bytes, name: str = "list.csv") -> str:
    file = SimpleUploadedFile(name, content)
    response = office.post(reverse("newsletter_desk:take_list"), {"step": "file", "file": file})
    assert "no-store" in response.headers["Cache-Control"]
    return str(response.content.decode())


def step(office: Client, html: str, name: str, **values: str) -> str:
    sent = {**fields(html), **values, "step": name}
    response = office.post(reverse("newsletter_desk:take_list"), sent, follow=True)
    return str(response.content.decode())


@pytest.mark.parametrize(
    ("name", "email"),
    [
        ("s02-semicolon.csv", "reader.two@example.org"),
        ("s03-utf16.csv", "reader.three@example.org"),
        ("s05-mailchimp.csv", "reader.five@example.org"),
        ("s06-listmonk.csv", "reader.six@example.org"),
        ("s07-brevo.csv", "reader.seven@example.org"),
    ],
)
def test_a_list_comes_in_by_clicking(office: Client, name: str, email: str) -> None:
    columns = upload(office, read(name))
    preview = step(office, columns, "preview", where="Folder 7", words="Yes, send it.")
    assert not Subscriber.objects.exists()
    assert "New, with proof of consent" in words_of(preview)

    done = step(office, preview, "take")

    assert "new, with proof of consent: 1" in words_of(done)
    reader = Subscriber.objects.get()
    assert (reader.email, reader.state) == (email, State.ACTIVE)
    entry = ModelLogEntry.objects.get(action="newsletter.list_taken")
    assert entry.data["rows"]["new"] == 1
    assert email not in f"{entry.label} {entry.data}"


def test_the_page_says_what_was_understood(office: Client) -> None:
    words = words_of(upload(office, read("s03-utf16.csv")))

    assert "1 row was read (UTF-16, tab)" in words
    assert "reader.three@example.org" in words


def test_rows_without_proof_get_one_mail(office: Client) -> None:
    preview = step(office, upload(office, b"email\nana@example.org\n"), "preview")
    step(office, preview, "take")
    step(office, preview, "take")

    assert Subscriber.objects.get().state == State.PENDING
    assert OutgoingMail.objects.count() == 1


def test_the_preview_names_rows_that_stay_out(office: Client) -> None:
    make_subscriber("known@example.org")
    make_subscriber("gone@example.org", state=State.COMPLAINED)
    content = b"email\nben\nknown@example.org\ngone@example.org\nnew@example.org\n"

    words = words_of(step(office, upload(office, content), "preview"))

    assert "This is no e-mail address" in words
    assert "reported as unwanted" in words
    assert "Rows that don’t come in, and why" in words


def test_where_days_can_be_read_in_two_ways_the_office_says_how(office: Client) -> None:
    content = b"email,consented_on\nana@example.org,05/03/2024\n"
    columns = upload(office, content)
    assert "A day such as 05/03/2024 in this list is" in words_of(columns)
    said = {"where": "Folder 7", "words": "Yes, send it.", "order": "month"}

    preview = step(office, columns, "preview", **said)
    step(office, preview, "take")

    given = ConsentEvent.objects.get(action=Action.GIVEN)
    assert given.at.date() == dt.date(2024, 5, 3)
    assert "A day such as" not in words_of(upload(office, content.replace(b"05/03", b"05/13")))


def test_whoever_didn_t_agree_is_counted_and_left_out(office: Client) -> None:
    columns = upload(office, b"EMAIL;OPT_IN\nana@example.org;No\n")
    preview = step(office, columns, "preview")

    words = words_of(preview)
    assert "1 Didn’t agree: no mail" in words
    assert "the list says that this person didn’t agree" in words
    assert "Nothing of this list is new" in words
    step(office, preview, "take")
    assert not Subscriber.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_columns_are_asked_again_where_they_make_no_sense(office: Client) -> None:
    columns = upload(office, b"email,other\nana@example.org,ben@example.org\n")

    twice = words_of(step(office, columns, "preview", column_1="email"))
    none = words_of(step(office, columns, "preview", column_0=""))
    half = words_of(step(office, columns, "preview", where="Folder 7"))

    assert "can be one column only" in twice
    assert "Say which column has the e-mail addresses" in none
    assert "Day, place and words make a proof together" in half


def test_one_can_go_back_to_the_columns(office: Client) -> None:
    columns = upload(office, b"email,other\nana@example.org,x\n")
    preview = step(office, columns, "preview", language="ro")

    assert fields(step(office, preview, "columns"))["language"] == "ro"


@pytest.mark.parametrize("content", [b"%PDF\0", b"", b"PK\x03\x04x"])
def test_what_is_no_list_is_refused_in_words(office: Client, content: bytes) -> None:
    assert "Choose the file" in words_of(upload(office, content))


@pytest.mark.parametrize("name", ["columns", "preview", "take"])
def test_a_step_without_its_table_begins_again(office: Client, name: str) -> None:
    url = reverse("newsletter_desk:take_list")

    words = words_of(office.post(url, {"step": name, "table": "x"}).content.decode())

    assert "Please choose the file again" in words


def test_a_formula_in_a_list_is_shown_as_text(office: Client) -> None:
    html = upload(office, b'email,<script>x</script>\nana@example.org,"<b>=1+1</b>"\n')

    assert "<script>x" not in html
    assert "<b>=1" not in html


# -- one reader -----------------------------------------------------------------------------------
def test_one_person_is_added_with_the_day_that_was_agreed_on(office: Client) -> None:
    response = office.post(
        reverse("newsletter_desk:add_subscriber"), {**form(), **PROOF}, follow=True
    )

    html = response.content.decode()
    event = ConsentEvent.objects.get()
    assert (event.how, event.place, event.wording) == (How.OFFICE, "Folder 7", "Yes, send it.")
    words = words_of(html)
    assert "May 3, 2024" in words or "3 May 2024" in words
    assert "Folder 7" in words


@pytest.mark.parametrize("name", PROOF)
def test_nobody_is_added_without_proof(office: Client, name: str) -> None:
    office.post(reverse("newsletter_desk:add_subscriber"), {**form(), **PROOF, name: ""})
    office.post(
        reverse("newsletter_desk:add_subscriber"), {**form(), **PROOF, "consented_on": "2999-1-1"}
    )

    assert not Subscriber.objects.exists()


@pytest.mark.parametrize("state", State.values)
def test_who_is_known_is_not_added_again(office: Client, state: str) -> None:
    make_subscriber(state=state)

    words = words_of(
        office.post(reverse("newsletter_desk:add_subscriber"), {**form(), **PROOF}).content.decode()
    )

    assert "is here already" in words or "only its owner" in words
    assert Subscriber.objects.get().state == state


@pytest.mark.parametrize(
    ("name", "state", "action"),
    [
        ("take_off", State.UNSUBSCRIBED, Action.WITHDRAWN),
        ("complaint", State.COMPLAINED, Action.COMPLAINED),
    ],
)
def test_the_office_ends_a_subscription(office: Client, name: str, state: str, action: str) -> None:
    row = make_subscriber()
    url = reverse(f"newsletter_desk:{name}", args=[row.pk])

    assert "ana@example.org" in office.get(url).content.decode()
    assert Subscriber.objects.get().state == State.ACTIVE
    office.post(url)

    assert Subscriber.objects.get().state == state
    event = row.consent_events.get()
    assert (event.action, event.how) == (action, How.OFFICE)
    assert ModelLogEntry.objects.filter(data__subscriber=row.pk).count() == 1


def test_lists_and_pages_lead_there(office: Client) -> None:
    row = make_subscriber()

    table = office.get(reverse("wagtailsnippets_newsletter_subscriber:list")).content.decode()
    page = office.get(
        reverse("wagtailsnippets_newsletter_subscriber:inspect", args=[row.pk])
    ).content.decode()

    for name in ("add_subscriber", "take_list", "export_all"):
        assert reverse(f"newsletter_desk:{name}") in table
    for name in ("take_off", "complaint", "erase"):
        assert reverse(f"newsletter_desk:{name}", args=[row.pk]) in page


# -- the export -----------------------------------------------------------------------------------
def test_the_export_has_the_proof_and_no_formula(office: Client) -> None:
    words = {**PROOF, "words": "=HYPERLINK(1)"}
    office.post(reverse("newsletter_desk:add_subscriber"), {**form(), **words})
    url = reverse("newsletter_desk:export_all")

    text = office.post(url, {"format": "csv"}).content.decode("utf-8-sig")
    sheet = load_workbook(io.BytesIO(office.post(url, {"format": "xlsx"}).content)).active

    row = next(iter(list(csv.reader(io.StringIO(text)))[1:]))
    assert row[0] == "ana@example.org"
    assert row[6] == "2024-05-03"
    assert row[-1] == "'=HYPERLINK(1)"
    assert sheet is not None
    assert sheet["J2"].data_type == "s"
    assert ModelLogEntry.objects.filter(action="newsletter.subscribers_exported").count() == 2


@pytest.mark.parametrize("name", ["add_subscriber", "take_list", "export_all"])
def test_only_the_office_gets_in(client: Client, name: str) -> None:
    url = reverse(f"newsletter_desk:{name}")
    client.force_login(make_user())

    assert client.get(url).status_code in (302, 403)
    assert client.post(url).status_code in (302, 403)
    client.force_login(make_administrator())
    assert client.get(url).status_code == 200


def test_queries_of_the_export_do_not_grow(office: Client) -> None:
    counts = []
    office.post(reverse("newsletter_desk:export_all"), {"format": "csv"})
    for number in (1, 20):
        for n in range(number):
            make_subscriber(f"r{number}-{n}@example.org")
        with CaptureQueriesContext(connection) as queries:
            office.post(reverse("newsletter_desk:export_all"), {"format": "csv"})
        counts.append(len(queries))

    assert counts[0] == counts[1]
