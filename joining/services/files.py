"""Files of applications: they come in cleaned, go out with a line in the trail, and go for good."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from core.files.intake.guard import CleanFile, clean
from core.headers import PRIVATE
from core.tidy import tidy
from joining.models import Application, ApplicationFile
from joining.services import trail
from joining.services.applying import NotNow, locked
from joining.steps import MOST_FILES

LARGEST = 20  # megabytes
DOCUMENTS = ("pdf", "docx", "odt", "xlsx", "pptx")
_LONGEST_NAME = 150


def kinds_in_words() -> str:
    """What is taken, for the form."""
    words = _("PDF, Word, Excel, PowerPoint, OpenDocument or a picture, up to %(size)s MB each.")
    return words % {"size": LARGEST}


def looked_through(upload: UploadedFile[Any]) -> CleanFile:
    """Return an upload as it may be stored, named at random. Raises ValidationError in words."""
    name = upload.name or ""
    kind = PurePath(name.lower()).suffix.lstrip(".")
    is_picture = kind in settings.WAGTAILIMAGES_EXTENSIONS
    if not is_picture and kind not in DOCUMENTS:
        words = _("This kind of file can’t be taken (%(name)s). Please send %(kinds)s")
        values = {"name": name[-60:], "kinds": kinds_in_words()}
        raise ValidationError(words % values, code="kind")
    if not upload.size:
        raise ValidationError(_("This file is empty."), code="empty")
    if upload.size > LARGEST * 1024 * 1024:
        words = _("This file has %(size)s MB; at most %(most)s MB can be taken.")
        values = {"size": f"{upload.size / 1024 / 1024:.0f}", "most": str(LARGEST)}
        raise ValidationError(words % values, code="size")
    return clean(upload.read(), name=name, picture=is_picture)


def add(application: Application, *, upload: UploadedFile[Any], paper: str) -> ApplicationFile:
    """Store a file that an applicant sends. Raises ValidationError in words, NotNow."""
    if not application.may_be_written:
        raise NotNow
    _refuse_more(application)
    cleaned = looked_through(upload)  # before anything waits for the database
    kind = PurePath(cleaned.name or "").suffix.lower()
    stored = CleanFile(cleaned.read(), name=f"file{kind}", arrival=cleaned.arrival)
    stem = tidy(PurePath(cleaned.name or "").stem, one_line=True).strip() or _("file")
    with transaction.atomic():
        row = locked(application)
        if not row.may_be_written:
            raise NotNow
        _refuse_more(row)  # several may have come in while this one was looked through
        row.changed_at = timezone.now()
        row.save()
        return ApplicationFile.objects.create(
            application=row,
            paper=paper,
            name=f"{stem[: _LONGEST_NAME - len(kind)]}{kind}",
            file=stored,
            size=stored.size,
        )


def _refuse_more(application: Application) -> None:
    if application.files.count() >= MOST_FILES:
        raise ValidationError(
            _("There are %(most)s files already. Please remove one first.") % {"most": MOST_FILES}
        )


@transaction.atomic
def remove(application: Application, *, key: int) -> None:
    """Delete a file of an application, if it is one of its own. Raises NotNow."""
    row = locked(application)
    if not row.may_be_written:
        raise NotNow
    for file in ApplicationFile.objects.filter(application=row, pk=key):
        file.delete()


def give(file: ApplicationFile, *, by: Any = None) -> HttpResponse:
    """Answer with a file, to be saved and never shown as a page. Raises FileNotFoundError.

    A reader at the office (`by`) is written into the trail first.
    """
    with file.file.storage.open(str(file.file.name)) as stored:
        content = stored.read()
    if by is not None:
        trail.note(file.application, "read", by=by, file=file.pk, paper=file.paper)
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=file.name
    )
    response["Cache-Control"] = PRIVATE
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox"
    return response
