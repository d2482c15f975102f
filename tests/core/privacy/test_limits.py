"""Every time limit in the table of personal data is carried out, by the clock."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.utils import timezone

from core.privacy import EVERYTHING_ELSE, Kept, PersonalField
from core.privacy.table import personal_rows
from core.work.worker import registered_slices
from tests.core.privacy.old_rows import PLANTED

pytestmark = pytest.mark.django_db

#: (row, limit) of the whole table
LIMITS = [
    (row, kept)
    for _activity, row in personal_rows()
    for kept in row.limits()
    if kept.limit() is not None
]
#: those, and what ends by a time without going yet
CARRIED_OUT = [
    (row, kept) for _activity, row in personal_rows() for kept in row.limits() if kept.by
]
ALONG = [(row, kept) for _activity, row in personal_rows() for kept in row.limits() if kept.along]


def named(row: PersonalField, kept: Kept) -> str:
    return f"{row.model} by {kept.by or kept.along}"


def margin(kept: Kept) -> timedelta:
    """How far from the limit the two rows are planted: counts by month end with their month."""
    limit = kept.limit()
    assert limit is not None
    return min(limit / 4, timedelta(days=40))


def kept_of(instance: models.Model, row: PersonalField) -> dict[str, object]:
    """What is left of a row's personal fields; empty if the row is gone."""
    model = type(instance)
    stored = model._base_manager.filter(pk=instance.pk).first()
    if stored is None:
        return {}
    names = [each for each in row.fields if each != EVERYTHING_ELSE]
    if EVERYTHING_ELSE in row.fields:
        names = [each.attname for each in model._meta.concrete_fields]
    return {name: getattr(stored, name) for name in names if getattr(stored, name)}


def run(name: str) -> None:
    (function,) = [each.function for each in registered_slices() if each.name == name]
    for _batch in range(3):
        function()


@pytest.mark.parametrize(("row", "kept"), LIMITS, ids=[named(*each) for each in LIMITS])
def test_what_is_older_goes_and_what_is_younger_stays(row: PersonalField, kept: Kept) -> None:
    plant = PLANTED.get((row.model, kept.by))
    assert plant, f"say in tests/core/privacy/old_rows.py how to make a {row.model} as of a moment"
    limit, now = kept.limit(), timezone.now()
    assert limit is not None
    old, young = plant(now - limit - margin(kept)), plant(now - limit + margin(kept))
    before = kept_of(young, row)
    assert before
    assert kept_of(old, row)

    run(kept.by)

    assert kept_of(old, row) == {}
    assert kept_of(young, row) == before


@pytest.mark.parametrize(("row", "kept"), CARRIED_OUT, ids=[named(*each) for each in CARRIED_OUT])
def test_a_limit_is_a_slice_that_waits_while_the_clock_may_be_wrong(
    row: PersonalField, kept: Kept
) -> None:
    slices = {each.name: each for each in registered_slices()}

    assert kept.by in slices
    assert slices[kept.by].deletes


@pytest.mark.parametrize(("row", "kept"), ALONG, ids=[named(*each) for each in ALONG])
def test_what_goes_along_is_tied_to_what_it_goes_with(row: PersonalField, kept: Kept) -> None:
    model, other = apps.get_model(row.model), apps.get_model(kept.along)
    links = [
        each
        for each in model._meta.concrete_fields
        if each.is_relation and each.related_model is other
    ]
    ends = {each.remote_field.on_delete for each in links}

    assert models.CASCADE in ends or (
        models.SET_NULL in ends and set(row.fields) <= {each.name for each in links}
    )


def test_a_time_without_a_slice_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured):
        Kept(words="%(time)s", time=timedelta(days=1))
    with pytest.raises(ImproperlyConfigured):
        Kept(words="%(wait)s", more=(("wait", timedelta(days=1)),))
    with pytest.raises(ImproperlyConfigured):
        Kept(words="a while", by="core: tidying up")
