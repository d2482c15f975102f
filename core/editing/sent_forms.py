"""What a form of something new made: a form that is sent again makes no second one."""

from __future__ import annotations

import datetime as dt
import hashlib
import time
import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models, transaction
from django.http import QueryDict
from django.utils import timezone

from core.lately import was_lately

#: Nobody has a form open for longer.
KEPT_FOR = dt.timedelta(days=7)
#: Whoever has no answer to a form by then was ended while making it: it may be sent again.
ENDED_AFTER = dt.timedelta(minutes=2)
_LOOK_AGAIN = 0.2  # seconds


class SentForm(models.Model):
    """One row says that a form of something new was sent, which page it made, and how that ended.

    `page` is empty for what is no page. `answer` is where the reader was sent after the last
    pressing of a button, `digest` what was sent then, for pages; both are empty while the form was
    only saved by itself, or while what it makes is being made.
    """

    token = models.UUIDField(primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    page = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.CASCADE, null=True, related_name="+"
    )
    digest = models.CharField(max_length=64, blank=True)
    answer = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["created_at"]

    def __str__(self) -> str:
        return f"{self.token}: {self.page_id}"

    @property
    def is_done(self) -> bool:
        """Whether something was made of the form."""
        return bool(self.answer or self.page_id)


def digest_of(sent: QueryDict) -> str:
    """Return what tells one filled-in form from another."""
    fields = [(name, values) for name, values in sent.lists() if name != "csrfmiddlewaretoken"]
    return hashlib.sha256(repr(sorted(fields)).encode()).hexdigest()


def claim_alone(token: uuid.UUID, *, user_id: int) -> tuple[SentForm, bool]:
    """Return the form's row with what it made, or an empty one and True for the first time.

    In a transaction of its own, so that nobody else waits while something is made of the form;
    whoever sends the same form meanwhile waits here. The first has to write into the row what it
    made, or to delete it. Somebody else's row is returned as it is.
    """
    while True:
        with transaction.atomic():
            row, is_first = SentForm.objects.get_or_create(
                token=token, defaults={"user_id": user_id}
            )
        is_ours = row.user_id == user_id and (is_first or (not row.is_done and _take_over(row)))
        if is_ours or row.is_done or row.user_id != user_id:
            return row, is_ours
        time.sleep(_LOOK_AGAIN)


def forget_old_forms() -> None:
    """Delete forms that nobody has open any more. For the worker."""
    SentForm.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()


def _take_over(row: SentForm) -> bool:
    """Whether the row was of somebody who was ended, and is ours now."""
    now = timezone.now()
    if was_lately(row.created_at, within=ENDED_AFTER):
        return False
    as_it_was = SentForm.objects.filter(pk=row.pk, answer="", page=None, created_at=row.created_at)
    return as_it_was.update(created_at=now) == 1
