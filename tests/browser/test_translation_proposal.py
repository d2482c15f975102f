"""An editor has a machine translate a newsletter issue and corrects its formatted text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from core.work.slices import run_waiting_task
from newsletter.models import IssuePage
from tests.builders import make_administrator
from tests.core.translation.test_machine_translation import make_issue
from tests.core.translation.translation_server import Service, running

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def service(settings: Settings) -> Iterator[Service]:
    with running() as found:
        settings.TRANSLATION_URL = f"libretranslate:{found.address}"
        yield found


def test_a_proposal_is_asked_for_corrected_and_taken_over(
    page: Page, live_server: LiveServer, service: Service, axe: Callable[[Page], None]
) -> None:
    issue = make_issue()
    client = Client()
    client.force_login(make_administrator())
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
    )

    page.goto(f"/admin/pages/{issue.pk}/edit/")
    page.get_by_role("link", name="Propose a translation (Français)").click()
    axe(page)
    page.get_by_role("button", name="Send to LibreTranslate (127.0.0.1)").click()
    while run_waiting_task():
        pass
    page.reload()
    page.get_by_role("link", name="check the proposed translation").click()
    editors = page.locator("[data-draftail-editor-wrapper]")
    expect(editors.first).to_contain_text("[fr] Dear readers")
    axe(page)
    editors.first.locator("[contenteditable=true]").click()
    page.keyboard.press("ControlOrMeta+End")
    page.keyboard.type(" !")
    # The editor stores what was typed a moment later.
    expect(page.locator("[data-draftail-input]").first).to_have_value(re.compile("readers !"))
    page.get_by_role("textbox", name="Title: Translation").fill("Nouvelles de mai")
    page.get_by_role("button", name="Take over").click()

    expect(page.get_by_text("The translation has been taken over.")).to_be_visible()
    draft = IssuePage.objects.get().get_latest_revision_as_object()
    assert draft.heading_fr == "Nouvelles de mai"
    assert "<b>readers !</b>" in draft.intro_fr
    assert 'href="https://e.org/law"' in draft.blocks.all()[1].text_fr
