"""An afternoon of the office: from a month of news to an issue that each reader can read."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from email.message import Message
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from members.editors import add_editor
from members.office import office_group
from newsletter.models import DeliveryState, IssuePage, Mailing, MailingState, State, Subscriber
from tests.browser.conftest import SERIOUS
from tests.browser.test_journey import sign_in
from tests.builders import (
    make_concept,
    make_membership,
    make_organisation,
    make_practice,
    make_update,
    make_user,
)
from tests.newsletter.making import make_subscriber
from users.models import User

Contexts = Callable[..., BrowserContext]
DESK = "/admin/newsletter/"


@pytest.fixture
def office() -> User:
    return make_user(email="office@example.org", groups=(office_group(),))


@pytest.fixture
def month() -> None:
    """What members shared: in three languages, about two topics."""
    theme = make_concept()
    romania = make_organisation(name="Alternative Sociale", country="RO", language="ro")
    france = make_organisation(name="Relais", country="FR", language="fr")
    for each in (romania, france):
        make_membership(organisation=each)
    make_update(
        organisation=romania,
        title="O cameră nouă",
        language="ro",
        body_ro="Se deschide în mai.",
        heading_fr="Une nouvelle salle",
        body_fr="Elle ouvre en mai.",
        body_en="",
    )
    make_update(organisation=france, title="Study day", body_en="For everybody who works there.")
    practice = make_practice(
        organisation=france, title="Homework club", summary_en="Children do homework together."
    )
    practice.set_concepts({"theme": [theme]})
    practice.save_revision().publish()
    make_update(organisation=france, title="Not for this issue")


@pytest.fixture
def readers() -> None:
    make_subscriber("ana@example.org", languages=["ro", "en"])
    make_subscriber("bea@example.org", languages=["fr"])
    make_subscriber("cy@example.org", languages=["en"])
    make_subscriber("gone@example.org", state=State.UNSUBSCRIBED)


def run_worker() -> None:
    """One round of the worker."""
    call_command("worker", "--once")


def said(page: Page, words: str) -> None:
    """What the desk announces to somebody who doesn't see it."""
    expect(page.locator("#desk-say")).to_contain_text(words)


def candidate(page: Page, title: str) -> Any:
    return page.locator(".desk-card", has=page.get_by_role("link", name=title, exact=True))


def order(page: Page) -> list[str]:
    return page.locator(
        ".desk-section__title, .desk-block__title > span:first-child"
    ).all_inner_texts()


def fits(page: Page) -> None:
    """Nothing sticks out, and axe finds nothing serious in what is ours of the page."""
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    found = Axe().run(page, context="main .nice-padding").response["violations"]
    assert not [each for each in found if each["impact"] in SERIOUS], found


def curate(page: Page) -> None:
    """Search, pick three things, make a section, put it in order by keyboard alone."""
    page.goto(DESK)
    page.get_by_role("button", name="New issue").click()
    expect(page.get_by_role("heading", name="Newsletter no. 1", exact=True)).to_be_visible()
    fits(page)

    page.get_by_label("Heading of a new section or text").fill("From our members")
    page.get_by_role("button", name="Add section").click()
    said(page, "Added: “From our members”.")

    page.get_by_role("search", name="Find what to tell").get_by_label("Search").fill("homework")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator(".desk-card")).to_have_count(1)
    candidate(page, "Homework club").get_by_role("button", name="Add: Homework club").click()
    said(page, "Added: “Homework club”.")
    expect(candidate(page, "Homework club")).to_contain_text("in this issue")

    page.get_by_role("link", name="Remove all filters").click()
    for title in ("Study day", "O cameră nouă"):
        candidate(page, title).get_by_role("button", name=f"Add: {title}").click()
        said(page, f"Added: “{title}”.")
    assert order(page) == ["From our members", "Homework club", "Study day", "O cameră nouă"]
    fits(page)

    reorder(page)


def reorder(page: Page) -> None:
    up = page.get_by_role("button", name="Move up: O cameră nouă")
    up.focus()
    page.keyboard.press("Enter")
    said(page, "“O cameră nouă” is now number 2 of 3 in “From our members”.")
    expect(up).to_be_focused()
    page.keyboard.press("Enter")
    said(page, "“O cameră nouă” is now number 1 of 3 in “From our members”.")
    assert order(page)[1:] == ["O cameră nouă", "Homework club", "Study day"]


