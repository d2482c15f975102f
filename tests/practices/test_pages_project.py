"""A project's page: money, dates, partners, what was aimed at and what was reached."""

from __future__ import annotations

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from practices.models import Indicator, ProjectPage, ProjectPartner, ProjectPractice
from search.models import Scheme
from tests.builders import make_concept, make_organisation, make_practice, make_project
from tests.shown import read, read_page

pytestmark = pytest.mark.django_db


def full_project() -> ProjectPage:
    project = make_project(
        organisation=make_organisation(name="Casa Verde"),
        title="Closer together",
        funder=make_organisation(name="The fund"),
        programme="Better days",
        project_number="RO-0012",
        summary_en="Brings families together.",
        description_en="Long description.",
        results_en="Fifty children.",
        bilateral_results_en="Both learnt.",
        web_address="https://closer.example.org",
        initial_cost=270000.0,
        final_cost=100000.5,
        grant_amount=100000.0,
        currency="EUR",
        countries=["RO"],
        regions=["Iași County"],
        start="2014-05",
        end="2016-04-30",
        place="Iași",
        sources=["Final report, 2016"],
    )
    project.set_concepts({Scheme.THEME: [make_concept()]})
    project.save()
    return project


def test_every_fact_is_on_the_page(client: Client) -> None:
    shown = read_page(client, full_project())

    for words in (
        "Project Closer together Brings families together. Casa Verde · Iași, Romania",
        "What it does Long description.",
        "Results Fifty children.",
        "Results for both countries Both learnt.",
        "Promoter Casa Verde",
        "Start May 2014",
        "Funder The fund",
        "Funding programme Better days",
        "Project number RO-0012",
        "Region Iași County",
        "Topic Visits",
        "Initial cost €270,000",
        "Final cost €100,000.50",
        "Grant €100,000",
        "Final report, 2016",
    ):
        assert words in shown.words
    assert 'href="https://closer.example.org"' in shown.html
    assert shown.headings(1) == ["Closer together"]


def test_what_is_missing_says_so(client: Client) -> None:
    shown = read_page(client, make_project())

    for label in (
        "Start",
        "End",
        "Funder",
        "Funding programme",
        "Project number",
        "Initial cost",
        "Final cost",
        "Grant",
    ):
        assert f"{label} not stated" in shown.words


@pytest.mark.parametrize(
    ("language", "words"),
    [("de", "270.000 €"), ("fr", "270 000 €"), ("nb", "270 000 €"), ("ro", "270.000 EUR")],
)
def test_money_reads_as_the_reader_writes_it(client: Client, language: str, words: str) -> None:
    shown = read_page(client, full_project(), language=language)

    assert words in shown.words.replace("\u202f", " ").replace("\xa0", " ")


def test_an_amount_without_currency_says_so(client: Client) -> None:
    shown = read_page(client, make_project(grant_amount=5000.0))

    assert "5,000 (currency not stated)" in shown.words


def test_indicators_tell_aim_and_result(client: Client) -> None:
    project = make_project()
    Indicator.objects.create(
        record=project,
        label_en="reached",
        target=50,
        actual=1698,
        unit="children",
        qualifier="over",
    )
    Indicator.objects.create(record=project, label_en="offices", actual=6, qualifier="of 19")

    shown = read_page(client, project)

    assert "reached 50 children over 1,698 children" in shown.words
    assert "offices not stated 6 (of 19)" in shown.words


def relate(project: ProjectPage, *, live: bool = True) -> None:
    partner = make_organisation(name="Partner house", live=live)
    ProjectPartner.objects.create(record=project, target=partner)
    practice = make_practice(title="Story time", live=live)
    ProjectPractice.objects.create(record=project, target=practice)


def test_partners_and_practices_show(client: Client) -> None:
    project = make_project()
    relate(project)

    shown = read_page(client, project)

    assert "Practices in this project Story time" in shown.words
    assert "Partners Partner house" in shown.words


def test_drafts_do_not_show_in_relations(client: Client) -> None:
    project = make_project(funder=make_organisation(name="Draft fund", live=False))
    relate(project, live=False)

    shown = read_page(client, project)

    for title in ("Draft fund", "Partner house", "Story time"):
        assert title not in shown.html
    assert "Funder not stated" in shown.words


def test_queries_do_not_grow_with_relations(client: Client) -> None:
    from django.db import connection

    project = full_project()
    address = project.url_in("en")
    for _each in range(2):
        relate(project)
        Indicator.objects.create(record=project, label_en="reached", actual=1)
    read(client, address)
    with CaptureQueriesContext(connection) as few:
        read(client, address)
    for _each in range(5):
        relate(project)
        Indicator.objects.create(record=project, label_en="reached", actual=1)
    with CaptureQueriesContext(connection) as many:
        read(client, address)

    assert len(many) == len(few)
