"""What waits in the background, for whoever looks after the site."""

from __future__ import annotations

from collections.abc import Iterator

from django_tasks_db.models import DBTaskResult

from core.leases import WorkerLease
from core.mail.outgoing import OutgoingMail
from core.work.deletions import PATIENCE, held_since
from core.work.health import problems
from core.work.slices import BACKEND


def status_lines() -> Iterator[str]:
    """Yield one line each on the worker, the mails and the tasks, and on every mail given up.

    Last come the problems that `/health/ready` doesn't name.
    """
    lease = WorkerLease.objects.first()
    seen = f"{lease.holder}, seen {lease.seen_at:%Y-%m-%d %H:%M:%S} UTC" if lease else "none"
    yield f"worker: {seen}"
    held = held_since()
    if held is not None:
        yield f"deletions: wait until {held + PATIENCE:%Y-%m-%d %H:%M} UTC, the clock may be wrong"
    states = OutgoingMail.State
    count = {state: OutgoingMail.objects.filter(state=state).count() for state in states}
    yield f"mails: {count[states.QUEUED]} waiting, {count[states.FAILED]} given up"
    for mail in OutgoingMail.objects.exclude(last_error="").exclude(state=states.SENT)[:20]:
        yield f"  {mail.get_state_display()}: {mail.to}, attempt {mail.attempts}: {mail.last_error}"
    tasks = DBTaskResult.objects.filter(backend_name=BACKEND)
    yield f"tasks: {tasks.ready().count()} waiting, {tasks.failed().count()} failed"
    for name, problem in problems().items():
        yield f"not ok: {name}: {problem}"
