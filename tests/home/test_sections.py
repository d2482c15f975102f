"""Pages of the office: what is around and below them, and that readers find them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.record_models import record_models
from home.models import StandardPage
from search.sources.registry import source_of
from search.state.index_state import IndexState
from tests import builders

pytestmark = pytest.mark.django_db


def below(parent: StandardPage, title: str, **fields: object) -> StandardPage:
    page = StandardPage(original_language="en", heading_en=title, body_en="<p>Words.</p>", **fields)
    return builders.add_page(page, parent=parent)


@pytest.fixture
def about() -> StandardPage:
    return builders.make_standard_page(title="About us", body_en="<p>Who <b>we</b> are.</p>")


def menu(client: Client, address: str) -> str:
    page = client.get(address).content.decode()
    return page.partition('class="section-menu')[2].partition("</nav>")[0]


def test_a_page_lists_those_below_it_with_their_leads(client: Client, about: StandardPage) -> None:
    below(about, "Our history", lead_en="From 1993 on.", heading_fr="Notre histoire")
    below(about, "Our board").unpublish()

    page = client.get("/en/about-us/").content.decode()
    french = client.get("/fr/about-us/").content.decode()

    assert "From 1993 on." in page
    assert "Our board" not in page
    assert "Notre histoire</a>" in french
    assert '<p class="card__summary" lang="en">From 1993 on.</p>' in french


def test_the_menu_of_a_section_marks_where_one_is(client: Client, about: StandardPage) -> None:
    history = below(about, "Our history")
    below(about, "Our board")
    below(history, "The first years")

    found = menu(client, "/en/about-us/our-history/")

    places = [found.index(f">{t}</a>") for t in ("About us", "Our history", "The first years")]
    assert places == sorted(places)
    assert ">Our board</a>" in found
    assert found.count("aria-current") == 1
    assert '/our-history/" aria-current="page">Our history' in found


def test_a_page_alone_has_no_menu_and_neighbours_at_the_top_are_no_section(
    client: Client, about: StandardPage
) -> None:
    builders.make_standard_page(title="Imprint")

    assert menu(client, "/en/about-us/") == ""
    below(about, "Our history")
    assert "Imprint" not in menu(client, "/en/about-us/")


def test_a_page_asks_as_often_for_many_as_for_few(client: Client, about: StandardPage) -> None:
    below(about, "One")
    client.get("/en/about-us/")
    with CaptureQueriesContext(connection) as few:
        client.get("/en/about-us/")
    for number in range(5):
        below(about, f"More {number}")
    with CaptureQueriesContext(connection) as many:
        client.get("/en/about-us/")

    assert len(many) == len(few)


def test_a_page_is_found_by_its_words_without_markup(about: StandardPage) -> None:
    entry = next(iter(source_of("pages").entries([about.record_id])))

    assert about.key == "pages/about-us"
    assert entry.title == {"en": "About us"}
    assert "Who we are." in entry.body["en"]
    assert "<" not in entry.body["en"]


def test_what_is_below_a_page_goes_and_comes_with_it(about: StandardPage) -> None:
    history = below(about, "Our history")
    IndexState.objects.all().delete()

    about.unpublish()

    assert history.key in set(IndexState.objects.values_list("key", flat=True))
    assert list(source_of("pages").entries([history.record_id])) == []


def test_a_page_has_an_address_that_stays(client: Client, about: StandardPage) -> None:
    assert record_models()["pages"] is StandardPage
    assert client.get("/r/pages/about-us/")["Location"] == "/en/about-us/"


def test_the_sitemap_names_each_page_once_in_its_own_languages(
    client: Client, about: StandardPage
) -> None:
    below(about, "Our history", heading_fr="Notre histoire")

    found = client.get("/sitemap-pages.xml").content.decode()

    assert found.count("<loc>") == 3
    assert "/fr/about-us/our-history/</loc>" in found
    assert "/fr/about-us/</loc>" not in found
