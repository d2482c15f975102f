"""The office changes menus on one page, by buttons; what it pastes is taken for what it means."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from wagtail.models import ModelLogEntry

from core.i18n import LANGS
from home.menus import changes
from home.models import MenuEntry
from members.office import ensure_office, office_group
from tests import builders

pytestmark = pytest.mark.django_db
ADD = "/admin/snippets/home/menuentry/add/"
MENUS = "/admin/menus/"


@pytest.fixture
def office(client: Client) -> Client:
    ensure_office()
    client.force_login(builders.make_user(email="office@example.org", groups=(office_group(),)))
    return client


def add(client: Client, **fields: str) -> Any:
    empty = dict.fromkeys(("page", "part", "address", *(f"label_{c}" for c in LANGS)), "")
    return client.post(ADD, {**empty, "place": "legal", **fields}, follow=True)


def problems(answer: Any) -> str:
    return " ".join(word for found in answer.context["form"].errors.values() for word in found)


def press(client: Client, **fields: Any) -> Any:
    return client.post(MENUS, fields, follow=True)


def test_the_office_sees_every_menu_as_readers_do(office: Client) -> None:
    draft = builders.make_standard_page(title="Not yet", live=False)
    MenuEntry.objects.create(place="legal", page=draft)

    page = office.get(MENUS).content.decode()

    assert page.count('<section class="desk-step"') == 5
    assert "/en/practices/" in page
    assert "Not yet" in page
    assert "readers can’t open it" in page
    assert MENUS in office.get("/admin/").content.decode()


def test_a_menu_is_made_ones_own_changed_and_given_back(office: Client) -> None:
    before = office.get("/en/practices/").content.decode().count("site-nav__link")

    press(office, action="own", place="header")
    rows = list(MenuEntry.objects.filter(place="header"))
    assert office.get("/en/practices/").content.decode().count("site-nav__link") == before
    press(office, action="own", place="header")  # twice makes no second one
    assert MenuEntry.objects.count() == len(rows) == before - 1

    press(office, action="down", entry=rows[0].pk)
    press(office, action="up", entry=rows[2].pk)
    press(office, action="up", entry=rows[1].pk)  # further up than the first: nothing
    order = [row.pk for row in MenuEntry.objects.filter(place="header")[:3]]
    assert sorted(order) == sorted(row.pk for row in rows[:3])
    assert order != [row.pk for row in rows[:3]]

    press(office, action="back", place="header")
    assert not MenuEntry.objects.exists()
    assert ModelLogEntry.objects.filter(action="wagtail.delete").count() == len(rows)


def test_an_entry_that_was_taken_away_meanwhile_is_moved_nowhere(office: Client) -> None:
    press(office, action="own", place="header")
    gone = MenuEntry.objects.filter(place="header")[1]
    MenuEntry.objects.filter(pk=gone.pk).delete()

    assert not changes.move(gone, by=1, user=None)


def test_an_address_of_this_site_is_taken_for_its_page(office: Client, settings: Any) -> None:
    page = builders.make_standard_page(title="About us")

    for address in ("/en/about-us/", f"{settings.SITE_URL}/ro/about-us", "/fr/about-us/"):
        add(office, address=address)
    add(office, address=f"{settings.SITE_URL}/en/practices/?country=RO", label_en="In Romania")

    rows = list(MenuEntry.objects.all())
    assert [row.page_id for row in rows] == [page.pk, page.pk, page.pk, None]
    assert rows[3].address == "/en/practices/?country=RO"
    assert [row.position for row in rows] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Choose what it leads to"),
        ({"part": "map", "address": "https://example.org", "label_en": "x"}, "one thing only"),
        ({"address": "https://example.org"}, "needs a label"),
        ({"address": "my page"}, "no web address"),
        ({"address": "javascript:alert(1)"}, "no web address"),
        ({"address": "/en/nothing-here/"}, "Readers find nothing"),
        ({"address": "/r/practices/none/"}, "Readers find nothing"),
        ({"address": "mailto:nobody"}, "no e-mail address"),
        ({"part": "no-such-part"}, "no-such-part"),
    ],
)
def test_what_leads_nowhere_is_refused_in_words(
    office: Client, fields: dict[str, str], words: str
) -> None:
    answer = add(office, **fields)

    assert words in problems(answer)
    assert not MenuEntry.objects.exists()


@pytest.mark.parametrize("fields", [{"action": "own", "place": "x"}, {"action": "up"}, {}])
def test_what_no_button_sends_is_not_found(office: Client, fields: dict[str, str]) -> None:
    assert press(office, **fields).status_code == 404


def test_an_editor_changes_no_menu(client: Client) -> None:
    client.force_login(builders.make_user())

    assert client.get(MENUS).status_code in (302, 403)
    press(client, action="own", place="header")
    assert not MenuEntry.objects.exists()


@pytest.mark.parametrize("address", ["[x", "https://[", "https://exa\u2100mple.org"])
def test_what_is_no_address_at_all_is_said_beside_the_field(office: Client, address: str) -> None:
    answer = add(office, address=address, label_en="Somewhere")

    assert answer.status_code == 200
    assert "is no web address" in problems(answer)
    assert not MenuEntry.objects.exists()
