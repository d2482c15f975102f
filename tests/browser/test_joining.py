"""An organisation in Spain: from how to join to the page of a former member."""

from __future__ import annotations

import re
import time
from base64 import b32decode
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone
from django_otp.oath import TOTP
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django import Settings

from joining.models import Application, ApplicationStatus, Referee
from joining.public import forms
from joining.services import admission, deciding
from members.models import Invitation, Membership, MembershipPath, MembershipStatus
from members.office import ensure_office, office_group
from search.state.index_state import drain_all
from tests.builders import (
    PASSWORD,
    make_category,
    make_organisation,
    make_practice,
    make_user,
    organisation_index,
)
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
    """From the front page's foot, by the link in the mail, to the first step."""
    page.goto("/es/")
    page.get_by_role("contentinfo").get_by_role("link", name="Cómo unirse a la red").click()
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
    page.get_by_role("link", name="Responder y enviar").click()
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
    today = timezone.localdate().isoformat()  # near midnight another day than in UTC
    decided = admission.Decision(decision="Acta 3.", decided_on=today)
    admission.admit(
        row, category=category, page=None, decided=decided, version=row.version, by=None
    )
    page.reload()
    expect(page.get_by_text("¡Bienvenidos!")).to_be_visible()
    assert Membership.objects.get().status == MembershipStatus.APPLICANT
    assert Invitation.objects.get().email == "ana@casaclara.example"


# -- the whole way: two people of Casa Clara, the office, a referee and a reader -------------------
ADDRESS = "organisations/casa-clara"
ANA, LUIS, OFFICE = "ana@casaclara.example", "luis@casaclara.example", "oficina@red.example"
NEW_PASSWORD = "un-cuento-antes-de-dormir"
#: where readers meet an organisation …
OPEN = (
    "/es/organisations/casa-clara/",
    "/es/organisations/?view=all",
    "/es/practices/",
    "/es/search/?q=clara",
    "/es/search/results.csv?q=clara",
    "/es/search/results.atom?q=clara",
    "/es/search/results.geojson?q=clara",
    "/api/v1/search?q=clara",
    "/sitemap-organisations.xml",
)
#: … and where members only, or those who are none
DIRECTORY = ("/es/organisations/", "/es/map/members.geojson")
OTHERS = ("/es/map/organisations.geojson",)


class Telephone:
    """Shows codes for a key that was typed into it; each code is used once, so it counts on."""

    def __init__(self, key: str) -> None:
        self.totp = TOTP(b32decode(key.replace(" ", "") + "=" * (-len(key.replace(" ", "")) % 8)))
        self.shown = 0

    def code(self) -> str:
        """The next code."""
        self.totp.time = time.time() + 30 * self.shown
        self.shown += 1
        return f"{self.totp.token():06d}"


def surfaces(reader: Page) -> set[str]:
    """Where a reader finds Casa Clara now."""
    drain_all()  # as the worker does within a second
    found = set()
    for address in (*OPEN, *DIRECTORY, *OTHERS):
        answer = reader.request.get(address)
        assert answer.status in ((200, 404) if address == OPEN[0] else (200,)), address
        if answer.status == 200 and ADDRESS in answer.text().lower():
            found.add(address)
    return found


def sign_in(page: Page, email: str, password: str) -> None:
    """By the form, in Spanish."""
    page.goto("/admin/")
    page.locator("#id_username").fill(email)
    page.locator("#id_password").fill(password)
    page.get_by_role("button", name="Iniciar sesión").click()


def set_up_telephone(page: Page, password: str) -> Telephone:
    """By the keyboard: the key is typed off, the first code given, the codes on paper kept."""
    asked = page.locator("[name=old_password]")
    for _press in range(9):
        page.keyboard.press("Tab")
        if asked.evaluate("it => it === document.activeElement"):
            break
    page.keyboard.type(password)
    page.keyboard.press("Enter")
    telephone = Telephone(page.locator("li code").inner_text())
    page.get_by_label("Código").fill(telephone.code())
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sus códigos de recuperación")
    expect(page.locator("li code")).to_have_count(10)
    page.get_by_role("link", name="Los tengo: continuar").click()
    return telephone


def enter_as_office(page: Page) -> None:
    """The first sign-in of the office, which must set up its second factor."""
    sign_in(page, OFFICE, PASSWORD)
    set_up_telephone(page, PASSWORD)
    expect(page).to_have_url(re.compile("/admin/$"))


def open_application(page: Page) -> None:
    page.get_by_role("link", name="Solicitudes de adhesión").click()
    page.get_by_role("link", name="Casa Clara").click()


def ask_back(page: Page) -> None:
    """The office reads, sees the referee's answer, and asks."""
    open_application(page)
    expect(page.get_by_text("Ett gott arbete.")).to_be_visible()
    page.get_by_label("Qué preguntamos al solicitante").fill("¿Cuántas familias al año?")
    page.get_by_role("button", name="Preguntar por correo").click()
    expect(page.get_by_text("¿Cuántas familias al año?").first).to_be_visible()


