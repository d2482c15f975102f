"""A person in applications: who applied, who was named, whoever else stands in what was said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pytest_django import Settings

from core.privacy.person import ERASED, PersonFound, PersonSought
from home.personal_data.answer import answer
from home.personal_data.gathering import Entry, gather
from joining.models import (
    Application,
    ApplicationFile,
    ApplicationNote,
    ApplicationQuestion,
    ApplicationStatus,
    Referee,
    RefereeState,
)
from joining.person import SOURCE
from tests.joining.making import make_application, make_file, make_sent

pytestmark = pytest.mark.django_db
ANA = PersonSought(email="ana@casaclara.example")
EVA = PersonSought(email="eva@example.org", name="Eva Sol")
BO = PersonSought(email="bo@example.org")


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> None:
    settings.APPLICATIONS_ROOT = str(tmp_path)


@pytest.fixture
def row() -> Application:
    """Ana's application; Eva stands in all that was said about it."""
    row = make_sent(
        status=ApplicationStatus.REFUSED,
        closed_at="2026-03-12T10:00Z",
        decision="Eva Sol was against it.",
        decided_on="2026-03-12",
        work="With Eva Sol we accompany families.",
    )
    ApplicationNote.objects.create(application=row, text="Eva Sol called.")
    ApplicationQuestion.objects.create(
        application=row, text="Who is Eva Sol?", answer="Our treasurer, eva@example.org."
    )
    make_file(row, name="carta de Eva Sol.pdf")
    Referee.objects.filter(application=row).update(
        relation="Eva Sol told me of them.",
        answer="Eva Sol knows them better.",
        state=RefereeState.ANSWERED,
    )
    return row


def found(sought: PersonSought) -> dict[str, PersonFound]:
    return {each.key.partition(" ")[0]: each for each in SOURCE.find(sought)}


def told(each: PersonFound) -> str:
    return json.dumps(SOURCE.export(each), default=str, ensure_ascii=False)


def test_who_applied_gets_all_that_was_asked_noted_and_decided(row: Application) -> None:
    mine = found(ANA)

    text = told(mine["application"])
    assert set(mine) == {"application", "reference"}
    for words in ("called.", "Who is", "treasurer", "was against it", "directora", "Bo Berg"):
        assert words in text
    assert row.key not in text
    assert len(SOURCE.files(mine["application"])) == 4


def test_the_answer_names_what_belongs_to_an_application(row: Application) -> None:
    entries = [entry for entry in gather(ANA) if entry.source is SOURCE]

    letter = answer(language="en", given=entries)

    assert "application, with questions, decision, notes of the office and files" in letter
    assert "answer of a referee about an applicant" in letter


def test_what_a_referee_said_in_confidence_is_for_the_office_to_weigh(row: Application) -> None:
    reference = found(ANA)["reference"]

    assert "art. 15(4)" in str(reference.caution)
    assert "knows them better" in told(reference)
    assert "Bo Berg" not in told(reference)


def test_what_a_referee_said_of_a_namesake_is_by_the_name_only(row: Application) -> None:
    mine = found(PersonSought(email="ana@example.org", name="Ana Pérez"))

    assert {kind: each.by_name for kind, each in mine.items()} == {
        "application": True,
        "reference": True,
    }


def test_a_referee_gets_relation_and_answer(row: Application) -> None:
    (kind, mine), *more = found(BO).items()

    assert (kind, more) == ("referee", [])
    assert "knows them better" in told(mine)
    assert "told me of them" in told(mine)
    assert row.referee.key not in told(mine)


def test_whoever_else_stands_somewhere_is_found_there_and_only_there(row: Application) -> None:
    others = found(EVA)

    assert set(others) == {"words", "note", "question", "file", "reference"}
    assert {kind for kind, each in others.items() if not each.by_name} == {"question"}
    assert "was against it" in told(others["words"])
    assert set(SOURCE.files(others["file"])) == {f"{row.files.last().pk} carta de Eva Sol.pdf"}
    assert SOURCE.files(others["words"]) == {}


def test_whoever_else_stands_somewhere_goes_and_the_application_stays(row: Application) -> None:
    for each in found(EVA).values():
        SOURCE.erase(each, EVA)

    row.refresh_from_db()
    question, referee = ApplicationQuestion.objects.get(), Referee.objects.get()
    assert found(EVA) == {}
    assert row.decision == f"{ERASED} was against it."
    assert ApplicationNote.objects.get().text == f"{ERASED} called."
    assert (question.text, question.answer) == (f"Who is {ERASED}?", f"Our treasurer, {ERASED}.")
    assert referee.answer == f"{ERASED} knows them better."
    assert referee.name == "Bo Berg"
    assert ApplicationFile.objects.count() == 3


def test_a_text_that_is_nothing_but_the_name_is_not_empty_after_that(row: Application) -> None:
    Application.objects.update(decision="Eva Sol")

    SOURCE.erase(found(EVA)["words"], EVA)

    assert Application.objects.get().decision == ERASED


def test_who_applied_goes_with_everything(row: Application) -> None:
    for each in found(ANA).values():
        SOURCE.erase(each, ANA)

    assert not Application.objects.exists()
    assert found(ANA) == {}


def test_in_a_draft_an_address_is_found_and_no_name() -> None:
    row = make_application(work="Eva Sol, eva@example.org")
    Referee.objects.update(relation="Eva Sol")
    Application.objects.filter(pk=row.pk).update(contribution="Eva Sol")

    assert set(found(EVA)) == {"words"}
    assert found(PersonSought(name="Eva Sol")) == {}


def test_an_entry_with_a_caution_is_not_ticked(row: Application) -> None:
    entries: list[Entry] = [entry for entry in gather(ANA) if entry.source is SOURCE]

    assert [bool(entry.found.caution) for entry in entries] == [False, True]
