"""Addresses of the admin that Wagtail leaves open to everybody in it, or that fail when tried."""

from __future__ import annotations

import pytest
from wagtail.models import GroupApprovalTask

from members.models import OrganisationIndexPage
from tests.members.world import World, refused

pytestmark = pytest.mark.django_db


def test_nobody_raises_an_error_on_purpose(world: World) -> None:
    for client in (world.ours.direct_browser, world.office, world.root):
        assert client.get("/admin/failwhale/", follow=True).status_code == 404


def test_steps_of_workflows_are_chosen_by_administrators_only(world: World) -> None:
    task = GroupApprovalTask.objects.create(name="A step that nobody uses")
    chooser = "/admin/workflows/task_chooser/"
    chosen = f"{chooser}{task.pk}/"

    for address in (chooser, f"{chooser}results/", f"{chooser}create/", chosen):
        assert refused(world.ours.direct_browser.get(address)), address
        assert refused(world.office.get(address)), address
        assert world.root.get(address).status_code == 200, address


def test_whether_the_office_looks_at_a_page_is_said_to_who_may_edit_it(world: World) -> None:
    page = world.theirs.draft
    page.get_workflow().start(page, world.theirs.checked)
    address = f"/admin/pages/workflow/confirm_cancellation/{page.pk}/"

    assert refused(world.ours.direct_browser.get(address))
    assert world.theirs.browser.get(address).status_code == 200


def test_the_second_step_of_an_import_of_redirects_without_the_first_is_a_bad_request(
    world: World,
) -> None:
    assert world.office.post("/admin/redirects/import/process/", {}).status_code == 400


def test_an_action_on_a_page_of_others_stores_nothing_before_it_is_refused(world: World) -> None:
    page = OrganisationIndexPage.objects.get()
    page.revisions.all().delete()
    address = f"/admin/api/main/pages/{page.pk}/action/publish/"

    assert refused(world.ours.direct_browser.post(address))
    assert not page.revisions.exists()
    ours = f"/admin/api/main/pages/{world.ours.draft.pk}/action/publish/"
    assert world.ours.direct_browser.post(ours).status_code == 200
