from django.db import migrations


def plant(apps, schema_editor):
    """The one row: Wagtail would make it where somebody only looks."""
    apps.get_model("core", "NetworkSettings").objects.get_or_create()


class Migration(migrations.Migration):

    dependencies = [("core", "0004_funders")]

    operations = [migrations.RunPython(plant, migrations.RunPython.noop)]
