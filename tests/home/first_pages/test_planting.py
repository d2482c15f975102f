"""A new site starts with drafts in every language, and what the office makes of them stays."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from wagtail.models import Page

from core.i18n import LANGS, loc
from core.network.legal import OfficePage, Role, page_of
from home.first_pages.gaps import CHECKED, TEXTS, open_gaps, words_of_gaps
from home.first_pages.markup import parse
from home.first_pages.planting import plant_first_pages, publish_finished
from home.models import StandardPage

LEGAL = {Role.TERMS, Role.NOTICE, Role.ACCESSIBILITY, Role.IMPRINT}


@pytest.mark.django_db
def test_every_page_is_a_draft_in_every_language() -> None:
    assert plant_first_pages() == list(Role)

    for row in OfficePage.objects.all():
        page = StandardPage.objects.get(pk=row.page_id)
        assert not page.live
        assert page_of(Role(row.role)) is None
        assert page.available_languages == LANGS
        for code in LANGS:
            text = getattr(page, loc("body", code))
            assert text.count("<h2>") >= 3, (row.role, code)
            assert "**" not in text
            assert "\n" not in text
        draft = page.get_latest_revision_as_object()
        assert draft.body_el == page.body_el


@pytest.mark.django_db
def test_legal_drafts_say_that_they_are_models() -> None:
    plant_first_pages()

    for row in OfficePage.objects.all():
        gaps = open_gaps(StandardPage.objects.get(pk=row.page_id))
        assert (CHECKED in gaps) == (row.role in LEGAL), row.role
        assert set(gaps) <= set(words_of_gaps())


@pytest.mark.django_db
def test_nothing_is_planted_over_what_the_office_made() -> None:
    plant_first_pages()
    about = OfficePage.objects.get(role=Role.ABOUT).page
    assert about is not None
    own = about.specific
    own.heading_en = "Who we are"
    own.save_revision().publish()
    thrown_away = OfficePage.objects.get(role=Role.JOIN).page
    assert thrown_away is not None
    thrown_away.delete()
    before = Page.objects.count()

    assert plant_first_pages() == []

    assert Page.objects.count() == before
    assert str(page_of(Role.ABOUT)) == "Who we are"


@pytest.mark.django_db
def test_what_has_no_gap_can_go_online_at_once() -> None:
    plant_first_pages()

    publish_finished()

    found = {role for role in Role if page_of(role)}
    assert found == {Role.ABOUT, Role.JOIN, Role.MEMBERSHIP}


@pytest.mark.django_db
def test_the_command_plants_what_is_missing_once() -> None:
    out = StringIO()
    call_command("plant_basics", stdout=out)
    call_command("plant_basics", stdout=out)

    assert out.getvalue().splitlines() == [
        "Planted 128 keywords, 5 membership categories and 8 drafts of pages.",
        "Planted 0 keywords, 0 membership categories and 0 drafts of pages.",
    ]


@pytest.mark.parametrize("role", Role)
def test_a_text_says_the_same_things_in_each_language(role: Role) -> None:
    def shape(language: str) -> list[object]:
        text = parse((TEXTS / role / f"{language}.md").read_text("utf-8"))
        tags = ("<h2>", "<li>", "<p>", "<b>", "<br/>", "⟦", "<ol>")
        return [text.body.count(tag) for tag in tags]

    assert {language: shape(language) for language in LANGS} == dict.fromkeys(LANGS, shape("en"))


def test_gaps_have_words_of_their_own_in_every_language() -> None:
    words = words_of_gaps()
    for language in LANGS:
        found = [languages[language] for languages in words.values()]
        assert len(set(found)) == len(found), language
        assert all(" " in each for each in found), f"{language}: a word alone doesn't say of what"


def test_a_text_without_a_title_is_refused() -> None:
    with pytest.raises(ValueError, match="title"):
        parse("No title.")
