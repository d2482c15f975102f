"""What a form of something new made: a form that is sent again makes no second one."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.http import QueryDict
from django.utils import timezone

#: Nobody has a form open for longer.
KEPT_FOR = dt.timedelta(days=7)


class SentForm(models.Model):
    """One row says that a form of something new was sent, which page it made, and how that ended.

    `page` is empty for what is no page. `answer` is where the reader was sent after the last
    pressing of a button, `digest` what was sent then, for pages; both are empty while the form was
    only saved by itself.
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


def digest_of(sent: QueryDict) -> str:
    """Return what tells one filled-in form from another."""
    fields = [(name, values) for name, values in sent.lists() if name != "csrfmiddlewaretoken"]
    return hashlib.sha256(repr(sorted(fields)).encode()).hexdigest()


def claim(token: uuid.UUID, *, user_id: int) -> tuple[SentForm, bool]:
    """Return the form's row, and whether this is the first time that it is sent.

    To be called in the transaction that makes it: whoever sends the same form meanwhile waits
    here for its end.
    """
    SentForm.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()
    return SentForm.objects.get_or_create(token=token, defaults={"user_id": user_id})
