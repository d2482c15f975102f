"""The office's pages on memberships: list, screen, papers, roll."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import Any

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from core.mail.outgoing import OutgoingMail
from core.written_dates import read_day
from members.memberships.reminders import remind
from members.memberships.roll import as_pdf, roll_of
from members.memberships.steps import take_step
from members.models import (
    ContactRole,
    Dissolution,
    Membership,
    MembershipContact,
    MembershipDocument,
    MembershipPath,
    MembershipStatus,
)
from members.office import ensure_office, office_group
from tests.builders import make_category, make_membership, make_organisation, make_user
from tests.forms import filled
from tests.members.memberships.today import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Client:
    ensure_office()
    client = Client(HTTP_HOST="localhost")
    client.force_login(make_user(email="office@example.org", groups=(office_group(),)))
    return client


def member(name: str = "Casa Verde", *, votes: int = 1, **fields: Any) -> Membership:
    category = make_category(record_id=f"votes-{votes}")
    category.votes = votes
    category.save()
    organisation = make_organisation(name=name, country=fields.pop("country", "RO"))
    return make_membership(organisation=organisation, category=category, **fields)


def screen(membership: Membership) -> str:
    return reverse("membership", args=[membership.pk])


# -- days ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text",
    [
        "2026-11-30",
        "2026/11/30",
        "30.11.2026",
        "30. 11. 26",
        "30/11/2026",
        "30 November 2026",
        "November 30, 2026",
        "30 nov 2026",
        "30. november 2026",
        "30 de noviembre de 2026",
        "30 novembre 2026",
        "30 listopada 2026",
        "30 Νοεμβρίου 2026",
        "30 noiembrie 2026",
    ],
)
def test_a_day_is_read_as_people_write_it(text: str) -> None:
    assert read_day(text) == dt.date(2026, 11, 30)


@pytest.mark.parametrize(
    "text", ["", "31.2.2026", "soon", "30 Nevember 2026", "2026", "13/13/2026"]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read_day(text)


# -- a membership that there was before this site --------------------------------------------------
def test_the_office_enters_a_membership_of_any_category(office: Client) -> None:
    """A register has a `collection`, too, and was taken for a picture of somebody's."""
    category, organisation = make_category(), make_organisation()
    url = reverse("wagtailsnippets_members_membership:add")
    sent = {"organisation": organisation.pk, "category": category.pk, "status": "active"}

    office.post(url, filled(office, url, form="w-editor-form", since="2015", **sent))

    membership = Membership.objects.get()
    assert (membership.organisation, membership.category) == (organisation, category)


# -- the list ------------------------------------------------------------------------------------
@pytest.fixture
def three() -> None:
    member("Casa Verde", since="2015", until="2019")
    member("Maison Bleue", since="2018", country="FR")
    late = member("Łódzki Dom", since="2024", country="PL")
    late.fee_paid_until = TODAY - dt.timedelta(days=1)
    late.save()


def listed(client: Client, **filters: str) -> list[str]:
    html = client.get(reverse("memberships"), filters).content.decode()
    return re.findall(r'/admin/memberships/\d+/">([^<]+)<', html)


def test_the_list_is_searched_by_name_day_state_country_and_fee(
    office: Client, three: None
) -> None:
    assert listed(office) == ["Casa Verde", "Maison Bleue", "Łódzki Dom"]
    assert listed(office, q="lodzki") == ["Łódzki Dom"]
    assert listed(office, day="1.6.2018", state="active") == ["Casa Verde", "Maison Bleue"]
    assert listed(office, day="2020-01-01", state="active") == ["Maison Bleue"]
    assert listed(office, state="ended") == ["Casa Verde"]
    assert listed(office, country="FR") == ["Maison Bleue"]
    assert listed(office, fee="overdue") == ["Łódzki Dom"]
    assert listed(office, day="soon") == []


def test_the_list_leaves_as_csv_and_workbook(office: Client, three: None) -> None:
    csv = office.get(reverse("memberships"), {"state": "active", "as": "csv"}).content.decode()
    sheet = load_workbook(
        io.BytesIO(office.get(reverse("memberships"), {"as": "xlsx"}).content)
    ).active

    assert [line.split(",")[0] for line in csv.splitlines()] == [
        "Name",
        "Maison Bleue",
        "Łódzki Dom",
    ]
    assert sheet is not None
    assert sheet.max_row == 4


