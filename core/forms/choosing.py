"""What somebody may put into a form: every chooser and every text is held against it here.

A form would take any key: a picture of another organisation, the draft of a neighbour. What stands
in a field already stays allowed until it is changed, whoever put it there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Model, Q
from django.utils.translation import gettext_lazy as _

from core.forms.sight import choosable, keys

REFUSED = _(
    "You can't choose this one. Choose something that is online, or a picture or file of your own."
)


class OwnChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # none at run time
    """A choice that neither takes nor names what isn't among its objects."""

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Forget a refused key: the chooser would show the title of whatever has it."""
        asked = keys([data])
        known = self.queryset is not None and self.queryset.filter(pk__in=asked).exists()
        return super().bound_data(data, initial) if known else None


def only_choosable(form: forms.BaseForm, user: Any) -> None:
    """Let `form` take only what `user` may choose, and what it holds already."""
    for name, field in form.fields.items():
        if _is_chooser(form, name):
            form.fields[name] = _narrowed(field, user=user, current=_current_key(form, name))
        else:
            _watch_references(form, name, user=user)


def _is_chooser(form: forms.BaseForm, name: str) -> bool:
    """Whether a field takes one object. A row's own key is none of them."""
    field, column = form.fields[name], _model_field(form, name)
    if isinstance(field, forms.ModelMultipleChoiceField | OwnChoiceField):
        return False
    is_key = column is not None and (column.primary_key or not column.is_relation)
    return isinstance(field, forms.ModelChoiceField) and not is_key


def _narrowed(field: Any, *, user: Any, current: Any) -> OwnChoiceField:
    allowed = choosable(user, field.queryset.model)
    return OwnChoiceField(
        field.queryset.filter(Q(pk__in=allowed.values("pk")) | Q(pk=current)),
        required=field.required,
        widget=field.widget,
        label=field.label,
        initial=field.initial,
        help_text=field.help_text,
        to_field_name=field.to_field_name,
        blank=not field.required,
        error_messages={**field.error_messages, "invalid_choice": REFUSED},
    )


def _model_field(form: Any, name: str) -> Any:
    meta = getattr(form, "_meta", None)
    try:
        return meta.model._meta.get_field(name) if meta and meta.model else None
    except FieldDoesNotExist:
        return None


def _current_key(form: Any, name: str) -> Any:
    field = _model_field(form, name)
    return getattr(form.instance, field.attname, None) if field is not None else None


def _watch_references(form: Any, name: str, *, user: Any) -> None:
    """Do the same for the links, files and pictures inside a rich text or a stream."""
    column = _model_field(form, name)
    extract = getattr(column, "extract_references", None)
    if extract is None:
        return
    stored = references_in(column.value_from_object(form.instance), extract=extract)
    text = ReferencesInText(extract=extract, stored=stored, user=user)
    field = form.fields[name]
    field.validators.append(text.validate)
    field.bound_data = text.bound_data


Reference = tuple[type[Model], str]


def references_in(value: Any, *, extract: Callable[[Any], Any]) -> set[Reference]:
    """Models and keys of what a text refers to."""
    found = extract(value) if value else ()
    return {(model, str(key)) for model, key, _path, _content_path in found}


@dataclass(frozen=True, kw_only=True)
class ReferencesInText:
    """What a text refers to. `extract` is the model field's, `stored` what stood there before."""

    extract: Callable[[Any], Any]
    stored: set[Reference]
    user: Any

    def refused(self, value: Any) -> set[Reference]:
        """Those that were not there before and that the user may not choose."""
        return {
            (model, key)
            for model, key in references_in(value, extract=self.extract) - self.stored
            if not choosable(self.user, model).filter(pk__in=keys([key])).exists()
        }

    def validate(self, value: Any) -> None:
        """Raise ValidationError where there is one of those."""
        if self.refused(value):
            raise ValidationError(REFUSED, code="not_choosable")

    def bound_data(self, data: Any, initial: Any) -> Any:
        """The text as it came, without links that would show the address of what is refused."""
        refused = self.refused(data)
        if refused and not isinstance(data, str):
            return initial
        for _model, key in refused:
            data = re.sub(rf'<(?:a|embed)\b[^<>]*\bid="{re.escape(key)}"[^<>]*>', "<a>", data)
        return data
