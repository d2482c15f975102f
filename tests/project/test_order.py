"""What readers read in a list is sorted as they would: Île before Lituanie, not after Zimbabwe."""

from __future__ import annotations

import ast

import pytest
from django.utils import translation

from search.models import Scheme
from search.vocabulary.tagging import ConceptChoiceField
from tests.builders import make_concept
from tests.project.sources import ROOT, modules


def by_case_only(tree: ast.AST) -> list[int]:
    """Lines that sort by `casefold`: accents then stand behind z. `core.folding.order_of` knows."""
    found = []
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call):
            continue
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        keys = [each.value for each in call.keywords if each.arg == "key"]
        if name in ("sorted", "sort", "min", "max") and any(
            "casefold" in ast.dump(key) or "'lower'" in ast.dump(key) for key in keys
        ):
            found.append(call.lineno)
    return found


def test_the_rule_finds_what_it_is_for() -> None:
    tree = ast.parse("sorted(names, key=str.casefold)\nrows.sort(key=lambda r: r.name.casefold())")

    assert by_case_only(tree) == [1, 2]


def test_nothing_is_sorted_by_case_only() -> None:
    found = {
        f"{path.relative_to(ROOT)}:{line}"
        for path in modules()
        for line in by_case_only(ast.parse(path.read_text(encoding="utf-8")))
    }

    assert found == set()


@pytest.mark.django_db
def test_keywords_stand_in_the_editor_s_order() -> None:
    make_concept(record_id="a", label="Zoo", label_fr="Zoo")
    make_concept(record_id="b", label="Ant", label_fr="Été")
    make_concept(record_id="c", label="Bee", label_fr="Fête")

    with translation.override("fr"):
        shown = [label for _value, label in ConceptChoiceField(Scheme.THEME).choices]

    assert shown == ["Été", "Fête", "Zoo"]