def test_queries_don_t_grow_with_the_list(
    office: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(3):
        member(f"House {number}")
    office.get(reverse("memberships"))

    with django_assert_max_num_queries(32) as few:
        office.get(reverse("memberships"))
    for number in range(5):
        member(f"Home {number}")

    with django_assert_max_num_queries(len(few)):
        office.get(reverse("memberships"))


# -- one membership ------------------------------------------------------------------------------
def test_a_button_takes_a_step_with_day_decision_reason_and_paper(office: Client) -> None:
    row = member()
    paper = ContentFile(b"They asked for it.", name="letter.txt")

    shown = office.get(screen(row)).content.decode()
    office.post(
        screen(row),
        {
            "to": "suspended",
            "seen": "active",
            "day": "1 March 2026",
            "decision": "Board",
            "reason": "No report",
            "paper": paper,
        },
    )

    assert 'name="to" value="suspended"' in shown
    assert 'name="to" value="applicant"' not in shown
    row.refresh_from_db()
    step = row.steps.get()
    assert (row.status, step.day, step.decision, step.reason) == (
        "suspended",
        dt.date(2026, 3, 1),
        "Board",
        "No report",
    )
    assert step.actor is not None
    assert step.documents.get().title == "letter.txt"
    assert "No report" in office.get(screen(row)).content.decode()


def test_an_applicant_becomes_a_member_of_the_category_that_votes(office: Client) -> None:
    row = member(status=MembershipStatus.APPLICANT, since="", votes=0)
    Membership.objects.filter(pk=row.pk).update(applicant_since="2020")
    voting = make_category(record_id="member", label="Member organisation")
    voting.votes = 1
    voting.save()
    data = filled(office, screen(row), form="membership-step")

    assert data["category"] == str(voting.pk)
    office.post(screen(row), {**data, "to": "suspended"})
    row.refresh_from_db()
    assert (row.status, row.category.record_id) == (
        "suspended",
        "votes-0",
    )  # another step: as it was

    back = filled(office, screen(row), form="membership-step")
    assert "category" not in back
    office.post(screen(row), {**back, "to": "applicant"})
    office.post(screen(row), {**data, "to": "active"})
    row.refresh_from_db()
    assert (row.status, row.category) == ("active", voting)
    assert "category" not in filled(office, screen(row), form="membership-step")


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"day": "soon"}, "“soon” is not a day"),
        ({"day": "2010-01-01"}, "comes before the last step"),
        ({"day": "2090-01-01"}, "lies in the future"),
        ({"seen": "applicant"}, "In the meantime it became “active”"),
        ({"to": "refused"}, "can&#x27;t become"),
        ({"to": "nonsense"}, "can&#x27;t become"),
    ],
)
def test_what_can_t_be_is_said_and_nothing_is_lost(
    office: Client, sent: dict[str, str], said: str
) -> None:
    row = member()
    data = {"to": "suspended", "seen": "active", "day": "2026-03-01", "decision": "Board", **sent}

    html = office.post(screen(row), data).content.decode()

    assert said in html
    assert "Board</textarea>" in html
    assert Membership.objects.get().status == "active"


def test_an_end_ahead_is_shown_and_taken_back(office: Client) -> None:
    row = member()
    ahead = TODAY + dt.timedelta(days=9)

    office.post(screen(row), {"to": "ended", "seen": "active", "day": ahead.isoformat()})
    shown = office.get(screen(row)).content.decode()
    office.post(screen(row), {"lift": "1"})

    assert f"from {date_format(ahead)} it counts as ended" in shown
    assert Membership.objects.get().until == ""


