"""Following an issue's links to other sites in the worker, when the office asks for it.

It may be asked again, so nothing is lost when a process dies. What was found is the return value of
the last task for a version of the issue; no table of our own keeps it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult
from wagtail.models import Revision

from core.lately import was_lately
from newsletter.desk.dead_links import AT_ONCE, DeadLink, dead_links, links_to_others

GIVEN_UP_AFTER = timedelta(minutes=30)  # a task that did not end by then was lost


@task(backend="jobs")
def follow_links(
    revision_pk: int, start: int = 0, found: list[dict[str, Any]] | None = None
) -> Any:
    """Follow AT_ONCE links of a version; the next ones are a task of its own, after other work.

    Returns the dead links as dictionaries, None where another task goes on or the version is gone.
    """
    revision = Revision.objects.filter(pk=revision_pk).first()
    if revision is None:
        return None
    issue = revision.as_object()
    dead = [
        *(found or []),
        *(asdict(link) for link in dead_links(issue, part=slice(start, start + AT_ONCE))),
    ]
    if start + AT_ONCE < len(links_to_others(issue)):
        follow_links.enqueue(revision_pk, start + AT_ONCE, dead)
        return None
    return dead


@dataclass(frozen=True, kw_only=True)
class Followed:
    """How far following the links of a version came. `at` is None while it isn't done."""

    running: bool = False
    at: datetime | None = None
    dead: tuple[DeadLink, ...] = ()


def followed(revision_pk: int | None) -> Followed:
    """Tell what became of the last request for a version. One query."""
    last = (
        DBTaskResult.objects.filter(
            task_path=follow_links.module_path, args_kwargs__args__0=revision_pk
        )
        .order_by("-enqueued_at")
        .first()
    )
    if last is None or last.status == TaskResultStatus.FAILED:
        return Followed()
    if last.finished_at is None or last.return_value is None:
        return Followed(running=was_lately(last.enqueued_at, within=GIVEN_UP_AFTER))
    return Followed(at=last.finished_at, dead=tuple(DeadLink(**each) for each in last.return_value))
