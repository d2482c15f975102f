"""Both engines take the same words for the same, in every language."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from core.i18n import LANGS
from search.analysis.overrides import FORMS
from search.engines.base import Engine, Write
from search.engines.embedded import EmbeddedEngine
from tests.search.analysis.analysis_cases import APART, COMPOUNDS, SAME
from tests.search.samples import ask, entry, ids


@pytest.fixture(params=["embedded", "elasticsearch"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    if request.param == "embedded":
        return EmbeddedEngine(f"embedded:{tmp_path / 'index'}")
    found: Engine = request.getfixturevalue("elasticsearch")
    return found


def put(engine: Engine, texts: Sequence[str], language: str) -> None:
    """Write each text as the summary of a record whose id is the text's number."""
    entries = [
        entry(f"practices/r{number}", "Zzz", summary={language: text}, languages=(language,))
        for number, text in enumerate(texts)
    ]
    assert engine.write([Write(each.key, 1, each) for each in entries]) == {}


def found(engine: Engine, texts: Sequence[str], asked: str, language: str) -> set[str]:
    results = ask(engine, asked, language=language, limit=len(texts))
    return {texts[int(name.removeprefix("r"))] for name in ids(results)}


def test_every_language_has_cases() -> None:
    assert set(SAME) == set(APART) == set(LANGS)


@pytest.mark.parametrize("language", LANGS)
def test_forms_of_a_word_find_one_another(engine: Engine, language: str) -> None:
    texts = [form for line in SAME[language] for form in line.split()]
    put(engine, texts, language)

    missed = [
        (asked, sorted(set(line.split()) - found(engine, texts, asked, language)))
        for line in SAME[language]
        for asked in line.split()
    ]

    assert [each for each in missed if each[1]] == []


@pytest.mark.parametrize("language", LANGS)
def test_every_listed_form_finds_the_others(engine: Engine, language: str) -> None:
    groups = [set(forms) for forms in FORMS[language]]
    owners: dict[str, int] = {}
    for number, forms in enumerate(groups):
        for form in forms:
            owners.setdefault(form, number)
    texts = sorted(owners)
    put(engine, texts, language)

    missed = {}
    for asked in texts:
        same = {form for form in groups[owners[asked]] if owners[form] == owners[asked]}
        missed[asked] = sorted(same - found(engine, texts, asked, language))

    assert {asked: others for asked, others in missed.items() if others} == {}


@pytest.mark.parametrize("language", LANGS)
def test_other_words_stay_apart(engine: Engine, language: str) -> None:
    texts = sorted({word for pair in APART[language] for word in pair})
    put(engine, texts, language)

    for one, other in APART[language]:
        assert other not in found(engine, texts, one, language), (one, other)
        assert one not in found(engine, texts, other, language), (other, one)


@pytest.mark.parametrize("language", sorted(COMPOUNDS))
def test_compounds_and_their_parts_find_each_other(engine: Engine, language: str) -> None:
    texts = [text for pair in COMPOUNDS[language] for text in pair]
    put(engine, texts, language)

    for compound, parts in COMPOUNDS[language]:
        assert parts in found(engine, texts, compound, language), compound
        for part in parts.split():
            assert compound in found(engine, texts, part, language), (compound, part)
