"""A practice's page: every fact, findings beside how they were studied, relations on both ends."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client
from django.test.utils import CaptureQueriesContext

from practices.models import (
    Design,
    Direction,
    Evidence,
    Maturity,
    PracticeAdaptedFrom,
    PracticeContinues,
    PracticeFigure,
    PracticeFile,
    PracticeImage,
    PracticePage,
    PracticePartner,
    ProjectPractice,
)
from search.models import Scheme
from tests.builders import (
    make_concept,
    make_document,
    make_exchange,
    make_image,
    make_organisation,
    make_practice,
    make_project,
    make_research,
)
from tests.shown import read, read_page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_cached_sizes() -> None:
    """Forget pictures of earlier tests: Wagtail's cache knows them by key and content only."""
    cache.clear()


def full_practice() -> PracticePage:
    practice = make_practice(
        organisation=make_organisation(
            name="Casa Verde", email="hello@casa.example.org", country="RO"
        ),
        title="Story time",
        kind="programme",
        maturity=Maturity.PILOT,
        started="2016-04",
        ended="2018",
        countries=["RO"],
        regions=["Iași County"],
        place="Iași",
        summary_en="Parents record a bedtime story.",
        description_en="First paragraph.\n\nSecond paragraph.",
        funding=["A grant", "Gifts"],
        web_address="https://story.example.org",
        as_of="2008",
        sources=["https://story.example.org/about", "A guide for parents, 2008"],
        notes="A secret remark of the editors.",
    )
    practice.set_concepts(
        {
            Scheme.THEME: [make_concept()],
            Scheme.TARGET_GROUP: [
                make_concept(record_id="fathers", scheme=Scheme.TARGET_GROUP, label="Fathers")
            ],
            Scheme.SETTING: [make_concept(record_id="jail", scheme=Scheme.SETTING, label="Prison")],
            Scheme.STAGE: [make_concept(record_id="arrest", scheme=Scheme.STAGE, label="Arrest")],
        }
    )
    practice.save()
    return practice


def test_every_fact_is_on_the_page(client: Client) -> None:
    shown = read_page(client, full_practice())

    for words in (
        "Practice: programme Story time Parents record a bedtime story.",
        "Casa Verde · Iași, Romania",
        "First paragraph. Second paragraph.",
        "How far along Pilot",
        "Started April 2016",
        "Ended 2018",
        "Country Romania",
        "Region Iași County",
        "Topic Visits",
        "For whom Fathers",
        "Where Prison",
        "When Arrest",
        "Funding A grant; Gifts",
        "Written in English",
        "Old information: as described in 2008; not confirmed since",
        "A guide for parents, 2008",
        "Who to ask Casa Verde",
    ):
        assert words in shown.words
    for address in (
        "https://story.example.org",
        "https://story.example.org/about",
        "/en/themes/visits/",
        "/en/search/?target_group=fathers",
        "/en/search/?setting=jail",
        "/en/search/?stage=arrest",
        "/en/countries/ro/",
        "mailto:hello@casa.example.org",
    ):
        assert f'href="{address}"' in shown.html


def test_editors_notes_never_show(client: Client) -> None:
    assert "secret remark" not in read_page(client, full_practice()).html


def test_missing_facts_that_a_reader_looks_for_say_so(client: Client) -> None:
    shown = read_page(client, make_practice())

    assert "Started not stated" in shown.words
    assert "Funding not stated" in shown.words
    assert "No source is named here." in shown.words
    assert "Ended" not in shown.words


def test_a_safeguarding_note_stands_near(client: Client) -> None:
    shown = read_page(client, make_practice())

    assert "Before you do this with children" in shown.words
    assert "Nothing on this site may let anyone recognise a child." in shown.words
    assert 'href="mailto:office@example.org"' in shown.html


def test_markup_is_text(client: Client) -> None:
    practice = make_practice(
        title="<script>alert(1)</script>",
        summary_en="<script>alert(2)</script>",
        description_en="<script>alert(3)</script>",
        funding=["<script>alert(4)</script>"],
        web_address="javascript:alert(5)",
    )
    Evidence.objects.create(
        record=practice,
        claim_en="<script>alert(6)</script>",
        measure="<script>alert(7)</script>",
        direction=Direction.MIXED,
        design=Design.SURVEY,
    )

    shown = read_page(client, practice)

    assert "<script>alert" not in shown.html
    assert 'href="javascript' not in shown.html
    assert shown.headings(1) == ["<script>alert(1)</script>"]


def test_a_draft_is_not_served(client: Client) -> None:
    assert client.get(make_practice(live=False).url_in("en")).status_code == 404


