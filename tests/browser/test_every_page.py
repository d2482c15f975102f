"""Every kind of page in the browser: axe, 320 px, console, other hosts; the admin's pages too.

Each landing asks about a few kinds that share their parts with the others, .ci/slow about all.

The watch of `new_context` fails the test on any console message, uncaught error, refused policy or
request to another host.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import translation
from playwright.sync_api import BrowserContext, Page
from wagtail.models import get_page_models

from joining.links import link_to_referee
from joining.models import Referee
from joining.steps import steps_of
from members.editors import add_editor
from members.models import EditorMode, OrganisationPage
from members.office import office_group
from members.people.invitations import invite
from practices.models import PracticePage, ResearchPage
from tests.browser.conftest import Watch
from tests.builders import PASSWORD, make_organisation, make_practice, make_user
from tests.joining import making

VIEWS = (
    "",
    "search/",
    "search/?q=visite",
    "search/?q=zzzzzz",
    "map/",
    "members/",
    "practices/",
    "research/",
    "updates/",
    "events/",
    "events/past/",
    "events/month/?month=2024-06",
    "countries/",
    "countries/gb/",
    "countries/mt/",
    "themes/",
    "themes/visits-and-contact/",
    "helplines/",
    "statistics/",
    "statistics/no-recid-romania/",
    "policies/",
    "policies/cm-rec-2018-5/",
    "recommendations/",
    "glossary/",
    "glossary/children-of-prisoners/",
    "join/",
    "join/begin/",
    "join/sent/",
    "join/link/",
    "membership/",
)


#: of those, what each landing asks about
SOME_VIEWS = ("", "search/?q=visite", "map/", "countries/gb/", "themes/visits-and-contact/")
SOME_MODELS = (OrganisationPage, PracticePage, ResearchPage)


def addresses(language: str, views: Sequence[str], models: Sequence[Any]) -> Iterator[str]:
    """One address per view and one per page class."""
    yield from (f"/{language}/{view}" for view in views)
    with translation.override(language):
        for model in models:
            page = model.objects.live().filter(depth__gte=3).order_by("pk").first()
            if page:
                yield page.specific.get_url()


def links_in_mails(language: str) -> Iterator[str]:
    """The pages of an applicant, of a referee and of an invited person."""
    written, sent = making.make_application(), making.make_sent(email="bea@example.org")
    for name in ("mine", "send", "withdraw"):
        yield making.address(written, name, language=language)
    for step in steps_of(written):
        yield making.address(written, "step", step.slug, language=language)
    yield making.address(sent, "mine", language=language)
    referee = Referee.objects.get(application=sent)
    yield link_to_referee(referee).replace(settings.SITE_URL, "").replace("/sv/", f"/{language}/")
    organisation = make_organisation(name="Casa Clara")
    invite(email="eve@example.org", language=language, organisation=organisation, by=None)
    yield making.link_in(making.mails()[-1])


def visit(page: Page, address: str, *, status: int = 200) -> None:
    response = page.goto(address)
    assert response is not None
    assert response.status == status, address


def sideways(page: Page) -> int:
    """By how many pixels a page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


@pytest.fixture
def _demo() -> None:
    call_command("load_demo")
    call_command("rebuild_search")


@pytest.mark.usefixtures("_demo")
def test_kinds_of_page_read_well(
    new_context: Callable[..., BrowserContext], axe: Callable[[Page], None]
) -> None:
    some = addresses("en", SOME_VIEWS, SOME_MODELS)

    assert problems_of(some, new_context, axe, scheme="light") == []


@pytest.mark.slow
@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("ro", "dark")])
@pytest.mark.usefixtures("_demo")
def test_every_kind_of_page_reads_well(
    new_context: Callable[..., BrowserContext],
    axe: Callable[[Page], None],
    language: str,
    scheme: str,
) -> None:
    every = [*addresses(language, VIEWS, get_page_models()), *links_in_mails(language)]

    assert problems_of(every, new_context, axe, scheme=scheme) == []


def problems_of(
    addresses: Iterable[str],
    new_context: Callable[..., BrowserContext],
    axe: Callable[[Page], None],
    *,
    scheme: str,
) -> list[str]:
    """What axe and a narrow window say of the pages."""
    wide = new_context(color_scheme=scheme).new_page()
    narrow = new_context(viewport={"width": 320, "height": 640}).new_page()
    problems: list[str] = []

    for address in addresses:
        visit(narrow, address)
        if sideways(narrow) > 0:
            problems.append(f"{address} is {sideways(narrow)} px too wide at 320 px")
        visit(wide, address)
        try:
            axe(wide)
        except AssertionError as error:
            problems.append(f"{address}: {error}")

    return problems


def test_the_admin_asks_no_other_host_and_breaks_no_policy(
    new_context: Callable[..., BrowserContext],
) -> None:
    organisation = make_organisation()
    practice = make_practice(organisation=organisation)
    editor = make_user(email="editor@example.org")
    add_editor(user=editor, organisation=organisation, mode=EditorMode.CHECKED)
    make_user(email="office@example.org", groups=(office_group(),))
    editors = (
        "/admin/",
        f"/admin/pages/{organisation.pk}/",
        f"/admin/pages/{organisation.pk}/edit/",
        f"/admin/pages/{organisation.pk}/add_subpage/",
        f"/admin/pages/add/practices/practicepage/{organisation.pk}/",
        f"/admin/pages/{practice.pk}/history/",
        "/admin/account/",
    )
    offices = (
        "/admin/",
        f"/admin/pages/{organisation.pk}/edit/",
        "/admin/snippets/practices/statistic/",
        "/admin/snippets/search/concept/add/",
    )

    for email, visited in (("editor@example.org", editors), ("office@example.org", offices)):
        page = new_context().new_page()
        page.goto("/admin/login/")
        page.fill("#id_username", email)
        page.fill("#id_password", PASSWORD)
        page.click("button[type=submit]")
        page.wait_for_url("**/admin/")
        for address in visited:
            visit(page, address)
            page.wait_for_load_state("networkidle")


def test_pages_that_are_not_there_look_like_the_site(
    new_context: Callable[..., BrowserContext], axe: Callable[[Page], None], watch: Watch
) -> None:
    watch.allow("404")
    page = new_context().new_page()

    visit(page, "/fr/nulle-part/", status=404)

    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") == "fr"
    axe(page)
