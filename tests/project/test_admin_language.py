"""The admin's own words are said when a page is shown, not once for all when it is imported."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.models import get_page_models
from wagtail.snippets.models import get_snippet_models

from core.editing.wagtail_words import CHOOSER_WORDS
from members.models import Membership
from search.models import Concept

LANGUAGE = "ro"
#: A language calls itself by its own name everywhere.
OWN_NAMES = {name for _code, name in settings.LANGUAGES}
MODELS = [
    model
    for model in (*get_page_models(), *get_snippet_models())
    if model._meta.app_label != "wagtailcore"
]


def edit_handler(model: Any) -> Any:
    viewset = getattr(model, "snippet_viewset", None)
    return viewset.get_edit_handler() if viewset else model.get_edit_handler()


def words_of_panels(panel: Any) -> Iterator[tuple[str, Any]]:
    name = getattr(panel, "field_name", "") or getattr(panel, "relation_name", "") or ""
    for part in ("heading", "label", "help_text"):
        yield f"{type(panel).__name__} {name} {part}", getattr(panel, part, "")
    for child in getattr(panel, "children", ()):
        yield from words_of_panels(child)
    rows = getattr(panel, "child_edit_handler", None)
    if rows is not None:
        yield from words_of_panels(rows)


def words_of_fields(fields: dict[str, Any], *, of: str) -> Iterator[tuple[str, Any]]:
    for name, field in fields.items():
        yield f"{of}{name} label", field.label
        yield f"{of}{name} help", field.help_text
        for words in ("choose_one_text", "choose_another_text", "link_to_chosen_text"):
            yield f"{of}{name} {words}", getattr(field.widget, words, "")


def words_of_form(form: Any) -> Iterator[tuple[str, Any]]:
    yield from words_of_fields(form.base_fields, of="")
    for relation, rows in getattr(form, "formsets", {}).items():
        yield from words_of_fields(rows.form.base_fields, of=f"{relation}.")


def words_of_choosers() -> Iterator[tuple[str, Any]]:
    for chooser in [ChooserViewSet, *ChooserViewSet.__subclasses__()]:
        for words in CHOOSER_WORDS:
            yield f"{chooser.__name__} {words}", getattr(chooser, words)


def frozen(words: list[tuple[str, Any, str]]) -> list[str]:
    """What still speaks English where the reader's language has other words for it."""
    with translation.override(LANGUAGE):
        return [
            f"{place}: {said!r} instead of {gettext(said)!r}"
            for place, text, said in words
            if str(text) == said and gettext(said) != said and said not in OWN_NAMES
        ]


def test_choosers_speak_the_language_of_who_chooses() -> None:
    with translation.override("en"):
        english = [
            (place, text, str(text))
            for place, text in words_of_choosers()
            if isinstance(text, str | Promise)
        ]

    assert len(english) > 5
    assert frozen(english) == []


def test_the_page_asked_for_is_named_in_the_language_of_who_chooses() -> None:
    with translation.override("en"):
        widget = edit_handler(Membership).get_form_class().base_fields["organisation"].widget

    with translation.override("fr"):
        shown = str(widget.choose_one_text)

    assert shown == "Choisissez une page (Organisation)"


def test_the_row_asked_for_is_named_in_the_language_of_who_chooses() -> None:
    with translation.override("en"):
        handler = edit_handler(Concept)
        widget = handler.get_form_class().base_fields["broader"].widget
        english = str(widget.choose_one_text)

    with translation.override("fr"):
        assert english == "Choose keyword"
        assert "mot-clé" in str(widget.choose_one_text)
        assert "Choose" not in str(widget.choose_another_text)


@pytest.mark.django_db
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_label_and_help_is_in_the_language_of_who_edits(model: Any) -> None:
    with translation.override("en"):
        handler = edit_handler(model)
        words = [*words_of_panels(handler), *words_of_form(handler.get_form_class())]
        english = [(place, text, str(text)) for place, text in words if text]

    assert len(english) > 3
    assert frozen(english) == []
