"""Keep since when register entries are public. Entries of before get no time: they are no news."""

from __future__ import annotations

from django.db import migrations, models
from django.utils import timezone

ENTRIES = ("policy", "statistic", "recommendation", "helpline", "glossaryterm")


class Migration(migrations.Migration):
    """Adds an empty column first, and only then what new entries get."""

    dependencies = [("practices", "0002_web_address")]

    operations = [
        *(
            migrations.AddField(
                model_name=name,
                name="created_at",
                field=models.DateTimeField(editable=False, null=True),
            )
            for name in ENTRIES
        ),
        *(
            migrations.AlterField(
                model_name=name,
                name="created_at",
                field=models.DateTimeField(default=timezone.now, editable=False, null=True),
            )
            for name in ENTRIES
        ),
    ]
