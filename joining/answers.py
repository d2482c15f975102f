"""The answers of an application in words: the office reads them, and applicants read them over."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from core.countries import country_name
from core.dates import PartialDate
from core.i18n import current_language, language_in_words
from joining.models import Application, JoiningPath, Referee
from joining.steps import PAPERS_STEP, REFEREE_STEP, Step, steps_of

Rows = list[tuple[Any, str]]

_DATES = ("work_since", "registered")
_COLUMNS: dict[str, tuple[str, ...]] = {
    "who": ("organisation_name", "country", "town", "website", "person", "role", "phone"),
    "work": ("work", "work_since"),
    "constitution": ("legal_form", "registered", "register_number", "two_signatories"),
    "contribution": ("contribution", "in_directory"),
}
#: who is asked for what not everybody is asked
_ASKED_OF = {"in_directory": JoiningPath.INDIVIDUAL}


def facts_of(application: Application) -> list[dict[str, Any]]:
    """Steps with their answers: `title`, and `rows` of label and value; empty ones left out.

    Files and referee aren't among them: the office has more to say of both.
    """
    found = [_part(step, _answers(step, application)) for step in steps_of(application)]
    return [part for part in found if part["rows"]]


def everything_of(application: Application) -> list[dict[str, Any]]:
    """What an applicant has said, as `facts_of` gives it, with files and referee. Two queries."""
    more = {PAPERS_STEP: _papers, REFEREE_STEP: _referee}
    found = [
        _part(step, more[step](application) if step in more else _answers(step, application))
        for step in steps_of(application)
    ]
    return [part for part in found if part["rows"]]


def in_words(date: str) -> str:
    """A partial date as its reader writes it; empty for none."""
    return PartialDate(date).in_words(current_language()) if date else ""


def _part(step: Step, rows: Rows) -> dict[str, Any]:
    return {"title": step.title, "rows": [row for row in rows if row[1]]}


def _answers(step: Step, application: Application) -> Rows:
    meta: Any = application._meta
    rows: Rows = [
        (meta.get_field(name).verbose_name, _in_words(application, name))
        for name in _COLUMNS.get(step.slug, ())
        if _ASKED_OF.get(name, application.path) == application.path
    ]
    if step.slug == "who":
        rows += [
            (_("e-mail"), application.email),
            (_("language"), language_in_words(application.language)),
        ]
    return rows


def _papers(application: Application) -> Rows:
    return [(each.get_paper_display(), each.name) for each in application.files.all()]


def _referee(application: Application) -> Rows:
    found = Referee.objects.filter(application=application).first()
    if found is None:
        return []
    return [
        (_("Name"), found.name),
        (_("E-mail"), found.email),
        (_("How does this person know your work?"), found.relation),
    ]


def _in_words(application: Application, name: str) -> str:
    value = getattr(application, name)
    if name == "country":
        return country_name(value) if value else ""
    if name in _DATES:
        return in_words(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value or "")
