"""`url` hid the pages' own address (wagtail.models.Page.url)."""

from __future__ import annotations

from django.db import migrations

PAGES = ("practicepage", "projectpage", "researchpage", "resourcepage")


class Migration(migrations.Migration):
    """Rename the field; its values stay."""

    dependencies = [("practices", "0001_initial")]

    # safe-because: a rename keeps the column's values, and nothing outside reads the column
    operations = [
        migrations.RenameField(model_name=name, old_name="url", new_name="web_address")
        for name in PAGES
    ]
