"""Pages of countries and topics: what there is, honestly, and what is missing."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from members.models import Country
from practices.models import Evidence, PracticePage
from search.models import RelatedConcept
from tests.builders import make_concept, make_membership, make_organisation, make_practice
from tests.practices.register_builders import make_helpline, make_policy, make_statistic

pytestmark = pytest.mark.django_db


def page_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return " ".join(response.content.decode().split())


def tagged_practice(concept: Any, **fields: Any) -> PracticePage:
    practice = make_practice(**fields)
    practice.set_concepts({concept.scheme: [concept]})
    practice.save_revision().publish()
    return practice


# -- countries ------------------------------------------------------------------
def test_country_tells_members_from_other_organisations(client: Client) -> None:
    make_membership(organisation=make_organisation(name="A member", country="RO"))
    make_organisation(name="A prison", country="RO")

    page = page_of(client, "/en/countries/ro/")

    members = page.index("Members of the network")
    others = page.index("Other organisations")
    assert members < page.index("A member") < others < page.index("A prison")


def test_ended_membership_makes_no_member(client: Client) -> None:
    organisation = make_organisation(name="Was a member", country="RO")
    make_membership(organisation=organisation, status="ended")

    page = page_of(client, "/en/countries/ro/")

    assert "Members of the network" not in page
    assert "Was a member" in page


def test_help_for_families_is_the_first_section(client: Client) -> None:
    make_helpline()
    make_practice(countries=["GB"])

    page = page_of(client, "/en/countries/gb/")

    assert page.index("Family line") < page.index("What is done here")


def test_country_without_anything_says_so_and_offers_its_languages(client: Client) -> None:
    page = page_of(client, "/en/countries/mt/")

    assert "Nothing shared yet from Malta" in page
    assert "/en/practices/?language=en" in page
    assert 'name="robots" content="noindex"' in page


def test_text_of_the_office_is_shown_with_its_language(client: Client) -> None:
    Country.objects.create(
        record_id="NO", introduction_nb="Om Norge.", original_language="nb", sources=["a.txt"]
    )

    page = page_of(client, "/fr/countries/no/")

    assert "Om Norge." in page
    assert 'lang="nb"' in page


def test_figures_without_a_year_stand_apart(client: Client) -> None:
    make_statistic(record_id="dated", statement_en="Dated figure")
    make_statistic(record_id="undated", statement_en="Undated figure", year=None)

    page = page_of(client, "/en/countries/no/")

    apart = page.index("Figures whose year is not stated")
    assert page.index("Dated figure") < apart < page.index("Undated figure")


@pytest.mark.parametrize("code", ["zz", "eng", "g"])
def test_country_that_does_not_exist_is_not_found(client: Client, code: str) -> None:
    assert client.get(f"/en/countries/{code}/").status_code == 404


def test_country_in_capitals_leads_to_its_address(client: Client) -> None:
    assert client.get("/en/countries/GB/")["Location"] == "/en/countries/gb/"


def test_part_that_is_not_of_the_country_is_named_and_left_out(client: Client) -> None:
    make_policy()

    page = page_of(client, "/en/countries/no/?nation=GB-SCT")

    assert "nation = GB-SCT" in page
    assert "Visits Act" in page


def test_index_counts_and_lists_what_is_missing(client: Client) -> None:
    make_membership(organisation=make_organisation(country="RO"))
    make_practice(organisation=make_organisation(country="RO"), countries=["RO"])

    page = page_of(client, "/en/countries/")

    assert "1 member" in page
    assert "2 organisations" in page
    assert page.index("Nothing shared yet from") < page.index("Malta")


# -- topics ------------------------------------------------------------------
def test_topic_shows_what_was_found_beside_how_it_was_studied(client: Client) -> None:
    theme = make_concept(note_en="Seeing each other.")
    practice = tagged_practice(theme, title="Story time")
    Evidence.objects.create(record=practice, direction="works", design="opinion")

    page = page_of(client, "/en/themes/visits/")

    row = page[page.index("Story time") :]
    assert row.index("Said to help") < row.index("Opinion of those involved")
    assert "For 1 of 1 practices" in page


def test_topic_without_evaluations_says_that_this_says_nothing(client: Client) -> None:
    tagged_practice(make_concept())

    page = page_of(client, "/en/themes/visits/")

    assert "Nobody has told the network of an evaluation" in page


def test_topic_links_its_neighbours(client: Client) -> None:
    broad = make_concept(record_id="families", label="Families")
    theme = make_concept(broader=broad)
    beside = make_concept(record_id="play", label="Play")
    RelatedConcept.objects.create(concept=theme, related=beside)

    page = page_of(client, "/en/themes/visits/")

    assert 'href="/en/themes/families/"' in page
    assert 'href="/en/themes/play/"' in page


def test_keyword_that_is_no_topic_is_not_found(client: Client) -> None:
    make_concept(record_id="prison", scheme="setting", label="Prison")

    assert client.get("/en/themes/prison/").status_code == 404


def test_empty_topic_says_so(client: Client) -> None:
    make_concept()

    assert "Nothing shared on this topic yet" in page_of(client, "/en/themes/visits/")


@pytest.mark.parametrize("address", ["/en/countries/ro/", "/en/themes/visits/", "/en/countries/"])
def test_number_of_queries_does_not_grow_with_what_there_is(client: Client, address: str) -> None:
    theme = make_concept()
    organisation = make_organisation(country="RO")
    make_membership(organisation=organisation)
    make_organisation(name="A prison", country="RO")
    make_policy(record_id="p", country="RO", themes=[theme])
    make_statistic(record_id="s", country="RO", themes=[theme])
    first = tagged_practice(theme, organisation=organisation, countries=["RO"])
    Evidence.objects.create(record=first, direction="mixed", design="survey")
    counts = []

    for added in (0, 4):
        for number in range(added):
            other = make_organisation(name=f"Organisation {number}", country="RO")
            make_membership(organisation=other)
            make_policy(record_id=f"p{number}", country="RO", themes=[theme])
            make_statistic(record_id=f"s{number}", country="RO", themes=[theme])
            practice = tagged_practice(theme, title=f"Practice {number}", countries=["RO"])
            Evidence.objects.create(record=practice, direction="mixed", design="survey")
        client.get(address)  # Wagtail forgets the site's address when pages are added
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))

    assert counts[0] == counts[1]