def test_fee_notes_persons_and_the_day_of_dissolution_are_kept(office: Client) -> None:
    row = member()
    address = screen(row)

    office.post(address, {"fee": "1", "fee_paid_until": "31.12.2026"})
    office.post(address, {"keep_notes": "1", "notes": "Ask Ana."})
    office.post(
        address,
        {"add_contact": "1", "role": "board_vote", "name": "Ana", "email": "ana@example.org"},
    )
    refused = office.post(address, {"dissolve": "1", "on": "2090"}).content.decode()
    office.post(address, {"dissolve": "1", "on": "2025"})

    row.refresh_from_db()
    assert (row.fee_paid_until, row.notes) == (dt.date(2026, 12, 31), "Ask Ana.")
    assert "lies in the future" in refused
    assert Dissolution.objects.get().on == "2025"
    contact = MembershipContact.objects.get()
    office.post(address, {"remove_contact": str(contact.pk)})
    office.post(address, {"remove_contact": str(contact.pk)})  # gone already
    assert not MembershipContact.objects.exists()
    lines = ModelLogEntry.objects.filter(action__startswith="members.membership.contact")
    assert [(line.action.rpartition(".")[2], line.data) for line in lines.order_by("pk")] == [
        ("contact", {"role": "board_vote"}),
        ("contact_out", {"role": "board_vote"}),
    ]
    assert all(line.user for line in lines)


def test_a_paper_is_given_to_the_office_only_and_leaves_a_trace(office: Client) -> None:
    row = member()
    data = {"add_paper": "1", "title": "Statutes", "file": ContentFile(b"We are.", name="s.txt")}
    office.post(screen(row), data)
    paper = MembershipDocument.objects.get()
    added = ModelLogEntry.objects.get(action="members.membership.paper")
    address = reverse("membership_paper", args=[row.pk, paper.pk])
    stranger = Client(HTTP_HOST="localhost")
    stranger.force_login(make_user())

    given = b"".join(office.post(address).streaming_content)

    assert given == b"We are."
    assert (added.data, added.user is not None) == ({"paper": paper.pk}, True)
    read = ModelLogEntry.objects.get(action="members.membership.read")
    assert read.data["title"] == "Statutes"
    assert stranger.post(address).status_code in (302, 403)
    assert Client(HTTP_HOST="localhost").get(f"/media/{paper.file.name}").status_code == 404
    assert office.get(address).status_code == 302
    assert ModelLogEntry.objects.filter(action="members.membership.read").count() == 1


# -- renewals ------------------------------------------------------------------------------------
def test_a_renewal_is_reminded_of_once_to_the_office_and_to_whom_was_named(office: Client) -> None:
    row = member()
    row.fee_paid_until = TODAY + dt.timedelta(days=20)
    row.save()
    row.contacts.create(role=ContactRole.FEE, name="Ana", email="ana@example.org")
    row.contacts.create(role=ContactRole.PRACTICE, name="Paul", email="paul@example.org")
    member("Paid for long").contacts.create(role=ContactRole.FEE, name="X", email="x@example.org")

    remind()
    remind()

    mails = {mail.to: mail.text for mail in OutgoingMail.objects.all()}
    assert OutgoingMail.objects.count() == 2
    assert set(mails) == {"office@example.org", "ana@example.org"}
    assert "Casa Verde" in mails["office@example.org"]
    assert "Dear Ana," in mails["ana@example.org"]
    assert all(date_format(row.fee_paid_until) in text for text in mails.values())
    Membership.objects.filter(pk=row.pk).update(fee_paid_until=TODAY + dt.timedelta(days=50))
    remind()
    assert OutgoingMail.objects.count() == 4


# -- the roll ------------------------------------------------------------------------------------
#: made by hand: who could vote on three days
DAYS = {
    "2017-12-31": [("Casa Verde", 1)],
    "2018-01-01": [("Casa Verde", 1), ("Maison Bleue", 2)],
    "2021-06-30": [("Maison Bleue", 2), ("Łódzki Dom", 1)],
}


@pytest.fixture
def voters() -> None:
    """One that left, one suspended for a while, one that was an applicant first, and no voters."""
    member("Casa Verde", since="2015", until="2019-12-31")
    suspended = member("Maison Bleue", votes=2, since="2018", country="FR")
    take_step(suspended, to=MembershipStatus.SUSPENDED, on=dt.date(2022, 1, 1), by=None)
    late = member("Łódzki Dom", since="2021-06-30", country="PL")
    late.applicant_since = "2019"
    late.save()
    member("Observer", votes=0, since="2010")
    person = make_category(record_id="individual")
    person.path, person.votes = MembershipPath.INDIVIDUAL, 1
    person.save()
    Membership.objects.create(name="Ana Popescu", category=person, status="active", since="2010")


