"""The mail of an issue in a real browser: on a phone, in the dark, without pictures, for axe."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.images import ImageFile
from django.test import Client
from PIL import Image as Drawing
from PIL import ImageDraw
from playwright.sync_api import BrowserContext, Page
from pytest_django.live_server_helper import LiveServer
from wagtail.images.models import Image

from members.models import UpdateImage
from newsletter.models import IssuePage
from tests.browser.conftest import Watch
from tests.builders import (
    make_administrator,
    make_organisation,
    make_practice,
    make_research,
    make_update,
)
from tests.newsletter.issues import about, heading, make_issue, text

#: Where to keep pictures of the mail; none are kept without it.
PICTURES = os.environ.get("MAIL_PICTURES", "")


def drawn_room() -> ImageFile:
    """A table, four low chairs and a window with the sun in it."""
    picture = Drawing.new("RGB", (1300, 700), "#fbf0cf")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 520, 1300, 700), fill="#e6c9a8")
    pen.rounded_rectangle((470, 60, 830, 330), 20, fill="#dcecea", outline="#1c5b5d", width=10)
    pen.ellipse((700, 100, 780, 180), fill="#f2a460")
    pen.line((650, 60, 650, 330), fill="#1c5b5d", width=8)
    pen.ellipse((380, 430, 920, 540), fill="#8f3d1b")
    pen.rectangle((620, 490, 680, 640), fill="#8f3d1b")
    for left, colour in ((180, "#7a2447"), (960, "#485c2a"), (330, "#514581"), (820, "#f2a460")):
        top = 470 if left in (180, 960) else 530
        pen.rounded_rectangle((left, top, left + 150, top + 60), 18, fill=colour)
        pen.rounded_rectangle((left + 10, top - 120, left + 140, top - 20), 24, fill=colour)
        for leg in (left + 16, left + 118):
            pen.rectangle((leg, top + 60, leg + 16, top + 130), fill="#3b1530")
    pen.polygon(((560, 455), (645, 440), (645, 490), (560, 500)), fill="#ffffff")
    pen.polygon(((655, 440), (740, 455), (740, 500), (655, 490)), fill="#f8e7eb")
    data = io.BytesIO()
    picture.save(data, "PNG")
    data.seek(0)
    return ImageFile(data, name="room.png")


@pytest.fixture
def issue(live_server: LiveServer, monkeypatch: pytest.MonkeyPatch) -> IssuePage:
    """An issue as they are: several kinds of things, languages that miss something, a picture."""
    monkeypatch.setattr(settings, "SITE_URL", live_server.url)
    monkeypatch.setattr(settings, "NETWORK_ADDRESS", "1 rue des Lilas, 75020 Paris")
    romania = make_organisation(name="Casa Verde", country="RO", language="ro")
    norway = make_organisation(name="Fengslenes Familierom", country="NO", language="nb")
    room = make_update(
        organisation=romania,
        title="A family room opens in Iași prison",
        heading_fr="Une salle familiale ouvre à la prison d’Iași",
        heading_nb="Et familierom åpner i fengselet i Iași",
        body_en="Children can now read, play and eat with their father on Saturdays. Two "
        "volunteers of Casa Verde welcome them at the gate.",
        body_fr="Le samedi, les enfants peuvent désormais lire, jouer et manger avec leur père. "
        "Deux bénévoles de Casa Verde les accueillent à la porte.",
        body_nb="På lørdager kan barn nå lese, leke og spise sammen med faren sin. To frivillige "
        "fra Casa Verde tar imot dem i porten.",
        country="RO",
        place="Iași",
    )
    UpdateImage.objects.create(
        record=room,
        image=Image.objects.create(title="A room", file=drawn_room()),
        alt_en="Low chairs around a table with picture books",
        alt_fr="Des chaises basses autour d’une table avec des livres d’images",
        alt_nb="Lave stoler rundt et bord med billedbøker",
        credit="Casa Verde",
    )
    call = make_update(
        organisation=norway,
        title="Partners wanted: letters that arrive",
        kind="call_for_partners",
        heading_nb="Vi søker partnere: brev som kommer frem",
        body_en="We look for two prisons and a school for a year of letters between children and "
        "parents.",
        country="NO",
        deadline="2027-02-15",
    )
    story = make_practice(organisation=romania, title="Story time", heading_fr="L’heure du conte")
    study = make_research(
        title="What visits change", heading_fr="Ce que changent les visites", year=2026,
        finding_en="Of 214 children, those who saw their parent each week slept better; how they "
        "did at school did not differ.",
        countries=["GB"],
    )  # fmt: skip
    return make_issue(
        heading(heading_en="News", heading_fr="Nouvelles", heading_nb="Nytt"),
        about(room),
        about(call),
        heading(heading_en="What members do", heading_fr="Ce que font les membres"),
        about(story),
        about(study),
        heading(heading_en="From the office", heading_fr="Du bureau", heading_nb="Fra kontoret"),
        text(
            heading_en="Save the date", heading_fr="À noter", heading_nb="Sett av dagen",
            text_en="<p>Our assembly meets in <b>Lisbon</b> on 5 June. Bring:</p><ul>"
            "<li>a story</li><li>a question</li></ul>",
            text_fr="<p>Notre assemblée se réunit à <b>Lisbonne</b> le 5 juin. Apportez :</p><ul>"
            "<li>une histoire</li><li>une question</li></ul>",
            text_nb="<p>Årsmøtet er i <b>Lisboa</b> 5. juni. Ta med:</p><ul><li>en historie</li>"
            "<li>et spørsmål</li></ul>",
            web_address="https://example.org/lisbon",
        ),
        heading_en="Rooms, letters, stories",
        heading_fr="Des salles, des lettres, des histoires",
        heading_nb="Rom, brev og fortellinger",
        intro_en="<p>Dear all,</p><p>this month a door opens in Iași, and children’s letters look "
        "for new addresses. Thank you for everything you shared.</p>",
        intro_fr="<p>Chères et chers membres,</p><p>ce mois-ci une porte s’ouvre à Iași et des "
        "lettres d’enfants cherchent de nouvelles adresses. Merci pour tout ce que vous avez "
        "partagé.</p>",
        intro_nb="<p>Kjære alle,</p><p>denne måneden åpner en dør i Iași, og brev fra barn ser "
        "etter nye adresser. Takk for alt dere har delt.</p>",
        languages=["en", "fr", "nb"],
        number=12,
    )  # fmt: skip


def open_mail(
    new_context: Callable[..., BrowserContext], issue: IssuePage, language: str, **options: Any
) -> Page:
    page = new_context(**options).new_page()
    page.goto(f"{issue.url_in(language)}mail/")
    return page


def keep(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


#: each language, width and scheme stands among them once at least; .ci/slow looks at all
LOOKED_AT = {("en", 640, "light"), ("fr", 320, "dark"), ("nb", 360, "light"), ("fr", 640, "dark")}
SCREENS = [
    screen if screen in LOOKED_AT else pytest.param(*screen, marks=pytest.mark.slow)
    for screen in product(("en", "fr", "nb"), (640, 360, 320), ("light", "dark"))
]


@pytest.mark.parametrize(("language", "width", "scheme"), SCREENS)
def test_a_mail_fits_every_screen_and_axe_finds_nothing(
    new_context: Callable[..., BrowserContext],
    issue: IssuePage,
    axe: Callable[[Page], None],
    language: str,
    width: int,
    scheme: str,
) -> None:
    page = open_mail(
        new_context,
        issue,
        language,
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
    )

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("h1").count() == 1
    axe(page)
    for link in page.locator("a.button, a.tap").all():
        box = link.bounding_box()
        assert box is not None
        assert box["height"] >= 44
    keep(page, f"mail-{language}-{width}-{scheme}")


def test_a_mail_can_be_read_without_its_pictures(
    new_context: Callable[..., BrowserContext], issue: IssuePage, watch: Watch
) -> None:
    watch.allow("Failed to load resource")
    context = new_context(viewport={"width": 360, "height": 900}, java_script_enabled=False)
    context.route("**/media/**", lambda route: route.abort())
    page = context.new_page()
    page.goto(f"{issue.url_in('fr')}mail/")

    image = page.locator("img").first
    assert image.get_attribute("alt", timeout=5000) == (
        "Des chaises basses autour d’une table avec des livres d’images"
    )
    keep(page, "mail-fr-360-no-pictures")


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_archive_pages_fit_and_axe_finds_nothing(
    new_context: Callable[..., BrowserContext],
    issue: IssuePage,
    axe: Callable[[Page], None],
    width: int,
    scheme: str,
) -> None:
    page = new_context(viewport={"width": width, "height": 900}, color_scheme=scheme).new_page()
    for name, address in (("archive", "/nb/issues/"), ("issue", issue.url_in("nb"))):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        axe(page)
        keep(page, f"page-{name}-{width}-{scheme}")


@pytest.mark.parametrize("mode", ["fr", "fr-text", "fr-phone"])
def test_the_editors_previews_look_like_the_mail(
    new_context: Callable[..., BrowserContext],
    issue: IssuePage,
    client: Client,
    live_server: LiveServer,
    mode: str,
) -> None:
    client.force_login(make_administrator())
    context = new_context()
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}
    context.add_cookies([cookie])  # type: ignore[list-item]  # a plain dict is a cookie
    page = context.new_page()
    page.goto(f"/admin/pages/{issue.pk}/view_draft/?mode={mode}")

    shown = page.frame_locator("iframe") if mode == "fr-phone" else page
    keep(page, f"preview-{mode}")
    if mode == "fr-text":
        assert "Des salles, des lettres, des histoires\n====" in page.locator("pre").inner_text()
        return
    heading = shown.locator("h1")
    assert heading.inner_text() == "Des salles, des lettres, des histoires"
    size = "28px" if mode == "fr-phone" else "34px"
    assert heading.evaluate("e => getComputedStyle(e).fontSize") == size
    if mode == "fr-phone":
        assert page.locator("iframe").evaluate("e => e.clientWidth") == 360
