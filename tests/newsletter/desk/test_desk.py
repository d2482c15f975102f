"""The desk's page: what it shows, to whom, and that its buttons work without a script."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from members.office import ensure_office, office_group
from newsletter.desk import edits
from newsletter.desk.issues import draft_of, last_number, start_issue
from newsletter.models import IssuePage, Mailing, MailingState
from tests.builders import (
    make_concept,
    make_membership,
    make_organisation,
    make_practice,
    make_update,
    make_user,
)
from tests.newsletter.desk.making import blocks, make_issue, make_sent_issue, outline, somebody
from tests.readonly import read_only_database
from tests.shown import words_of
from users.models import User

pytestmark = pytest.mark.django_db
DESK = "/admin/newsletter/"


@pytest.fixture
def user(db: None) -> User:
    ensure_office()
    return make_user(email="office@example.org", groups=(office_group(),))


@pytest.fixture
def office(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def shown(client: Client, address: str = DESK) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def change(client: Client, issue: IssuePage, **data: str) -> str:
    """Press a button of the desk; returns what the page says afterwards."""
    response = client.post(
        reverse("newsletter_desk:change", args=[issue.pk]), {"back": "q=x", **data}, follow=True
    )
    assert response.status_code == 200
    return html.unescape(response.content.decode())


# -- who may ---------------------------------------------------------------------------------------
ADDRESSES = [
    ("get", "desk", []),
    ("get", "call", []),
    ("post", "start", []),
    ("post", "call", []),
    ("post", "change", [1]),
    ("get", "write", [1]),
    ("get", "write_block", [1, "k"]),
    ("get", "send", [1]),
    ("get", "confirm", [1]),
    ("post", "confirm", [1]),
    ("post", "test", [1]),
    ("get", "report", [1]),
    ("post", "act", [1]),
]


@pytest.mark.parametrize(("method", "name", "args"), ADDRESSES)
def test_editors_are_refused_everywhere(method: str, name: str, args: list[Any]) -> None:
    editor = make_user()
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client = Client()
    client.force_login(editor)

    response = getattr(client, method)(reverse(f"newsletter_desk:{name}", args=args))

    assert response.status_code == 403


@pytest.mark.parametrize(("method", "name", "args"), ADDRESSES)
def test_nobody_gets_in_without_signing_in(method: str, name: str, args: list[Any]) -> None:
    response = getattr(Client(), method)(reverse(f"newsletter_desk:{name}", args=args))

    assert response.status_code == 302
    assert "/admin/login/" in response["Location"]


def test_the_menu_and_the_first_page_lead_the_office_here(office: Client) -> None:
    make_sent_issue(state=MailingState.LATE, started_at=None, finished_at=None)

    page = shown(office, "/admin/")

    assert DESK in page
    assert "late: the office is asked again" in page
    assert reverse("newsletter_desk:report", args=[Mailing.objects.get().pk]) in page


def test_editors_see_neither_menu_nor_panel() -> None:
    editor = make_user()
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client = Client()
    client.force_login(editor)

    assert DESK not in shown(client, "/admin/")


# -- what it shows ---------------------------------------------------------------------------------
def test_without_an_issue_there_is_a_button_for_one(office: Client) -> None:
    make_update(title="A room")
    make_sent_issue()

    page = words_of(shown(office))

    assert "No issue in work" in page
    assert "A room" in page


def test_before_the_first_issue_it_says_what_to_do_first(office: Client) -> None:
    page = words_of(shown(office))

    assert "No issue yet: start one" in page
    assert "Start the first issue" in page
    assert "Choose an earlier one under “More filters”." in page


def test_what_the_desk_does_not_offer_or_understand_is_named(office: Client) -> None:
    """It was in force unseen (a maturity), or dropped without a word (a country, a day)."""
    page = shown(office, f"{DESK}?maturity=pilot&country=ZZ&since=soon&colour=red&sent=yes")

    said = page[page.index("was not understood and left out") :].partition("</ul>")[0]
    for named in ("maturity = pilot", "country = ZZ", "since = soon", "colour = red"):
        assert f"<code>{named}</code>" in said
    assert "sent" not in said
    assert "was not understood" not in shown(office, f"{DESK}?coming=yes&page=2&country=NO")


def test_the_link_that_takes_filters_away_is_there_once_there_are_some(office: Client) -> None:
    assert "Remove all filters" not in shown(office)

    for asked in ("q=x", "country=RO", "since=2026-01-01", "sent=yes"):
        page = shown(office, f"{DESK}?{asked}")

        assert "Remove all filters" in page, asked
        assert "or remove all filters" in page, asked


def test_the_button_makes_the_next_number(office: Client) -> None:
    number = make_sent_issue().number

    response = office.post(f"{DESK}start/", {"after": str(number)}, follow=True)

    issue = IssuePage.objects.get(number=number + 1)
    assert f"Newsletter no. {issue.number}" in response.content.decode()
    assert not issue.live
    assert (issue.heading_en, issue.heading_fr) == (f"Newsletter no. {issue.number}", None)


def test_two_people_who_press_at_once_make_one_issue(office: Client) -> None:
    before = last_number()

    office.post(f"{DESK}start/", {"after": str(before)})
    response = office.post(f"{DESK}start/", {"after": str(before)}, follow=True)

    assert IssuePage.objects.count() == 1
    assert "a moment ago" in response.content.decode()


def test_the_desk_opens_on_the_issue_nobody_scheduled(office: Client) -> None:
    first = make_issue()
    second = make_issue()
    assert "Newsletter no. 2" in shown(office)

    Mailing.objects.create(issue=second, revision=second.latest_revision)

    page = shown(office)
    assert f"/admin/newsletter/{first.pk}/change/" in page
    assert "scheduled" in page
    assert f"/admin/newsletter/{second.pk}/change/" not in page


def test_another_issue_in_work_can_be_chosen(office: Client) -> None:
    first = make_issue()
    make_issue()

    assert f"/admin/newsletter/{first.pk}/change/" in shown(office, f"{DESK}?issue={first.pk}")


def test_sent_and_picked_things_are_marked(office: Client, user: User) -> None:
    told, picked = make_update(title="Told"), make_update(title="Picked")
    number = make_sent_issue(told).number
    issue = make_issue()
    edits.add_record(issue.pk, picked.key, user=user)

    page = words_of(shown(office, f"{DESK}?sent=yes"))

    assert f"sent in no. {number}" in page
    assert "in this issue" in page
    assert "1 hidden" in words_of(shown(office))


def test_balance_counts_countries_and_topics_and_names_the_silent(
    office: Client, user: User
) -> None:
    theme = make_concept(label="Visits")
    here = make_organisation(name="Here", country="RO")
    heard = make_organisation(name="Heard", country="FR")
    silent = make_organisation(name="Silent", country="NO")
    for each in (here, heard, silent):
        make_membership(organisation=each)
    make_sent_issue(make_update(organisation=heard, title="From France"))
    issue = make_issue()
    for number in (1, 2):
        practice = make_practice(organisation=here, title=f"Practice {number}")
        practice.set_concepts({"theme": [theme]})
        practice.save_revision().publish()
        edits.add_record(issue.pk, practice.key, user=user)

    page = shown(office)
    words = words_of(page[page.index('class="desk-balance"') :])

    assert "By country Romania 2" in words
    assert "By topic Visits 2" in words
    assert "had nothing in the last issue: Norway , Romania (now in this issue)" in words
    assert "France" not in words


def test_a_locked_issue_is_shown_without_buttons(office: Client, user: User) -> None:
    issue = make_issue()
    edits.add_text(issue.pk, "Hello", user=user)
    IssuePage.objects.filter(pk=issue.pk).update(locked=True, locked_by=somebody())

    page = shown(office)

    assert "has locked this issue" in page
    assert "Hello" in page
    assert 'value="remove"' not in page


def test_what_left_the_site_is_marked_in_the_issue(office: Client, user: User) -> None:
    update = make_update(title="Gone soon")
    issue = make_issue()
    edits.add_record(issue.pk, update.key, user=user)
    update.unpublish()

    assert "no longer online" in shown(office)


def test_looking_writes_nothing(office: Client, user: User) -> None:
    issue = make_issue()
    key = edits.add_record(issue.pk, make_update().key, user=user).key
    mailing = Mailing.objects.create(issue=issue, revision=issue.latest_revision)
    other = make_issue()
    addresses = [
        DESK,
        f"{DESK}?issue={other.pk}&q=x&country=RO",
        f"{DESK}{issue.pk}/write/",
        f"{DESK}{issue.pk}/write/{key}/",
        f"{DESK}{issue.pk}/send/",
        f"{DESK}{issue.pk}/send/confirm/?when=now",
        f"{DESK}sendings/{mailing.pk}/",
        f"{DESK}call/",
    ]

    with read_only_database():
        statuses = [office.get(address).status_code for address in addresses]

    assert statuses == [200] * len(addresses)


@pytest.mark.parametrize("name", ["start", "change", "test", "act"])
def test_what_changes_something_refuses_get(office: Client, name: str) -> None:
    args = [] if name == "start" else [1]

    assert office.get(reverse(f"newsletter_desk:{name}", args=args)).status_code == 405


def test_the_number_of_queries_does_not_grow(office: Client, user: User) -> None:
    issue = make_issue()

    def grow(number: int) -> None:
        organisation = make_organisation(name=f"House {number}", country="RO")
        make_membership(organisation=organisation)
        update = make_update(organisation=organisation, title=f"News {number}")
        make_update(organisation=organisation, title=f"More {number}")
        make_practice(organisation=organisation, title=f"Practice {number}")
        edits.add_record(issue.pk, update.key, user=user)
        section = edits.add_section(issue.pk, f"Section {number}", user=user)
        edits.remove(issue.pk, section.key, user=user)
        edits.add_section(issue.pk, f"Kept {number}", user=user)

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            shown(office)
        return len(caught)

    make_sent_issue(make_update(title="Told"))
    grow(1)
    queries()
    few = queries()
    for number in range(2, 5):
        grow(number)

    assert queries() <= few


# -- buttons without a script ----------------------------------------------------------------------
def test_every_button_works_as_a_form(office: Client) -> None:
    issue, update = make_issue(), make_update(title="A room")

    assert "Added: “A room”." in change(office, issue, do="add", record=update.key)
    assert "Added: “News”." in change(office, issue, do="section", heading="News")
    news = blocks(issue)[1].key
    assert "Added: “Hello”." in change(office, issue, do="text", heading="Hello", section=news)
    room, _news, hello = (each.key for each in blocks(issue))
    assert "in “News”" in change(office, issue, do="place", key=room, section=news, before=hello)
    assert "number 2 of 2" in change(office, issue, do="down", key=room)
    assert "number 1 of 2" in change(office, issue, do="up", key=room)
    assert "Removed: “Hello”." in change(office, issue, do="remove", key=hello)
    assert "Restored: “Hello”." in change(office, issue, do="restore", key=hello)
    assert "No further language" in change(office, issue, do="refill", key=room)
    assert outline(issue) == ["# News", update.key, "Hello"]


def test_a_refusal_is_said_and_the_desk_stays_as_it_was(office: Client) -> None:
    issue = make_issue()

    response = office.post(
        reverse("newsletter_desk:change", args=[issue.pk]),
        {"do": "up", "key": "gone", "back": "q=room&country=RO&issue=7"},
    )

    assert response["Location"] == f"{DESK}?q=room&country=RO&issue={issue.pk}"
    assert "somebody removed this" in office.get(response["Location"]).content.decode()


@pytest.mark.parametrize("back", ["//evil.example/", "https://evil.example/", "\r\nX: y", "%"])
def test_the_way_back_stays_here(office: Client, back: str) -> None:
    issue = make_issue()

    response = office.post(
        reverse("newsletter_desk:change", args=[issue.pk]), {"do": "x", "back": back}
    )

    assert response["Location"].startswith(f"{DESK}?")
    assert "evil" not in response["Location"].split("?", maxsplit=1)[0]


# -- writing ---------------------------------------------------------------------------------------
def fields_of(client: Client, address: str) -> dict[str, str]:
    """A form as it is shown, to be sent back with changes."""
    form = client.get(address).context["form"]
    return {name: form[name].value() or "" for name in form.fields}


def test_subject_and_introduction_are_written_in_two_languages(office: Client) -> None:
    issue = make_issue()
    address = f"{DESK}{issue.pk}/write/"
    data = fields_of(office, address) | {
        "text-heading_en": "Spring news",
        "text-heading_fr": "Nouvelles du printemps",
        "text-intro_fr": "Chers amis,\n\nvoici <tout>.",
    }

    office.post(address, data)

    draft = IssuePage.objects.get(pk=issue.pk).get_latest_revision_as_object()
    assert (draft.heading_en, draft.heading_fr) == ("Spring news", "Nouvelles du printemps")
    assert draft.intro_fr == "<p>Chers amis,</p><p>voici &lt;tout&gt;.</p>"
    assert draft.intro_en in (None, "")


def test_the_languages_it_comes_out_in_are_ticked_beside_the_texts(office: Client) -> None:
    issue = make_issue()
    address = f"{DESK}{issue.pk}/write/"
    data = fields_of(office, address) | {"text-heading_ro": "Știri", "languages": ["ro", "en"]}

    office.post(address, data)

    draft = draft_of(IssuePage.objects.get(pk=issue.pk))
    assert (draft.languages, draft.heading_ro) == (["en", "ro"], "Știri")
    assert draft_of(make_issue()).languages == ["en", "ro"]  # the next one starts with them


def test_an_issue_in_no_language_is_refused(office: Client) -> None:
    issue = make_issue()
    address = f"{DESK}{issue.pk}/write/"

    response = office.post(address, fields_of(office, address) | {"languages": []})

    assert response.context["form"].errors.keys() == {"languages"}
    assert len(draft_of(IssuePage.objects.get(pk=issue.pk)).languages) == 12


def test_a_conflict_keeps_the_languages_that_were_ticked(office: Client, user: User) -> None:
    issue = make_issue()
    address = f"{DESK}{issue.pk}/write/"
    data = fields_of(office, address) | {"text-heading_en": "Mine", "languages": ["en", "nb"]}
    edits.write(issue.pk, "", {"heading_en": "Theirs"}, user=user)

    form = office.post(address, data).context["form"]

    assert form["languages"].value() == ["en", "nb"]
    office.post(address, {name: form[name].value() or "" for name in form.fields})
    draft = draft_of(IssuePage.objects.get(pk=issue.pk))
    assert (draft.heading_en, draft.languages) == ("Mine", ["en", "nb"])


def test_a_block_is_called_what_the_reader_can_read(office: Client, user: User) -> None:
    issue = make_issue()
    key = edits.add_record(issue.pk, make_update(title="Study day").key, user=user).key
    edits.write(issue.pk, key, {"heading_fr": "Journée"}, user=user)

    page = words_of(shown(office))

    assert "Study day" in page
    assert "Journée" not in page
    assert "Removed: “Study day”." in change(office, issue, do="remove", key=key)


def test_a_teaser_is_shown_as_words(office: Client, user: User) -> None:
    issue = make_issue()
    key = edits.add_text(issue.pk, "Ours", user=user).key
    edits.write(issue.pk, key, {"text_en": "<p>It&#x27;s on.</p><p>Do come.</p>"}, user=user)

    assert "It&#x27;s on. Do come." in shown(office)  # escaped once, by the template


def test_before_the_first_issue_nothing_is_new_since_the_last_one(office: Client) -> None:
    assert "New since the last issue" not in shown(office)
    make_sent_issue(state=MailingState.SCHEDULED, started_at=None, finished_at=None)
    assert "New since the last issue" not in shown(office)
    make_sent_issue()
    assert "New since the last issue" in shown(office)


def test_a_teaser_is_edited_in_one_language_while_somebody_edits_another(
    office: Client, user: User
) -> None:
    issue = make_issue()
    key = edits.add_record(issue.pk, make_update(body_fr="Ça ouvre.").key, user=user).key
    address = f"{DESK}{issue.pk}/write/{key}/"
    data = fields_of(office, address)
    edits.write(issue.pk, key, {"text_fr": "<p>Elle ouvre.</p>"}, user=user)

    office.post(address, data | {"text-text_en": "Open soon."})

    (block,) = blocks(issue)
    assert (block.text_en, block.text_fr) == ("<p>Open soon.</p>", "<p>Elle ouvre.</p>")


def test_nobody_overwrites_unread_what_somebody_else_wrote(office: Client, user: User) -> None:
    issue = make_issue()
    key = edits.add_record(issue.pk, make_update().key, user=user).key
    address = f"{DESK}{issue.pk}/write/{key}/"
    data = fields_of(office, address) | {"text-text_en": "Mine."}
    edits.write(issue.pk, key, {"text_en": "<p>Theirs.</p>"}, user=user)

    response = office.post(address, data)

    assert "changed this meanwhile to: “Theirs.”" in words_of(response.content.decode())
    assert blocks(issue)[0].text_en == "<p>Theirs.</p>"
    form = response.context["form"]
    office.post(address, {name: form[name].value() or "" for name in form.fields})
    assert blocks(issue)[0].text_en == "<p>Mine.</p>"


def test_a_text_with_links_is_left_to_the_full_editor(office: Client, user: User) -> None:
    issue = make_issue()
    key = edits.add_record(issue.pk, make_update().key, user=user).key
    rich = '<p>See <a href="https://example.org/">there</a>.</p>'
    edits.write(issue.pk, key, {"text_en": rich}, user=user)
    address = f"{DESK}{issue.pk}/write/{key}/"

    data = fields_of(office, address)
    office.post(address, data | {"text-heading_en": "New"})

    assert "text-text_en" not in data
    assert (blocks(issue)[0].heading_en, blocks(issue)[0].text_en) == ("New", rich)


def test_a_block_that_is_gone_leads_back_to_the_desk(office: Client) -> None:
    issue = make_issue()

    response = office.get(f"{DESK}{issue.pk}/write/gone/", follow=True)

    assert "somebody removed this" in response.content.decode().lower()


def test_start_issue_needs_no_issue_before(user: User) -> None:
    assert start_issue(user=user, after=0).issue.number == 1
