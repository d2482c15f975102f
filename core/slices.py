"""What the worker does for the core."""

from __future__ import annotations

from core.files.intake.stored import clean_waiting
from core.files.pictures import make_missing
from core.mail.outgoing import send_waiting_mails
from core.work.forgetting import SLICE, forget_old_history
from core.work.slices import (
    DAY,
    TIDYING,
    give_up_lost_tasks,
    publish_scheduled,
    run_waiting_task,
    tidy_up,
)
from core.work.worker import Order, register_slice

register_slice("core: scheduled publishing", publish_scheduled, every=60)
register_slice("core: lost tasks", give_up_lost_tasks, every=300)
register_slice(TIDYING, tidy_up, every=DAY, deletes=True)
register_slice("core: mails", send_waiting_mails, order=Order.MAIL)
register_slice("core: tasks", run_waiting_task, order=Order.TASKS)
register_slice("core: files nobody looked at", clean_waiting, every=60)
register_slice("core: pictures", make_missing, every=10)
register_slice(SLICE, forget_old_history, every=600, deletes=True)
