"""SQLite's triggers that refuse two memberships at once, made anew whenever migrations have run.

SQLite changes a table by making another and dropping the old one, and its triggers with it. So no
later migration needs to think of them. PostgreSQL's constraint stays with its table.
"""

from __future__ import annotations

from typing import Any

from django.db import connections, transaction
from django.db.migrations.recorder import MigrationRecorder

NAME = "members_membership_no_overlap"
EVENTS = ("insert", "update")
SINCE = ("members", "0004_no_overlap")  # before it, the columns that it asks may be missing
TRIGGER = """
    CREATE TRIGGER {name}_{event} AFTER {event} ON members_membership
    WHEN EXISTS (
        SELECT 1 FROM members_membership AS other
        WHERE other.organisation_id = NEW.organisation_id AND other.id <> NEW.id
            AND other.begun < other.lasted AND NEW.begun < NEW.lasted
            AND other.begun < NEW.lasted AND NEW.begun < other.lasted
    )
    BEGIN
        SELECT RAISE(ABORT, '{name}');
    END
"""


def refuse_overlaps(using: str, **_kwargs: Any) -> None:
    """Make the triggers of a database as they stand here; receiver of post_migrate."""
    connection = connections[using]
    if connection.vendor != "sqlite":
        return
    if SINCE not in MigrationRecorder(connection).applied_migrations():
        return
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for event in EVENTS:
            cursor.execute(f"DROP TRIGGER IF EXISTS {NAME}_{event}")
            cursor.execute(TRIGGER.format(name=NAME, event=event))
