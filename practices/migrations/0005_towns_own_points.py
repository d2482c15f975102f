from __future__ import annotations

from typing import Any

from django.db import migrations


def clean(apps: Any, schema_editor: Any) -> None:
    """Give what shows its town only the town's own point (`manage.py clean_places` repeats it)."""
    from maps.stored_places import clean_places

    clean_places()


class Migration(migrations.Migration):

    dependencies = [
        ('practices', '0004_mail_addresses'),
        ('members', '0006_mail_addresses'),
        ('search', '0004_index_state_view_only'),
        ('wagtailcore', '0098_apitoken'),
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [migrations.RunPython(clean, migrations.RunPython.noop)]
