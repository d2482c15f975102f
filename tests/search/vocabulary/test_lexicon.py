"""Dictionaries of the operator: reading, building, asking."""

from __future__ import annotations

import gzip
import sqlite3
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from search.plan import Clause, build_plan
from search.query import SearchQuery
from search.results.find import _unsure_words
from search.vocabulary.dictd import DictionaryFileError, Pair, languages_of, read_pairs
from search.vocabulary.lexicon import (
    FILE_NAME,
    Lexicon,
    LexiconError,
    TranslatedWord,
    WordPair,
    build,
)
from search.vocabulary.matching import (
    ALTERNATIVE_WEIGHT,
    CONCEPT,
    DICTIONARY_WEIGHT,
    Expansion,
    Term,
    Vocabulary,
)

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def number(value: int) -> str:
    digits = DIGITS[value % 64]
    return digits if value < 64 else number(value // 64) + digits


def dictionary(folder: Path, name: str, articles: dict[str, str]) -> Path:
    """Write a dictd dictionary; all articles are `headword → the rest of its text`."""
    lines, text = ["00-database-info\tA\tA"], b""
    for headword, rest in articles.items():
        article = f"{headword} /pron/ <n>\n{rest}".encode()
        lines.append(f"{headword.lower()}\t{number(len(text))}\t{number(len(article))}")
        text += article
    (folder / f"{name}.dict.dz").write_bytes(gzip.compress(text))
    index = folder / f"{name}.index"
    index.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return index


def test_translations_are_read_and_remarks_left_out(tmp_path: Path) -> None:
    articles = {
        "Waffel": "waffle <n>, wafer [coll.]\n   Synonym: {Oblate}\n",
        "gehen": "1. to go, walk\nsich bewegen\n2. leave\n",
        "Haus": ' [arch.] the house; home (at)\n      "zu Hause"  - at home\n',
        "viel zu lange Redensart": "idiom\n",
        "Tor": "a very long explanation\n",
    }
    index = dictionary(tmp_path, "freedict-deu-eng", articles)

    assert list(read_pairs(index)) == [
        Pair("Waffel", "waffle", 0),
        Pair("Waffel", "wafer", 1),
        Pair("gehen", "go", 0),
        Pair("gehen", "walk", 1),
        Pair("gehen", "leave", 2),
        Pair("Haus", "house", 0),
        Pair("Haus", "home", 1),
    ]


def test_only_dictionaries_of_two_of_our_languages_are_taken() -> None:
    assert languages_of(Path("freedict-nor-eng.index")) == ("nb", "en")
    assert languages_of(Path("freedict-deu-tur.index")) is None
    assert languages_of(Path("wordnet.index")) is None


@pytest.mark.parametrize("line", ["waffel\tA", "waffel\tA\tä", "waffel"])
def test_a_damaged_dictionary_is_named(tmp_path: Path, line: str) -> None:
    index = dictionary(tmp_path, "freedict-deu-eng", {"Waffel": "waffle\n"})
    index.write_text(f"{line}\n", encoding="utf-8")

    with pytest.raises(DictionaryFileError, match=r"freedict-deu-eng\.index, line 1"):
        list(read_pairs(index))


def test_a_dictionary_without_its_articles_is_named(tmp_path: Path) -> None:
    index = dictionary(tmp_path, "freedict-deu-eng", {"Waffel": "waffle\n"})
    index.with_suffix(".dict.dz").unlink()

    with pytest.raises(DictionaryFileError, match=r"freedict-deu-eng\.index"):
        list(read_pairs(index))


# -- lexicon ---------------------------------------------------------------------------------------
@pytest.fixture
def lexicon(tmp_path: Path) -> Lexicon:
    path = tmp_path / FILE_NAME
    build(
        path,
        [
            WordPair("de", "Waffel", "en", "waffle", 1.0, "a"),
            WordPair("de", "Waffel", "en", "wafer", 1.5, "a"),
            WordPair("de", "Waffel", "en", "waffle", 1.0, "b"),
            WordPair("en", "waffle", "nb", "vaffel", 1.0, "c"),
            WordPair("de", "Erste Hilfe", "en", "first aid", 1.0, "a"),
            WordPair("de", "Hilfe", "en", "help", 1.0, "a"),
        ],
    )
    return Lexicon(path, pivots=True)


def test_inflected_words_are_found_and_followed_through_english(lexicon: Lexicon) -> None:
    found = lexicon.translations([("waffel",), ("unknown",)], "de")

    assert found == {
        ("waffel",): (
            TranslatedWord("en", "waffle"),  # both dictionaries say so
            TranslatedWord("en", "wafer"),
            TranslatedWord("nb", "vaffel"),
        )
    }


def test_without_a_file_there_are_no_words(tmp_path: Path) -> None:
    assert Lexicon(tmp_path / "absent", pivots=True).translations([("a",)], "de") == {}


def test_another_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    path.write_text("no database, but long enough to be taken for one" * 20, encoding="utf-8")
    with pytest.raises(LexiconError, match=FILE_NAME):
        Lexicon(path, pivots=True).translations([("a",)], "de")

    older = tmp_path / "older.sqlite3"
    sqlite3.connect(older).close()
    older.write_bytes(b"")
    with pytest.raises(LexiconError, match="another version"):
        Lexicon(older, pivots=True).translations([("a",)], "de")


def test_the_same_pairs_make_the_same_file(tmp_path: Path) -> None:
    pairs = [WordPair("de", "Tag", "en", word, 1.0) for word in ("day", "date", "daylight")]

    build(tmp_path / "one", pairs)
    build(tmp_path / "two", reversed(pairs))

    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


# -- in a query ------------------------------------------------------------------------------------
def clauses(text: str, lexicon: Lexicon, *, expand: bool = True) -> list[Clause]:
    term = Term(field=CONCEPT, value="help", labels={"de": "Hilfe", "en": "Support"})
    query = SearchQuery(text=text, language="de", expand=expand)
    return list(build_plan(query, Vocabulary([term], lexicon=lexicon)).clauses)


def test_words_no_term_lists_are_searched_in_other_languages(lexicon: Lexicon) -> None:
    (clause,) = clauses("Waffeln", lexicon)

    assert Expansion("nb", "vaffel", DICTIONARY_WEIGHT) in clause.expansions
    assert DICTIONARY_WEIGHT < ALTERNATIVE_WEIGHT


def test_the_vocabulary_comes_first(lexicon: Lexicon) -> None:
    (clause,) = clauses("Hilfe", lexicon)

    assert clause.concepts == ("help",)
    assert [expansion.text for expansion in clause.expansions] == ["Support"]


def test_expressions_of_two_words_are_found(tmp_path: Path, lexicon: Lexicon) -> None:
    query = SearchQuery(text="Kurs in Erster Hilfe", language="de")

    plan = build_plan(query, Vocabulary([], lexicon=lexicon))

    assert plan.clauses[-1].words == ("Erster", "Hilfe")
    assert [e.text for e in plan.clauses[-1].expansions] == ["first aid"]


@pytest.mark.parametrize("text", ['"Waffeln"', "Waffeln"])
def test_quotes_and_the_switch_turn_it_off(lexicon: Lexicon, text: str) -> None:
    (clause,) = clauses(text, lexicon, expand=text.startswith('"'))

    assert clause.expansions == ()


def test_a_damaged_file_costs_the_translations_only(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    path.write_text("no database, but long enough to be taken for one" * 20, encoding="utf-8")

    assert clauses("Waffeln", Lexicon(path, pivots=True)) == [Clause(words=("Waffeln",))]


# -- command ---------------------------------------------------------------------------------------
def test_the_command_builds_from_both_directions(tmp_path: Path, settings: Settings) -> None:
    settings.DATA_DIR = tmp_path / "data"
    dictionary(tmp_path, "freedict-deu-eng", {"Waffel": "waffle\n"})
    dictionary(tmp_path, "freedict-eng-nor", {"waffle": "vaffel\n"})

    call_command("build_dictionaries", tmp_path)

    lexicon = Lexicon(tmp_path / "data" / FILE_NAME, pivots=True)
    assert [t.word for t in lexicon.translations([("waffel",)], "de")[("waffel",)]] == [
        "waffle",
        "vaffel",
    ]
    assert lexicon.translations([("vaffel",)], "nb")


def test_the_command_refuses_a_folder_without_dictionaries(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no freedict"):
        call_command("build_dictionaries", tmp_path)


def test_a_word_of_a_dictionary_is_no_slip(lexicon: Lexicon) -> None:
    vocabulary = Vocabulary([], lexicon=lexicon)
    plan = build_plan(SearchQuery(text="Waffel Waffle", language="de"), vocabulary)

    assert _unsure_words(plan, vocabulary, few=True) == ["Waffle"]