# -- what is known about its effect ----------------------------------------------------------------
@pytest.mark.parametrize("direction", Direction.values)
def test_what_was_found_stands_beside_how_it_was_studied(client: Client, direction: str) -> None:
    practice = make_practice()
    row = Evidence.objects.create(record=practice, direction=direction, design=Design.SURVEY)
    row.research = make_research()
    row.save()

    shown = read_page(client, practice)

    assert f"What was found {Direction(direction).label} How it was studied Survey" in shown.words


def test_a_finding_tells_all_its_parts(client: Client) -> None:
    practice = make_practice()
    Evidence.objects.create(
        record=practice,
        claim_en="Children sleep better.",
        outcome_en="sleep",
        direction=Direction.WORKS,
        design=Design.BEFORE_AFTER,
        waves=["before", "after", "three_months"],
        measure="Sleep diary",
        value=1234.5,
        n=17,
        research=make_research(title="Sleep study", year=2011),
        caution_en="A small group.",
    )

    shown = read_page(client, practice)

    for words in (
        "Found to help sleep",
        "Before and after, without a comparison group 17 people studied",
        "Children sleep better.",
        "Measured with Sleep diary",
        "Result 1,234.5",
        "When measured before, right after, 3 months later",
        "Read with care: A small group.",
        "Source: Sleep study",
    ):
        assert words in shown.words


def test_a_finding_without_a_study_leads_to_the_pages_sources(client: Client) -> None:
    practice = make_practice(sources=["A guide for parents, 2008"])
    Evidence.objects.create(record=practice, direction=Direction.WORKS, design=Design.OPINION)

    shown = read_page(client, practice)

    assert '<a href="#sources">see the sources of this page</a>' in shown.html
    assert 'id="sources"' in shown.html


def test_a_finding_on_a_page_without_sources_says_that_none_is_stated(client: Client) -> None:
    practice = make_practice(sources=["002_guide.txt"])  # the office's own file is none
    Evidence.objects.create(record=practice, direction=Direction.WORKS, design=Design.OPINION)
    PracticeFigure.objects.create(record=practice, label_en="Families", value=12)

    shown = read_page(client, practice)

    assert "Source: not stated" in shown.words
    assert "12" in shown.words
    assert "from the sources of this page" not in shown.words
    assert "see the sources of this page" not in shown.words


def test_a_draft_study_does_not_show_behind_a_finding(client: Client) -> None:
    practice = make_practice()
    Evidence.objects.create(
        record=practice,
        direction=Direction.WORKS,
        design=Design.RCT,
        research=make_research(title="Secret study", live=False),
    )

    assert "Secret study" not in read_page(client, practice).html


def test_nothing_recorded_is_said(client: Client) -> None:
    shown = read_page(client, make_practice())

    assert "What was found Nothing recorded" in shown.words


# -- figures, files, pictures ----------------------------------------------------------------------
def test_figures_have_unit_qualifier_and_year(client: Client) -> None:
    practice = make_practice()
    PracticeFigure.objects.create(
        record=practice,
        label_en="took part",
        value=1700,
        unit="people",
        qualifier="over",
        year=2007,
    )
    PracticeFigure.objects.create(record=practice, label_en="came back", value=1, unit="children")

    shown = read_page(client, practice)

    assert "over 1,700 people took part 2007" in shown.words
    assert "1 child came back year not stated" in shown.words


def test_a_figure_reads_in_the_readers_numbers(client: Client) -> None:
    practice = make_practice()
    PracticeFigure.objects.create(record=practice, label_en="share", value=12.5, unit="percent")

    assert "12,5 %" in read_page(client, practice, language="fr").words.replace("\u202f", " ")


def test_files_and_pictures_show(client: Client) -> None:
    practice = make_practice()
    PracticeFile.objects.create(
        record=practice, document=make_document(), title_en="The script", language="ro"
    )
    PracticeImage.objects.create(record=practice, image=make_image(), alt_en="A microphone")

    shown = read_page(client, practice)

    assert "The script TXT" in shown.words
    assert "Romanian" in shown.words
    assert 'alt="A microphone"' in shown.html


