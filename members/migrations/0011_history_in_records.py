import django.core.validators
from django.db import migrations, models

import core.mail.addresses
import members.models.membership


class Migration(migrations.Migration):

    dependencies = [
        ("members", "0010_ids_of_memberships"),
    ]

    operations = [
        migrations.AlterField(
            model_name="membership",
            name="record_id",
            field=models.CharField(
                default=members.models.membership.new_membership_id,
                editable=False,
                max_length=150,
                unique=True,
                validators=[
                    django.core.validators.RegexValidator(
                        "^[a-z0-9]+(-[a-z0-9]+)*\\Z",
                        "Use small letters, digits and single hyphens (kebab-case).",
                    )
                ],
            ),
        ),
        migrations.AddField(
            model_name="membershipstep",
            name="taken_by",
            field=models.CharField(
                blank=True,
                editable=False,
                max_length=254,
                validators=[core.mail.addresses.validate_email_address],
                verbose_name="by",
            ),
        ),
    ]
