"""Clean pictures and documents that were stored before files were cleaned when they come in.

Not in a transaction: a run that is broken off goes on where it stopped. Can be repeated
(`manage.py clean_uploads`).
"""

from __future__ import annotations

from typing import Any

from django.db import migrations


def clean(apps: Any, schema_editor: Any) -> None:
    from core.files.intake.stored import clean_stored

    clean_stored()


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ('core', '0009_deletion_watch'),
        ('wagtailcore', '0098_apitoken'),
        ('wagtailusers', '0015_userprofile_keyboard_shortcuts'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='documentintake',
            options={'default_permissions': ('view',), 'verbose_name': 'file as it came', 'verbose_name_plural': 'files as they came'},
        ),
        migrations.AlterModelOptions(
            name='pictureintake',
            options={'default_permissions': ('view',), 'verbose_name': 'picture as it came', 'verbose_name_plural': 'pictures as they came'},
        ),
        migrations.RunPython(clean, migrations.RunPython.noop),
    ]
