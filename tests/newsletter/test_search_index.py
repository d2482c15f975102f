"""The search finds issues by their own words."""

from __future__ import annotations

import datetime as dt

import pytest

from newsletter.models import IssuePage
from search.engines import current_engine
from search.query import SearchQuery
from search.results.find import find
from search.state.checking import differences
from search.state.index_state import drain_all
from tests.builders import make_update
from tests.newsletter.issues import about, heading, make_issue, text

pytestmark = pytest.mark.django_db


def found(words: str, *, language: str = "en", **filters: str) -> list[str]:
    drain_all()
    query = SearchQuery(text=words, language=language).with_(**filters)
    return [card.key for card in find(query).cards]


def test_an_issue_is_found_by_what_the_office_wrote() -> None:
    issue = make_issue(
        heading(heading_en="Playgrounds"),
        about(make_update(title="Harbour"), heading_en="Lighthouse"),
        text(text_en="<p>Violet <b>umbrellas</b></p>"),
        heading_en="Spring letter",
        intro_en="<p>Marmalade</p>",
        number=12,
    )
    for word in ("spring letter", "marmalade", "playgrounds", "lighthouse", "umbrellas"):
        assert found(word, collection="issues") == [issue.key], word
    assert found("harbour", collection="issues") == []
    assert differences(current_engine()) == []


def test_its_card_says_which_number_it_is() -> None:
    make_issue(
        heading_en="Spring letter", number=12, date=dt.date(2026, 5, 4), intro_en="<p>Hi</p>"
    )
    drain_all()

    card = find(SearchQuery(text="spring letter")).cards[0]

    assert card.kind_label == "Newsletter no. 12"
    assert card.date == "4 May 2026"
    assert str(card.summary) == "Hi"


def test_drafts_and_unread_languages_are_not_found() -> None:
    make_issue(heading_en="Hidden letter", live=False)
    make_issue(heading_en="Shown", heading_nb="Uferdig", languages=["en"])

    assert found("hidden letter") == []
    assert found("uferdig", language="nb") == []


def test_a_new_version_is_found_by_its_new_words() -> None:
    issue = make_issue(text(text_en="<p>Marmalade</p>"), heading_en="Letter")
    assert found("marmalade") == [issue.key]

    issue.blocks = [text(text_en="<p>Cinnamon</p>")]
    issue.save_revision().publish()

    assert found("marmalade") == []
    assert found("cinnamon") == [issue.key]
    assert IssuePage.objects.count() == 1


def test_years_and_kinds_filter_issues() -> None:
    issue = make_issue(heading_en="Letter", heading_fr="Lettre", date=dt.date(2026, 5, 4))

    assert found("letter", year_from="2026", year_to="2026") == [issue.key]
    assert found("letter", year_from="2027") == []
    assert found("letter", collection="updates") == []