def write(page: Page) -> None:
    """Subject and introduction in two languages."""
    page.get_by_role("link", name="Subject and introduction").click()
    page.get_by_text("2 more languages").click()
    fits(page)
    for language, subject, intro in (
        ("English", "News for May", "Dear friends"),
        ("French", "Nouvelles de mai", "Chers amis"),
    ):
        texts = page.get_by_role("group", name=language, exact=True)
        texts.get_by_label("Subject").fill(subject)
        texts.get_by_label("Introduction").fill(intro)
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".desk-subject")).to_contain_text("News for May")


def try_it(page: Page) -> None:
    """A test, in French, to oneself."""
    page.get_by_role("link", name="Check and send").click()
    expect(page.get_by_role("heading", name="What the checks found")).to_be_visible()
    fits(page)
    test = page.locator("#test")
    expect(test.get_by_label("To", exact=True)).to_have_value("office@example.org")
    test.get_by_label("English").uncheck()
    test.get_by_label("French").check()
    test.get_by_role("button", name="Send the test").click()
    expect(page.get_by_role("status")).to_contain_text("1 test mail is on its way.")
    run_worker()
    (sent,) = mail.outbox
    assert sent.to == ["office@example.org"]
    assert "Nouvelles de mai" in sent.subject
    mail.outbox.clear()


def schedule(page: Page) -> None:
    """Ask for a day that has passed, then for tomorrow; the number of readers is named before."""
    form = page.locator("#schedule")
    form.get_by_label("On a day, at a time").check()
    form.get_by_label("Day", exact=True).fill("2020-01-01")
    form.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("This time has passed.")).to_be_visible()
    tomorrow = timezone.localdate() + timedelta(days=1)
    form.get_by_label("Day", exact=True).fill(tomorrow.isoformat())
    form.get_by_label("Time", exact=True).fill("10:00")
    form.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Send newsletter no. 1 to 3 readers?")).to_be_visible()
    fits(page)
    assert not Mailing.objects.filter(issue__isnull=False).exists()
    page.get_by_role("button", name="Yes, schedule it").click()
    expect(page.get_by_role("status")).to_contain_text("Scheduled for 3 readers.")
    run_worker()
    assert mail.outbox == []


def tomorrow_comes() -> None:
    """Let the hour that the sending is scheduled for be a minute ago."""
    scheduled = Mailing.objects.get(issue__isnull=False)
    assert timezone.localtime(scheduled.scheduled_for, ZoneInfo("Europe/Paris")).hour == 10
    Mailing.objects.filter(pk=scheduled.pk).update(
        scheduled_for=timezone.now() - timedelta(minutes=1)
    )


def received() -> dict[str, Message]:
    """What readers got, by address."""
    return {each.to[0]: each.message() for each in mail.outbox}


def text_of(message: Message) -> str:
    for part in message.walk():
        if part.get_content_type() == "text/plain":
            content = part.get_payload(decode=True)
            assert isinstance(content, bytes)
            return content.decode()
    raise AssertionError("a mail without plain text")


@pytest.mark.slow
def test_the_whole_afternoon(
    new_context: Contexts, office: User, month: None, readers: None
) -> None:
    run_worker()
    page = sign_in(new_context(), office)

    curate(page)
    write(page)
    try_it(page)
    schedule(page)
    tomorrow_comes()
    run_worker()

    # each reader got it once, in his or her own language
    assert Mailing.objects.get(issue__isnull=False).state == MailingState.FINISHED
    got = received()
    assert sorted(got) == ["ana@example.org", "bea@example.org", "cy@example.org"]
    assert len(mail.outbox) == 3
    romanian, french, english = (text_of(got[name]) for name in sorted(got))
    assert "O cameră nouă" in romanian
    assert "Une nouvelle salle" in french
    assert "Chers amis" in french
    assert "Dear friends" in english
    assert english.index("O cameră nouă") < english.index("Homework club")

    # the office sees that everybody got it
    page.get_by_role("link", name="Who got it, who didn’t").click()
    row = page.get_by_role("row", name=re.compile("Accepted by the mail server"))
    expect(row).to_contain_text("3")
    fits(page)

    # the archive shows it, and the desk doesn't offer it again
    issue = IssuePage.objects.get()
    assert issue.live
    reader = new_context(locale="fr-FR").new_page()
    reader.goto(issue.url_in("fr"))
    expect(reader.get_by_role("heading", level=1)).to_have_text("Nouvelles de mai")
    page.goto(DESK)
    expect(page.locator(".desk-card").filter(has_text="Study day")).to_have_count(0)
    page.goto(f"{DESK}?sent=yes&since=2026-01-01")
    expect(candidate(page, "Study day")).to_contain_text("sent in no. 1")

    leave(reader, french)


