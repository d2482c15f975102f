"""The admin's first page says nothing of what its reader may no longer edit."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.utils import timezone
from wagtail.admin.views import home
from wagtail.models import Page, PageLogEntry

from core.forms.sight import own
from members.admin.front import PANELS
from members.editors import add_editor
from members.people.leaving import leave
from tests.members.world import CANARY, World, signed_in
from users.models import User

pytestmark = pytest.mark.django_db


def touched(page: Any, user: User) -> Any:
    """`page`, written, sent and locked by `user`."""
    page.owner = user
    page.save()
    page.save_revision(user=user)
    PageLogEntry.objects.log_action(page, "wagtail.edit", user=user)
    page.get_workflow().start(page, user)
    return page


def lock(page: Any, user: User) -> None:
    Page.objects.filter(pk=page.pk).update(locked=True, locked_by=user, locked_at=timezone.now())


def front(user: User) -> str:
    return str(signed_in(user).get("/admin/").content.decode())


def test_every_panel_that_names_pages_by_their_reader_is_ours() -> None:
    #: it asks the task who may review, and the office's tasks are the office's
    asks = {home.WorkflowObjectsToModeratePanel}
    names_none = {home.UpgradeNotificationPanel, home.WhatsNewInWagtailVersionPanel}
    theirs = {
        each
        for each in vars(home).values()
        if isinstance(each, type) and issubclass(each, home.Component) and each != home.Component
    }

    assert theirs - {home.SiteSummaryPanel} == set(PANELS) | asks | names_none


def test_whoever_left_an_organisation_finds_nothing_of_it(world: World) -> None:
    user, theirs = world.ours.checked, world.theirs
    add_editor(user=user, organisation=theirs.organisation)
    page = touched(theirs.draft, user)
    lock(page, user)
    assert front(user).count(CANARY) >= 3  # sent, edited, locked

    leave(user=user, organisation=theirs.organisation, by=None)
    lock(page, user)  # as one was left before locks went with their owner

    assert CANARY not in front(user)
    again = signed_in(user)
    assert CANARY not in again.get("/admin/reports/locked/").content.decode()
    answer = again.post(f"/admin/pages/{page.pk}/unlock/", follow=True)
    page.refresh_from_db()
    assert page.locked
    assert CANARY not in answer.content.decode()


def test_whoever_left_the_office_finds_nothing_of_others(world: World) -> None:
    user = world.office_user
    touched(world.theirs.draft, user)
    assert CANARY in front(user)

    user.groups.clear()
    add_editor(user=user, organisation=world.ours.organisation)

    assert CANARY not in front(user)


def test_locks_go_with_whoever_leaves(world: World) -> None:
    page, user = world.ours.draft, world.ours.checked
    lock(page, user)
    lock(world.theirs.draft, user)

    leave(user=user, organisation=world.ours.organisation, by=None)

    page.refresh_from_db()
    assert (page.locked, page.locked_by, page.locked_at) == (False, None, None)
    assert PageLogEntry.objects.filter(page=page, action="wagtail.unlock").exists()
    assert Page.objects.get(pk=world.theirs.draft.pk).locked


def test_the_summary_counts_own_pages(world: World) -> None:
    user = world.ours.direct
    add_editor(user=user, organisation=world.theirs.organisation)
    leave(user=user, organisation=world.theirs.organisation, by=None)

    def told(user: User) -> int:
        text = " ".join(re.sub(r"<[^>]+>", " ", front(user)).split())
        found = re.search(r"(\d+) Pages", text)
        assert found is not None
        return int(found[1])

    assert told(user) == own(user, Page).count() == 3
    assert told(world.office_user) == Page.objects.filter(depth__gt=1).count()


# -- the arrow of the chooser ----------------------------------------------------------------------
def arrows(user: User, parent: Page, **query: str) -> set[int]:
    """The pages below `parent` that the chooser leads on from."""
    answer = signed_in(user).get(f"/admin/choose-page/{parent.pk}/", query).json()
    link = r"/admin/choose-page/(\d+)/[^\"]*\"[^>]*navigate-pages"
    return {int(key) for key in re.findall(link, answer["html"])}


def test_the_chooser_leads_nowhere_where_only_drafts_of_others_stand(world: World) -> None:
    ours, theirs = world.ours, world.theirs
    above = theirs.organisation.get_parent()
    theirs.live.unpublish()

    assert theirs.organisation.pk not in arrows(ours.direct, above)
    assert ours.organisation.pk in arrows(ours.direct, above)
    assert theirs.organisation.pk in arrows(theirs.direct, above)
    assert theirs.organisation.pk in arrows(world.administrator, above)

    theirs.live.refresh_from_db()
    theirs.live.save_revision().publish()
    assert theirs.organisation.pk in arrows(ours.direct, above)


def test_a_page_of_another_type_is_listed_where_it_leads_on_only(world: World) -> None:
    ours, theirs = world.ours, world.theirs
    above = theirs.organisation.get_parent()
    theirs.live.unpublish()

    def listed(user: User) -> bool:
        address = f"/admin/choose-page/{above.pk}/?page_type=practices.practicepage"
        return theirs.organisation.title in signed_in(user).get(address).json()["html"]

    assert not listed(ours.direct)
    assert listed(theirs.direct)
