"""Every membership gets an id by which files and sites know it; the next step makes it unique.

PostgreSQL changes no table in the transaction that has just changed its rows: hence two steps.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.db import migrations, models


def give_ids(apps: Any, schema_editor: Any) -> None:
    """Give each row an id."""
    memberships = apps.get_model("members", "Membership")
    for pk in memberships.objects.order_by("pk").values_list("pk", flat=True):
        memberships.objects.filter(pk=pk).update(record_id=uuid.uuid4().hex)


class Migration(migrations.Migration):
    """Add the column and fill it."""

    dependencies = [("members", "0009_event_moments")]

    operations = [
        migrations.AddField(
            model_name="membership",
            name="record_id",
            field=models.CharField(editable=False, max_length=150, null=True),
        ),
        migrations.RunPython(give_ids, migrations.RunPython.noop),
    ]