def leave(reader: Page, text: str) -> None:
    """The link at the foot of the mail leads to a button; the button unsubscribes."""
    (link,) = set(re.findall(r"https?://[^\s/]+(/\S*unsubscribe\S*)", text))
    reader.goto(link)
    assert Subscriber.objects.get(email="bea@example.org").state == State.ACTIVE
    reader.locator("main form button").click()
    reader.wait_for_load_state()
    bea = Subscriber.objects.get(email="bea@example.org")
    assert bea.state == State.UNSUBSCRIBED
    assert bea.deliveries.get().state == DeliveryState.ACCEPTED


def drag(page: Page, item: Any, onto: Any) -> None:
    """Take an item by its handle and let it go over the upper half of another."""
    item.locator(".desk-grip").hover()
    page.mouse.down()
    box = onto.bounding_box()
    page.mouse.move(box["x"] + 40, box["y"] + 60, steps=4)
    page.mouse.move(box["x"] + 40, box["y"] + 4, steps=4)
    expect(page.locator(".desk-drop")).to_have_count(1)
    page.mouse.up()


def test_dragging_does_what_the_buttons_do(
    new_context: Contexts, office: User, month: None
) -> None:
    page = sign_in(new_context(viewport={"width": 1400, "height": 1600}), office)
    page.goto(DESK)
    page.get_by_role("button", name="New issue").click()
    page.get_by_label("Heading of a new section or text").fill("News")
    page.get_by_role("button", name="Add section").click()
    said(page, "Added: “News”.")
    for title in ("Study day", "Homework club"):
        candidate(page, title).get_by_role("button", name=f"Add: {title}").click()
        said(page, f"Added: “{title}”.")

    block = page.locator(".desk-block", has_text="Homework club")
    drag(page, block, page.locator(".desk-block", has_text="Study day"))
    said(page, "“Homework club” is now number 1 of 2")
    drag(page, candidate(page, "O cameră nouă"), page.locator(".desk-block", has_text="Study day"))
    said(page, "Added: “O cameră nouă”.")

    assert order(page) == ["News", "Homework club", "O cameră nouă", "Study day"]


def test_a_member_who_is_asked_gets_to_the_form_by_signing_in(
    new_context: Contexts, office: User
) -> None:
    organisation = make_organisation(name="Fädernas hus", country="SE", language="sv")
    make_membership(organisation=organisation)
    editor = make_user(email="eva@example.org")
    add_editor(user=editor, organisation=organisation)
    page = sign_in(new_context(), office)
    page.goto(f"{DESK}call/")
    expect(page.get_by_role("row", name="eva@example.org Fädernas hus Swedish")).to_be_visible()
    fits(page)

    page.get_by_role("button", name="Send 1 mail").click()
    expect(page.get_by_role("status")).to_contain_text("1 mail is on its way.")
    run_worker()
    (letter,) = mail.outbox
    (address,) = re.findall(r"https?://[^\s/]+(/admin/\S+)", str(letter.body))
    member = new_context().new_page()
    member.goto(address)
    member.fill("#id_username", editor.email)
    member.fill("#id_password", "a-password-for-tests")
    member.click("button[type=submit]")

    expect(member).to_have_url(re.compile(f"/add/members/updatepage/{organisation.pk}/"))
    expect(member.locator("#id_heading_sv")).to_be_visible()


def test_the_desk_works_without_scripts(new_context: Contexts, office: User, month: None) -> None:
    signed_in = sign_in(new_context(), office)
    cookies = signed_in.context.cookies()
    context = new_context(java_script_enabled=False)
    context.add_cookies(cast(Any, cookies))
    page = context.new_page()
    page.goto(DESK)
    page.get_by_role("button", name="New issue").click()
    for title in ("Study day", "Homework club"):
        candidate(page, title).get_by_role("button", name=f"Add: {title}").click()
    page.get_by_role("button", name="Move up: Homework club").click()

    expect(page.locator(".messages")).to_contain_text("“Homework club” is now number 1 of 2.")
    assert order(page) == ["Homework club", "Study day"]
