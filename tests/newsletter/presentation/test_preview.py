"""The editor shows a draft as it would be mailed: per language as HTML, as text, on a phone."""

from __future__ import annotations

from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from newsletter.composition import compose_issue
from newsletter.models import IssuePage
from tests.builders import make_administrator
from tests.newsletter.issues import draft_issue, make_issue, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def issue() -> IssuePage:
    page = make_issue(text(heading_en="Published"), languages=["en", "fr"])
    page.blocks = [text(heading_en="A draft", heading_fr="Une ébauche")]
    page.save_revision()
    return page


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(make_administrator())
    return client


def shown(office: Client, issue: IssuePage, mode: str) -> str:
    address = reverse("wagtailadmin_pages:view_draft", args=[issue.pk])
    response = office.get(address, {"mode": mode})
    assert response.status_code == 200
    assert "style-src 'self' 'unsafe-inline'" in response["Content-Security-Policy"]
    assert "script-src" not in response["Content-Security-Policy"]
    return response.content.decode()


def test_there_is_a_preview_per_language_and_form(issue: IssuePage) -> None:
    assert [mode for mode, _label in issue.preview_modes] == [
        "en", "en-text", "en-phone", "fr", "fr-text", "fr-phone",
    ]  # fmt: skip
    assert [str(label) for _mode, label in issue.preview_modes][:2] == [
        "English: mail",
        "English: plain text",
    ]


@pytest.mark.parametrize(("code", "said"), [("en", "A draft"), ("fr", "Une ébauche")])
def test_a_preview_is_the_mail_as_the_draft_has_it(
    office: Client, issue: IssuePage, code: str, said: str
) -> None:
    mail = compose_issue(issue.get_latest_revision_as_object(), (code,), archive=True)

    html = shown(office, issue, code)
    text_page = shown(office, issue, f"{code}-text")
    phone = shown(office, issue, f"{code}-phone")

    assert said in mail.html
    assert html == mail.html
    assert mail.text in unescape(text_page)
    assert f'<html lang="{code}">' in text_page
    assert mail.html in unescape(phone)
    assert '<iframe sandbox srcdoc="' in phone


def test_an_unknown_mode_shows_the_first(office: Client, issue: IssuePage) -> None:
    response = issue.make_preview_request(preview_mode="xx-text")

    assert "A draft" in response.content.decode()


def test_an_issue_not_in_its_original_language_is_previewed_in_those_it_has() -> None:
    issue = draft_issue(languages=["fr"], original_language="en")

    assert issue.default_preview_mode == "fr"


def test_the_editors_form_opens(office: Client, issue: IssuePage) -> None:
    address = reverse("wagtailadmin_pages:edit", args=[issue.pk])

    page = office.get(address).content.decode()

    assert "Français: " in page
    assert "A draft" in page
