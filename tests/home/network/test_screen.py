"""The office says what the network is called; nobody else may, and nothing unusable is taken."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from wagtail.models import ModelLogEntry, Page, ReferenceIndex

from core.network.settings import NetworkSettings
from members.editors import add_editor
from members.models import EditorMode
from members.office import ensure_office, office_group
from tests import builders

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/settings/core/networksettings/"
EMPTY = {
    **dict.fromkeys(("name", "logo", "office_email", "office_address", "licence_name"), ""),
    **dict.fromkeys(("licence_url", "social", "helpline_page", "mark_light", "mark_dark"), ""),
    **dict.fromkeys(("name_light", "name_dark", "lead_en"), ""),
}


@pytest.fixture
def office(client: Client) -> Client:
    ensure_office()
    client.force_login(builders.make_user(email="office@example.org", groups=(office_group(),)))
    return client


def send(client: Client, **values: Any) -> Any:
    address = f"{ADDRESS}{NetworkSettings.objects.get().pk}/"
    return client.post(address, {**EMPTY, **values}, follow=True)


def errors_of(answer: Any) -> dict[str, list[str]]:
    return {name: list(found) for name, found in answer.context["form"].errors.items()}


def test_the_office_finds_the_screen_with_the_operators_words_in_grey(office: Client) -> None:
    page = office.get(ADDRESS, follow=True).content.decode()

    assert 'placeholder="Children of Prisoners Europe"' in page
    assert "The network and its office" in office.get("/admin/").content.decode()


def test_what_the_office_writes_is_kept_and_logged(office: Client) -> None:
    answer = send(
        office,
        name="Rete Ponti",
        lead_it="Accanto ai bambini.",
        office_email=" ufficio@EXAMPLE.org ",
        social="linkedin.com/company/ponti\nhttps://example.social/@ponti",
        mark_light="7A2447",
    )

    row = NetworkSettings.objects.get()
    assert answer.redirect_chain
    assert (row.name, row.office_email, row.mark_light) == (
        "Rete Ponti",
        "ufficio@example.org",
        "#7a2447",
    )
    assert row.lead_it == "Accanto ai bambini."
    assert row.social == ["https://linkedin.com/company/ponti", "https://example.social/@ponti"]
    assert ModelLogEntry.objects.filter(action="wagtail.edit", object_id=str(row.pk)).exists()
    first = office.get("/admin/").content.decode()
    assert "created in Rete Ponti" in " ".join(first.split())


@pytest.mark.parametrize(
    ("values", "where", "words"),
    [
        ({"office_email": "office at example"}, "office_email", "no e-mail address"),
        ({"social": "https://example.org\nmy page"}, "social", "“my page” is no web address"),
        ({"social": "javascript://x.y/%0aalert(1)"}, "social", "no web address"),
        ({"licence_name": "CC BY"}, "licence_url", "both"),
        ({"licence_url": "https://example.org/l"}, "licence_name", "both"),
        ({"mark_light": "#ffffaa"}, "mark_light", "Take a darker one"),
        ({"mark_dark": "#301020"}, "mark_dark", "Take a lighter one"),
        ({"name_light": "#808080"}, "name_light", "4.5 to 1"),
        ({"name_dark": "reddish"}, "name_dark", "no colour"),
    ],
)
def test_what_nobody_could_use_is_refused_in_words(
    office: Client, values: dict[str, str], where: str, words: str
) -> None:
    answer = send(office, name="Kept in the form", **values)

    found = errors_of(answer)
    assert list(found) == [where]
    assert words in found[where][0]
    assert "Kept in the form" in answer.content.decode()
    assert NetworkSettings.objects.get().name == ""


def test_a_page_that_isnt_online_helps_no_family(office: Client) -> None:
    draft = builders.make_standard_page(title="Soon", live=False)

    found = errors_of(send(office, helpline_page=str(draft.pk)))

    assert "Put it online first" in found["helpline_page"][0]


def test_an_editor_neither_sees_nor_changes_it(client: Client) -> None:
    editor = builders.make_user()
    add_editor(user=editor, organisation=builders.make_organisation(), mode=EditorMode.DIRECT)
    client.force_login(editor)

    assert "The network and its office" not in client.get("/admin/").content.decode()
    send(client, name="Mine")
    assert NetworkSettings.objects.get().name == ""


def test_colours_come_by_a_style_sheet_of_their_own(office: Client) -> None:
    assert "network.css" not in office.get("/en/").content.decode()
    send(office, mark_light="#1c5b5d", name_dark="#96d3d1")

    page = office.get("/en/").content.decode()
    style = office.get("/network.css").content.decode()

    assert 'href="/network.css?1c5b5d96d3d1"' in page
    assert "(prefers-color-scheme: light) {.site-header .brand__mark{--mark-big:#1c5b5d" in style
    assert "(prefers-color-scheme: dark) {.site-header .brand{color:#96d3d1}}" in style


def test_a_logo_stands_in_place_of_the_mark_and_is_public_while_it_does(office: Client) -> None:
    image = builders.make_image()
    send(office, logo=str(image.pk))

    page = office.get("/en/").content.decode()

    assert page.count('class="brand__logo"') == 2
    assert "brand__mark" not in page
    shown = page.partition('class="brand__logo" src="')[2].partition('"')[0]
    assert Client().get(shown).status_code == 200
    assert ReferenceIndex.objects.filter(to_object_id=str(image.pk)).exists()


def test_the_root_of_all_pages_is_no_page_for_families(office: Client) -> None:
    office.get(ADDRESS, follow=True)

    answer = send(office, helpline_page=str(Page.objects.get(depth=1).pk))

    assert "helpline_page" in errors_of(answer)
