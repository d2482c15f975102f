"""What the notice says of the site is what the site does."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.html import conditional_escape

from core.i18n import LANGS
from core.network.legal import OfficePage, Role
from core.privacy.facts import notice_facts
from core.privacy.rights import RIGHTS, rights
from core.privacy.table import Ground, activities
from tests.builders import PASSWORD, make_administrator, make_standard_page

pytestmark = pytest.mark.django_db


def test_the_cookies_that_are_set_are_those_that_are_named(client: Client) -> None:
    named = {cookie.name for cookie in notice_facts().cookies}
    page = make_standard_page()
    user = make_administrator()
    for address in ("/en/", str(page.get_url()), reverse("newsletter:subscribe"), "/admin/login/"):
        client.get(address)
    client.post("/admin/login/", {"username": user.email, "password": PASSWORD})
    client.get("/admin/")
    client.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))  # leaves a message

    assert set(client.cookies) == named


def test_who_only_reads_gets_no_cookie(client: Client) -> None:
    client.get("/en/")
    client.get(str(make_standard_page().get_url()))

    assert not client.cookies


@pytest.mark.parametrize("language", LANGS)
def test_every_language_says_all_of_the_table(language: str) -> None:
    with translation.override(language):
        shown = render_to_string("components/notice_facts.html", {"facts": notice_facts()})

        for activity in activities():
            assert str(activity.title) in shown
        assert "%(" not in shown


@pytest.mark.parametrize("language", LANGS)
def test_every_language_says_the_rights_that_go_with_the_table(language: str) -> None:
    """Objection stands out (art. 21(4)), and whoever is asked may complain (art. 77)."""
    with translation.override(language):
        facts = notice_facts()
        shown = render_to_string("components/notice_facts.html", {"facts": facts})

        for right in facts.rights:
            assert conditional_escape(str(right.words)) in shown
        (objection,) = [str(right.words) for right in facts.rights if right.strong]
        assert f"<strong>{conditional_escape(objection)}</strong>" in shown
        assert "21" in objection
        assert "77" in str(facts.rights[-1].words)


@pytest.mark.parametrize("ground", [right.ground for right in RIGHTS if right.ground])
def test_a_right_goes_with_the_ground_it_comes_from(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = {a: rows for a, rows in activities().items() if a.ground != ground}
    assert ground in {right.ground for right in rights()}

    monkeypatch.setattr("core.privacy.rights.activities", lambda: others)

    assert ground not in {right.ground for right in rights()}
    assert len(rights()) == len(RIGHTS) - 1


def test_the_notice_says_what_is_kept_in_the_reader_s_language(client: Client) -> None:
    page = make_standard_page(title="Privacy notice")
    other = make_standard_page(title="About us")
    OfficePage.objects.update_or_create(role=Role.NOTICE, defaults={"page": page})

    with translation.override("es"):
        shown = client.get(str(page.get_url())).content.decode()

        assert "Lo que guarda este sitio" in shown
        assert "Boletín" in shown
        assert "Lo que guarda este sitio" not in client.get(str(other.get_url())).content.decode()
