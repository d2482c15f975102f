"""The table of personal data names every field of every installed model."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import models
from django.test.utils import isolate_apps

from core.privacy import Kept, PersonalField, holds_nobody, register, table
from core.privacy import gaps as looking
from core.privacy.gaps import gaps, looks_personal
from core.privacy.shared import MAILS, UNTIL_TAKEN_OFF
from core.privacy.table import _Table, in_words


@pytest.fixture
def own_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table in which only the toy counts."""
    monkeypatch.setattr(table, "_table", _Table())


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[models.Model]]:
    """A model that came in without a word about people."""
    with isolate_apps("core"):

        class Toy(models.Model):  # noqa: DJ008 - never shown
            colour = models.CharField(max_length=10)
            email = models.EmailField()
            owner = models.ForeignKey(get_user_model(), on_delete=models.CASCADE, related_name="+")

            class Meta:
                app_label = "core"

        monkeypatch.setattr(looking, "installed_models", lambda: [Toy])
        monkeypatch.setattr("core.privacy.gaps.apps.get_model", lambda label: Toy)
        yield Toy


def test_every_field_of_every_model_is_named() -> None:
    assert gaps() == []


@pytest.mark.usefixtures("own_table", "toy")
def test_a_model_that_nobody_named_is_named_field_by_field() -> None:
    assert [gap.partition(" ")[0] for gap in gaps()] == [
        "core.Toy.colour",
        "core.Toy.email",
        "core.Toy.owner",
    ]


@pytest.mark.usefixtures("own_table", "toy")
def test_a_model_that_holds_nobody_is_still_looked_at() -> None:
    holds_nobody("core.Toy", why="toys")

    assert [gap.partition(" ")[0] for gap in gaps()] == ["core.Toy.email", "core.Toy.owner"]


@pytest.mark.usefixtures("own_table", "toy")
def test_a_field_that_is_named_is_enough() -> None:
    holds_nobody("core.Toy", why="toys")
    row = PersonalField(model="core.Toy", fields=("email", "owner"), what="…", kept=UNTIL_TAKEN_OFF)
    register(MAILS, row)

    assert gaps() == []


@pytest.mark.usefixtures("own_table", "toy")
def test_a_field_that_does_not_exist_and_a_contradiction_are_told() -> None:
    holds_nobody("core.Toy", why="toys", fields=("colour", "size", "email"))
    register(MAILS, PersonalField(model="core.Toy", what="…", kept=UNTIL_TAKEN_OFF))
    register(
        MAILS, PersonalField(model="core.Toy", fields=("email",), what="…", kept=UNTIL_TAKEN_OFF)
    )

    assert gaps() == [
        "The table of personal data names core.Toy.size, which doesn't exist.",
        "core.Toy.email is said both to hold something about a person and not to.",
    ]


@pytest.mark.parametrize("name", ["contact_person", "phone", "author", "date_of_birth", "mail"])
def test_names_that_sound_like_a_person_must_be_named(name: str) -> None:
    field = models.IntegerField()
    field.name = name

    assert looks_personal(field)


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (timedelta(hours=6), "6 hours"),
        (timedelta(days=1), "1 day"),
        (timedelta(days=30), "30 days"),
        (timedelta(days=90), "3 months"),
        (timedelta(days=365), "1 year"),
        (timedelta(days=3 * 365), "3 years"),
    ],
)
def test_times_are_said_in_the_largest_unit(time: timedelta, words: str) -> None:
    assert in_words(time) == words
    assert str(Kept(words="%(time)s after", time=time, by="x")) == f"{words} after"
