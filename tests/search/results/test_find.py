"""A page of results: cards through the public gate, reasons, spelling, the engine being down."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.i18n import loc
from search.engines.base import Engine, EngineUnavailableError, Results
from search.models import Concept, Scheme
from search.outputs.selection import select
from search.plan import SearchPlan
from search.query import SearchQuery
from search.results.find import Found, find
from search.results.suggest import suggestions
from search.state.index_state import drain_all
from search.vocabulary.concepts import current_vocabulary
from tests.search.fakes import FakeSource
from tests.search.samples import entry

pytestmark = pytest.mark.django_db


def make_concept(record_id: str, scheme: str = Scheme.THEME, **labels: str) -> Concept:
    texts = {loc("label", code): label for code, label in labels.items()}
    concept = Concept(record_id=record_id, scheme=scheme, **texts)
    concept.save()
    return concept


def search(text: str = "", reader: str = "en", **params: Any) -> Found:
    drain_all()
    return find(SearchQuery.parse({"q": text, **params}, reader))


def keys(found: Found) -> list[str]:
    return [card.key for card in found.cards]


def test_results_are_cards_with_marked_snippets(source: FakeSource) -> None:
    source.put(entry("practices/a", "Story time", summary={"en": "Fathers read <to> children."}))

    found = search("child")

    assert keys(found) == ["practices/a"]
    assert found.cards[0].snippet == "Fathers read &lt;to&gt; <mark>children</mark>."
    assert found.cards[0].snippet_language == "en"
    assert found.cards[0].reasons == ("found: children",)


def test_a_hit_that_is_not_public_any_more_is_dropped_with_its_snippet(
    source: FakeSource,
) -> None:
    source.put(entry("practices/a", "Lantern"), entry("practices/b", "Lantern"))
    drain_all()
    del source.records["a"]  # unpublished a moment ago, the worker hasn't come yet

    found = find(SearchQuery(text="lantern"))

    assert keys(found) == ["practices/b"]


def test_what_closed_a_moment_ago_is_counted_nowhere(source: FakeSource) -> None:
    """The worker hasn't come yet: the index still has it."""
    source.put(
        *(entry(f"practices/{name}", "Lantern", countries=("NO",)) for name in "abc"),
        entry("practices/d", "Lanternschlucht", countries=("SE",)),
    )
    drain_all()
    source.unpublish("a")
    source.unpublish("d")
    source.put(entry("practices/b", "Lantern", countries=("NO",)))  # changed, still public

    found = find(SearchQuery(text="lantern"))

    assert keys(found) == ["practices/b", "practices/c"]
    assert (found.total, found.pages) == (2, 1)
    assert found.facets["country"] == {"NO": 2}
    assert find(SearchQuery(text="lanternschlucth")).did_you_mean == ""
    assert select(SearchQuery(text="lantern")).total == 2
    assert suggestions("lanternsch", language="en") == []


def test_a_hit_says_in_which_language_and_by_which_keyword(source: FakeSource) -> None:
    make_concept("visits", en="Prison visits", nb="Fengselsbesøk")
    source.put(
        entry(
            "practices/a", "Om fengselsbesøkene", language="nb", summary={"nb": "Fengselsbesøk!"}
        ),
        entry("practices/b", "Contact", themes=("visits",)),
    )

    found = search("prison visits")

    reasons = {card.key: card.reasons for card in found.cards}
    assert reasons["practices/a"] == ("found in Norwegian: fengselsbesøkene",)
    assert reasons["practices/b"] == ("about: Prison visits",)
    assert found.also_searched == (("nb", "Fengselsbesøk"),)


def test_a_concept_that_changes_is_known_at_once(source: FakeSource) -> None:
    concept = make_concept("visits", en="Prison visits")
    assert current_vocabulary().concept("visits") is not None

    concept.label_nb = "Fengselsbesøk"
    concept.save()

    term = current_vocabulary().concept("visits")
    assert term is not None
    assert term.labels["nb"] == "Fengselsbesøk"
    concept.delete()
    assert current_vocabulary().concept("visits") is None


def test_the_vocabulary_is_loaded_once(source: FakeSource) -> None:
    make_concept("visits", en="Prison visits")
    first = current_vocabulary()

    with CaptureQueriesContext(connection) as queries:
        second = current_vocabulary()

    assert second is first
    assert len(queries) == 1


def test_typing_a_facet_s_label_finds_the_facet_s_set(source: FakeSource) -> None:
    make_concept("visits", en="Prison visits", fr="Parloirs")
    source.put(*(entry(f"practices/{n}", f"Thing {n}", themes=("visits",)) for n in "abc"))
    source.put(entry("practices/other", "Other"))

    by_label = search("parloirs", reader="fr")
    by_filter = search(theme="visits", reader="fr")

    assert set(keys(by_label)) == set(keys(by_filter)) == {f"practices/{n}" for n in "abc"}


