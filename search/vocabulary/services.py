"""Merging and deleting concepts without losing what is tagged with them.

Tags go with their concept (CASCADE): were they protected, an old draft that names a deleted concept
could not be opened any more. So this module is the only way a concept goes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel, get_all_child_relations
from wagtail.models import Revision

from core.i18n import LANGS, loc
from search.models import Concept, RelatedConcept


class ConceptInUseError(Exception):
    """A concept that public content uses was about to be deleted; `keys` name the content."""

    def __init__(self, concept: Concept, keys: list[str]) -> None:
        super().__init__(f"{concept.key} is used by {', '.join(keys)}")
        self.keys = keys


def live_uses(concept: Concept) -> list[str]:
    """Keys of public records that are tagged with `concept`, sorted."""
    keys = set()
    for field in _row_fields():
        for row in field.model._default_manager.filter(**{field.name: concept}):
            record = _record_of(row)
            if getattr(record, "live", True):
                keys.add(record.key)
    return sorted(keys)


@transaction.atomic
def delete_concept(concept: Concept) -> None:
    """Delete a concept that nothing public uses; raise ConceptInUseError otherwise."""
    keys = live_uses(concept)
    if keys:
        raise ConceptInUseError(concept, keys)
    concept.delete()


@transaction.atomic
def merge_concepts(*, old: Concept, into: Concept) -> None:
    """Make `into` take the place of `old`, which is deleted. Raises ValueError if both are one.

    What was tagged with `old` is tagged with `into`, once, in the same place of its order; drafts
    and the page history too. The words of `old` become other words of `into`, so that a search for
    them still finds it; its narrower and related concepts move along.
    """
    if old.pk == into.pk:
        raise ValueError(f"{old.key} can't be merged into itself")
    for field in _row_fields():
        _move_rows(field, old=old, into=into)
    _move_relations(old=old, into=into)
    _rewrite_revisions(old=old.pk, into=into.pk)
    _take_words(old=old, into=into)
    old.delete()


# -- where a concept is named --------------------------------------------------------------------
def _row_fields() -> list[models.ForeignKey[Any, Any]]:
    """The keys to Concept in rows of records (tags, topics of visits)."""
    fields = [relation.field for relation in Concept._meta.get_fields(include_hidden=True)
              if isinstance(relation, models.ManyToOneRel)]  # fmt: skip
    return [
        field
        for field in fields
        if field.model not in (Concept, RelatedConcept) and _parent_field(field.model) is not None
    ]


def _parent_field(model: type[models.Model]) -> ParentalKey | None:
    """The key by which a row belongs to its record."""
    return next((field for field in model._meta.fields if isinstance(field, ParentalKey)), None)


def _record_of(row: models.Model) -> Any:
    record: Any = row
    while (parent := _parent_field(type(record))) is not None:
        record = getattr(record, parent.name)
    return record


def _move_rows(field: models.ForeignKey[Any, Any], *, old: Concept, into: Concept) -> None:
    parent = _parent_field(field.model)
    assert parent is not None  # noqa: S101 # _row_fields() returns no others
    manager = field.model._default_manager
    have = set(manager.filter(**{field.name: into}).values_list(parent.attname, flat=True))
    for row in manager.filter(**{field.name: old}):
        if getattr(row, parent.attname) in have:
            row.delete()
        else:
            setattr(row, field.name, into)
            row.save()


def _move_relations(*, old: Concept, into: Concept) -> None:
    if into.broader_id == old.pk:
        into.broader = old.broader
    for narrower in old.narrower.exclude(pk=into.pk):
        narrower.broader = into
        narrower.save()
    for row in RelatedConcept.objects.filter(related=old).exclude(concept=into):
        if RelatedConcept.objects.filter(concept=row.concept, related=into).exists():
            row.delete()
        else:
            row.related = into
            row.save()
    have = {into.pk, *RelatedConcept.objects.filter(concept=into).values_list("related", flat=True)}
    for row in RelatedConcept.objects.filter(concept=old).exclude(related__in=have):
        row.concept = into
        row.save()


def _take_words(*, old: Concept, into: Concept) -> None:
    words: dict[str, list[str]] = {}
    for code in LANGS:
        own = getattr(into, loc("label", code)) or ""
        taken = [getattr(old, loc("label", code)) or "", *old.alternative.get(code, [])]
        joined = dict.fromkeys([*into.alternative.get(code, []), *taken])
        kept = [word for word in joined if word and word != own]
        if kept:
            words[code] = kept
    into.alternative = words
    into.save()


# -- drafts and history --------------------------------------------------------------------------
def _rewrite_revisions(*, old: int, into: int) -> None:
    """Name `into` where a stored revision names `old`, else opening one would lose the tag."""
    with_rows = [model for model in _record_models() if any(True for _ in _child_models(model))]
    types = ContentType.objects.get_for_models(*with_rows)
    by_type = {content_type.pk: model for model, content_type in types.items()}
    revisions = Revision.objects.filter(content_type__in=by_type).only(
        "pk", "content", "content_type"
    )
    for revision in revisions.iterator(chunk_size=200):
        model = by_type[revision.content_type_id]
        if _rewrite(revision.content, model=model, old=old, into=into):
            Revision.objects.filter(pk=revision.pk).update(content=revision.content)


def _record_models() -> list[type[ClusterableModel]]:
    found: set[type[ClusterableModel]] = set()
    for field in _row_fields():
        model: Any = field.model
        while (parent := _parent_field(model)) is not None:
            model = parent.remote_field.model
        found.add(model)
    return sorted(found, key=lambda model: model._meta.label)


def _child_models(model: type[ClusterableModel]) -> Iterator[tuple[str, type[models.Model]]]:
    if issubclass(model, ClusterableModel):
        for relation in get_all_child_relations(model):
            yield relation.get_accessor_name(), relation.related_model


def _rewrite(content: dict[str, Any], *, model: Any, old: int, into: int) -> bool:
    """Rewrite the rows in a revision's content, in place; tell whether anything changed."""
    changed = False
    for name, child in _child_models(model):
        rows = content.get(name) or []
        for row in rows:
            changed = _rewrite(row, model=child, old=old, into=into) or changed
        for field in _row_fields():
            if field.model is child and any(row.get(field.name) == old for row in rows):
                content[name] = _renamed(rows, field=field.name, old=old, into=into)
                changed = True
    return changed


def _renamed(
    rows: list[dict[str, Any]], *, field: str, old: int, into: int
) -> list[dict[str, Any]]:
    if any(row.get(field) == into for row in rows):
        return [row for row in rows if row.get(field) != old]
    return [{**row, field: into} if row.get(field) == old else row for row in rows]
