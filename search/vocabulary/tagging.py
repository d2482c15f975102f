"""Tagging records with concepts: ordered rows in the record, check boxes in its form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.forms.models import ModelChoiceIterator
from django.utils.text import capfirst
from modelcluster.models import ClusterableModel

from core.folding import order_of
from search.filters import BY_SCHEME
from search.models import Concept, Scheme

#: Form field of each scheme that a record's form offers: named as the entry's field.
SCHEME_FIELDS: dict[str, Scheme] = {
    each.field: Scheme(scheme) for scheme, each in BY_SCHEME.items()
}


class ConceptTag(models.Model):
    """Abstract: one row tags a record with a concept.

    A subclass adds `record`, a ParentalKey with `related_name="tags"`. The order within a scheme
    is the author's.
    """

    concept = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="+")
    sort_order = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["sort_order", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["record", "concept"], name="%(app_label)s_%(class)s_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.concept)


class Tagged(models.Model):
    """Abstract: a record with concept tags, read by scheme."""

    #: the ConceptTag rows (related name of the subclass's ParentalKey)
    tags: Any
    #: which of SCHEME_FIELDS this record has
    tag_fields: ClassVar[tuple[str, ...]] = ("themes",)

    class Meta:
        abstract = True

    def concepts_of(self, scheme: str) -> list[Concept]:
        """The record's concepts of one scheme, in the author's order (rows may be prefetched)."""
        return [tag.concept for tag in self.tags.all() if tag.concept.scheme == scheme]

    def set_concepts(self, concepts: dict[str, list[Concept]]) -> None:
        """Replace the tags of the schemes named as keys; kept tags keep their rows."""
        old = {tag.concept_id: tag for tag in self.tags.all()}
        kept = [tag.concept for tag in self.tags.all() if tag.concept.scheme not in concepts]
        wanted = [*kept, *(concept for chosen in concepts.values() for concept in chosen)]
        rows = []
        for position, concept in enumerate(wanted):
            row = old.get(concept.pk) or self.tags.model(concept=concept)
            row.sort_order = position
            rows.append(row)
        self.tags.set(rows)


class _ByLabel(ModelChoiceIterator):  # type: ignore[type-arg]  # generic in the stubs only
    """Choices in the order of what the editor reads."""

    def __iter__(self) -> Iterator[Any]:
        """Sort what the database gives in its own order."""
        return iter(sorted(super().__iter__(), key=lambda choice: order_of(str(choice[1]))))


class ConceptChoiceField(forms.ModelMultipleChoiceField[Concept]):
    """Check boxes of one scheme's concepts, labelled and sorted in the editor's language."""

    iterator = _ByLabel

    def __init__(self, scheme: Scheme, **kwargs: Any) -> None:
        kwargs.setdefault("label", capfirst(scheme.label))
        super().__init__(
            Concept.objects.filter(scheme=scheme),  # type: ignore[misc]  # manager of the base
            required=False,
            widget=forms.CheckboxSelectMultiple,
            **kwargs,
        )
        self.scheme = scheme

    def label_from_instance(self, obj: models.Model) -> str:
        """The concept's label in the editor's language."""
        return str(obj)


class TaggingForm:
    """Form mixin: one ConceptChoiceField per scheme of the record's `tag_fields`.

    New concepts are appended; those already chosen keep their order.
    """

    instance: Any
    fields: dict[str, forms.Field]
    initial: dict[str, Any]
    cleaned_data: dict[str, Any]

    def add_tag_fields(self) -> None:
        """Add initial values to the declared tag fields and drop those the record hasn't got."""
        for name, scheme in SCHEME_FIELDS.items():
            if name not in self.instance.tag_fields:
                self.fields.pop(name, None)
            elif name in self.fields and isinstance(self.instance, ClusterableModel):
                self.initial[name] = [c.pk for c in self.instance.concepts_of(scheme)]

    def apply_tags(self) -> None:
        """Write the chosen concepts into the record's rows, before it is saved."""
        chosen: dict[str, list[Concept]] = {}
        for name, scheme in SCHEME_FIELDS.items():
            if name not in self.fields or name not in self.cleaned_data:
                continue
            ticked = {concept.pk: concept for concept in self.cleaned_data[name]}
            kept = [c for c in self.instance.concepts_of(scheme) if c.pk in ticked]
            new = [c for pk, c in ticked.items() if pk not in {k.pk for k in kept}]
            chosen[scheme] = [*kept, *new]
        if chosen:
            self.instance.set_concepts(chosen)
