"""Menus show what the office wrote in the reader's language, and nothing readers can't open."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from core.kinds import kind_of
from core.network.legal import OfficePage
from home.menus import shown
from home.menus.destinations import choices
from home.models import MenuEntry, MenuPlace
from members.models import OrganisationIndexPage
from tests import builders

pytestmark = pytest.mark.django_db


def labels(place: str, language: str = "en") -> list[str]:
    with translation.override(language):
        return [str(link.label) for link in shown.menu(place)]


def entry(place: str = "legal", **fields: Any) -> MenuEntry:
    return MenuEntry.objects.create(place=place, **fields)


def test_until_the_office_changes_it_the_menu_is_the_one_that_the_site_comes_with() -> None:
    header, network = labels(MenuPlace.HEADER), labels(MenuPlace.NETWORK)

    assert header[:2] == ["Practices", "Organisations"]
    assert {"Map", "Countries", "Topics", "Research"} <= set(header)
    assert network[:3] == ["Members", "All organisations", "Countries"]
    assert network[-2:] == ["Write to the network office", "Sign in for members"]
    assert labels(MenuPlace.LEGAL) == []


def test_pages_of_the_office_come_into_it_once_they_are_online() -> None:
    imprint = builders.make_standard_page(title="Who we are", live=False)
    about = builders.make_standard_page(title="Our story")
    OfficePage.objects.update_or_create(role="imprint", defaults={"page": imprint})
    OfficePage.objects.update_or_create(role="about", defaults={"page": about})

    assert labels(MenuPlace.LEGAL) == []
    assert "Our story" in labels(MenuPlace.NETWORK)
    imprint.save_revision().publish()
    assert labels(MenuPlace.LEGAL) == ["Who we are"]


def test_the_directory_may_be_renamed(client: Client) -> None:
    """Its path was written in two places: the links led nowhere, or lost what they asked for."""
    index = OrganisationIndexPage.objects.get()
    index.slug = "who-we-are"
    index.save_revision().publish()

    page = client.get("/en/", HTTP_HOST="localhost").content.decode()

    assert "/en/organisations/" not in page
    assert 'href="/en/who-we-are/"' in page
    assert 'href="/en/who-we-are/?view=all"' in page
    with translation.override("de"):
        assert kind_of("organisations").list_url("country=RO") == "/de/who-we-are/?country=RO"


def test_whoever_wants_to_join_reaches_the_form_from_the_foot_of_every_page(
    client: Client,
) -> None:
    assert 'href="/en/join/"' in client.get("/en/", HTTP_HOST="localhost").content.decode()

    page = builders.make_standard_page(title="Come to us")
    OfficePage.objects.update_or_create(role="join", defaults={"page": page})

    assert "Come to us" in labels(MenuPlace.NETWORK)
    assert "How to join" not in labels(MenuPlace.NETWORK)
    shown = client.get(page.url_in("en"), HTTP_HOST="localhost").content.decode()
    assert 'href="/en/join/"' in shown


def test_an_entry_is_called_as_what_it_leads_to_in_the_readers_language() -> None:
    page = builders.make_standard_page(title="About us", heading_fr="Qui nous sommes")
    entry(page=page)
    entry(part="map")
    entry(address="https://example.org/", label_en="Our library")
    entry(part="themes", label_fr="Par sujet")

    assert labels("legal") == ["About us", "Map", "Our library", "Par sujet"]
    assert labels("legal", "fr") == ["Qui nous sommes", "Carte", "Our library", "Par sujet"]
    with translation.override("fr"):
        assert [str(link.label.attrs) for link in shown.menu("legal")][1:3] == ["", ' lang="en"']


def test_an_entry_may_be_for_readers_of_some_languages_only() -> None:
    entry(part="map", languages=["ro"])

    assert (labels("legal", "ro"), labels("legal", "en")) == (["Hartă"], [])


def test_what_readers_cant_open_is_in_no_menu(client: Client) -> None:
    above = builders.make_standard_page(title="Above")
    below = builders.add_page(
        type(above)(heading_en="Below", body_en="<p>x</p>", original_language="en"), parent=above
    )
    entry(page=below)
    entry(part="no-such-part")

    assert labels("legal") == ["Below"]
    above.unpublish()
    assert labels("legal") == []
    assert "Below" not in client.get("/en/practices/").content.decode()


def test_an_address_of_the_site_is_the_readers_language() -> None:
    builders.make_organisation(name="X")
    entry(address="/en/practices/?country=RO", label_en="In Romania")
    entry(address="/r/organisations/x/", label_en="Permanent")

    with translation.override("nb"):
        assert [link.url for link in shown.menu("legal")] == [
            "/nb/practices/?country=RO",
            "/r/organisations/x/",
        ]


def test_an_address_of_a_page_leaves_the_menu_with_the_page(client: Client) -> None:
    about = builders.make_standard_page(title="About us")
    organisation = builders.make_organisation(name="Casa Verde")
    practice = builders.make_practice(organisation=organisation, title="Story time")
    entry(address="/en/about-us/?from=menu", label_en="About")
    entry(address=f"{practice.url_in('ro')}", label_en="Stories")
    entry(address="/r/practices/story-time/", label_en="Permanent")
    entry(address="/en/organisations/?view=all", label_en="All")
    entry(address="/en/practices/?country=RO", label_en="In Romania")
    entry(address="/en/nothing-there/?x=1", label_en="Deleted")
    whole = ["About", "Stories", "Permanent", "All", "In Romania"]
    assert labels("legal") == whole

    organisation.unpublish()
    assert labels("legal") == ["About", "All", "In Romania"]
    about.unpublish()
    assert labels("legal") == ["All", "In Romania"]
    assert "about-us" not in client.get("/en/map/").content.decode()
    about.save_revision().publish()
    organisation.save_revision().publish()
    assert labels("legal") == whole


def test_the_way_to_help_always_stands_at_the_end_of_the_header(client: Client) -> None:
    entry("header", part="map")

    menu = client.get("/en/practices/").content.decode().partition("site-nav__list")[2]
    menu = menu.partition("</ul>")[0]

    assert menu.count("<li") == 2
    assert menu.index("/en/map/") < menu.index("/en/helplines/")


def test_the_menu_marks_where_one_is(client: Client) -> None:
    about = builders.make_standard_page(title="About us")
    entry("header", page=builders.home_page())
    entry("header", page=about)
    entry("header", page=builders.make_standard_page(title="Another"))

    found = client.get("/en/about-us/").content.decode()
    menu = found.partition("site-nav__list")[2].partition("</ul>")[0]

    assert menu.count("aria-current") == 1
    assert 'aria-current="page">About us' in menu


def test_menus_cost_two_queries_however_many_entries_there_are(client: Client) -> None:
    for number in range(5):
        page = builders.make_standard_page(title=f"Page {number}")
        for place in ("header", "legal"):
            entry(place, page=page)
    OfficePage.objects.update_or_create(role="about", defaults={"page": page})

    with CaptureQueriesContext(connection) as queries:
        client.get("/en/practices/")

    asked = [query["sql"] for query in queries if "home_" in query["sql"]]
    assert len(asked) == 2, asked


def test_an_entry_has_one_target() -> None:
    for fields in ({}, {"part": "map", "address": "https://example.org/"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            entry(**fields)


def test_a_page_that_is_deleted_takes_its_entries_along() -> None:
    page = builders.make_standard_page(title="Gone")
    entry(page=page)

    page.delete()

    assert not MenuEntry.objects.exists()


def test_every_part_can_be_chosen_and_leads_somewhere() -> None:
    names = [name for name, _label in choices()]

    assert {"practices", "glossary", "map", "write", "sign-in"} <= set(names)
    assert all(shown.destination(name).url for name in names)
