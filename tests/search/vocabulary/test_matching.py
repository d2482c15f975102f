"""Concepts found in what a reader typed."""

from __future__ import annotations

import pytest

from search.analysis.words import words
from search.plan import MOST_WORDS, build_plan, required_of
from search.query import SearchQuery
from search.vocabulary.matching import (
    ALTERNATIVE_WEIGHT,
    CONCEPT,
    COUNTRY,
    LABEL_WEIGHT,
    Match,
    Term,
    Vocabulary,
)
from tests.search.samples import VOCABULARY


def matches(text: str, language: str = "en") -> list[Match]:
    return VOCABULARY.matches(words(text), language=language)


def values(text: str, language: str = "en") -> list[str]:
    return [term.value for match in matches(text, language) for term in match.terms]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("prison visits", "en"),
        ("Prison Visit", "en"),
        ("parloir", "fr"),
        ("visites en prison", "fr"),
        ("fengselsbesøkene", "nb"),
        ("fengselsbesok", "nb"),
        ("vizite penitenciar", "ro"),
        ("fengselsbesøk", "en"),
        ("prison visits for children", "en"),
    ],
)
def test_a_label_is_found_in_any_language_inflected_or_without_accents(
    text: str, language: str
) -> None:
    assert "visits" in values(text, language)


def test_one_slip_is_forgiven_in_long_words_only() -> None:
    assert values("fengselsbeøk") == ["visits"]
    assert values("fengselbeøk") == []
    assert values("Norwya") == []


def test_the_longest_match_wins() -> None:
    found = matches("besøk i fengsel", "nb")

    assert [(match.start, match.end) for match in found] == [(0, 3)]


def test_a_piece_of_a_long_label_is_a_partial_match() -> None:
    (found,) = matches("bedtime stories")

    assert found.partial
    assert [term.value for term in found.terms] == ["bedtime-stories"]


def test_one_side_of_a_label_with_and_finds_the_same_side_elsewhere() -> None:
    (found,) = matches("utdanning", "nb")

    texts = {(e.language, e.text) for e in VOCABULARY.expansions(found, typed=["utdanning"])}
    assert texts == {("en", "education"), ("de", "Bildung")}


def test_expansions_weigh_less_than_own_words_and_leave_them_out() -> None:
    (found,) = matches("prison visits")

    expansions = VOCABULARY.expansions(found, typed=["prison", "visits"])

    weights = {e.text: e.weight for e in expansions}
    assert weights["Parloirs"] == LABEL_WEIGHT < 1
    assert weights["visites en prison"] == ALTERNATIVE_WEIGHT < LABEL_WEIGHT
    assert "Prison visits" not in weights


def test_countries_are_found_by_name() -> None:
    (found,) = matches("Norge", "fr")

    assert [term.value for term in found.terms] == ["NO"]


def test_completion_prefers_the_reader_s_language() -> None:
    found = VOCABULARY.completing("fam", language="nb", limit=5)

    assert [(term.value, name) for term, name in found] == [("family-day", "Familiedag")]
    assert VOCABULARY.completing("", language="en", limit=5) == []


# -- the plan --------------------------------------------------------------------------------------
def test_a_plan_has_words_phrases_and_concepts() -> None:
    query = SearchQuery(text="lantern prison visits the")

    plan = build_plan(query, VOCABULARY)

    assert [clause.words for clause in plan.clauses] == [("lantern",), ("prison", "visits")]
    assert plan.clauses[1].concepts == ("visits",)
    assert plan.clauses[1].narrower == ("family-day",)
    assert plan.required == 2


def test_quotes_make_a_phrase_without_expansion() -> None:
    plan = build_plan(SearchQuery(text='fête "prison visits"'), VOCABULARY)

    assert [(clause.words, clause.phrase) for clause in plan.clauses] == [
        (("prison", "visits"), True),
        (("fête",), False),
    ]
    assert plan.expansions == ()


def test_common_words_alone_are_asked_for_all_the_same() -> None:
    assert [c.words for c in build_plan(SearchQuery(text="the"), VOCABULARY).clauses] == [("the",)]


def test_long_questions_need_most_but_not_all_words() -> None:
    assert [required_of(n) for n in range(8)] == [0, 1, 2, 2, 3, 3, 4, 5]


def test_a_very_long_text_uses_its_first_words() -> None:
    text = " ".join(f"word{number}" for number in range(100))

    plan = build_plan(SearchQuery(text=text), VOCABULARY)

    assert len(plan.clauses) == MOST_WORDS
    assert plan.unused == 100 - MOST_WORDS


def test_short_words_of_another_language_have_to_be_exact() -> None:
    china = Term(field=COUNTRY, value="CN", labels={"it": "Cina", "en": "China"})
    vocabulary = Vocabulary([china])

    assert vocabulary.matches(["cine"], language="ro") == []
    assert [match.terms for match in vocabulary.matches(["Cina"], language="ro")] == [(china,)]


def test_words_too_common_for_the_reader_name_nothing_elsewhere() -> None:
    media = Term(field=CONCEPT, value="media", labels={"ro": "med", "en": "Media"})

    assert Vocabulary([media]).matches(["med"], language="sv") == []
    assert len(Vocabulary([media]).matches(["med"], language="en")) == 1
