"""The worker's slices that belong to no application: publishing on schedule, tasks, tidying up."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker as TaskWorker
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page, Revision

from core.editing.sent_forms import forget_old_forms
from core.mail.outgoing import forget_old_mails
from core.throttling.counting import forget_old_counts

logger = logging.getLogger(__name__)

BACKEND = "jobs"
DAY = 24 * 60 * 60.0
TIDYING = "core: tidying up"
LOST_AFTER = timedelta(hours=1)
RESULTS_KEPT = timedelta(days=14)
#: How often what is scheduled failed in this process.
_failures: Counter[str] = Counter()


class TaskLostError(RuntimeError):
    """The process that ran a task was killed; whoever asked may ask again."""


def publish_scheduled() -> bool:
    """Publish and take down what editors scheduled.

    As Wagtail's command does, but what can't be published (a draft that lacks something) or taken
    down stays as it is and is not in the way of the others.
    """
    now = timezone.now()
    expired = Page.objects.filter(live=True, expire_at__lt=now).order_by("expire_at").specific()
    due = Revision.objects.filter(approved_go_live_at__lt=now).order_by("approved_go_live_at")
    still = set()
    for page in expired:
        if not _done(
            page, page.unpublish, set_expired=True, log_action="wagtail.unpublish.scheduled"
        ):
            still.add(_key(page))
    for revision in due:
        if not _done(revision, revision.publish, log_action="wagtail.publish.scheduled"):
            still.add(_key(revision))
    for key in set(_failures) - still:
        del _failures[key]
    return True


def _key(scheduled: Page | Revision) -> str:
    return f"{type(scheduled).__name__} {scheduled.pk}"


def _done(scheduled: Page | Revision, action: Callable[..., object], **how: Any) -> bool:
    """Publish or take down; a failure is logged the 1st, 2nd, 4th, 8th … time, not every minute.

    Raises OperationalError: a database that doesn't answer is nothing of this page's.
    """
    try:
        with transaction.atomic():
            action(**how)
    except OperationalError:
        raise
    except Exception as error:  # whatever is wrong with one page stops no other
        _failures[_key(scheduled)] += 1
        if _failures[_key(scheduled)].bit_count() == 1:
            name = scheduled.title if isinstance(scheduled, Page) else scheduled.object_str
            what = "taken down" if isinstance(scheduled, Page) else "published"
            expected = isinstance(error, IntegrityError | ValidationError)
            trace = None if expected else error
            logger.warning("“%s” can't be %s as scheduled: %s", name, what, error, exc_info=trace)
        return False
    return True


def run_waiting_task() -> bool:
    """Run one due task of the backend "jobs"; return whether there was one."""
    if not DBTaskResult.objects.ready().filter(backend_name=BACKEND).exists():
        return False
    logging.getLogger("django_tasks_db").setLevel(logging.WARNING)  # a line per task is enough
    TaskWorker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=0,
        batch=True,
        backend_name=BACKEND,
        startup_delay=False,
        max_tasks=1,
        worker_id=BACKEND,
    ).run()
    return True


def give_up_lost_tasks() -> bool:
    """Mark tasks failed that a killed process left behind as running."""
    lost = DBTaskResult.objects.running().filter(
        backend_name=BACKEND, started_at__lt=timezone.now() - LOST_AFTER
    )
    for task in lost:
        logger.warning("task %s was lost", task.pk)
        task.set_failed(TaskLostError("the process that ran this task was stopped"))
    return True


def tidy_up() -> bool:
    """Delete what has served: old mails, counts, forms, results of tasks, ended sessions."""
    forget_old_mails()
    forget_old_counts()
    forget_old_forms()
    DBTaskResult.objects.finished().filter(
        backend_name=BACKEND, finished_at__lt=timezone.now() - RESULTS_KEPT
    ).delete()
    call_command("clearsessions")
    return True
