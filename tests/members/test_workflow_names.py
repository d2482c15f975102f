"""Who waits for the office reads so in the own language; what is stored stays as planted."""

from __future__ import annotations

import pytest
from django.utils import translation
from wagtail.models import GroupApprovalTask, Task, Workflow

from members.workflow_names import TASK, WORKFLOW

pytestmark = pytest.mark.django_db


def stored(model: type[Workflow | Task]) -> list[str]:
    return list(model.objects.values_list("name", flat=True))


def test_the_planted_names_are_said_in_the_readers_language() -> None:
    with translation.override("ro"):
        names = [str(Workflow.objects.get()), Task.objects.get().name]
        approval = GroupApprovalTask.objects.get().name

    assert names == ["Trimiteți biroului", "Biroul rețelei"]
    assert approval == "Biroul rețelei"
    assert Workflow.objects.get().name == WORKFLOW


def test_saving_in_another_language_keeps_what_was_planted() -> None:
    with translation.override("fr"):
        task = GroupApprovalTask.objects.get()
    with translation.override("ro"):
        Workflow.objects.get().save()
        task.save()

    assert stored(Workflow) == [WORKFLOW]
    assert stored(Task) == [TASK]


def test_a_name_that_an_administrator_chose_stays() -> None:
    workflow = Workflow.objects.get()
    workflow.name = "Read by the board"
    workflow.save()

    with translation.override("ro"):
        assert Workflow.objects.get().name == "Read by the board"


def test_a_name_that_was_read_later_is_stored_as_planted_too() -> None:
    with translation.override("ro"):
        workflow = Workflow.objects.only("pk").get()
        said = workflow.name
        workflow.save()

    assert said == "Trimiteți biroului"
    assert stored(Workflow) == [WORKFLOW]
