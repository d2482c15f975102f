"""Who may have a picture or a file: everybody while it is in use, else who may choose or change it.

A file of a draft is as little public as its draft, even to somebody who knows its address. What
counts is what stands in the tables, which is what readers see: drafts of a page that is online are
kept in its revisions.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Model, Value
from modelcluster.fields import ParentalKey
from wagtail.images import get_image_model
from wagtail.models import ReferenceIndex
from wagtail.permissions import policy_registry

from core.files.pictures import SPECS

CHOOSE, CHANGE = "choose", "change"


@dataclass(frozen=True)
class Use:
    """A field that refers to pictures or files; `path` leads from its model to what is public."""

    model: Any
    field: str
    path: str
    owner: Any


@cache
def uses_of(model: Any) -> tuple[Use, ...]:
    """Return what refers to pictures or files: rows of pages, or what is public itself."""
    found = []
    relations: list[Any] = model._meta.get_fields(include_hidden=True)
    for relation in relations:
        if relation.auto_created and relation.one_to_many:
            user = relation.related_model
            parents = [f for f in user._meta.get_fields() if isinstance(f, ParentalKey)]
            owner = parents[0].related_model if parents else user
            if hasattr(owner._default_manager, "for_public"):
                path = parents[0].attname if parents else "pk"
                found.append(Use(user, relation.field.name, path, owner))
    return tuple(found)


def owners_of(model: type[Model], keys: Collection[int]) -> Iterator[tuple[int, Any, int]]:
    """Yield which of the pictures or files `keys` what has in a field: its model and its key.

    One query. Whether it is public is for the caller to ask.
    """
    uses = uses_of(model)
    rows = [
        use.model._default_manager.order_by()
        .filter(**{f"{use.field}__in": keys})
        .annotate(  # named alike: a union goes by names
            use=Value(number), shown=F(use.field), shown_by=F(use.path)
        )
        .values_list("use", "shown", "shown_by")
        for number, use in enumerate(uses)
    ]
    for number, shown, owner in rows[0].union(*rows[1:], all=True):
        yield shown, uses[number].owner, owner


def is_in_use(model: type[Model], key: int) -> bool:
    """Tell whether something public has the picture or file `key` in a field.

    One query for what has it, one for each sort of thing among that until one is public.
    """
    owners: dict[Any, list[int]] = {}
    for _shown, owner, pk in owners_of(model, [key]):
        owners.setdefault(owner, []).append(pk)
    return any(
        owner._default_manager.for_public().filter(pk__in=keys).exists()
        for owner, keys in owners.items()
    )


def is_public_file(stored: Any) -> bool:
    """Tell whether something that everybody may see has a picture or file, or links to it."""
    if is_in_use(type(stored), stored.pk):
        return True
    return any(_links(source, stored) for source in _public_sources(stored))


def _public_sources(stored: Any) -> Iterator[Any]:
    """Yield what is public and linked to a file when it was last saved, by the reference index."""
    found = ReferenceIndex.get_references_to(stored).values_list("content_type", "object_id")
    for type_id, key in found.distinct():
        model: Any = ContentType.objects.get_for_id(type_id).model_class()
        if hasattr(model._default_manager, "for_public"):
            yield from model._default_manager.for_public().filter(pk=key)


def _links(source: Any, stored: Any) -> bool:
    """Look at the rows themselves: the index isn't told of rows that a page lost."""
    kind = ContentType.objects.get_for_model(stored).pk
    found = ReferenceIndex._extract_references_from_object(source)  # noqa: SLF001  # no other way
    return any(to_type == kind and key == str(stored.pk) for to_type, key, *_paths in found)


def may_have(user: Any, stored: Any, *, actions: tuple[str, ...] = (CHOOSE, CHANGE)) -> bool:
    """Tell whether an editor may have a picture or file whoever else may, by its collection."""
    if not user.is_active:
        return False
    policy = policy_registry.get_by_type(type(stored))
    return bool(policy.user_has_any_permission_for_instance(user, actions, stored))


def renditions_called(names: Collection[str]) -> Any:
    """The renditions with these names in the sizes that pages and mails show.

    Not those that the admin makes for itself, one of which is as large as the original.
    """
    renditions = get_image_model().get_rendition_model().objects
    return renditions.filter(file__in=names, filter_spec__in=SPECS)


def public_rendition(names: Collection[str]) -> Any:
    """Return the rendition with one of these names if it is of a picture in use, else None."""
    found: Any = renditions_called(names).first()
    return found if found is not None and is_in_use(get_image_model(), found.image_id) else None
