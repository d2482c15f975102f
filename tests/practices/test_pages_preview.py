"""Drafts in the editor's preview: what isn't saved yet is shown, what isn't public still isn't."""

from __future__ import annotations

from typing import Any

import pytest

from practices.models import (
    Direction,
    Evidence,
    ExchangePage,
    Indicator,
    PracticeContinues,
    PracticeFigure,
    PracticeImage,
    PracticePage,
    PracticePartner,
    ProjectPage,
    ProjectPartner,
    ResearchPage,
    ResourcePage,
    Visit,
    VisitTopic,
)
from search.models import Scheme
from tests.builders import (
    make_concept,
    make_exchange,
    make_image,
    make_organisation,
    make_practice,
    make_project,
    make_research,
)
from tests.shown import words_of

pytestmark = pytest.mark.django_db


def preview(page: Any, *, language: str = "en") -> str:
    response = page.make_preview_request(preview_mode=language)
    assert response.status_code == 200
    return words_of(response.content.decode())


def row(model: Any, **fields: Any) -> Any:
    """An unsaved row: fields of translated models are set one by one."""
    found = model()
    for name, value in fields.items():
        setattr(found, name, value)
    return found


def test_unsaved_rows_of_a_practice_show() -> None:
    practice = make_practice()
    study = make_research(title="Sleep study")
    practice.evidence.add(
        row(Evidence, claim_en="They sleep.", direction="mixed", design="rct", research=study)
    )
    practice.partners.add(
        row(PracticePartner, target=make_organisation(name="Partner house"), role_en="helps")
    )
    practice.continues.add(row(PracticeContinues, target=make_practice(title="Earlier")))
    practice.figures.add(row(PracticeFigure, label_en="children", value=3, unit="children"))
    practice.images.add(row(PracticeImage, image=make_image(), alt_en="A picture"))
    practice.set_concepts({Scheme.THEME: [make_concept()]})
    draft = practice.save_revision().as_object()

    words = preview(draft)

    for expected in ("They sleep.", Direction.MIXED.label, "Sleep study", "Partner house",
                     "Continues Earlier", "3 children", "Topic Visits"):  # fmt: skip
        assert str(expected) in words


def test_a_draft_relation_is_hidden_in_the_preview_too() -> None:
    practice = make_practice()
    practice.continues.add(row(PracticeContinues, target=make_practice(title="Draft", live=False)))
    draft = practice.save_revision().as_object()

    assert "Continues" not in preview(draft)


def test_unsaved_rows_of_a_project_and_an_exchange_show() -> None:
    project = make_project()
    project.partners.add(row(ProjectPartner, target=make_organisation(name="Partner house")))
    project.indicators.add(row(Indicator, label_en="reached", actual=2, unit="children"))
    exchange = make_exchange()
    visit = row(Visit, title_en="A stop", order=1, host=make_organisation(name="Host house"))
    visit.topics.add(row(VisitTopic, concept=make_concept(scheme=Scheme.TOPIC, label="Leave")))
    exchange.visits.add(visit)

    project_words = preview(project.save_revision().as_object())
    exchange_words = preview(exchange.save_revision().as_object())

    assert "Partner house" in project_words
    assert "2 children" in project_words
    for expected in ("A stop", "Host: Host house", "Leave"):
        assert expected in exchange_words


@pytest.mark.parametrize(
    "model", [PracticePage, ProjectPage, ResearchPage, ExchangePage, ResourcePage]
)
def test_a_page_that_was_never_saved_has_a_preview(model: Any) -> None:
    parent = make_organisation(name="Casa Verde")
    page = row(model, heading_en="A new page", slug="new", original_language="en")
    page.path = f"{parent.path}0001"  # as Wagtail's preview of a new page sets it
    page.depth = parent.depth + 1
    page.set_url_path(parent)
    page.sync_title()

    words = preview(page)

    assert "A new page" in words
    assert "Casa Verde" in words
