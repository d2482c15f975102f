"""A login that is open has not left: what stood there from before it was opened again goes."""

from typing import Any

from django.db import migrations, models


def forget(apps: Any, schema_editor: Any) -> None:
    """Take the day of leaving from open logins."""
    users = apps.get_model("users", "User").objects.using(schema_editor.connection.alias)
    users.filter(is_active=True, left_at__isnull=False).update(left_at=None)


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("users", "0002_signing_in"),
    ]

    operations = [
        migrations.RunPython(forget, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(is_active=False) | models.Q(left_at=None),
                name="users_user_left_is_closed",
            ),
        ),
    ]
