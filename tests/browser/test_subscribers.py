"""The office's readers by clicking: add one, take in a list, export, take off, a complaint."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Download, Page, expect

from members.office import office_group
from newsletter.models import Action, ConsentEvent, State, Subscriber
from tests.browser.test_journey import sign_in
from tests.browser.test_newsletter_afternoon import fits
from tests.builders import make_user

LIST = "/admin/snippets/newsletter/subscriber/"
ROWS = """EMAIL;OPT_IN;ADDED_TIME;LANGUAGE
bea@example.org;Yes;05/03/2024;Română
cy@example.org;No;06/03/2024;English
ana@example.org;Yes;07/03/2024;English
nobody;Yes;07/03/2024;English
"""


@pytest.fixture(params=[1280, 360])
def office(request: pytest.FixtureRequest, new_context: Callable[..., BrowserContext]) -> Page:
    """A page of the office, signed in, on a desk and on a telephone."""
    user = make_user(email="office@example.org", groups=(office_group(),))
    return sign_in(new_context(viewport={"width": request.param, "height": 800}), user)


def state_of(email: str) -> str:
    return Subscriber.objects.get(email=email).state


def choose(page: Page, words: str) -> None:
    """Choose from what stands under the dots beside the heading."""
    page.get_by_role("button", name="Actions").first.click()
    page.get_by_role("link", name=words).first.click()


def add(page: Page) -> None:
    """One by hand; without its proof it isn't taken."""
    page.goto(LIST)
    choose(page, "Add a subscriber")
    fits(page)
    page.get_by_label("E-mail address").fill("ana@example.org")
    page.get_by_role("button", name="Add", exact=True).click()
    assert not Subscriber.objects.exists()
    fits(page)
    page.get_by_label("Agreed on").fill("3 May 2024")
    page.get_by_label("Where", exact=True).fill("Folder 7")
    page.get_by_label("To which words").fill("Yes, send it.")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("ana@example.org is subscribed.")).to_be_visible()
    fits(page)


def take_in(page: Page, path: Path) -> None:
    """A file, what its columns mean, what will happen, done."""
    page.goto(LIST)
    choose(page, "Take in a list")
    fits(page)
    page.get_by_label("File with the list").set_input_files(path)
    page.get_by_role("button", name="Read it").click()
    fits(page)
    page.get_by_label("A day such as 05/03/2024 in this list is").select_option("month")
    page.get_by_label("Where", exact=True).fill("Brevo")
    page.get_by_label("To which words").fill("Yes, send it.")
    page.get_by_role("button", name="Show what will happen").click()
    fits(page)
    page.get_by_text("Rows that don’t come in, and why").click()
    expect(page.get_by_text("the list says that this person didn’t agree")).to_be_visible()
    fits(page)
    page.get_by_role("button", name="Take it in").click()
    expect(page.get_by_text("The list was taken in.")).to_be_visible()


def export(page: Page) -> Download:
    """All of them, as a file."""
    page.goto(LIST)
    choose(page, "Export subscribers")
    fits(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="CSV").click()
    return waiting.value


def end(page: Page, email: str, way: str, button: str) -> None:
    """Open a reader's page and end the subscription in one of the two ways."""
    page.goto(f"{LIST}inspect/{Subscriber.objects.get(email=email).pk}/")
    choose(page, way)
    fits(page)
    page.get_by_role("button", name=button).click()
    expect(page.get_by_text(f"{email} gets nothing more.")).to_be_visible()


def test_the_office_keeps_its_readers_by_clicking(office: Page, tmp_path: Path) -> None:
    path = tmp_path / "brevo.csv"
    path.write_text(ROWS, encoding="utf-8")

    add(office)
    take_in(office, path)
    given = ConsentEvent.objects.get(action=Action.GIVEN, place="Brevo")
    assert (given.subscriber.email, f"{given.at:%Y-%m-%d}") == ("bea@example.org", "2024-05-03")
    assert set(Subscriber.objects.values_list("email", flat=True)) == {
        "ana@example.org",
        "bea@example.org",
    }

    lines = Path(export(office).path()).read_text("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == ["ana@example.org", "bea@example.org"]

    end(office, "ana@example.org", "Take off", "Take off")
    end(office, "bea@example.org", "Record a complaint", "Record the complaint")
    assert (state_of("ana@example.org"), state_of("bea@example.org")) == (
        State.UNSUBSCRIBED,
        State.COMPLAINED,
    )
