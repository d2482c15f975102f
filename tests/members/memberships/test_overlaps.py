"""Two memberships at once are refused also after a later migration has made the table anew."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models.signals import post_migrate

from members.overlaps import NAME
from tests.builders import make_membership, make_organisation

pytestmark = pytest.mark.django_db
TABLE = "members_membership"


def overlap_is_refused() -> bool:
    organisation = make_organisation()
    make_membership(organisation=organisation, since="2015")
    try:
        with transaction.atomic():
            make_membership(organisation=organisation, since="2016")
    except IntegrityError:
        return True
    return False


def make_anew() -> None:
    """What a change of any column does on SQLite; the table is empty here."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = %s", [TABLE])
        (made,) = cursor.fetchone()
        cursor.execute(made.replace(TABLE, f"new__{TABLE}", 1))
        cursor.execute(f"DROP TABLE {TABLE}")
        cursor.execute(f"ALTER TABLE new__{TABLE} RENAME TO {TABLE}")


def triggers() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        return {name for (name,) in cursor.fetchall() if name.startswith(NAME)}


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL changes tables in place")
def test_overlaps_are_refused_after_the_table_was_made_anew() -> None:
    make_anew()
    assert triggers() == set()

    config = apps.get_app_config("members")
    after: dict[str, Any] = {"app_config": config, "using": "default", "apps": apps, "plan": []}
    post_migrate.send(sender=config, verbosity=0, interactive=False, **after)

    assert triggers() == {f"{NAME}_insert", f"{NAME}_update"}
    assert overlap_is_refused()


def test_overlaps_are_refused_on_any_database() -> None:
    assert overlap_is_refused()
