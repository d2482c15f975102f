"""`url` hid the page's own address (wagtail.models.Page.url)."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    """Rename the field; its values stay."""

    dependencies = [("members", "0004_without_stock_groups")]

    # safe-because: a rename keeps the column's values, and nothing outside reads the column
    operations = [
        migrations.RenameField(model_name="updatepage", old_name="url", new_name="web_address")
    ]
