from django.core.validators import RegexValidator
from django.db import migrations, models


def name_them(apps, schema_editor):
    """Give each page its permanent id: its slug, with a number where two have the same."""
    model = apps.get_model("home", "StandardPage")
    taken = set()
    for page in model.objects.order_by("path"):
        name, number = page.slug[:140], 1
        while (wanted := name if number == 1 else f"{name}-{number}") in taken:
            number += 1
        taken.add(wanted)
        model.objects.filter(pk=page.pk).update(record_id=wanted)


def field(**more):
    return models.CharField(
        blank=True, editable=False, max_length=150, verbose_name="permanent id",
        validators=[
            RegexValidator(
                "^[a-z0-9]+(-[a-z0-9]+)*\\Z",
                "Use small letters, digits and single hyphens (kebab-case).",
            )
        ],
        **more,
    )


class Migration(migrations.Migration):

    dependencies = [("home", "0003_menus")]

    operations = [
        migrations.AddField("standardpage", "record_id", field(null=True)),
        migrations.RunPython(name_them, migrations.RunPython.noop),
        migrations.AlterField("standardpage", "record_id", field(unique=True)),
    ]
