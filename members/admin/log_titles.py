"""What the history of a page says of others: by their public titles, as readers know them.

Wagtail notes where a page was moved or copied from by the titles of the newest drafts. The entry is
shown to everybody who works with the page, and not with those.
"""

from __future__ import annotations

from typing import Any

from django.db.models.signals import pre_save
from wagtail.models import Page, PageLogEntry

#: A copy is noted under the newest draft's title of what it is a copy of.
NEW = ("wagtail.create", "wagtail.copy")


def connect() -> None:
    """Connect the receiver; called once when Django is ready."""
    pre_save.connect(name_in_public, sender=PageLogEntry, dispatch_uid="members-log-titles")


def name_in_public(instance: PageLogEntry, **kwargs: Any) -> None:
    """Receiver: an entry is about to be noted. A query for a new page, one for pages it names."""
    del kwargs
    if instance.action in NEW:
        instance.label = Page.objects.values_list("title", flat=True).get(pk=instance.page_id)
    parts: Any = [part for part in instance.data.values() if isinstance(part, dict)]
    named = [part for part in parts if {"id", "title"} <= part.keys()]
    if named:
        pages = Page.objects.filter(pk__in=[part["id"] for part in named])
        titles = dict(pages.values_list("pk", "title"))
        for part in named:
            part["title"] = titles.get(part["id"], part["title"])
