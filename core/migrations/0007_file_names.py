"""Find renditions by their names, and move files whose names could be guessed.

Not in a transaction: a file that was moved can't be moved back by the database. Can be repeated
(`manage.py hide_file_names`).
"""

from __future__ import annotations

from typing import Any

from django.apps.registry import Apps
from django.db import migrations


def hide(apps: Apps, schema_editor: Any) -> None:
    from core.files.names import hide_file_names

    hide_file_names(apps)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("core", "0006_throttle_count"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX IF NOT EXISTS core_rendition_file ON wagtailimages_rendition (file)",
            "DROP INDEX IF EXISTS core_rendition_file",
        ),
        migrations.RunPython(hide, migrations.RunPython.noop),
    ]
