"""The platform's main job, from a Romanian draft to a French search, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import BrowserContext, Page, expect
from wagtail.users.models import UserProfile

from core.mail.outgoing import OutgoingMail
from members.editors import add_editor
from members.models import EditorMode, OrganisationPage
from members.office import office_group
from practices.models import PracticePage
from tests.builders import PASSWORD, make_membership, make_organisation, make_user
from users.models import User

THESAURUS = Path("home/basics/thesaurus.json")
TITLE = "Vizite cu povești"
Contexts = Callable[..., BrowserContext]


@pytest.fixture
def organisation() -> OrganisationPage:
    call_command("import_records", str(THESAURUS))
    page = make_organisation(
        name="Alternative Sociale", language="ro", languages=["ro", "en"], place="Iași"
    )
    make_membership(organisation=page)
    return page


def sign_in(context: BrowserContext, user: User) -> Page:
    page = context.new_page()
    page.goto("/admin/login/")
    page.fill("#id_username", user.email)
    page.fill("#id_password", PASSWORD)
    page.click("button[type=submit]")
    expect(page).to_have_url(re.compile("/admin/$"))
    return page


def run_worker() -> None:
    """One round of the worker: index, mails, due jobs."""
    call_command("worker", "--once")


def write_the_practice(page: Page, organisation: OrganisationPage) -> None:
    """A checked editor writes a practice in Romanian and keeps it as a draft."""
    page.goto(f"/admin/pages/add/practices/practicepage/{organisation.pk}/")
    page.fill("#id_heading_ro", TITLE)
    page.fill("#id_summary_ro", "Părinții citesc povești copiilor în timpul vizitei.")
    page.get_by_label("Visits and contact", exact=True).check()
    page.fill("#id_place", "Iași")
    page.fill("#id_latitude", "47.16")
    page.fill("#id_longitude", "27.58")
    page.select_option("#id_precision", "town")
    page.locator("footer").get_by_role("button", name="Save draft").click()
    page.wait_for_url(re.compile(r"/admin/pages/\d+/edit/"))


def send_to_the_office(page: Page) -> None:
    page.locator("footer").get_by_role("button", name="More actions").click()
    page.locator("button[name=action-submit]").click()
    page.wait_for_url(re.compile(r"/admin/pages/\d+/"))


def found(page: Page, address: str) -> bool:
    """Whether a public page names the practice, in its main part."""
    response = page.goto(address)
    assert response is not None
    assert response.status == 200, address
    return TITLE in page.locator("main").inner_text()


def everywhere(page: Page, organisation: OrganisationPage) -> list[bool]:
    return [
        found(page, "/fr/search/?q=visites"),
        found(page, "/fr/map/?layer=practices"),
        found(page, organisation.url_in("fr")),
        found(page, "/fr/practices/"),
    ]


def test_from_a_romanian_draft_to_a_french_search_and_gone_again(
    new_context: Contexts, organisation: OrganisationPage
) -> None:
    editor = make_user(email="editor@example.org")
    add_editor(user=editor, organisation=organisation, mode=EditorMode.CHECKED)
    office = make_user(email="office@example.org", groups=(office_group(),))
    reader = new_context(locale="fr-FR").new_page()
    run_worker()

    # a draft: previewed by its author, seen by nobody else
    writing = sign_in(new_context(), editor)
    write_the_practice(writing, organisation)
    practice = PracticePage.objects.get()
    assert not practice.live
    preview = writing.request.get(f"/admin/pages/{practice.pk}/edit/preview/?mode=ro")
    assert preview.status == 200
    run_worker()
    assert everywhere(reader, organisation) == [False] * 4

    # sent to the office, which is told by mail
    writing.goto(f"/admin/pages/{practice.pk}/edit/")
    send_to_the_office(writing)
    assert PracticePage.objects.get().workflow_in_progress
    run_worker()
    assert OutgoingMail.objects.filter(to=office.email).exists()
    assert everywhere(reader, organisation) == [False] * 4

    # approved: found by a French query, on the map, in the organisation's page
    approving = sign_in(new_context(), office)
    approving.goto(f"/admin/pages/{practice.pk}/edit/")
    approving.locator("footer").get_by_role("button", name="More actions").click()
    approving.get_by_role("button", name="Approve and Publish").click()
    approving.wait_for_url(re.compile(r"/admin/(pages/\d+/)?$"))
    practice.refresh_from_db()
    assert practice.live
    run_worker()
    assert everywhere(reader, organisation) == [True] * 4

    # unpublished: gone from everywhere within the worker's next batch
    approving.goto(f"/admin/pages/{practice.pk}/unpublish/")
    approving.locator("form button[type=submit], form input[type=submit]").last.click()
    approving.wait_for_load_state()
    practice.refresh_from_db()
    assert not practice.live
    run_worker()
    assert everywhere(reader, organisation) == [False] * 4
    gone = reader.request.get(practice.url_in("fr") or "/fr/organisations/x/")
    assert gone.status == 404


def test_the_editors_language_is_kept(
    new_context: Contexts, organisation: OrganisationPage
) -> None:
    editor = make_user(email="editor@example.org")
    add_editor(user=editor, organisation=organisation, mode=EditorMode.CHECKED)
    profile = UserProfile.get_for_user(editor)
    profile.preferred_language = "ro"
    profile.save()

    page = sign_in(new_context(), editor)

    assert page.locator("html").get_attribute("lang") == "ro"
