"""The answers of an application as the office reads them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from core.countries import country_name
from core.dates import PartialDate
from core.i18n import current_language, language_in_words
from joining.models import Application
from joining.steps import steps_of

_DATES = ("work_since", "registered")
_COLUMNS: dict[str, tuple[str, ...]] = {
    "who": ("organisation_name", "country", "town", "website", "person", "role", "phone"),
    "work": ("work", "work_since"),
    "constitution": ("legal_form", "registered", "register_number", "two_signatories"),
    "contribution": ("contribution", "in_directory"),
}


def facts_of(application: Application) -> list[dict[str, Any]]:
    """Steps with their answers: `title`, and `rows` of label and value; empty ones left out."""
    found = []
    meta: Any = application._meta
    for step in steps_of(application):
        rows = [
            (meta.get_field(name).verbose_name, _in_words(application, name))
            for name in _COLUMNS.get(step.slug, ())
        ]
        if step.slug == "who":
            rows += [
                (_("e-mail"), application.email),
                (_("language"), language_in_words(application.language)),
            ]
        found.append({"title": step.title, "rows": [row for row in rows if row[1]]})
    return [part for part in found if part["rows"]]


def in_words(date: str) -> str:
    """A partial date as its reader writes it; empty for none."""
    return PartialDate(date).in_words(current_language()) if date else ""


def _in_words(application: Application, name: str) -> str:
    value = getattr(application, name)
    if name == "country":
        return country_name(value) if value else ""
    if name in _DATES:
        return in_words(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value or "")
