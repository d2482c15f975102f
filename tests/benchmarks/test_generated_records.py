"""The benchmark's records are the same everywhere, and are like records that people wrote."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.generate import BODY, TITLE, Generator, Words
from core.countries import COUNTRY_CODES
from core.i18n import LANGS
from home.basics.planting import VOCABULARY
from home.management.commands.load_demo import FILES
from search.analysis.words import words
from search.query import SearchQuery


@pytest.fixture(scope="module")
def generator() -> Generator:
    return Generator(FILES)


def test_the_same_number_is_the_same_record(generator: Generator) -> None:
    again = Generator(FILES)

    assert list(generator.entries(20)) == list(again.entries(20))
    assert list(generator.entries(20, first=15)) == list(again.entries(20))[15:]


def test_another_seed_makes_other_records(generator: Generator) -> None:
    other = Generator(FILES, seed="another")

    assert other.entry(1).title != generator.entry(1).title


def test_records_differ_and_are_in_several_languages(generator: Generator) -> None:
    entries = list(generator.entries(300))

    assert len({entry.key for entry in entries}) == 300
    assert len({entry.digest for entry in entries}) == 300
    assert {code for entry in entries for code in entry.languages} == set(LANGS)
    assert any(len(entry.languages) > 2 for entry in entries)
    assert all(entry.original_language in entry.languages for entry in entries)
    assert all(set(entry.title) == set(entry.languages) for entry in entries)


def test_texts_are_as_long_as_those_of_records(generator: Generator) -> None:
    for entry in generator.entries(100):
        for texts, (shortest, longest) in ((entry.title, TITLE), (entry.body, BODY)):
            for text in texts.values():
                assert shortest <= len(text.split()) <= longest
        assert all(len(title) <= 255 for title in entry.title.values())


def test_tags_and_countries_are_those_of_the_vocabulary(generator: Generator) -> None:
    thesaurus = json.loads(VOCABULARY.read_text(encoding="utf-8"))
    schemes = {concept["id"]: concept["scheme"] for concept in thesaurus["concepts"]}

    for entry in generator.entries(100):
        assert entry.themes
        assert {schemes[each] for each in entry.themes} == {"theme"}
        assert {schemes[each] for each in entry.target_groups} == {"target_group"}
        assert entry.countries
        assert set(entry.countries) <= set(COUNTRY_CODES)


def test_most_words_are_real_and_some_are_new(generator: Generator) -> None:
    known = {word.lower() for word in generator.words["en"].ranked}
    texts = (entry.body["en"] for entry in generator.entries(300) if "en" in entry.body)
    found = [word.lower() for text in texts for word in words(text)]
    new = sum(word not in known for word in found) / len(found)

    assert 0.005 < new < 0.03


def test_common_words_are_common_as_zipf_says(generator: Generator) -> None:
    listed = generator.words["en"]
    found = Counter(
        word
        for entry in generator.entries(1000)
        for word in words(entry.body.get("en", ""))
        if word in listed.ranked[:100]
    )

    first, tenth = (found[listed.ranked[rank]] for rank in (0, 9))
    expected = (9 + 2.7) / 2.7

    assert first / tenth == pytest.approx(expected, rel=0.25)


def test_equally_frequent_words_are_ordered_by_their_letters() -> None:
    assert Words.counted(["b", "c", "a", "c"]).ranked == ("c", "a", "b")


def test_questions_are_addresses_that_the_search_understands(generator: Generator) -> None:
    questions = generator.questions(28)

    assert questions == generator.questions(28)
    for each in questions:
        query = SearchQuery.parse({k: v for k, v in each.items() if k != "lang"}, each["lang"])
        assert not query.is_blank
        assert not query.ignored


def test_files_without_enough_words_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "few.json"
    path.write_text('{"practices": [{"title": {"en": "A few words"}}]}', encoding="utf-8")

    with pytest.raises(ValueError, match="enough words"):
        Generator([path])
