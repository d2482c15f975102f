"""Forms of own pages that are given something of the other organisation by its id."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.test import Client
from modelcluster.models import get_all_child_relations
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Page

from tests.forms import filled
from tests.permissions.world_pages import Estate


@dataclass(frozen=True, kw_only=True)
class Reference:
    """A field of a page's form that names an image, a document or another page.

    `relation` is the formset that it stands in, "" for a field of the page itself.
    """

    model: type[Page]
    relation: str
    field: str
    target: type[models.Model]

    def __str__(self) -> str:
        return f"{self.model.__name__}.{self.relation or 'form'}.{self.field}"

    def key_of(self, estate: Estate) -> int:
        """Something of an organisation that it keeps to itself and that fits into this field."""
        if self.target is Image:
            return int(estate.images["unused"].pk)
        if self.target is Document:
            return int(estate.documents["unused"].pk)
        pages = (page for name, page in estate.pages.items() if not _is_public(name))
        return next((page.pk for page in pages if isinstance(page, self.target)), 0)


def _is_public(name: str) -> bool:
    return name.partition(", ")[2].startswith("live")


def references(model: type[Page]) -> Iterator[Reference]:
    """All such fields of a page's form."""
    form = model.get_edit_handler().get_form_class()
    yield from _of(model, relation="", owner=model, names=set(form.base_fields))
    for relation in get_all_child_relations(model):
        name = relation.get_accessor_name()
        if name in form.formsets:
            fields = set(form.formsets[name].form.base_fields)
            yield from _of(model, relation=name, owner=relation.related_model, names=fields)


def _of(model: type[Page], *, relation: str, owner: Any, names: set[str]) -> Iterator[Reference]:
    for field in owner._meta.fields:
        target = field.related_model
        if field.name in names and target and issubclass(target, (Image, Document, Page)):
            yield Reference(model=model, relation=relation, field=field.name, target=target)


class Form:
    """The form of a page as somebody has it before them."""

    def __init__(self, client: Client, page: Page) -> None:
        self.client, self.page = client, page
        self.url = f"/admin/pages/{page.pk}/edit/"
        self.values = filled(client, self.url)

    def takes(self, reference: Reference, key: int) -> bool:
        """Whether it takes `key` in a field; what was stored is taken back."""
        with transaction.atomic():
            self.client.post(self.url, self._with(reference, key))
            found = key in set(_stored(self.page, reference))
            transaction.set_rollback(True)
        return found

    def _with(self, reference: Reference, key: int) -> dict[str, Any]:
        """What is sent: in a formset as one row more."""
        if not reference.relation:
            return {**self.values, reference.field: str(key)}
        total = f"{reference.relation}-TOTAL_FORMS"
        number = int(self.values[total])
        row = f"{reference.relation}-{number}"
        return {
            **self.values,
            total: str(number + 1),
            f"{row}-id": "",
            f"{row}-ORDER": str(number + 1),
            f"{row}-DELETE": "",
            f"{row}-{reference.field}": str(key),
        }


def _stored(page: Page, reference: Reference) -> Iterator[int]:
    """What the field holds in the newest draft and on the page itself."""
    fresh = type(page)._default_manager.get(pk=page.pk)
    for version in (fresh, fresh.get_latest_revision_as_object()):
        owners = getattr(version, reference.relation).all() if reference.relation else [version]
        yield from (getattr(each, f"{reference.field}_id") for each in owners)
