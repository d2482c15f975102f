"""What readers read in a list is sorted as they would: Île before Lituanie, not after Zimbabwe."""

from __future__ import annotations

import pytest
from django.utils import translation

from search.models import Scheme
from search.vocabulary.tagging import ConceptChoiceField
from tests.builders import make_concept


@pytest.mark.django_db
def test_keywords_stand_in_the_editor_s_order() -> None:
    make_concept(record_id="a", label="Zoo", label_fr="Zoo")
    make_concept(record_id="b", label="Ant", label_fr="Été")
    make_concept(record_id="c", label="Bee", label_fr="Fête")

    with translation.override("fr"):
        shown = [label for _value, label in ConceptChoiceField(Scheme.THEME).choices]

    assert shown == ["Été", "Fête", "Zoo"]
