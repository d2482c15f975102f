"""What applications keep about people, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.privacy import Activity, Ground, Kept, PersonalField, register
from core.privacy.person import PersonalData, PersonFound, PersonSought, register_personal_data
from core.privacy.shared import HISTORY, WITH_THE_LOGIN
from joining import limits
from joining.models import Application, ApplicationFile, Referee
from joining.services import erasing

APPLICATIONS = Activity(
    title=_("Applications for membership"),
    people=_("those who apply, and the people they name"),
    why=_("to decide who becomes a member"),
    ground=Ground.CONTRACT,
    receivers=_("the board, to read"),
    order=60,
)
_WITH_IT = Kept(words=_("with the application"), along="joining.Application")
_REFEREES = Activity(
    title=_("Referees"),
    people=_("people whom an applicant names"),
    why=_("to ask somebody who knows an applicant’s work"),
    ground=Ground.INTEREST,
    receivers=_("the board, to read"),
    order=61,
)
register(
    APPLICATIONS,
    PersonalField(
        model="joining.Application",
        what=_("name, address, role and answers of those who apply"),
        kept=(
            Kept(
                words=_("%(time)s after the last change, if it isn’t sent"),
                time=limits.unfinished,
                by="joining: unfinished",
            ),
            Kept(
                words=_("%(time)s where nobody proved the address"),
                time=limits.UNPROVED,
                by="joining: unproved",
            ),
            Kept(
                words=_("%(time)s after it was refused or withdrawn"),
                time=limits.refused,
                by="joining: refused",
            ),
            Kept(
                words=_("%(time)s after the decision, if it was admitted"),
                time=limits.admitted,
                by="joining: admitted",
            ),
        ),
    ),
    PersonalField(
        model="joining.ApplicationFile", what=_("files that were sent with it"), kept=_WITH_IT
    ),
    PersonalField(
        model="joining.ApplicationQuestion",
        what=_("questions of the office, and answers"),
        kept=_WITH_IT,
    ),
    PersonalField(model="joining.ApplicationNote", what=_("notes of the office"), kept=_WITH_IT),
)
register(
    _REFEREES,
    PersonalField(
        model="joining.Referee",
        what=_("name, e-mail address and answer"),
        kept=Kept(
            words=_("%(time)s after the decision"), time=limits.referees, by="joining: referees"
        ),
    ),
)
register(
    HISTORY,
    *(
        PersonalField(model=model, fields=(name,), what="", kept=WITH_THE_LOGIN)
        for model, name in (
            ("joining.Application", "decided_by"),
            ("joining.ApplicationNote", "by"),
            ("joining.ApplicationQuestion", "by"),
        )
    ),
)

_TEXTS = (
    "person", "role", "phone", "organisation_name", "town", "website", "work", "contribution",
)  # fmt: skip


def _find(sought: PersonSought) -> Iterable[PersonFound]:
    """Applications by their address, by the name of who applies or in a text; then referees.

    Drafts by an address only, the referee's too: nobody reads them by looking for a word.
    """
    for row in Application.objects.order_by("pk"):
        mine = sought.has_address(row.email)
        texts = _TEXTS if row.sent_at is not None else ()
        if mine or any(sought.is_in(getattr(row, name)) for name in texts):
            yield _found("application", row, by_name=not mine)
    for referee in Referee.objects.select_related("application").order_by("pk"):
        mine = sought.has_address(referee.email)
        told = referee.application.sent_at is not None
        if mine or (told and sought.is_in(referee.name)):
            yield _found("referee", referee.application, by_name=not mine)


def _found(kind: str, row: Application, *, by_name: bool) -> PersonFound:
    is_draft = row.sent_at is None
    return PersonFound(
        key=f"{kind} {row.pk}",
        what=_("referee of an application") if kind == "referee" else _("application"),
        where=str(row),
        url="" if is_draft else reverse("applications:one", args=[row.pk]),
        by_name=by_name,
        language=row.language if kind == "application" else "",
    )


def _rows(found: PersonFound) -> tuple[str, Application | None]:
    kind, _space, key = found.key.partition(" ")
    return kind, Application.objects.filter(pk=key).first()


def _export(found: PersonFound) -> dict[str, Any]:
    kind, row = _rows(found)
    if row is None:
        return {}
    if kind == "referee":
        told = ("name", "email", "language", "relation", "state", "answer", "asked_at")
        return dict(Referee.objects.filter(application=row).values(*told).first() or {})
    columns = (
        "path", "status", "email", "language", *_TEXTS, "country", "work_since", "legal_form",
        "registered", "register_number", "two_signatories", "in_directory", "consent",
        "consent_at", "created_at", "sent_at", "closed_at",
    )  # fmt: skip
    values: dict[str, Any] = Application.objects.filter(pk=row.pk).values(*columns)[0]
    questions = row.questions.values("text", "at", "answer", "answered_at")
    return {**values, "questions": list(questions), "files": [f.name for f in row.files.all()]}


def _files(found: PersonFound) -> dict[str, bytes]:
    kind, row = _rows(found)
    if row is None or kind == "referee":
        return {}
    files = ApplicationFile.objects.filter(application=row)
    return {f"{file.pk} {file.name}": _content(file) for file in files}


def _content(file: ApplicationFile) -> bytes:
    with file.file.storage.open(str(file.file.name)) as stored:
        content: bytes = stored.read()
    return content


def _erase(found: PersonFound, sought: PersonSought) -> None:
    """Erase an application whole, a referee alone."""
    del sought
    kind, row = _rows(found)
    if row is None:
        return
    if kind == "referee":
        erasing.erase_referee(row)
    else:
        erasing.erase(row)


register_personal_data(
    PersonalData(
        name="joining",
        models=(
            "joining.Application",
            "joining.ApplicationFile",
            "joining.ApplicationQuestion",
            "joining.ApplicationNote",
            "joining.Referee",
        ),
        find=_find,
        export=_export,
        erase=_erase,
        files=_files,
    )
)
