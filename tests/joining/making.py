"""Applications in every state, and the mails about them."""

from __future__ import annotations

import re
from typing import Any

from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.files.intake.guard import Arrival, CleanFile
from core.mail.outgoing import OutgoingMail
from joining.links import token_of
from joining.models import (
    Application,
    ApplicationFile,
    ApplicationStatus,
    JoiningPath,
    Paper,
    Referee,
    RefereeState,
)
from tests.core.files.intake.documents import pdf_file

LINK = re.compile(r"http://127\.0\.0\.1:8000(/\S+)")
ANSWERS: dict[str, Any] = {
    "organisation_name": "Casa Clara",
    "country": "ES",
    "person": "Ana Pérez",
    "role": "directora",
    "work": "Acompañamos a las familias en las visitas.",
    "legal_form": "asociación",
    "registered": "2009-03",
    "two_signatories": True,
    "contribution": "Un taller en la asamblea.",
}


def make_application(*, complete: bool = True, **fields: Any) -> Application:
    """An application of an organisation, proved and with everything it needs, not sent yet."""
    now = timezone.now()
    values = {"email": "ana@casaclara.example", "path": JoiningPath.ORGANISATION, "language": "es"}
    values |= {"proved_at": now, "changed_at": now} | (ANSWERS if complete else {})
    row: Application = Application.objects.create(**{**values, **fields})
    if complete and row.path == JoiningPath.ORGANISATION:
        for paper in (Paper.STATUTES, Paper.REPORT, Paper.REPORT):
            make_file(row, paper=paper)
        Referee.objects.create(
            application=row, name="Bo Berg", email="bo@example.org", language="sv"
        )
    return row


def make_sent(**fields: Any) -> Application:
    """One that is with the office; its referee was asked."""
    now = timezone.now()
    values = {"status": ApplicationStatus.SENT, "sent_at": now, "consent": "Yes."}
    row = make_application(**{**values, **fields})
    asked = Referee.objects.filter(application=row)
    asked.update(state=RefereeState.ASKED, asked_at=now)
    return row


def make_file(
    row: Application, *, paper: str = Paper.REPORT, name: str = "informe.pdf", **more: Any
) -> Any:
    """A stored PDF."""
    content = pdf_file()
    clean = CleanFile(content, name="file.pdf", arrival=Arrival(digest="0" * 16))
    return ApplicationFile.objects.create(
        application=row, paper=paper, name=name, file=clean, size=len(content), **more
    )


def upload(content: bytes, name: str) -> ContentFile[bytes]:
    """What a browser sends."""
    return ContentFile(content, name=name)


def address(row: Application, name: str, *more: object, language: str = "en") -> str:
    """A page of an applicant."""
    path = reverse(f"joining:{name}", args=[token_of(row), *more])
    return path.replace("/en/", f"/{language}/", 1)


def mails() -> list[OutgoingMail]:
    """All mails, the latest last."""
    return list(OutgoingMail.objects.order_by("pk"))


def link_in(mail: OutgoingMail) -> str:
    """The path of the link in a mail."""
    found = LINK.search(mail.text)
    assert found is not None, mail.text
    return found[1]


def shown(client: Client, path: str) -> str:
    """What a page says."""
    answer = client.get(path, follow=True)
    assert answer.status_code == 200, path
    return answer.content.decode()