def test_filter_values_nobody_knows_are_named_and_left_out(source: FakeSource) -> None:
    make_concept("visits", en="Prison visits")
    source.put(entry("practices/a", "Lantern", themes=("visits",)))

    found = search("lantern", theme="nonsense", setting="visits")

    assert keys(found) == ["practices/a"]
    assert found.query.ignored == (("theme", "nonsense"), ("setting", "visits"))
    assert not found.query.has_filters


def test_a_misspelt_word_gets_its_spelling_with_accents(source: FakeSource) -> None:
    source.put(entry("practices/a", "Despre învățare", language="ro"))

    found = search("invatrae")

    assert found.did_you_mean == "învățare"
    assert found.relaxed


def test_right_words_get_no_other_spelling(source: FakeSource) -> None:
    source.put(entry("practices/a", "Lantern"), entry("practices/b", "Lanterne"))

    assert search("lantern").did_you_mean == ""


def test_a_misspelt_word_is_not_looked_for_twice(
    source: FakeSource, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    source.put(entry("practices/a", "A lantern by candle light"))
    drain_all()
    asked: list[SearchPlan] = []
    ask = engine.search

    def noted(plan: SearchPlan) -> Results:
        asked.append(replace(plan, facets=(), offset=0, limit=1))
        return ask(plan)

    monkeypatch.setattr(engine, "search", noted)

    assert search("lanterm candle").did_you_mean == "lantern candle"
    assert len(asked) == len(set(asked))


def test_few_results_are_followed_by_those_with_some_words(source: FakeSource) -> None:
    source.put(entry("practices/both", "Lantern walk"), entry("practices/one", "Lantern feast"))

    found = search("lantern walk")

    assert found.relaxed
    assert keys(found) == ["practices/both", "practices/one"]


def test_nothing_found_is_an_empty_page(source: FakeSource) -> None:
    source.put(entry("practices/a", "Lantern"))

    found = search("zzzzqqq")

    assert (found.total, found.cards, found.pages, found.relaxed) == (0, (), 1, False)


def test_pages_follow_each_other(source: FakeSource) -> None:
    source.put(*(entry(f"practices/p{n:02}", "Lantern") for n in range(45)))

    pages = [keys(search("lantern", page=str(n))) for n in (1, 2, 3)]

    assert [len(page) for page in pages] == [20, 20, 5]
    assert len({key for page in pages for key in page}) == 45
    assert search("lantern").pages == 3


def test_without_an_engine_the_database_answers(
    source: FakeSource, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    source.put(entry("practices/a", "Lantern", countries=("NO",)), entry("practices/b", "Lantern"))

    def dead(_plan: object) -> None:
        raise EngineUnavailableError("nobody answers")

    monkeypatch.setattr(engine, "search", dead)

    found = find(SearchQuery.parse({"q": "lantern", "country": "NO"}, "en"))

    assert found.degraded
    assert keys(found) == ["practices/a"]
    assert found.total == 1


def test_queries_do_not_grow_with_results(source: FakeSource) -> None:
    counts = []
    find(SearchQuery(text="lantern"))  # the first search of a process reads the vocabulary
    for number in (1, 20):
        source.put(*(entry(f"practices/{number}-{n}", "Lantern") for n in range(number)))
        drain_all()
        with CaptureQueriesContext(connection) as queries:
            assert find(SearchQuery(text="lantern")).cards
        counts.append(len(queries))

    assert counts[0] == counts[1]


# -- suggestions -----------------------------------------------------------------------------------
def test_suggestions_are_keywords_and_records(source: FakeSource) -> None:
    make_concept("story", en="Story time", nb="Fortellerstund")
    make_concept("stories", scheme=Scheme.TOPIC, en="Stories")
    source.put(entry("practices/a", "Storybook Dads"))
    drain_all()

    found = suggestions("stor", language="en")

    assert [(each.label, each.note) for each in found] == [
        ("Stories", "keyword"),
        ("Story time", "topic"),
        ("Storybook Dads", "Practice"),
    ]
    assert found[0].url == "/en/search/?q=Stories"
    assert found[1].url == "/en/search/?theme=story"
    assert found[2].url == "/en/practices/a/"


def test_suggestions_go_on_without_the_engine(source: FakeSource) -> None:
    make_concept("story", en="Story time")

    assert [each.label for each in suggestions("stor", language="en")] == ["Story time"]


@pytest.mark.parametrize("text", ["", "s", "\x00", '"', "x" * 10_000])
def test_any_text_can_be_completed(source: FakeSource, text: str) -> None:
    assert suggestions(text, language="en") == []
