"""Pages of register entries: nothing is overstated, nothing unknown is hidden."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.utils import translation

from practices.presentation.entries import year_with_age
from practices.presentation.figures import figure
from practices.presentation.glossary import by_letter
from tests.builders import make_concept, make_research
from tests.practices.register_builders import (
    make_policy,
    make_recommendation,
    make_statistic,
    make_term,
)

pytestmark = pytest.mark.django_db


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def shown(**fields: Any) -> Any:
    return figure(make_statistic(**fields), request=RequestFactory().get("/en/"))


# -- figures ------------------------------------------------------------------
def test_figure_without_country_year_source_and_method_says_so(client: Client) -> None:
    make_statistic(country="", year=None)

    page = text_of(client, "/en/statistics/children-no/")

    for words in ("year not stated", "country not stated", "method not stated"):
        assert words in page
    assert "left out of comparisons" in page


def test_figure_shows_caution_comparison_interval_and_number_of_people() -> None:
    found = shown(
        value=35,
        unit="percent",
        comparison_value=7,
        comparison_group="short sentences",
        interval_low=20,
        interval_high=50,
        n=23,
        caution_en="Rests on few.",
    )

    assert (found.value, found.comparison) == ("35%", "7%")
    assert str(found.comparison_group) == "short sentences"
    assert found.interval == "20–50%"
    assert (found.n, str(found.caution)) == (23, "Rests on few.")


def test_figure_that_stands_for_a_range_is_shown_as_the_range() -> None:
    found = shown(value=60, unit="percent", qualifier="60 to 80", interval_low=60, interval_high=80)

    assert (found.value, found.qualifier, found.interval) == ("60–80%", "", "")


def test_confidence_interval_names_the_interval_and_never_the_value() -> None:
    found = shown(
        value=7,
        unit="odds ratio",
        qualifier="95% confidence interval",
        interval_low=2.8,
        interval_high=17.5,
    )

    assert found.qualifier == ""
    assert (found.interval_words, found.interval) == ("95% confidence interval", "2.8–17.5")


def test_year_as_a_figure_is_not_grouped() -> None:
    assert shown(value=1992, unit="year").value == "1992"


def test_source_of_a_figure_is_its_study_if_that_is_public() -> None:
    study, draft = make_research(title="Boys"), make_research(title="Draft", live=False)

    public = shown(record_id="a", research=study, sources=["a.txt"])
    hidden = shown(record_id="b", research=draft, sources=["a.txt"])

    assert str(public.source.label) == "Boys"
    assert hidden.source is None  # the name of an office file says nothing to readers


# -- law and policy ------------------------------------------------------------------
def test_policy_of_unknown_standing_says_that_nobody_knows(client: Client) -> None:
    make_policy(status="")

    page = text_of(client, "/en/policies/visits-act/")

    assert "not known whether it still holds" in page
    assert "Check before you rely on it." in page


def test_replaced_policy_is_not_called_in_force(client: Client) -> None:
    make_policy(status="replaced")

    page = text_of(client, "/en/policies/visits-act/")

    assert "This has been replaced." in page
    assert "In force" not in page


def test_age_of_a_year_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    import datetime as dt

    monkeypatch.setattr("django.utils.timezone.localdate", lambda: dt.date(2026, 6, 1))

    assert year_with_age(2004) == "2004 (22 years ago)"
    assert year_with_age(2026) == "2026"
    assert year_with_age(None) == "year not stated"


def test_address_that_is_no_web_address_is_text_and_not_a_link(client: Client) -> None:
    make_policy(web_address="javascript:alert(1)")

    page = text_of(client, "/en/policies/visits-act/")

    assert 'href="javascript' not in page


# -- recommendations ------------------------------------------------------------------
def test_recommendation_tells_to_whom_and_what_became_of_it(client: Client) -> None:
    make_recommendation(status="rejected")

    page = text_of(client, "/en/recommendations/ask-children/")

    assert "Prison service" in page
    assert "rejected" in page


# -- all ------------------------------------------------------------------
def test_entry_links_its_topics_and_its_permanent_address(client: Client) -> None:
    make_policy(themes=[make_concept()])

    page = text_of(client, "/en/policies/visits-act/")

    assert 'href="/en/themes/visits/"' in page
    assert 'href="/r/policies/visits-act/"' in page


def test_entry_in_another_language_is_marked_and_lists_its_own_languages(client: Client) -> None:
    make_policy(title_en="", title_nb="Besøksloven", original_language="nb")

    page = text_of(client, "/fr/policies/visits-act/")

    assert '<h1 lang="nb">Besøksloven</h1>' in page
    assert 'hreflang="nb" href="http://127.0.0.1:8000/nb/policies/visits-act/"' in page
    assert 'rel="alternate" hreflang="fr"' not in page


def test_unknown_entry_is_not_found(client: Client) -> None:
    assert client.get("/en/policies/nothing/").status_code == 404


# -- glossary ------------------------------------------------------------------
def test_glossary_is_in_the_order_of_the_readers_language(client: Client) -> None:
    make_term(record_id="a", term_en="Visit", term_fr="Écrou")
    make_term(record_id="b", term_en="Arrest", term_fr="Famille")

    page = text_of(client, "/fr/glossary/")

    assert page.index("Écrou") < page.index("Famille")
    assert '<a href="#letter-1">E</a>' in page


def test_glossary_shows_other_names_and_languages(client: Client) -> None:
    make_term(term_ro="Ziua familiei", also_known_as=["family visit day"], acronym="FD")

    page = text_of(client, "/en/glossary/")

    for words in ("family visit day", "(FD)", '<span lang="ro">Română</span>'):
        assert words in page


def test_terms_that_start_with_a_digit_come_under_their_own_sign() -> None:
    make_term(term_en="11 weeks")

    with translation.override("en"):
        letters = by_letter([make_term(record_id="x", term_en="“Quoted”"), *_all_terms()])

    assert [letter.letter for letter in letters] == ["#", "Q"]


def _all_terms() -> list[Any]:
    from practices.models import GlossaryTerm

    return list(GlossaryTerm.objects.filter(record_id="family-day"))
