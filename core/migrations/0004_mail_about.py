from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0003_machine_translations'),
    ]

    operations = [
        migrations.AddField(
            model_name='outgoingmail',
            name='about',
            field=models.CharField(blank=True, default='', editable=False, max_length=20),
            preserve_default=False,
        ),
    ]
