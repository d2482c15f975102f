"""What readers see of a picture or file stays until somebody who may publish changes it.

Replacing a file would change every page that shows it, and deleting it would take it off them,
without anybody who looks at the pages. So whoever may not publish each of these pages leaves the
file as it is. What counts are pages that are online, whatever closes them for a while, and the
versions that wait: with the office, or for their day.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db.models import Model, Q
from django.db.models.fields.files import FieldFile
from django.db.models.signals import pre_delete, pre_save
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex, Revision, TaskState
from wagtail.permissions import policy_registry

from core.acting import acting_user
from core.files.access import owners_of, uses_of

_FOCUS = ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")


def shown_fields(model: type[Model]) -> tuple[str, ...]:
    """The fields of a picture or file that readers see something of. A picture's title is none."""
    return ("file", *_FOCUS) if issubclass(model, get_image_model()) else ("file", "title")


def refusal(model: type[Model]) -> ValidationError:
    """What people are told who may not change or delete one."""
    words = (
        _(
            "This picture is on a page that is online or waits to go online, so it stays as it is. "
            "Add what is new as a new picture and choose that one on your page."
        )
        if issubclass(model, get_image_model())
        else _(
            "This file is on a page that is online or waits to go online, so it stays as it is. "
            "Add what is new as a new file and choose that one on your page."
        )
    )
    return ValidationError(words, code="stands")


def is_kept_from(user: Any, stored: Model) -> bool:
    """Tell whether a picture or file stays as it is for `user`."""
    return bool(kept_from(user, type(stored), [stored.pk]))


def kept_from(user: Any, model: type[Model], keys: Collection[int]) -> set[int]:
    """Those of the pictures or files `keys` that `user` may neither change nor delete.

    The same number of queries for any number of files and pages: one for fields, one for links,
    one for versions that wait, one for pages, and one for each table of another kind that links.
    """
    if not keys or (user.is_active and user.is_superuser):
        return set()
    waiting = set(_waiting(model, keys))
    pages: set[tuple[int, int]] = set()
    others: dict[Any, set[tuple[int, int]]] = {}
    for shown, owner, pk in (*owners_of(model, keys), *_linked(model, keys)):
        if issubclass(owner, Page):
            pages.add((shown, pk))
        else:
            others.setdefault(owner, set()).add((shown, pk))
    closed = _pages_closed_to(user, online={pk for _shown, pk in pages}, waiting=waiting)
    kept = {shown for shown, pk in pages | waiting if pk in closed}
    for owner, found in others.items():
        if not policy_registry.get_by_type(owner).user_has_permission(user, "change"):
            public = owner._default_manager.for_public().values_list("pk", flat=True)
            there = set(public.filter(pk__in={pk for _shown, pk in found}))
            kept |= {shown for shown, pk in found if pk in there}
    return kept


def _pages_closed_to(user: Any, *, online: set[int], waiting: set[tuple[int, int]]) -> set[int]:
    """The pages that are online or have a version that waits, and that `user` may not publish."""
    asked = Q(pk__in=online, live=True) | Q(pk__in={pk for _shown, pk in waiting})
    return {
        page.pk
        for page in Page.objects.filter(asked)
        if not page.specific_deferred.permissions_for_user(user).can_publish()
    }


def _linked(model: type[Model], keys: Collection[int]) -> Iterator[tuple[int, Any, int]]:
    """As `owners_of`, of what links to pictures or files in its texts, by the reference index."""
    in_fields = {use.field for use in uses_of(model)}
    references = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(model),
        to_object_id__in=[str(key) for key in keys],
    )
    for shown, kind, source, path in references.values_list(
        "to_object_id", "content_type", "object_id", "model_path"
    ):
        owner: Any = ContentType.objects.get_for_id(kind).model_class()
        if path.rpartition(".")[2] not in in_fields and hasattr(
            owner._default_manager, "for_public"
        ):
            yield int(shown), owner, int(source)


def _waiting(model: type[Model], keys: Collection[int]) -> Iterator[tuple[int, int]]:
    """Yield pictures or files and the pages of which a version that waits has them. One query."""
    revisions: Any = Revision.page_revisions.filter(
        Q(approved_go_live_at__isnull=False) | Q(task_states__status=TaskState.STATUS_IN_PROGRESS)
    )
    for kind, page, content in revisions.values_list("content_type", "object_id", "content"):
        source = ContentType.objects.get_for_id(kind).model_class()
        if source is not None:
            for shown in set(keys).intersection(_keys_in(source, content, wanted=model)):
                yield shown, int(page)


def _keys_in(source: Any, content: dict[str, Any], *, wanted: type[Model]) -> Iterator[int]:
    """Yield which pictures or files a stored version of `source` names, in fields and texts."""
    for field in source._meta.concrete_fields:
        value = content.get(field.name)
        if not value:
            continue
        if field.related_model is not None and issubclass(wanted, field.related_model):
            yield int(value)
        elif hasattr(field, "extract_references"):
            for model, key, *_paths in field.extract_references(value):
                if issubclass(wanted, model):
                    yield int(key)
    for relation in get_all_child_relations(source):
        for row in content.get(relation.get_accessor_name(), ()):
            yield from _keys_in(relation.related_model, row, wanted=wanted)


def _refuse_kept(instance: Any) -> None:
    user = acting_user()
    if user is not None and is_kept_from(user, instance):
        raise refusal(type(instance))


def _before_saving(
    instance: Any, *, update_fields: Any = None, raw: bool = False, **kwargs: Any
) -> None:
    """Raise ValidationError where somebody changes what has to stay."""
    del kwargs
    names = [
        name
        for name in shown_fields(type(instance))
        if update_fields is None or name in update_fields
    ]
    if raw or instance.pk is None or not names or acting_user() is None:
        return
    before = type(instance)._default_manager.filter(pk=instance.pk).values(*names).first()
    if before and any(_is_other(getattr(instance, name), was) for name, was in before.items()):
        _refuse_kept(instance)


def _is_other(value: Any, before: Any) -> bool:
    """Tell whether a field changes; a file that isn't stored yet is another one by any name."""
    is_new = isinstance(value, FieldFile) and not vars(value)["_committed"]
    return bool(is_new or value != before)  # a file equals its name


def _before_deleting(instance: Any, **kwargs: Any) -> None:
    """Raise ValidationError where somebody deletes what has to stay."""
    del kwargs
    _refuse_kept(instance)


def connect() -> None:
    """Stand before every change of a picture or file; called once when Django is ready."""
    for model in (get_image_model(), get_document_model()):
        uid = f"standing-{model._meta.label_lower}"
        pre_save.connect(_before_saving, sender=model, dispatch_uid=uid)
        pre_delete.connect(_before_deleting, sender=model, dispatch_uid=uid)
