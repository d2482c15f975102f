"""Small things readers stumble over: said once, in the right words, without the office's notes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.test import Client

from practices.models import PracticePartner
from practices.models.practice import PracticeFigure
from practices.presentation.figures import figure
from search.state.index_state import drain_all
from tests.builders import make_category, make_membership, make_organisation, make_practice
from tests.practices.register_builders import make_helpline, make_statistic
from tests.shown import read, read_page

pytestmark = pytest.mark.django_db
DEMO = Path("home/demo/records.json")


@pytest.mark.parametrize("language", ["en", "ro"])
def test_a_figure_whose_label_is_its_unit_says_it_once(client: Client, language: str) -> None:
    practice = make_practice()
    values = {"label_en": "prisons", "value": 30, "unit": "prisons", "qualifier": "over"}
    PracticeFigure.objects.create(record=practice, **values)

    shown = read_page(client, practice, language=language)

    assert 'class="figure__unit"' in shown.html
    assert "figure__statement" not in shown.html


def test_a_figure_of_something_else_says_of_what(client: Client) -> None:
    practice = make_practice()
    PracticeFigure.objects.create(record=practice, label_en="reached", value=30, unit="prisons")

    assert "30 prisons reached" in read_page(client, practice).words


@pytest.mark.parametrize(
    ("date", "words"),
    [("2026-11-01", "on 1 November 2026"), ("2026-11", "in November 2026"), ("2026", "in 2026")],
)
def test_a_day_is_on_and_a_month_is_in(client: Client, date: str, words: str) -> None:
    make_helpline(confirmed_on="2026-11-01")

    shown = read_page(client, make_practice(as_of=date))

    assert f"As described {words}; not confirmed since." in shown.words
    line = read(client, "/en/helplines/family-line/")
    assert "Number confirmed on 1 November 2026." in line.words


def test_an_organisation_of_which_others_tell_opens_with_that(client: Client) -> None:
    prison = make_organisation(name="The prison")
    assert "Nothing shared here yet" in read_page(client, prison).words

    PracticePartner.objects.create(record=make_practice(), target=prison, role_en="place")

    shown = read_page(client, prison)
    assert "Nothing shared here yet" not in shown.words
    assert "Part of the work of others" in shown.words


def test_names_of_the_offices_files_are_no_sources(client: Client) -> None:
    sources = ["002_3849f1c4.txt", "https://example.org/page", "guide.pdf (printed)"]

    shown = read_page(client, make_organisation(sources=sources))

    assert "example.org/page" in shown.words.replace("\u200b", "")
    for name in ("002_3849f1c4", "guide.pdf", "kept by the network office"):
        assert name not in shown.html


def test_sources_of_a_helpline_are_no_empty_bullets(client: Client) -> None:
    make_helpline(sources=["https://example.org/help", "003_x.txt"])

    html = read(client, "/en/helplines/family-line/").html

    assert re.findall(r"<li>\s*(?:<a[^>]*>\s*</a>)?\s*</li>", html) == []
    assert 'href="https://example.org/help"' in html


def test_the_demo_content_shows_no_working_notes() -> None:
    records = json.loads(DEMO.read_text(encoding="utf-8"))
    for rows in records.values():
        for row in rows if isinstance(rows, list) else ():
            row.pop("notes", None)  # the office's own; never public

    text = json.dumps(records).lower()

    for words in ("general knowledge", "our notes", "not on a page"):
        assert words not in text


def test_a_category_without_the_readers_language_says_in_which_it_is(client: Client) -> None:
    organisation = make_organisation()
    make_membership(
        organisation=organisation, category=make_category(label="Member <organisation>"), since=""
    )

    drain_all()
    marked = '<span lang="en">Member &lt;organisation&gt;</span>'

    assert marked in read_page(client, organisation, language="ro").html
    for address in ("/ro/organisations/", "/ro/search/?collection=organisations"):
        assert marked in read(client, address).html


def test_addresses_break_after_their_signs_only(client: Client) -> None:
    website = "https://www.prisonersfamilies.org.uk"
    organisation = make_organisation(website=website, email="post@prisonersfamilies.org.uk")

    html = read_page(client, organisation).html

    assert "prisonersfamilies<wbr>.org<wbr>.uk" in html


@pytest.mark.parametrize(
    ("value", "unit", "rank"),
    [
        (3500, "people", 1),
        (150, "children", 2),
        (45, "percent", 2),
        (9, "people", 3),
        (4, "prisons", 3),
    ],
)
def test_figures_are_set_by_how_many_people_they_speak_of(
    value: float, unit: str, rank: int
) -> None:
    shown = figure(make_statistic(value=value, unit=unit), request=None)  # type: ignore[arg-type]  # no address needed

    assert shown.rank == rank
