"""What uses a concept, and merging two of them without losing what is tagged with either.

Tags go with their concept (CASCADE): were they protected, an old draft that names a deleted concept
could not be opened any more. So the admin deletes none that is in use (guard.py).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel, get_all_child_relations
from wagtail.models import Revision

from core.former_keys import keep_key
from core.i18n import LANGS, loc, texts_of
from search.models import Concept, RelatedConcept


class OtherSchemeError(ValueError):
    """A concept can't take the place of one that says something else (where, for whom …)."""


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """What a merger would do, to be read before it."""

    uses: list[Any]  # records and whatever else is tagged with the old concept, drafts too
    words: dict[str, list[str]]  # other words that the remaining concept gets, by language
    narrower: list[Concept]  # that come below the remaining one
    notes: dict[str, str]  # texts that are not taken over, by language


def live_uses(concept: Concept) -> list[str]:
    """Keys of public records that are tagged with `concept`, sorted."""
    return sorted({use.key for use in uses_of(concept) if getattr(use, "live", True)})


def uses_of(concept: Concept) -> list[Any]:
    """What is tagged with `concept`, each once, by their keys."""
    rows = (
        row
        for field in _row_fields()
        for row in field.model._default_manager.filter(**{field.name: concept})
    )
    found = {(type(use), use.pk): use for use in map(_record_of, rows)}
    return sorted(found.values(), key=lambda use: str(use.key))


def outlook(*, old: Concept, into: Concept) -> Outlook:
    """What merge_concepts() would do. Raises what that raises. Changes nothing."""
    _check(old=old, into=into)
    gained = {
        code: [word for word in words if word not in into.alternative.get(code, [])]
        for code, words in _words_of_both(old=old, into=into).items()
    }
    return Outlook(
        uses=_with_drafts(uses_of(old), old=old, into=into),
        words={code: words for code, words in gained.items() if words},
        narrower=list(old.narrower.exclude(pk=into.pk)),
        notes=texts_of(old, "note"),
    )


@transaction.atomic
def merge_concepts(*, old: Concept, into: Concept) -> None:
    """Make `into` take the place of `old`, which is deleted.

    What was tagged with `old` is tagged with `into`, once, in the same place of its order; drafts
    and the page history too. The words of `old` become other words of `into`, so that a search for
    them still finds it; its narrower and related concepts move along; its permanent address leads
    to `into`.

    Raises ValueError if both are one, OtherSchemeError if they describe different things, and
    Concept.DoesNotExist if one of them has gone meanwhile.
    """
    _check(old=old, into=into)
    # in one order, and both: of two mergers that cross the later one finds nothing
    locked = Concept._default_manager.select_for_update().order_by("pk")
    if len(locked.filter(pk__in=(old.pk, into.pk))) < 2:
        raise Concept.DoesNotExist
    key = old.key
    for field in _row_fields():
        _move_rows(field, old=old, into=into)
    _move_relations(old=old, into=into)
    _rewrite_revisions(old=old.pk, into=into.pk)
    into.alternative = _words_of_both(old=old, into=into)
    into.save()
    old.delete()
    keep_key(key, now=into.key)


def _check(*, old: Concept, into: Concept) -> None:
    if old.pk == into.pk:
        raise ValueError(f"{old.key} can't be merged into itself")
    if old.scheme != into.scheme:
        raise OtherSchemeError(f"{old.key} is a {old.scheme}, {into.key} a {into.scheme}")


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
    if _is_below(into, old):
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


def _words_of_both(*, old: Concept, into: Concept) -> dict[str, list[str]]:
    """The other words of `into` once it has the labels and other words of `old`, too."""
    words: dict[str, list[str]] = {}
    for code in LANGS:
        own = getattr(into, loc("label", code)) or ""
        taken = [getattr(old, loc("label", code)) or "", *old.alternative.get(code, [])]
        joined = dict.fromkeys([*into.alternative.get(code, []), *taken])
        kept = [word for word in joined if word and word != own]
        if kept:
            words[code] = kept
    return words


def _is_below(concept: Concept, other: Concept) -> bool:
    """Whether `other` is among the broader concepts of `concept`, however far up."""
    seen: set[int] = set()
    above = concept.broader
    while above is not None and above.pk not in seen:
        if above.pk == other.pk:
            return True
        seen.add(above.pk)
        above = above.broader
    return False


# -- drafts and history --------------------------------------------------------------------------
def _rewrite_revisions(*, old: int, into: int) -> None:
    """Name `into` where a stored revision names `old`, else opening one would lose the tag."""
    for _model, revision in _rewritten(old=old, into=into):
        Revision.objects.filter(pk=revision.pk).update(content=revision.content)


def _rewritten(*, old: int, into: int) -> Iterator[tuple[Any, Revision]]:
    """The revisions that name `old`, with their models, rewritten but not saved."""
    with_rows = [model for model in _record_models() if any(True for _ in _child_models(model))]
    types = ContentType.objects.get_for_models(*with_rows)
    by_type = {content_type.pk: model for model, content_type in types.items()}
    revisions = Revision.objects.filter(content_type__in=by_type).only(
        "pk", "content", "content_type", "object_id"
    )
    for revision in revisions.iterator(chunk_size=200):
        model = by_type[revision.content_type_id]
        if _rewrite(revision.content, model=model, old=old, into=into):
            yield model, revision


def _with_drafts(uses: list[Any], *, old: Concept, into: Concept) -> list[Any]:
    """`uses`, then what names `old` in its newest draft only."""
    known = {(type(use), use.pk) for use in uses}
    drafts: dict[Any, set[int]] = {}
    for model, revision in _rewritten(old=old.pk, into=into.pk):
        if (model, int(revision.object_id)) not in known:
            drafts.setdefault(model, set()).add(revision.pk)
    found = (
        model._default_manager.filter(latest_revision__in=keys) for model, keys in drafts.items()
    )
    return [*uses, *itertools.chain.from_iterable(found)]


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
