"""An organisation that a row points to is its `target`, an address in the web a `web_address`."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    """The names that the other tables have."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("practices", "0001_initial")]

    # safe-because: a column under a new name keeps what it holds.
    operations: ClassVar[list[object]] = [
        migrations.RenameField("practicepartner", "organisation", "target"),
        migrations.RenameField("policy", "url", "web_address"),
    ]
