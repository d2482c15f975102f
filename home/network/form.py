"""The form of the network and its office: what it takes, in the words of whoever fills it in."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.forms.pages import GuardedForm
from core.mail.addresses import normalise_email
from core.network.colours import SHAPE, TEXT, check_contrast, colour_as_stored
from core.network.now import without_office
from core.network.settings import COLOURS
from core.showing.facts import safe_url
from core.visibility import is_public

#: Fields whose default is the operator's: it stands in the empty field.
DEFAULTS = ("name", "office_email", "office_address", "licence_name", "licence_url")


class NetworkForm(GuardedForm):
    """Takes nothing that a page, a mail or a browser couldn't use."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usual = without_office()
        for name in DEFAULTS:
            if name in self.fields:
                self.fields[name].widget.attrs["placeholder"] = getattr(usual, name)

    def clean_office_email(self) -> str:
        """Return the address as it is stored. Raises ValidationError."""
        given = self.cleaned_data["office_email"]
        return normalise_email(given) if given else ""

    def clean_licence_url(self) -> str:
        """Return a web address. Raises ValidationError."""
        given = self.cleaned_data["licence_url"]
        return _web_address(given) if given else ""

    def clean_social(self) -> list[str]:
        """Return web addresses, each once. Raises ValidationError that names the first other."""
        return list(dict.fromkeys(_web_address(line) for line in self.cleaned_data["social"]))

    def clean_helpline_page(self) -> Any:
        """Return a page that families can open. Raises ValidationError."""
        page = self.cleaned_data["helpline_page"]
        if page is not None and (page.is_root() or not is_public(page)):
            raise ValidationError(
                _("Families can't open this page yet. Put it online first, then choose it here."),
                code="offline",
            )
        return page

    def clean(self) -> dict[str, Any]:
        """Ask for both parts of a licence, and for colours that everybody can see."""
        cleaned: dict[str, Any] = super().clean()
        given = {name: cleaned.get(name) for name in ("licence_name", "licence_url")}
        for name, value in given.items():
            if not value and any(given.values()) and name not in self.errors:
                self.add_error(name, _("Please give both the licence and its web address."))
        for name in COLOURS:
            self._check_colour(name, cleaned)
        return cleaned

    def _check_colour(self, name: str, cleaned: dict[str, Any]) -> None:
        if not cleaned.get(name):
            return
        try:
            cleaned[name] = colour_as_stored(cleaned[name])
            least = SHAPE if name.startswith("mark") else TEXT
            check_contrast(cleaned[name], dark=name.endswith("dark"), least=least)
        except ValidationError as error:
            self.add_error(name, error)


def _web_address(text: str) -> str:
    """`https://…` of what people paste, also without it. Raises ValidationError."""
    whole = text if "://" in text else f"https://{text}"
    found = safe_url(whole)
    if not found or "." not in found or " " in found:
        raise ValidationError(
            _("“%(text)s” is no web address. One begins with https://.") % {"text": text[:100]},
            code="invalid",
        )
    return found
