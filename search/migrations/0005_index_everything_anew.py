"""Have every record indexed anew: what is public, and what was found, is told by other rules."""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.models import F


def index_anew(apps: Any, schema_editor: Any) -> None:
    """Let the worker read every record it knows once more."""
    del schema_editor
    rows = apps.get_model("search", "IndexState").objects.all()
    rows.update(wanted=F("wanted") + 1, attempts=0, retry_at=None, error="")


class Migration(migrations.Migration):
    dependencies = [("search", "0004_index_state_view_only")]
    operations = [migrations.RunPython(index_anew, migrations.RunPython.noop)]
