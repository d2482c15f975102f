"""Wagtail's own editor of an issue: its blocks keep their names, mistakes are said beside them."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from newsletter.models import IssueBlock, IssuePage, Mailing
from tests.builders import make_administrator, make_organisation, make_update
from tests.forms import filled
from tests.members.world import signed_in
from tests.newsletter.issues import about, heading, make_issue, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser() -> Client:
    return signed_in(make_administrator())


def edit_url(issue: IssuePage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[issue.pk])


def drafted(issue: IssuePage) -> list[IssueBlock]:
    return list(IssuePage.objects.get(pk=issue.pk).get_latest_revision_as_object().blocks.all())


def test_blocks_of_a_draft_keep_their_names(browser: Client) -> None:
    update = make_update(organisation=make_organisation())
    issue = make_issue(heading(heading_en="News"), about(update), live=False)
    names = [block.key for block in drafted(issue)]

    response = browser.post(edit_url(issue), filled(browser, edit_url(issue)))

    assert response.status_code == 302
    assert [block.key for block in drafted(issue)] == names


def test_blocks_added_in_one_visit_get_names_of_their_own(browser: Client) -> None:
    issue = make_issue(live=False)
    data = filled(browser, edit_url(issue))
    for number in range(2):
        data |= {
            f"blocks-{number}-key": "copied",
            f"blocks-{number}-kind": "text",
            f"blocks-{number}-heading_en": f"Text {number}",
            f"blocks-{number}-text_en": "null",
            f"blocks-{number}-ORDER": str(number + 1),
        }

    browser.post(edit_url(issue), data | {"blocks-TOTAL_FORMS": "2"})

    first, second = drafted(issue)
    assert first.key == "copied"
    assert len(second.key) == 32
    assert (first.heading_en, second.heading_en) == ("Text 0", "Text 1")


@pytest.mark.parametrize(
    ("kind", "name", "message"),
    [
        ("record", "updates/nowhere", "Nothing on the site has this name."),
        ("record", "", "Nothing on the site has this name."),
        ("text", "updates/there", "This field is only for something from the site."),
    ],
)
def test_a_mistake_is_said_and_nothing_is_lost(
    browser: Client, kind: str, name: str, message: str
) -> None:
    make_update(organisation=make_organisation(), record_id="there")
    issue = make_issue(text(heading_en="Our own words"), live=False)
    data = filled(browser, edit_url(issue))

    response = browser.post(
        edit_url(issue), data | {"blocks-0-kind": kind, "blocks-0-record_key": name}
    )

    words = response.content.decode()
    assert message in words
    assert "Our own words" in words
    assert [block.kind for block in drafted(issue)] == ["text"]


# -- what was sent stays ---------------------------------------------------------------------------
def delete_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:delete", args=[page.pk])


def test_an_issue_nobody_sent_can_be_deleted(browser: Client) -> None:
    issue = make_issue()

    browser.post(delete_url(issue))

    assert not IssuePage.objects.exists()


@pytest.mark.parametrize("whole_archive", [False, True])
def test_an_issue_that_was_sent_cannot_be_deleted(browser: Client, *, whole_archive: bool) -> None:
    issue = make_issue()
    Mailing.objects.create(issue=issue, revision=issue.latest_revision)

    browser.post(delete_url(issue.get_parent() if whole_archive else issue))

    assert IssuePage.objects.get() == issue
    assert Mailing.objects.get().issue == issue


def test_an_issue_that_was_sent_can_be_taken_offline(browser: Client) -> None:
    issue = make_issue()
    Mailing.objects.create(issue=issue, revision=issue.latest_revision)

    browser.post(reverse("wagtailadmin_pages:unpublish", args=[issue.pk]))

    assert not IssuePage.objects.get().live
