"""No organisation has two memberships at once: the database refuses what nobody looked at before.

PostgreSQL has exclusion constraints for it; over ranges only, so that no extension is needed that
only an administrator may install. SQLite has none: triggers after a row was written, when its
generated columns are known. Whatever makes SQLite's table anew (any later change of a column) drops
the triggers; members/overlaps.py makes them again when migrations have run.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations

NAME = "members_membership_no_overlap"
EXCLUSION = f"""
    ALTER TABLE members_membership ADD CONSTRAINT {NAME} EXCLUDE USING gist (
        int8range(organisation_id, organisation_id, '[]') WITH &&,
        daterange(begun, lasted) WITH &&
    ) WHERE (organisation_id IS NOT NULL)
"""
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
EVENTS = ("insert", "update")


def forbid(apps: Any, schema_editor: Any) -> None:
    """Make the constraint, or the triggers."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(EXCLUSION)
        return
    for event in EVENTS:
        schema_editor.execute(TRIGGER.format(name=NAME, event=event))


def allow(apps: Any, schema_editor: Any) -> None:
    """Take it away."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE members_membership DROP CONSTRAINT {NAME}")
        return
    for event in EVENTS:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {NAME}_{event}")


class Migration(migrations.Migration):
    """Hold the rule in the database."""

    dependencies = [("members", "0003_membership_steps")]

    operations = [migrations.RunPython(forbid, allow)]
