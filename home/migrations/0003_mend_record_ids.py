"""Give records whose permanent id is none (made from an emoji, say) a proper one."""

from __future__ import annotations

from io import StringIO
from typing import Any

from django.core.management import call_command
from django.db import migrations


def mend(apps: Any, schema_editor: Any) -> None:
    """Call the command that can be repeated; it touches no other column than the ids."""
    call_command("mend_record_ids", stdout=StringIO())


class Migration(migrations.Migration):
    """Data only. Backwards there is nothing to do: a proper id stays one."""

    dependencies = [
        ("home", "0002_site_tree"),
        ("members", "0005_update_web_address"),
        ("newsletter", "0007_hand_overs"),
        ("practices", "0003_entries_created_at"),
        ("search", "0004_index_state_view_only"),
    ]
    operations = [migrations.RunPython(mend, migrations.RunPython.noop)]
