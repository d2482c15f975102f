"""Remove the groups and the workflow that Wagtail's own migrations plant.

“Editors” and “Moderators” hold permissions on the root page: somebody put into one of them by
mistake would see every organisation's drafts. Groups in use and a workflow in use stay.

Not reversible to the same rows (nothing of ours needs them): backwards does nothing.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import migrations

GROUPS = ("Editors", "Moderators")
WORKFLOW = "Moderators approval"


def remove(apps: Any, schema_editor: Any) -> None:
    """Remove what nobody uses."""
    Group = apps.get_model("auth", "Group")
    Workflow = apps.get_model("wagtailcore", "Workflow")
    WorkflowState = apps.get_model("wagtailcore", "WorkflowState")
    Task = apps.get_model("wagtailcore", "Task")
    workflow = Workflow.objects.filter(name=WORKFLOW).first()
    if workflow and not WorkflowState.objects.filter(workflow=workflow).exists():
        Task.objects.filter(name=WORKFLOW).delete()
        workflow.delete()
    Group.objects.filter(name__in=GROUPS, user__isnull=True).delete()


class Migration(migrations.Migration):
    """Start with our own groups only."""

    dependencies = [
        ("members", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailadmin", "0005_editingsession_is_editing"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [migrations.RunPython(remove, migrations.RunPython.noop)]
