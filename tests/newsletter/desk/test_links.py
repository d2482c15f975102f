"""The office has the worker follow an issue's links to other sites, and sees which are dead."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core.work.slices import run_waiting_task
from newsletter.desk import dead_links, edits, link_tasks
from newsletter.models import IssuePage
from tests.members.world import signed_in
from tests.newsletter.desk.making import make_issue, somebody

# The worker closes connections, and with them a test's transaction.
pytestmark = pytest.mark.django_db(transaction=True)

NOT_YET = "Links to other sites have not been followed yet."
RUNNING = "Links to other sites are being followed"
DONE = "Links to other sites were followed on"


@pytest.fixture
def office(db: None) -> Client:
    return signed_in(somebody())


@pytest.fixture(autouse=True)
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that were followed; those that end in “gone” are."""
    followed: list[str] = []

    def opener(address: str) -> int:
        followed.append(address)
        if address.endswith("silent"):
            raise TimeoutError
        return 410 if address.endswith("gone") else 200

    monkeypatch.setattr(dead_links, "open_address", opener)
    monkeypatch.setattr(
        dead_links.dead_links, "__kwdefaults__", {"opener": opener, "part": slice(None)}
    )
    return followed


def issue_with(*links: str) -> IssuePage:
    issue = make_issue(user=somebody())
    body = "".join(f'<p><a href="{link}">there</a></p>' for link in links)
    edits.add_text(issue.pk, "Links", user=somebody())
    draft = IssuePage.objects.get(pk=issue.pk).get_latest_revision_as_object()
    block = draft.blocks.all()[0]
    block.text_en = body
    draft.blocks.set([block])
    draft.save_revision(user=somebody())
    return IssuePage.objects.get(pk=issue.pk)


def page(office: Client, issue: IssuePage) -> str:
    return office.get(reverse("newsletter_desk:send", args=[issue.pk])).content.decode()


def press(office: Client, issue: IssuePage) -> None:
    office.post(reverse("newsletter_desk:links", args=[issue.pk]))


def work() -> None:
    while run_waiting_task():
        pass


def test_nothing_is_followed_before_somebody_asks(office: Client, asked: list[str]) -> None:
    issue = issue_with("https://a.example/gone")

    assert NOT_YET in page(office, issue)
    assert asked == []


def test_dead_links_are_shown_where_they_stand(office: Client, asked: list[str]) -> None:
    issue = issue_with("https://a.example/", "https://b.example/gone", "https://c.example/silent")

    press(office, issue)
    assert RUNNING in page(office, issue)
    work()

    words = page(office, issue)
    assert DONE in words
    assert "This address answers with error 410: https://b.example/gone" in words
    assert "No answer from this address: https://c.example/silent" in words
    assert "https://a.example/" not in words
    assert sorted(asked) == [
        "https://a.example/", "https://b.example/gone", "https://c.example/silent",
    ]  # fmt: skip


def test_many_links_are_followed_in_pieces(office: Client, asked: list[str]) -> None:
    links = [f"https://site{number}.example/gone" for number in range(25)]
    issue = issue_with(*links)

    press(office, issue)
    work()

    assert sorted(asked) == sorted(links)
    assert DBTaskResult.objects.count() == 3
    assert all(link in page(office, issue) for link in links)


def test_pressing_twice_follows_once(office: Client, asked: list[str]) -> None:
    issue = issue_with("https://a.example/gone")

    press(office, issue)
    press(office, issue)
    work()

    assert asked == ["https://a.example/gone"]


def test_a_later_version_is_followed_anew(office: Client) -> None:
    issue = issue_with("https://a.example/gone")
    press(office, issue)
    work()

    edits.add_text(issue.pk, "More", user=somebody())

    assert NOT_YET in page(office, issue)


def test_a_task_that_was_lost_can_be_asked_for_again(office: Client, asked: list[str]) -> None:
    issue = issue_with("https://a.example/gone")
    press(office, issue)
    long_ago = timezone.now() - link_tasks.GIVEN_UP_AFTER - timedelta(minutes=1)
    DBTaskResult.objects.update(enqueued_at=long_ago, status="RUNNING")

    press(office, issue)
    work()

    assert asked == ["https://a.example/gone"]
    assert DONE in page(office, issue)


def test_only_the_office_may_ask(client: Client) -> None:
    issue = issue_with("https://a.example/gone")

    press(client, issue)

    assert not DBTaskResult.objects.exists()
