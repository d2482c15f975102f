"""A coarse precision also holds for the past: earlier drafts forget what was more exact.

`Located.clean` keeps new versions to the town or country. What was written before a service asked
for that stands in older revisions; publishing the coarser version rewrites those.
"""

from __future__ import annotations

from typing import Any

from wagtail.models import Revision
from wagtail.signals import page_published

from maps.places import Located

_FIELDS = ("place", "latitude", "longitude", "precision", "point_source", "point_checked_on")


def forget_exact_places(instance: Located, *, before: Revision | None = None) -> int:
    """Give an instance's older revisions its own place, without address and postcode.

    `before` is the revision that was published; later ones stay. Returns how many were rewritten.
    """
    revisions = Revision.objects.for_instance(instance)
    if before is not None:
        revisions = revisions.filter(pk__lt=before.pk)
    place = _place_of(instance)
    rewritten = 0
    for revision in revisions.order_by("pk").iterator(chunk_size=50):
        exact = {name: "" for name in instance.exact_fields if revision.content.get(name)}
        finer = revision.content.get("precision") != instance.precision or any(
            revision.content.get(name) != place[name] for name in ("latitude", "longitude")
        )
        if exact or finer:
            revision.content.update(place | exact)
            revision.save(update_fields=["content"])
            rewritten += 1
    return rewritten


def copy_place(instance: Located, revision: Revision) -> None:
    """Give one revision (a draft that waits) the instance's place."""
    revision.content.update(_place_of(instance))
    revision.save(update_fields=["content"])


def _place_of(instance: Located) -> dict[str, Any]:
    content: dict[str, Any] = instance.serializable_data()
    return {name: content.get(name) for name in _FIELDS}


def _after_publishing(sender: Any, instance: Any, revision: Any = None, **kwargs: Any) -> None:
    if isinstance(instance, Located) and instance.is_coarse:
        forget_exact_places(instance, before=revision)


def connect() -> None:
    """Connect to Wagtail's signal, once."""
    page_published.connect(_after_publishing, dispatch_uid="maps.secrecy")
