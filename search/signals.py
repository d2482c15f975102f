"""Noticing changes: whatever is saved, deleted or moved touches the records it appears in.

Connected by apps.ready(), for the models that sources name, each with its own dispatch_uid.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.db.models.signals import post_save, pre_delete
from wagtail.signals import page_unpublished, post_page_move

from search.index_state import touch
from search.registry import SearchSource, sources


def watch(source: SearchSource) -> None:
    """Connect the receivers for a source's models; connecting a model twice does nothing."""
    for model in source.models:
        uid = f"search.{model._meta.label_lower}"
        post_save.connect(_saved, sender=model, dispatch_uid=f"{uid}.saved")
        # before the deletion: afterwards it is too late to see what hung on it
        pre_delete.connect(_deleted, sender=model, dispatch_uid=f"{uid}.deleted")
        post_page_move.connect(_moved, sender=model, dispatch_uid=f"{uid}.moved")
        page_unpublished.connect(_moved, sender=model, dispatch_uid=f"{uid}.unpublished")


def touch_dependents(instance: Model) -> None:
    """Touch every record whose entry depends on a row, in the running transaction."""
    model = type(instance)
    touch(
        key for source in sources() if model in source.models for key in source.dependents(instance)
    )


def _saved(*, instance: Model, raw: bool = False, **_kwargs: Any) -> None:
    if not raw:  # a fixture's rows may refer to rows that aren't there yet
        touch_dependents(instance)


def _deleted(*, instance: Model, **_kwargs: Any) -> None:
    touch_dependents(instance)


def _moved(*, instance: Model, **_kwargs: Any) -> None:
    touch_dependents(instance)
