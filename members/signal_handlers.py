"""What the members application listens to."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group
from django.db.models.signals import post_delete, post_migrate
from django.dispatch import Signal
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

from members.models import EditorAccess
from members.office import plant_office
from members.overlaps import refuse_overlaps
from members.people import leaving
from members.workflow_mails import announce_approved, announce_sent_back, announce_submitted


def connect() -> None:
    """Connect all receivers; called once when Django is ready."""
    post_migrate.connect(
        plant_office, sender=apps.get_app_config("members"), dispatch_uid="members-office"
    )
    post_migrate.connect(
        refuse_overlaps, sender=apps.get_app_config("members"), dispatch_uid="members-overlaps"
    )
    post_delete.connect(remove_groups, sender=EditorAccess, dispatch_uid="members-groups")
    leaving.connect()
    # Wagtail's own notifiers talk to the mail server inside the request. A signal keeps the first
    # receiver of a name, so taking their names keeps them away, whoever is ready first.
    _instead(
        task_submitted, on_submitted, TaskState, "group_approval_task_submitted_email_notification"
    )
    _instead(
        workflow_submitted, ignore, WorkflowState, "workflow_state_submitted_email_notification"
    )
    _instead(
        workflow_approved, on_approved, WorkflowState, "workflow_state_approved_email_notification"
    )
    _instead(
        workflow_rejected, on_sent_back, WorkflowState, "workflow_state_rejected_email_notification"
    )


def _instead(signal: Signal, receiver: Any, sender: type, name: str) -> None:
    signal.disconnect(sender=sender, dispatch_uid=name)
    signal.connect(receiver, sender=sender, dispatch_uid=name)


def remove_groups(instance: EditorAccess, **kwargs: Any) -> None:
    """Remove the groups of an organisation that is gone; its pictures and files stay."""
    del kwargs
    Group.objects.filter(pk__in=[instance.checked_id, instance.direct_id]).delete()


def on_submitted(instance: TaskState, user: Any = None, **kwargs: Any) -> None:
    """A page was sent to the office."""
    del kwargs
    announce_submitted(state=instance, by=user)


def on_approved(instance: WorkflowState, user: Any = None, **kwargs: Any) -> None:
    """The office approved a page."""
    del kwargs
    announce_approved(state=instance, by=user)


def on_sent_back(instance: WorkflowState, user: Any = None, **kwargs: Any) -> None:
    """The office asked for changes."""
    del kwargs
    announce_sent_back(state=instance, by=user)


def ignore(**kwargs: Any) -> None:
    """Nothing to say: `task_submitted` says it to the same people."""
    del kwargs
