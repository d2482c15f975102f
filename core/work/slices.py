"""The worker's slices that belong to no app: publishing on schedule, mails, tasks, tidying up."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker as TaskWorker
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page, Revision

from core.mail.outgoing import forget_old_mails, send_waiting_mails
from core.throttling.counting import forget_old_counts
from core.work.worker import Order, register_slice

logger = logging.getLogger(__name__)

BACKEND = "jobs"
DAY = 24 * 60 * 60.0
LOST_AFTER = timedelta(hours=1)
RESULTS_KEPT = timedelta(days=14)


class TaskLostError(RuntimeError):
    """The process that ran a task was killed; whoever asked may ask again."""


def register_core_slices() -> None:
    """Register what core does in the background; called once when Django is ready."""
    register_slice("core: scheduled publishing", publish_scheduled, every=60)
    register_slice("core: lost tasks", give_up_lost_tasks, every=300)
    register_slice("core: tidying up", tidy_up, every=DAY, deletes=True)
    register_slice("core: mails", send_waiting_mails, order=Order.MAIL)
    register_slice("core: tasks", run_waiting_task, order=Order.TASKS)


def publish_scheduled() -> bool:
    """Publish and take down what editors scheduled.

    As Wagtail's command does, but what can't be published (a draft that lacks something) stays a
    draft and is not in the way of the others.
    """
    now = timezone.now()
    for page in Page.objects.filter(live=True, expire_at__lt=now).order_by("expire_at").specific():
        page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    due = Revision.objects.filter(approved_go_live_at__lt=now).order_by("approved_go_live_at")
    for revision in due:
        try:
            with transaction.atomic():
                revision.publish(log_action="wagtail.publish.scheduled")
        except (IntegrityError, ValidationError) as error:
            logger.warning("“%s” can't be published as scheduled: %s", revision.object_str, error)
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
    """Delete what has served: old mails, counts, results of tasks, ended sessions."""
    forget_old_mails()
    forget_old_counts()
    DBTaskResult.objects.finished().filter(
        backend_name=BACKEND, finished_at__lt=timezone.now() - RESULTS_KEPT
    ).delete()
    call_command("clearsessions")
    return True
