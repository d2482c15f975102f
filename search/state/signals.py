"""Noticing changes: whatever is saved, deleted or moved touches the records it appears in.

Connected by apps.ready(), for the models that sources name, each with its own dispatch_uid.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.db.models.signals import post_save, pre_delete
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished

from search.sources.registry import SearchSource, sources
from search.state.index_state import touch


def watch(source: SearchSource) -> None:
    """Connect the receivers for a source's models; connecting a model twice does nothing."""
    for model in source.models:
        uid = f"search.{model._meta.label_lower}"
        post_save.connect(_saved, sender=model, dispatch_uid=f"{uid}.saved")
        # before the deletion: afterwards it is too late to see what hung on it
        pre_delete.connect(_deleted, sender=model, dispatch_uid=f"{uid}.deleted")
    # moving a page saves it as a plain Page, inside the transaction of the move
    post_save.connect(_moved, sender=Page, dispatch_uid="search.page.moved")
    # a page that is no record (a list, the archive) opens and closes the records below it
    page_published.connect(_opened_or_closed, dispatch_uid="search.page.published")
    page_unpublished.connect(_opened_or_closed, dispatch_uid="search.page.unpublished")


def touch_dependents(instance: Model) -> None:
    """Touch every record whose entry depends on a row, in the running transaction."""
    touch(dependents_of(instance))


def dependents_of(instance: Model) -> set[str]:
    """Keys of every record whose entry depends on a row."""
    model = type(instance)
    found = (source.dependents(instance) for source in sources() if model in source.models)
    return {key for keys in found for key in keys}


def _saved(*, instance: Model, raw: bool = False, **_kwargs: Any) -> None:
    if not raw:  # a fixture's rows may refer to rows that aren't there yet
        touch_dependents(instance)


def _deleted(*, instance: Model, **_kwargs: Any) -> None:
    touch_dependents(instance)


def _opened_or_closed(*, instance: Page, **_kwargs: Any) -> None:
    if not any(type(instance) in source.models for source in sources()):
        touch(key for source in sources() for key in source.below(instance.path))


def _moved(*, instance: Page, raw: bool = False, **_kwargs: Any) -> None:
    if not raw:
        touch_dependents(instance.specific)
