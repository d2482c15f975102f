"""The one field of the second factor."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class CodeForm(forms.Form):
    """A code, as people type it: with blanks or hyphens, in any case."""

    use_required_attribute = False  # the page says what is missing, in its own language

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "none",
                "spellcheck": "false",
                "autofocus": True,
            }
        ),
        error_messages={"required": _("Please enter the code.")},
    )

    def check(self, fits: bool) -> bool:  # noqa: FBT001 # what its caller found
        """Say beside the field that a code doesn't fit; return whether it does."""
        if not fits:
            words = _("This code doesn’t fit, or was used already. Try the next one.")
            self.add_error("code", words)
        return fits
