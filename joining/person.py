"""What applications keep about one person: found, given out with the files, and erased.

Who applied has the application whole, with all that was asked, answered, noted and decided; who was
named as a referee has that. Anybody else who stands somewhere in it is taken out of that text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.privacy.columns import columns_of, texts_of
from core.privacy.person import ERASED, PersonalData, PersonFound, PersonSought
from joining.models import (
    Application,
    ApplicationFile,
    ApplicationNote,
    ApplicationQuestion,
    Referee,
)
from joining.services import erasing

WORDS: dict[str, str | Promise] = {
    "application": _("application, with questions, decision, notes of the office and files"),
    "words": _("words of an application or of its decision"),
    "note": _("note of the office on an application"),
    "question": _("question of the office to an applicant, or the answer"),
    "file": _("file of an application (goes whole)"),
    "referee": _("referee of an application, with the answer"),
    "reference": _("answer of a referee about an applicant"),
}
CONFIDENTIAL = _(
    "The referee was told that only the office and the board read it: weigh whose right goes first "
    "(art. 15(4) GDPR)."
)
PARTS: dict[str, type[models.Model]] = {
    "words": Application,
    "note": ApplicationNote,
    "question": ApplicationQuestion,
    "file": ApplicationFile,
    "referee": Referee,
    "reference": Referee,
}
#: what an export says beside the texts
FACTS = (
    "path", "status", "language", "country", "work_since", "registered", "two_signatories",
    "in_directory", "consent_at", "created_at", "proved_at", "changed_at", "sent_at",
    "taken_up_at", "decided_on", "closed_at",
)  # fmt: skip


def find(sought: PersonSought) -> Iterator[PersonFound]:
    """Find the person in all applications. Five queries.

    Drafts by an address only, the referee's too: nobody reads them by looking for a word.
    """
    own: dict[int, bool] = {}  # whether by the name only
    for row in Application.objects.order_by("pk"):
        if any(map(_matcher(row, sought), (row.email, row.person))):
            own[row.pk] = not sought.has_address(row.email)
            yield _found("application", row.pk, row, by_name=own[row.pk])
        elif hits := _hits(row, row, sought):
            yield _part("words", row.pk, row, hits, sought)
    for kind, model in (
        ("note", ApplicationNote), ("question", ApplicationQuestion), ("file", ApplicationFile),
    ):  # fmt: skip
        parts: models.QuerySet[Any] = models.QuerySet(model)
        for below in parts.select_related("application").order_by("pk"):
            row = below.application
            if row.pk not in own and (hits := _hits(below, row, sought)):
                yield _part(kind, below.pk, row, hits, sought)
    for referee in Referee.objects.select_related("application").order_by("pk"):
        yield from _of_referee(referee, sought, own)


def _matcher(row: Application, sought: PersonSought) -> Callable[[str], bool]:
    return sought.has_address if row.sent_at is None else sought.is_in


def _hits(part: models.Model, row: Application, sought: PersonSought) -> list[str]:
    return [text for text in texts_of(part) if _matcher(row, sought)(text)]


def _of_referee(
    referee: Referee, sought: PersonSought, own: dict[int, bool]
) -> Iterator[PersonFound]:
    """Referees themselves; else what one says: of the applicant it always is."""
    row = referee.application
    if any(map(_matcher(row, sought), (referee.email, referee.name))):
        by_name = not sought.has_address(referee.email)
        yield _found("referee", referee.pk, row, by_name=by_name)
    elif row.pk in own and referee.answer:
        by_name = own[row.pk]
        yield _found("reference", referee.pk, row, by_name=by_name, caution=CONFIDENTIAL)
    elif row.pk not in own and (hits := _hits(referee, row, sought)):
        yield _part("reference", referee.pk, row, hits, sought)


def _part(
    kind: str, key: int, row: Application, hits: list[str], sought: PersonSought
) -> PersonFound:
    return _found(
        kind,
        key,
        row,
        by_name=not any(map(sought.has_address, hits)),
        around=sought.around(hits[0]),
        caution=CONFIDENTIAL if kind == "reference" else "",
    )


def _found(
    kind: str,
    key: int,
    row: Application,
    *,
    by_name: bool,
    around: str = "",
    caution: str | Promise = "",
) -> PersonFound:
    is_own = kind == "application"
    return PersonFound(
        key=f"{kind} {key}",
        what=WORDS[kind],
        where=f"{row} – {around}" if around else str(row),
        url="" if row.sent_at is None else reverse("applications:one", args=[row.pk]),
        by_name=by_name,
        caution=caution,
        language=row.language if is_own else "",
        name=row.person if is_own else "",
    )


def _rows(found: PersonFound) -> tuple[str, models.QuerySet[Any]]:
    """What it is, and its row if that is still there."""
    kind, _space, key = found.key.partition(" ")
    rows: models.QuerySet[Any] = models.QuerySet(PARTS.get(kind, Application))
    return kind, rows.filter(pk=key)


def export(found: PersonFound) -> dict[str, Any]:
    """Return what is stored; nothing if it is gone. Of a referee's answer nobody's name."""
    kind, rows = _rows(found)
    if kind == "reference":
        return dict(rows.values("relation", "answer", "answered_at").first() or {})
    if kind == "referee":
        facts = ("language", "state", "asked_at", "reminded_at", "answered_at")
        return dict(rows.values(*columns_of(Referee), *facts).first() or {})
    texts = columns_of(PARTS.get(kind, Application))
    told = dict(rows.values(*texts).first() or {})
    if kind == "application" and told:
        told |= rows.values(*FACTS)[0]
        told["questions"] = _below(ApplicationQuestion, rows, "at", "answered_at")
        told["notes"] = _below(ApplicationNote, rows, "at")
        told["files"] = _below(ApplicationFile, rows, "paper", "added_at")
        referee = Referee.objects.filter(application__in=rows)
        told["referee"] = referee.values("name", "email", "relation").first()
    return told


def _below(
    model: type[models.Model], rows: models.QuerySet[Any], *facts: str
) -> list[dict[str, Any]]:
    found: models.QuerySet[Any] = models.QuerySet(model).filter(application__in=rows)
    return list(found.order_by("pk").values(*columns_of(model), *facts))


def files(found: PersonFound) -> dict[str, bytes]:
    """Return the files of an application, or the one that was found."""
    kind, rows = _rows(found)
    if kind == "application":
        rows = models.QuerySet(ApplicationFile).filter(application__in=rows)
    elif kind != "file":
        return {}
    return {f"{file.pk} {file.name}": _content(file) for file in rows}


def _content(file: ApplicationFile) -> bytes:
    with file.file.storage.open(str(file.file.name)) as stored:
        content: bytes = stored.read()
    return content


def erase(found: PersonFound, sought: PersonSought) -> None:
    """Erase an application, a referee or a file whole; from other words only the person goes."""
    kind, rows = _rows(found)
    for row in rows.select_for_update(of=("self",)):
        if kind == "application":
            erasing.erase(row)
        elif kind == "referee":
            erasing.erase_referee(row.application)
        elif kind == "file":
            row.delete()
        else:
            rows.update(**_without(row, sought))


def _without(row: models.Model, sought: PersonSought) -> dict[str, str]:
    """The texts of a row that change: none becomes empty, of which an answer can't be none."""
    return {
        column: sought.without(text) or ERASED
        for column in columns_of(type(row))
        if sought.is_in(text := getattr(row, column))
    }


SOURCE = PersonalData(
    name="joining",
    models=(
        "joining.Application",
        "joining.ApplicationFile",
        "joining.ApplicationQuestion",
        "joining.ApplicationNote",
        "joining.Referee",
    ),
    find=find,
    export=export,
    erase=erase,
    files=files,
)
