"""What the office approves is what it read, by whichever way a page is written to meanwhile."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from members.models import UpdatePage
from tests import builders
from tests.forms import filled
from tests.members.test_workflow import action_url, edit_url
from tests.members.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(world: World) -> UpdatePage:
    """News of which a second version waits for the office."""
    page = builders.make_update(
        organisation=world.ours.organisation, title="First version", live=False
    )
    page.heading_en = "Second version"
    page.save_revision(user=world.ours.checked)
    page.get_workflow().start(page, world.ours.checked)
    return UpdatePage.objects.get(pk=page.pk)


def act(browser: Client, page: Page, action: str, **data: Any) -> int:
    address = f"/admin/api/main/pages/{page.pk}/action/{action}/"
    return browser.post(address, json.dumps(data), content_type="application/json").status_code


def oldest(page: Page) -> int:
    return int(page.revisions.order_by("pk").values_list("pk", flat=True)[0])


@pytest.mark.parametrize("way", ["waits for the office", "is locked by the office"])
@pytest.mark.parametrize("action", ["revert_to_page_revision", "copy", "delete"])
def test_no_action_writes_to_a_page_whose_form_is_closed(
    world: World, sent: UpdatePage, way: str, action: str
) -> None:
    if way == "is locked by the office":
        sent.current_workflow_state.cancel(user=world.office_user)
        Page.objects.filter(pk=sent.pk).update(
            locked=True, locked_by=world.office_user, locked_at=timezone.now()
        )
    before = (Page.objects.count(), sent.latest_revision_id)

    answer = act(world.ours.browser, sent, action, revision_id=oldest(sent))

    sent.refresh_from_db()
    assert answer == 403
    assert (Page.objects.count(), sent.latest_revision_id) == before


def test_an_own_page_whose_form_is_open_goes_back_to_an_older_version(
    world: World, sent: UpdatePage
) -> None:
    sent.current_workflow_state.cancel(user=world.office_user)

    assert act(world.ours.browser, sent, "revert_to_page_revision", revision_id=oldest(sent)) == 200


@pytest.mark.parametrize("script", [False, True])
def test_a_list_does_not_approve_what_came_after_the_version_that_was_sent(
    world: World, sent: UpdatePage, script: bool
) -> None:
    sent.heading_en = "Third version"
    sent.save_revision(user=world.administrator)
    headers = {"x-requested-with": "XMLHttpRequest"} if script else {}

    answer = world.office.post(action_url(sent, "approve"), {"comment": ""}, headers=headers)

    where = answer.json()["redirect"] if script else answer["Location"]
    assert where == edit_url(sent)
    sent.refresh_from_db()
    assert not sent.live
    assert "changed after it was sent" in world.office.get(where).content.decode()

    data = filled(world.office, where)
    assert data["heading_en"] == "Third version"
    data |= {"action-workflow-action": "true", "workflow-action-name": "approve"}
    world.office.post(where, {**data, "workflow-action-extra-data": "{}"})
    sent.refresh_from_db()
    assert (sent.live, sent.heading_en) == (True, "Third version")


def test_a_list_approves_and_sends_back_what_was_sent(world: World, sent: UpdatePage) -> None:
    world.office.post(action_url(sent, "approve"), {"comment": ""})

    sent.refresh_from_db()
    assert (sent.live, sent.heading_en) == (True, "Second version")


def test_sending_back_goes_on_whatever_came_after(world: World, sent: UpdatePage) -> None:
    sent.save_revision(user=world.administrator)

    world.office.post(action_url(sent, "reject"), {"comment": "A year, please."})

    state = UpdatePage.objects.get(pk=sent.pk).current_workflow_state
    assert state.status == state.STATUS_NEEDS_CHANGES
