"""What Wagtail itself never forgets: the log, old versions, settled comments, traces of editing.

Wagtail keeps who did what for ever. Here it goes, in small batches, when it has served (GDPR
art. 5(1)(e)); how long that is says the table of personal data (core.privacy).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from wagtail.admin.models import EditingSession, FormState
from wagtail.models import (
    Comment,
    ModelLogEntry,
    Page,
    PageLogEntry,
    Revision,
    UploadedFile,
    WorkflowState,
)

SLICE = "core: old history"
#: who did what, and earlier versions: as long as claims may come up in most countries of Europe
HISTORY_KEPT = timedelta(days=3 * 365)
#: pages that went through the office
WORK_KEPT = timedelta(days=3 * 365)
#: comments that were settled
SETTLED_KEPT = timedelta(days=365)
#: files of an upload that nobody finished
UNFINISHED_KEPT = timedelta(days=7)
#: who has a page open, and what a form held that was not saved
TRACES_KEPT = timedelta(days=2)
BATCH = 500
#: a page waits with the office, or with its editor
_OPEN = (WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES)


def forget_old_history() -> bool:
    """Delete a batch of each kind of what is old. A slice of the worker."""
    now = timezone.now()
    for log in (PageLogEntry, ModelLogEntry):
        _delete(log.objects.filter(timestamp__lt=now - HISTORY_KEPT))
    _delete(old_versions())
    _delete(Comment.objects.filter(resolved_at__lt=now - SETTLED_KEPT))
    decided = WorkflowState.objects.exclude(status__in=_OPEN)
    _delete(decided.filter(created_at__lt=now - WORK_KEPT))
    _delete(EditingSession.objects.filter(last_seen_at__lt=now - TRACES_KEPT))
    _delete(FormState.objects.filter(last_updated_at__lt=now - TRACES_KEPT))
    _forget_unfinished_uploads(before=now - UNFINISHED_KEPT)
    return False


def _delete(old: models.QuerySet[models.Model]) -> None:
    keys = list(old.order_by("pk").values_list("pk", flat=True)[:BATCH])
    old.model._default_manager.filter(pk__in=keys).delete()


def old_versions() -> models.QuerySet[Revision]:
    """Return old versions that nothing stands on: not the newest of its page or entry, not online,
    not scheduled, not with the office, and not what an issue was sent as.
    """
    newer = Revision.objects.filter(
        base_content_type=OuterRef("base_content_type"),
        object_id=OuterRef("object_id"),
        created_at__gt=OuterRef("created_at"),
    )
    held = [
        Exists(
            models.QuerySet(relation.related_model).filter(**{relation.field.name: OuterRef("pk")})
        )
        for relation in Revision._meta.related_objects
        if relation.on_delete is models.PROTECT
    ]
    found = Revision.objects.filter(
        Exists(newer), created_at__lt=timezone.now() - HISTORY_KEPT, approved_go_live_at=None
    ).exclude(Q(task_states__workflow_state__status__in=_OPEN))
    online = Page.objects.filter(live_revision=OuterRef("pk"))
    found = found.exclude(Exists(online))
    for each in held:
        found = found.exclude(each)
    return found


def _forget_unfinished_uploads(*, before: datetime) -> None:
    """Delete files of uploads that nobody finished. Their rows hold no date: the disk knows it."""
    for upload in UploadedFile.objects.order_by("pk")[:BATCH]:
        storage, name = upload.file.storage, upload.file.name
        if storage.exists(name) and storage.get_modified_time(name) >= before:
            continue
        upload.delete()
        storage.delete(name)