def admit(page: Page) -> None:
    """The office reads the answer and writes down what the board decided, for the page there is."""
    open_application(page)
    expect(page.get_by_text("Sesenta.")).to_be_visible()
    page.get_by_label("Decisión de la junta").fill("Acta 3.")
    page.get_by_label("Página de la organización").select_option(label="Casa Clara")
    page.get_by_role("button", name="Admitir", exact=True).click()
    expect(page.get_by_text("Acta 3.").first).to_be_visible()


def take_up(page: Page, email: str, *, first: str, last: str) -> None:
    """The invitation, by the link in the mail, with a new login."""
    page.goto(link_to(email))
    page.locator("[name=first_name]").fill(first)
    page.locator("[name=last_name]").fill(last)
    page.locator("[name=password]").fill(NEW_PASSWORD)
    page.locator("[name=repeated]").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Aceptar la invitación").click()
    expect(page.get_by_text("Ya escribe para Casa Clara.")).to_be_visible()


def sign_in_with_code(page: Page) -> None:
    """A second factor is set up on the page of one's account; the next sign-in asks for it."""
    page.goto("/admin/account/")
    page.get_by_role("link", name="Acceso en dos pasos").click()
    telephone = set_up_telephone(page, NEW_PASSWORD)
    page.context.clear_cookies()
    sign_in(page, ANA, NEW_PASSWORD)
    page.get_by_label("Código").fill(telephone.code())
    page.get_by_role("button", name="Iniciar sesión").click()
    expect(page).to_have_url(re.compile("/admin/$"))


def invite_colleague(page: Page) -> None:
    page.get_by_role("link", name="Colegas").click()
    page.locator("[name=email]").fill(LUIS)
    page.get_by_role("button", name="Enviar la invitación").click()
    expect(page.get_by_text(LUIS).first).to_be_visible()


def step_to(page: Page, state: str, *, day: str = "", reason: str = "") -> None:
    """The office takes a step of the membership, on its screen."""
    page.goto("/admin/")
    page.get_by_role("button", name="Adhesión").click()
    page.get_by_role("link", name="Todas las membresías").click()
    page.get_by_role("link", name="Casa Clara").click()
    if day:
        page.get_by_label("Desde qué día").fill(day)
    page.locator("[name=reason]").fill(reason)
    page.get_by_role("button", name=state.capitalize(), exact=True).click()
    expect(page.locator(".membership-history li").first).to_contain_text(state, ignore_case=True)


def may_edit(page: Page) -> bool:
    """Whether Luis still opens his organisation's page for writing."""
    page.goto("/admin/")
    page.get_by_role("link", name="Colegas").click()
    return "Casa Clara" in page.locator("h1").inner_text()


def there_is_a_page_and_an_office() -> None:
    """Casa Clara is known here, with a practice, and is no member yet."""
    ensure_office()
    make_user(email=OFFICE, groups=(office_group(),))
    category = make_category()
    category.path, category.votes = MembershipPath.ORGANISATION, 1
    category.save()
    known = make_organisation(
        name="Casa Clara", country="ES", language="es", latitude=40.4, longitude=-3.7
    )
    make_practice(organisation=known, title="Cuentos")


@pytest.mark.slow
def test_from_how_to_join_to_a_former_member(
    new_context: Callable[..., BrowserContext], settings: Settings, tmp_path: Path
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    there_is_a_page_and_an_office()
    ana, luis, office, referee, reader = (
        new_context(locale="es-ES").new_page() for _person in range(5)
    )
    assert surfaces(reader) == {*OPEN, *OTHERS}

    begin(ana)
    go_on(ana, tmp_path)
    answer_as_referee(referee)
    enter_as_office(office)
    ask_back(office)
    answer_the_office(ana)
    admit(office)
    assert surfaces(reader) == {*OPEN, *OTHERS}

    take_up(ana, ANA, first="Ana", last="Pérez")
    sign_in_with_code(ana)
    invite_colleague(ana)
    take_up(luis, LUIS, first="Luis", last="Gil")

    step_to(office, "activo")
    assert surfaces(reader) == {*OPEN, *DIRECTORY}

    step_to(office, "suspendida", reason="Sin noticias.")
    assert surfaces(reader) == set()

    step_to(office, "activo")
    assert surfaces(reader) == {*OPEN, *DIRECTORY}
    assert may_edit(luis)

    step_to(office, "finalizada", reason="Se disuelve.")
    assert surfaces(reader) == {*OPEN, *OTHERS}
    reader.goto(OPEN[0])
    expect(reader.get_by_text("Antiguo miembro").first).to_be_visible()