@pytest.mark.parametrize(("day", "expected"), DAYS.items())
def test_the_roll_of_a_day_is_right(
    office: Client, voters: None, day: str, expected: list[tuple[str, int]]
) -> None:
    asked = {"day": day, "as": "xlsx"}
    sheet = load_workbook(io.BytesIO(office.get(reverse("electoral_roll"), asked).content)).active
    assert sheet is not None

    rows = [(row[0], row[3]) for row in sheet.iter_rows(min_row=2, values_only=True)]

    assert sorted(rows[:-1], key=str) == sorted(expected, key=str)
    assert rows[-1] == ("Together", sum(votes for _name, votes in expected))


def test_persons_stand_in_the_office_s_copy_only(voters: None) -> None:
    house = Membership.objects.get(name="Maison Bleue")
    house.contacts.create(role=ContactRole.BOARD_VOTE, name="Zoé", email="zoe@example.org")
    house.contacts.create(role=ContactRole.PRACTICE, name="Paul")
    day = dt.date(2019, 1, 1)

    public = {each.name: each.persons for each in roll_of(day)}
    own = {each.name: each.persons for each in roll_of(day, with_persons=True)}

    assert public == {"Casa Verde": "", "Maison Bleue": ""}
    assert own == {
        "Ana Popescu": "",
        "Casa Verde": "",
        "Maison Bleue": "Zoé <zoe@example.org>",
    }


def words_of(pdf: bytes) -> str:
    """The text of a PDF, by the tables that its fonts bring along."""
    said = ""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            letters: dict[int, str] = {}
            for font in page.Resources.Font.values():
                table = font.ToUnicode.read_bytes().decode()
                for code, text in re.findall(r"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>", table):
                    letters[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be")
            for operands, operator in pikepdf.parse_content_stream(page):
                for each in operands if str(operator) in ("Tj", "TJ") else ():
                    parts = each if isinstance(each, pikepdf.Array) else [each]
                    for part in parts:
                        if isinstance(part, pikepdf.String):
                            raw = bytes(part)
                            codes = zip(raw[::2], raw[1::2], strict=True)
                            said += "".join(letters.get(a * 256 + b, "?") for a, b in codes)
                said += "\n" if str(operator) == "ET" else ""
    return said


@pytest.mark.parametrize("language", ["en", "el", "ro"])
def test_the_roll_as_pdf_says_every_letter(language: str) -> None:
    names = ["Łódzki Dom źżć", "Casa Învățătorilor șț", "Σπίτι των παιδιών", "Ærø Øst"]
    for name in names:
        member(name, since="2015")

    with translation.override(language):
        voters = roll_of(TODAY)
        said = words_of(as_pdf(voters, day=TODAY, with_persons=False))

    assert all(name in said for name in names)
    assert "?" not in said


def test_the_roll_as_pdf_has_room_for_many_persons(voters: None) -> None:
    house = Membership.objects.get(name="Maison Bleue")
    for number in range(90):
        house.contacts.create(
            role=ContactRole.BOARD_VOTE, name=f"Person {number}", email=f"p{number}@example.org"
        )
    house.contacts.create(role=ContactRole.BOARD_VOTE, name="W" * 255)
    day = dt.date(2019, 1, 1)

    said = words_of(as_pdf(roll_of(day, with_persons=True), day=day, with_persons=True))

    assert "Person 0 " in said
    assert "p89@example.org" in said


def test_days_are_words_and_old_steps_bear_no_category_of_today(office: Client) -> None:
    membership = member(since="2015-03")
    take_step(membership, to=MembershipStatus.SUSPENDED, on=dt.date(2026, 3, 1), by=None)

    page = " ".join(office.get(screen(membership)).content.decode().split())
    listed_there = office.get(reverse("memberships")).content.decode()

    assert 'Since: <span class="desk-day">March 2015</span>' in page
    assert "<strong>1 March 2026</strong> suspended" in page
    assert "March 2015" in listed_there
