"""A study's page: a reference that says what it lacks, and what rests on it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from practices.models import Design, Direction, Evidence, ResearchPage
from tests.builders import make_organisation, make_practice, make_research
from tests.practices.register_builders import make_statistic
from tests.shown import read, read_page

pytestmark = pytest.mark.django_db


def full_study(**fields: object) -> ResearchPage:
    values: dict[str, object] = {
        "title": "What visits change",
        "authors": ["Murray", "Farrington"],
        "year": 2011,
        "publisher": "A university",
        "kind": "evaluation",
        "countries": ["GB"],
        "nation": "GB-ENG",
        "design": Design.LONGITUDINAL,
        "sample": "411 boys",
        "finding_en": "Visits help.",
        "body_en": "The whole article.",
        "web_address": "https://study.example.org",
        "doi": "10.1000/xyz",
        "sources": ["Guide for staff, 2015"],
        "notes": "A secret remark of the editors.",
        **fields,
    }
    study = make_research(**values)  # type: ignore[arg-type]  # one dict for all
    study.language = "fr"  # of the publication; the builder's is the record's own
    study.save()
    return study


def test_every_fact_is_on_the_page(client: Client) -> None:
    shown = read_page(client, full_study())

    for words in (
        "Evaluation What visits change Murray, Farrington · 2011 · A university",
        "What was found Visits help. How it was studied: same people followed over time",
        "The whole article.",
        "Authors Murray, Farrington",
        "Year 2011",
        "Publisher A university",
        "How it was studied Same people followed over time",
        "Who was studied 411 boys",
        "Country United Kingdom (England)",
        "Language of the publication French",
        "Guide for staff, 2015",
        "Start Library What visits change",
    ):
        assert words in shown.words
    assert 'href="https://study.example.org"' in shown.html
    assert 'href="https://doi.org/10.1000/xyz"' in shown.html
    assert "secret remark" not in shown.html
    assert "incomplete" not in shown.words


def test_a_year_is_not_grouped_like_an_amount(client: Client) -> None:
    assert "2,011" not in read_page(client, full_study()).words


@pytest.mark.parametrize(
    ("fields", "heading", "missing"),
    [
        ({"title": "", "year": None}, "Murray, Farrington", "title, year"),
        ({"title": ""}, "Murray, Farrington (2011)", "title"),
        ({"year": None}, "What visits change", "year"),
    ],
)
def test_an_incomplete_reference_says_what_it_lacks(
    client: Client, fields: dict[str, object], heading: str, missing: str
) -> None:
    shown = read_page(client, full_study(**fields))

    assert shown.headings(1) == [heading]
    assert f"This reference is incomplete Not known: {missing}." in shown.words
    assert "Shown in" not in shown.words


def test_a_study_of_an_organisation_says_whose(client: Client) -> None:
    study = full_study(parent=make_organisation(name="Casa Verde"))

    shown = read_page(client, study)

    assert "Shared by Casa Verde" in shown.words
    assert "Start Organisations Casa Verde What visits change" in shown.words


def test_nothing_found_is_said(client: Client) -> None:
    shown = read_page(client, make_research())

    assert "Nothing recorded of what was found." in shown.words
    assert "How it was studied Not stated how it was studied" in shown.words


def rest_on(study: ResearchPage, *, live: bool = True) -> None:
    practice = make_practice(title="Story time", live=live)
    for direction in (Direction.WORKS, Direction.MIXED, Direction.WORKS):
        Evidence.objects.create(
            record=practice, direction=direction, design=Design.RCT, research=study
        )
    make_research(title="A later study", cited_via=study, live=live)


def test_what_rests_on_it_shows_with_its_design(client: Client) -> None:
    study = full_study(cited_via=make_research(title="A review"))
    rest_on(study)
    make_statistic(statement_en="One in two was visited.", year=None, research=study)

    shown = read_page(client, study)

    assert (
        "Practices whose evidence rests on this Story time Casa Verde · "
        "Found to help (randomised controlled trial) · "
        "Mixed findings (randomised controlled trial)" in shown.words
    )
    assert "Figures that come from it One in two was visited. year not stated" in shown.words
    assert "Cited in A review" in shown.words
    assert "Cites A later study" in shown.words
    assert shown.words.count("Story time") == 1


def test_drafts_do_not_show_in_relations(client: Client) -> None:
    study = full_study(cited_via=make_research(title="A draft review", live=False))
    rest_on(study, live=False)

    shown = read_page(client, study)

    for title in ("A draft review", "Story time", "A later study"):
        assert title not in shown.html


def test_markup_is_text(client: Client) -> None:
    study = full_study(
        authors=["<script>alert(1)</script>"], doi='10.1/"><script>alert(2)</script>', sample="<b>"
    )

    assert "<script>alert" not in read_page(client, study).html


def test_queries_do_not_grow_with_what_rests_on_it(client: Client) -> None:
    from django.db import connection

    study = full_study()
    address = study.url_in("en")
    for _each in range(2):
        rest_on(study)
    read(client, address)
    with CaptureQueriesContext(connection) as few:
        read(client, address)
    for _each in range(5):
        rest_on(study)
    with CaptureQueriesContext(connection) as many:
        read(client, address)

    assert len(many) == len(few)
