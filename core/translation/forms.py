"""The form in which a proposed translation is corrected before it is taken over."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.translation.engines import EngineProblem
from core.translation.proposals import Translation
from core.translation.texts import TextPlace, original_language_of, places_of


class ProposalForm(forms.Form):
    """One field per proposed text; formatted text is edited, and cleaned, by Wagtail's editor.

    `copy` is the record as its editors saved it last.
    """

    prefix = "text"

    def __init__(self, *args: Any, translation: Translation, copy: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.translation = translation
        self.copy = copy
        places = places_of(copy)
        names = {*translation.proposed, *translation.refused}
        self.places = {_field_name(name): places[name] for name in places if name in names}
        for field_name, place in self.places.items():
            field = self.fields[field_name] = self._field(place)
            if place.is_html:  # its editor is no form control, so a <label> alone doesn't name it
                field.widget.options["ariaLabelledBy"] = label_id(self[field_name])
            self.initial[field_name] = translation.proposed.get(place.name, "")

    def _field(self, place: TextPlace) -> Any:
        field = place.form_field()
        field.label = _("Translation")
        if isinstance(field.widget, forms.TextInput):
            field.widget = forms.Textarea(attrs={"rows": 2})
        elif isinstance(field.widget, forms.Textarea) and not place.is_html:
            field.widget.attrs["rows"] = 5
        field.widget.attrs["lang"] = self.translation.language
        return field

    def texts(self) -> dict[str, str]:
        """What is to be taken over, after validation: {name: text}."""
        return {place.name: self.cleaned_data[name] or "" for name, place in self.places.items()}

    def rows(self) -> list[dict[str, Any]]:
        """What stands in the page for each text: original, what is there now, field, problem."""
        refused = self.translation.refused
        return [
            {
                "label": place.label,
                "original": _shown(place, original_language_of(self.copy)),
                "current": _shown(place, self.translation.language),
                "field": self[name],
                "label_id": label_id(self[name]),
                "problem": EngineProblem(refused[place.name]).label
                if place.name in refused
                else "",
            }
            for name, place in self.places.items()
        ]


def label_id(field: forms.BoundField) -> str:
    """The id of the label of a field."""
    return f"label-{field.id_for_label}"


def _field_name(name: str) -> str:
    """A name without dots: it becomes an id, and scripts look for ids by selector."""
    return name.replace(".", "-")


def _shown(place: TextPlace, language: str) -> str | SafeString:
    """A stored text for the page: formatted text passed Wagtail's editor when it was stored."""
    text = place.text(language)
    return mark_safe(text) if place.is_html else text  # noqa: S308 # see above
