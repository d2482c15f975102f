"""The editing form of an update: dates and addresses as people write them, the zone by its city."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.time_zones import time_zone_choices, zone_of_country
from core.written_dates import WrittenDateField
from search.vocabulary.tag_forms import TaggedPageForm

DATES = ("date", "starts", "ends", "deadline")


class UpdateForm(TaggedPageForm):
    """Offers the organiser's time zone; what is written is understood before it is checked."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in DATES:
            if name in self.fields:
                self.fields[name] = _written(self.fields[name])
        if "time_zone" in self.fields:
            self._offer_zones()

    def _offer_zones(self) -> None:
        """The zones by their cities; a new page begins with that of the organisation's country."""
        choices = time_zone_choices(stored=self.instance.time_zone)
        self.fields["time_zone"] = forms.ChoiceField(
            choices=[("", _("that of the country below")), *choices],
            required=False,
            label=self.fields["time_zone"].label,
        )
        parent = getattr(self, "parent_page", None)
        if not self.instance.pk and parent is not None:
            country = getattr(parent.specific, "country", "")
            self.initial["time_zone"] = zone_of_country(country)

    def clean_online_address(self) -> str:
        """The address, with the beginning that browsers leave out."""
        return whole_address(self.cleaned_data["online_address"])

    def clean_registration(self) -> str:
        """The address, with the beginning that browsers leave out."""
        return whole_address(self.cleaned_data["registration"])


def whole_address(text: str) -> str:
    """Return a web address with its scheme; an e-mail address, or what is none, as it is."""
    bare = text and "://" not in text and "@" not in text and "." in text and " " not in text
    return f"https://{text}" if bare else text


def _written(field: Any) -> WrittenDateField:
    return WrittenDateField(
        label=field.label, required=field.required, help_text=field.help_text, widget=field.widget
    )
