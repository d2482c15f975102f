"""Two people of the office at the same membership at the same moment: one wins, one is told."""

from __future__ import annotations

import datetime as dt
from functools import partial

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from members.admin import dates
from members.memberships import views
from members.memberships.steps import (
    StepRefused,
    lift_planned_end,
    open_membership,
    take_step,
)
from members.models import Membership, MembershipStep
from members.office import office_group
from tests.at_once import Meeting, at_once
from tests.builders import make_category, make_membership, make_organisation, make_user
from tests.forms import filled
from tests.members.memberships.today import TODAY

pytestmark = pytest.mark.django_db(transaction=True)
AHEAD = (TODAY + dt.timedelta(days=30)).isoformat()
MEANWHILE = "In the meantime it became"
ADD = "wagtailsnippets_members_membership:add"
EDIT = "wagtailsnippets_members_membership:edit"
FORM = "w-editor-form"


@pytest.fixture
def two() -> tuple[Client, Client]:
    """Two people of the office, signed in."""
    clients = []
    for name in ("olga", "otto"):
        client = Client(HTTP_HOST="localhost")
        client.force_login(make_user(email=f"{name}@example.org", groups=(office_group(),)))
        clients.append(client)
    return clients[0], clients[1]


def member() -> Membership:
    return make_membership(organisation=make_organisation(name="Casa Verde"))


def presses(row: Membership, **sent: str) -> dict[str, str]:
    return {"seen": "active", "day": TODAY.isoformat(), **sent}


def both_press(two: tuple[Client, Client], row: Membership, *sent: dict[str, str]) -> str:
    """Press two buttons at the same moment; return what the one reads who came too late."""
    address = reverse("membership", args=[row.pk])
    works = [partial(client.post, address, data) for client, data in zip(two, sent, strict=True)]
    late = [answer for answer in at_once(*works) if answer.status_code != 302]
    assert [answer.status_code for answer in late] == [200]
    return late[0].content.decode()


@pytest.mark.parametrize(
    ("one", "other"), [("suspended", "ended"), ("ended", "ended"), ("suspended", "suspended")]
)
def test_of_two_who_take_a_step_one_is_told_what_it_became(
    two: tuple[Client, Client], monkeypatch: pytest.MonkeyPatch, one: str, other: str
) -> None:
    row = member()
    monkeypatch.setattr(views, "take_step", Meeting()(take_step))

    read = both_press(two, row, presses(row, to=one), presses(row, to=other))

    step = MembershipStep.objects.get()
    row.refresh_from_db()
    assert row.status == step.to_status
    assert f"{MEANWHILE} “{step.get_to_status_display()}”" in read
    assert ModelLogEntry.objects.filter(action="members.membership.step").count() == 1


def test_of_two_who_plan_an_end_the_last_one_s_day_holds(
    two: tuple[Client, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    row = member()
    monkeypatch.setattr(views, "take_step", Meeting()(take_step))
    later = (TODAY + dt.timedelta(days=60)).isoformat()
    address = reverse("membership", args=[row.pk])

    at_once(
        *(
            partial(client.post, address, presses(row, to="ended", day=day))
            for client, day in zip(two, (AHEAD, later), strict=True)
        )
    )

    plan = MembershipStep.objects.get()
    row.refresh_from_db()
    assert row.until == (plan.day - dt.timedelta(days=1)).isoformat()


def test_of_two_who_take_a_plan_back_one_is_told_that_there_is_none(
    two: tuple[Client, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    row = member()
    take_step(row, to="ended", on=dt.date.fromisoformat(AHEAD), by=None)
    monkeypatch.setattr(views, "lift_planned_end", Meeting()(lift_planned_end))
    address = reverse("membership", args=[row.pk])

    at_once(*(partial(client.post, address, {"lift": "1"}) for client in two))

    told = [client.get(address).content.decode() for client in two]
    for words in ("No end is planned.", "The end is taken back."):
        assert sum(words in read for read in told) == 1, words
    assert not MembershipStep.objects.exists()


def test_of_two_who_note_an_application_one_is_told_that_it_is_there() -> None:
    organisation, category = make_organisation(), make_category()

    def note() -> str:
        try:
            open_membership(category=category, organisation=organisation, on=TODAY, by=None)
        except StepRefused as refusal:
            return str(refusal)
        return ""

    assert sorted(at_once(note, note)) == [
        "",
        "There is an application of this organisation already.",
    ]
    assert Membership.objects.count() == MembershipStep.objects.count() == 1


# -- dates that are corrected ----------------------------------------------------------------------
def test_of_two_who_enter_a_membership_one_is_told_of_the_other_s(
    two: tuple[Client, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    organisation, category = make_organisation(), make_category()
    url = reverse(ADD)
    sent = {"organisation": organisation.pk, "category": category.pk, "status": "active"}
    works = [
        partial(client.post, url, filled(client, url, form=FORM, since=since, **sent))
        for client, since in zip(two, ("2015", "2018"), strict=True)
    ]
    form_valid = dates.MembershipCreateView.form_valid
    monkeypatch.setattr(dates.MembershipCreateView, "form_valid", Meeting()(form_valid))

    answers = at_once(*works)

    (late,) = (answer for answer in answers if answer.status_code == 200)
    assert "At that time the organisation has another membership already." in (
        late.content.decode()
    )
    assert Membership.objects.count() == 1


@pytest.mark.parametrize("at_the_same_moment", [False, True])
def test_whoever_corrects_dates_undoes_no_step(
    two: tuple[Client, Client], monkeypatch: pytest.MonkeyPatch, at_the_same_moment: bool
) -> None:
    row = member()
    url = reverse(EDIT, args=[row.pk])
    corrects = partial(two[0].post, url, filled(two[0], url, form=FORM, since="2014"))
    suspends = partial(
        two[1].post, reverse("membership", args=[row.pk]), presses(row, to="suspended")
    )
    if at_the_same_moment:
        together, form_valid = Meeting(), dates.MembershipEditView.form_valid
        monkeypatch.setattr(views, "take_step", together(take_step))
        monkeypatch.setattr(dates.MembershipEditView, "form_valid", together(form_valid))
        answers = at_once(corrects, suspends)
    else:
        suspended = suspends()
        answers = [corrects(), suspended]

    row.refresh_from_db()
    assert [answer.status_code for answer in answers] in ([302, 302], [200, 302])
    assert row.status == "suspended"
    assert MembershipStep.objects.get().to_status == "suspended"
    if answers[0].status_code == 200:
        assert "somebody else changed this membership" in answers[0].content.decode()
        assert row.since == "2015"
    else:
        assert row.since == "2014"
