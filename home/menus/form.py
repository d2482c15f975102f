"""The form of a menu's entry: what people paste is taken for what it leads to."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404
from django.urls import Resolver404
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from core.forms.pages import GuardedForm
from core.i18n import LANGS, loc
from core.mail.addresses import normalise_email
from core.record_models import record_models
from core.showing.facts import safe_url
from home.menus.destinations import choices
from home.menus.own_addresses import match_at

TARGETS = ("page", "part", "address")


class MenuEntryForm(GuardedForm):
    """Asks for one target, and for a label where the target has no name of its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stored = self.instance.part
        known = choices()
        if stored and stored not in dict(known):
            known.append((stored, stored))
        self.fields["part"] = forms.ChoiceField(
            choices=[("", "---------"), *known],
            required=False,
            label=self.fields["part"].label,
            help_text=self.fields["part"].help_text,
        )

    def clean(self) -> dict[str, Any]:
        """Take an address of this site for the page it leads to; ask for exactly one target."""
        cleaned: dict[str, Any] = super().clean()
        if self.errors:
            return cleaned
        if cleaned["address"]:
            try:
                self._understand(cleaned)
            except ValidationError as error:
                self.add_error("address", error)
                return cleaned
        given = [name for name in TARGETS if cleaned.get(name)]
        if len(given) != 1:
            words = (
                _("Choose what it leads to: a page, a part of the site or a web address.")
                if not given
                else _("Choose one thing only that it leads to, and empty the others.")
            )
            self.add_error(None, ValidationError(words, code="targets"))
        elif given == ["address"] and not any(cleaned.get(loc("label", c)) for c in LANGS):
            self.add_error(
                loc("label", LANGS[0]),
                ValidationError(_("A web address needs a label, in one language at least.")),
            )
        return cleaned

    def _understand(self, cleaned: dict[str, Any]) -> None:
        """Put a page or a part in the place of an address of this site. Raises ValidationError."""
        address = cleaned["address"].strip()
        own = _own_path(address)
        if own is None:
            cleaned["address"] = _elsewhere(address)
            return
        page = _page_at(own)
        if page is None:
            cleaned["address"] = own
        else:
            cleaned["address"], cleaned["page"] = "", page


def _own_path(address: str) -> str | None:
    """The path, with its query, of an address of this site; None for any other."""
    if address.startswith("/") and not address.startswith("//"):
        return address
    try:
        parts = urlsplit(address if "://" in address else f"https://{address}")
    except ValueError:  # no address at all: _elsewhere says so
        return None
    if parts.netloc != urlsplit(settings.SITE_URL).netloc:
        return None
    return f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"


def _page_at(own: str) -> Page | None:
    """The page at a path of this site; None for a view. Raises ValidationError for neither."""
    try:
        match = match_at(own)
    except Resolver404:
        raise _nothing_there() from None
    if match.view_name == "permalink":
        return _page_of_record(**match.kwargs)
    if match.view_name != "wagtail_serve" or urlsplit(own).query:
        return None
    site = Site.objects.filter(is_default_site=True).select_related("root_page").get()
    parts = [part for part in match.args[0].split("/") if part]
    try:
        page: Page = site.root_page.specific.route(None, parts)[0]
    except Http404:
        raise _nothing_there() from None
    return page


def _page_of_record(collection: str, record_id: str) -> Page | None:
    model: Any = record_models().get(collection)
    found = model.objects.for_public().filter(record_id=record_id).first() if model else None
    if found is None:
        raise _nothing_there()
    return found if isinstance(found, Page) else None


def _nothing_there() -> ValidationError:
    return ValidationError(
        _("Readers find nothing at this address of the site. Is it online?"), code="nothing"
    )


def _elsewhere(address: str) -> str:
    if address.lower().startswith("mailto:"):
        return f"mailto:{normalise_email(address[len('mailto:') :])}"
    whole = safe_url(address if "://" in address else f"https://{address}")
    if not whole or "." not in urlsplit(whole).netloc or " " in whole:
        raise ValidationError(
            _("“%(text)s” is no web address. One begins with https://.") % {"text": address[:100]},
            code="invalid",
        )
    return whole
