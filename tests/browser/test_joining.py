"""An organisation in Spain applies, is asked back, and is admitted."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from joining.models import Application, ApplicationStatus, Referee
from joining.public import forms
from joining.services import admission, deciding
from members.models import Invitation, Membership, MembershipPath, MembershipStatus
from tests.builders import make_category, organisation_index
from tests.core.files.intake.documents import pdf_file
from tests.joining.making import link_in, mails

ANSWERS = {
    "who": {
        "organisation_name": "Casa Clara",
        "person": "Ana Pérez",
        "role": "directora",
    },
    "work": {"work": "Acompañamos a las familias en las visitas.", "work_since": "marzo de 2009"},
    "constitution": {"legal_form": "asociación", "registered": "12 de marzo de 2009"},
    "contribution": {"contribution": "Un taller en la asamblea."},
}


@pytest.fixture(autouse=True)
def _settings(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.APPLICATIONS_ROOT = str(tmp_path / "applications")
    monkeypatch.setattr(forms, "QUICKEST", -1)  # the browser writes faster than a person


def link_to(address: str) -> str:
    return link_in([mail for mail in mails() if mail.to == address][-1])


def fill(page: Page, step: str) -> None:
    """Fill in a step as it stands open, and go on."""
    for name, value in ANSWERS[step].items():
        page.locator(f"[name={name}]").fill(value)
    if step == "who":
        page.locator("[name=country]").select_option("ES")
    if step == "constitution":
        page.get_by_label("Sí", exact=True).check()
    page.get_by_role("button", name="Guardar y seguir").click()


def add_papers(page: Page, folder: Path) -> None:
    """Three files, one at a time."""
    report = folder / "informe.pdf"
    report.write_bytes(pdf_file())
    for paper in ("estatutos", "memoria anual", "memoria anual"):
        page.get_by_label(paper).check()
        page.locator("[name=file]").set_input_files(report)
        page.get_by_role("button", name="Añadir este archivo").click()
    expect(page.get_by_role("button", name="Quitar informe.pdf")).to_have_count(3)
    page.get_by_role("link", name="Seguir", exact=True).click()


def begin(page: Page) -> None:
    """From the public page by the link in the mail to the first step."""
    page.goto("/es/join/")
    page.get_by_role("link", name="Empezar una solicitud").click()
    page.get_by_label("Su dirección de correo electrónico").fill("ana@casaclara.example")
    page.get_by_role("button", name="Envíenme el enlace").click()
    page.goto(link_to("ana@casaclara.example"))
    page.get_by_role("button", name="Empezar").click()
    page.get_by_role("link", name="Quiénes son").click()
    fill(page, "who")


def go_on(page: Page, papers: Path) -> None:
    """On another day, on another machine, to the end; then send it."""
    page.context.clear_cookies()
    page.goto(link_to("ana@casaclara.example"))
    page.get_by_role("link", name="Qué hacen por").click()
    fill(page, "work")
    fill(page, "constitution")
    add_papers(page, papers)
    page.locator("[name=name]").fill("Bo Berg")
    page.locator("[name=email]").fill("bo@example.org")
    page.locator("[name=language]").select_option("sv")
    page.get_by_role("button", name="Guardar y seguir").click()
    fill(page, "contribution")
    page.get_by_role("link", name="Leer una vez más y enviar").click()
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Enviar").click()
    expect(page.get_by_text("La oficina lee su solicitud")).to_be_visible()


def answer_as_referee(page: Page) -> None:
    """In Swedish, by the link in the mail."""
    page.goto(link_to("bo@example.org"))
    page.get_by_role("textbox").fill("Ett gott arbete.")
    page.get_by_role("button", name="Skicka mitt svar").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tack")
    assert Referee.objects.get().answer == "Ett gott arbete."


def answer_the_office(page: Page) -> None:
    """What was asked back."""
    page.goto(link_to("ana@casaclara.example"))
    page.get_by_role("link", name="Leer una vez más y enviar").click()
    page.get_by_label("¿Cuántas familias al año?").fill("Sesenta.")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Enviar").click()
    expect(page.get_by_text("Sesenta.")).to_be_visible()


def test_from_how_to_join_to_the_invitation(page: Page, tmp_path: Path) -> None:
    category = make_category()
    category.path = MembershipPath.ORGANISATION
    category.save()
    organisation_index()

    begin(page)
    go_on(page, tmp_path)
    row = Application.objects.get()
    assert (row.status, row.registered) == (ApplicationStatus.SENT, "2009-03-12")
    answer_as_referee(page)
    deciding.ask_back(row, text="¿Cuántas familias al año?", version=row.version, by=None)
    answer_the_office(page)

    row.refresh_from_db()
    decided = admission.Decision(
        decision="Acta 3.", decided_on=row.sent_at.date().isoformat() if row.sent_at else ""
    )
    admission.admit(
        row, category=category, page=None, decided=decided, version=row.version, by=None
    )
    page.reload()
    expect(page.get_by_text("¡Bienvenidos!")).to_be_visible()
    assert Membership.objects.get().status == MembershipStatus.APPLICANT
    assert Invitation.objects.get().email == "ana@casaclara.example"
