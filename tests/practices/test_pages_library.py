"""Materials, and the library that holds what no organisation here publishes."""

from __future__ import annotations

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from practices.models import Design, ResourceFile
from search.models import Scheme
from tests.builders import (
    library_page,
    make_concept,
    make_document,
    make_organisation,
    make_research,
    make_resource,
)
from tests.shown import Shown, read, read_page

pytestmark = pytest.mark.django_db


def library(client: Client, query: str = "") -> Shown:
    return read(client, library_page().url_in("en") + query)


# -- a material -----------------------------------------------------------------------------------
def test_every_fact_of_a_material_is_on_its_page(client: Client) -> None:
    resource = make_resource(
        parent=make_organisation(name="Casa Verde"),
        title="A leaflet for visitors",
        kind="leaflet_pack",
        about_en="What happens at the gate.",
        age_from=3.0,
        age_to=8.5,
        as_of="2008",
        web_address="https://leaflet.example.org",
        price="GBP 40 plus postage",
        sources=["Guide for staff, 2015"],
    )
    resource.language = "ro"
    resource.set_concepts(
        {
            Scheme.TARGET_GROUP: [
                make_concept(record_id="officers", scheme=Scheme.TARGET_GROUP, label="Officers")
            ],
            Scheme.STAGE: [make_concept(record_id="arrest", scheme=Scheme.STAGE, label="Arrest")],
        }
    )
    resource.save()
    ResourceFile.objects.create(record=resource, document=make_document(), title_en="The file")

    shown = read_page(client, resource)

    for words in (
        "Material: set of leaflets A leaflet for visitors Casa Verde",
        "What happens at the gate.",
        "For whom Officers",
        "When Arrest",
        "Ages 3 to 8.5 years",
        "Language of the material Romanian",
        "Price GBP 40 plus postage",
        "Old information: as described in 2008; not confirmed since",
        "The file TXT",
        "Guide for staff, 2015",
    ):
        assert words in shown.words
    assert 'href="https://leaflet.example.org"' in shown.html
    assert shown.headings(1) == ["A leaflet for visitors"]


def test_an_unknown_kind_of_material_is_shown_as_it_is(client: Client) -> None:
    shown = read_page(client, make_resource(kind="magic_lantern"))

    assert "Magic lantern" in shown.words


def test_what_a_material_lacks_says_so(client: Client) -> None:
    shown = read_page(client, make_resource())

    assert "Price not stated" in shown.words
    assert "Language of the material not stated" in shown.words
    assert "No description yet." in shown.words


# -- the library -----------------------------------------------------------------------------------
def test_it_lists_what_no_organisation_publishes(client: Client) -> None:
    make_research(title="A study")
    make_resource(title="B leaflet")
    make_research(parent=make_organisation(), title="Of an organisation")
    make_research(title="A draft", live=False)

    shown = library(client)

    assert shown.headings(2)[:2] == ["A study", "B leaflet"]
    assert "2 titles" in shown.words
    assert "Of an organisation" not in shown.words
    assert "A draft" not in shown.words


def test_one_sort_can_be_chosen(client: Client) -> None:
    make_research(title="A study")
    make_resource(title="B leaflet")

    assert library(client, "?collection=research").headings(2)[0] == "A study"
    assert library(client, "?collection=resources").headings(2)[0] == "B leaflet"
    assert "1 title" in library(client, "?collection=resources").words


def test_a_finding_is_never_listed_without_its_design(client: Client) -> None:
    make_research(finding_en="Visits help.", design=Design.SURVEY)
    make_research(title="Unclear", finding_en="Something helps.")

    shown = library(client)

    assert "Visits help." in shown.words
    assert "How it was studied survey" in shown.words
    assert "How it was studied not stated how it was studied" in shown.words


def test_a_title_that_is_not_known_says_so(client: Client) -> None:
    make_research(title="", authors=["Murray"])

    shown = library(client)

    assert "Murray Title not known Authors Murray Year not stated" in shown.words


@pytest.mark.parametrize("query", ["?collection=planets", "?country=NO", "?q=x", "?foo=bar"])
def test_what_is_unknown_is_named_and_ignored(client: Client, query: str) -> None:
    make_research(title="A study")

    shown = library(client, query)

    assert query[1:].replace("=", " = ") in shown.words
    assert shown.headings(2)[0] == "A study"


def test_it_has_pages(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("practices.presentation.library.PAGE_SIZE", 2)
    for title in ("A", "B", "C"):
        make_research(title=title)

    assert library(client).headings(2)[:2] == ["A", "B"]
    assert library(client, "?page=2").headings(2)[0] == "C"


def test_queries_do_not_grow_with_the_library(client: Client) -> None:
    from django.db import connection

    for _each in range(2):
        make_research()
        make_resource()
    library(client)
    with CaptureQueriesContext(connection) as few:
        library(client)
    for _each in range(6):
        make_research()
        make_resource()
    with CaptureQueriesContext(connection) as many:
        library(client)

    assert len(many) == len(few)
