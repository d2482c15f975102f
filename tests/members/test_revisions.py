"""What the office owns never rides in a revision; what the author ordered does."""

from __future__ import annotations

import datetime as dt

import pytest

from members.editors import mode_of, provision
from members.models import (
    Confirmation,
    EditorMode,
    Membership,
    MembershipStatus,
    OrganisationPage,
    UpdatePage,
)
from members.publishing import set_publishing
from practices.models import PracticePage
from search.models import Scheme
from tests.builders import make_concept, make_membership, make_organisation, make_practice
from tests.forms import errors_of, filled
from tests.members.world import World
from users.models import User

pytestmark = pytest.mark.django_db


def edit_url(page: OrganisationPage | PracticePage) -> str:
    return f"/admin/pages/{page.pk}/edit/"


def test_an_ended_membership_stays_ended_after_an_older_draft_is_published() -> None:
    organisation = make_organisation()
    membership = make_membership(organisation=organisation)
    older = organisation.save_revision()
    membership.status, membership.until = MembershipStatus.ENDED, "2025"
    membership.save()

    older.publish()

    assert Membership.objects.get().status == MembershipStatus.ENDED
    assert Membership.objects.get().until == "2025"
    assert not Membership.objects.active().exists()


def test_a_revision_of_an_organisation_knows_nothing_of_the_offices_tables() -> None:
    organisation = make_organisation()
    make_membership(organisation=organisation)
    provision(organisation)
    Confirmation.objects.create(page=organisation, confirmed_on="2026-04")

    content = organisation.save_revision().content

    assert not {"memberships", "confirmation", "editor_access", "status"} & set(content)


def test_a_newer_confirmation_survives_an_older_draft() -> None:
    organisation = make_organisation()
    confirmation = Confirmation.objects.create(page=organisation, confirmed_on="2024")
    older = organisation.save_revision()
    confirmation.confirmed_on = "2026-04-12"
    confirmation.save()

    older.publish()

    assert Confirmation.objects.get().confirmed_on == "2026-04-12"


def test_the_publishing_switch_survives_an_older_draft(world: World) -> None:
    organisation, user = world.ours.organisation, world.ours.direct
    assert isinstance(user, User)
    older = organisation.save_revision()
    set_publishing(organisation=organisation, mode=EditorMode.CHECKED)

    older.publish()

    assert mode_of(user=user, organisation=organisation) == EditorMode.CHECKED


def test_membership_until_a_year_holds_to_its_last_day(monkeypatch: pytest.MonkeyPatch) -> None:
    make_membership(organisation=make_organisation(), until="2026")

    for today, active in ((dt.date(2026, 12, 31), True), (dt.date(2027, 1, 1), False)):
        monkeypatch.setattr("django.utils.timezone.localdate", lambda today=today: today)
        assert Membership.objects.active().exists() is active


def test_the_order_of_tags_survives_draft_and_publication() -> None:
    names = ("z", "a", "m")
    concepts = [make_concept(record_id=name, scheme=Scheme.THEME) for name in names]
    page = make_practice()
    page.set_concepts({Scheme.THEME: concepts})
    page.save_revision().publish()
    page = PracticePage.objects.get(pk=page.pk)
    assert [c.record_id for c in page.concepts_of(Scheme.THEME)] == ["z", "a", "m"]

    page.set_concepts({Scheme.THEME: [concepts[2], concepts[0]]})
    draft = page.save_revision()
    stored = PracticePage.objects.get(pk=page.pk)
    assert [c.record_id for c in stored.concepts_of(Scheme.THEME)] == ["z", "a", "m"]
    draft.publish()

    stored = PracticePage.objects.get(pk=page.pk)
    assert [c.record_id for c in stored.concepts_of(Scheme.THEME)] == ["m", "z"]


def test_the_order_of_tags_survives_the_editor(world: World) -> None:
    page = world.ours.live
    page.set_concepts({Scheme.THEME: [make_concept(record_id=name) for name in ("z", "a")]})
    page.save_revision().publish()
    client = world.ours.direct_browser
    data = filled(client, edit_url(page), heading_en="New title", **{"action-publish": "1"})

    response = client.post(edit_url(page), data)

    assert response.status_code == 302, errors_of(response)
    stored = PracticePage.objects.get(pk=page.pk)
    assert stored.title == "New title"
    assert [c.record_id for c in stored.concepts_of(Scheme.THEME)] == ["z", "a"]


def test_an_old_draft_opens_after_a_page_it_refers_to_was_deleted(world: World) -> None:
    page, other = world.ours.live, make_practice(organisation=world.ours.organisation, title="Gone")
    page.continues.create(target=other)
    page.save_revision().publish()
    other.delete()

    response = world.ours.direct_browser.get(edit_url(page))

    assert response.status_code == 200
    assert list(page.get_latest_revision_as_object().continues.all()) == []


def test_moving_a_page_moves_it_to_another_publisher(world: World) -> None:
    update = UpdatePage.objects.get(pk=world.ours.draft.pk)

    update.move(world.theirs.organisation, pos="last-child")

    assert UpdatePage.objects.get(pk=update.pk).organisation == world.theirs.organisation