# -- relations ------------------------------------------------------------------------------------
def relate(practice: PracticePage, *, live: bool = True) -> None:
    """Give a practice one of each relation, to something public or to drafts."""
    partner = make_organisation(name="Partner house", live=live)
    PracticePartner.objects.create(
        record=practice, target=partner, role_en="trains staff", since="2012"
    )
    earlier = make_practice(title="Earlier pilot", live=live)
    PracticeContinues.objects.create(record=practice, target=earlier)
    later = make_practice(title="Later service", live=live)
    PracticeContinues.objects.create(record=later, target=practice)
    model = make_practice(title="Model abroad", live=live)
    PracticeAdaptedFrom.objects.create(record=practice, target=model)
    copy = make_practice(title="Copy elsewhere", live=live)
    PracticeAdaptedFrom.objects.create(record=copy, target=practice)
    project = make_project(title="Big project", live=live)
    ProjectPractice.objects.create(record=project, target=practice)
    make_exchange(title="A look around", host=practice.organisation, live=live)


def test_relations_show_on_both_ends(client: Client) -> None:
    practice = make_practice(title="Story time")
    relate(practice)

    shown = read_page(client, practice)

    for words in (
        "Partners Partner house Trains staff · since 2012",
        "Continues Earlier pilot",
        "Continued by Later service",
        "Adapted from Model abroad",
        "Adapted by others as Copy elsewhere",
        "Part of a project Big project",
        "Study visits to this organisation A look around",
    ):
        assert words in shown.words
    for title, words in {
        "Earlier pilot": "Continued by Story time",
        "Later service": "Continues Story time",
        "Model abroad": "Adapted by others as Story time",
        "Copy elsewhere": "Adapted from Story time",
    }.items():
        other = PracticePage.objects.get(title=title)
        assert words in read_page(client, other).words


def test_drafts_do_not_show_in_relations(client: Client) -> None:
    practice = make_practice(title="Story time")
    relate(practice, live=False)

    shown = read_page(client, practice)

    assert "Connections" not in shown.words
    for title in ("Partner house", "Earlier", "Later", "Model", "Copy", "Big project", "A look"):
        assert title not in shown.html


# -- languages ------------------------------------------------------------------------------------
def test_a_fallback_says_its_language_everywhere(client: Client) -> None:
    practice = make_practice(
        title="Poveste", language="ro", summary_ro="O poveste.", description_ro="Lungă."
    )
    Evidence.objects.create(
        record=practice,
        claim_ro="Copiii dorm mai bine.",
        direction=Direction.MIXED,
        design=Design.SURVEY,
    )

    shown = read_page(client, practice, language="nb")

    assert '<h1 lang="ro">Poveste</h1>' in shown.html
    assert 'lang="ro">Copiii dorm mai bine.' in shown.html
    assert shown.html.count('class="notice notice--language"') == 1
    assert shown.html.count('class="text-language"') == 2  # description and finding


def test_only_the_untranslated_part_is_marked(client: Client) -> None:
    practice = make_practice(title="Story time", description_fr="Une histoire.")

    shown = read_page(client, practice)

    assert shown.html.count("notice--language") == 0
    assert "Shown in French" in shown.words


def test_alternates_and_canonical_name_only_languages_it_has(client: Client) -> None:
    practice = make_practice(title="Poveste", language="ro", heading_fr="Histoire")

    shown = read_page(client, practice, language="el")

    for code in ("ro", "fr"):
        address = f"http://127.0.0.1:8000{practice.url_in(code)}"
        assert f'<link rel="alternate" hreflang="{code}" href="{address}">' in shown.html
    assert 'hreflang="el" href="http' not in shown.html
    assert (
        f'<link rel="canonical" href="http://127.0.0.1:8000{practice.url_in("ro")}">' in shown.html
    )
    assert "Français" in shown.words


def test_title_description_and_trail(client: Client) -> None:
    practice = full_practice()

    shown = read_page(client, practice)

    assert "<title>Story time · Children of Prisoners Europe</title>" in shown.html
    assert '<meta name="description" content="Parents record a bedtime story.">' in shown.html
    assert "Start Organisations Casa Verde Story time" in shown.words


# -- cost -----------------------------------------------------------------------------------------
def test_queries_do_not_grow_with_relations(client: Client) -> None:
    from django.db import connection

    practice = make_practice()
    address = practice.url_in("en")

    def grow(number: int) -> None:
        for _each in range(number):
            relate(practice)
            Evidence.objects.create(
                record=practice,
                direction=Direction.MIXED,
                design=Design.SURVEY,
                research=make_research(),
            )
            PracticeFile.objects.create(record=practice, document=make_document())
            PracticeImage.objects.create(record=practice, image=make_image())

    grow(2)
    read(client, address)
    with CaptureQueriesContext(connection) as few:
        read(client, address)
    grow(4)
    with CaptureQueriesContext(connection) as many:
        read(client, address)

    assert len(many) == len(few)
