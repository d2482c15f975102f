"""A membership moves a step at a time, by one locked service; the database holds its dates."""

from __future__ import annotations

import datetime as dt
from functools import partial
from itertools import pairwise
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from members.memberships.paths import MACHINES, next_states
from members.memberships.standing import state_on, state_today
from members.memberships.steps import (
    StepRefused,
    lift_planned_end,
    open_membership,
    planned_end,
    take_step,
)
from members.models import (
    NOT_ADMITTED,
    Membership,
    MembershipPath,
    MembershipStatus,
    MembershipStep,
)
from tests.at_once import at_once
from tests.builders import make_category, make_membership, make_organisation, make_user
from tests.members.memberships.today import TODAY

Status = MembershipStatus
database = pytest.mark.django_db
examples = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def day(ago: int) -> dt.date:
    return TODAY - dt.timedelta(days=ago)


def applied(ago: int = 100, **fields: Any) -> Membership:
    category = fields.pop("category", None) or make_category()
    return open_membership(category=category, name="House", on=day(ago), by=None, **fields)


def walk(membership: Membership, *steps: tuple[str, int]) -> Membership:
    for to, ago in steps:
        take_step(membership, to=to, on=day(ago), by=None)
    return membership


ADMITTED = ((Status.IN_REVIEW, 90), (Status.APPLICANT, 80), (Status.ACTIVE, 70))


# -- steps ---------------------------------------------------------------------------------------
@database
def test_from_the_application_to_the_end_each_step_is_kept_with_who_when_and_why() -> None:
    office = make_user(email="office@example.org")
    membership = walk(applied(), *ADMITTED, (Status.SUSPENDED, 60), (Status.ACTIVE, 50))

    step = take_step(
        membership, to=Status.ENDED, on=day(10), by=office, decision="Board", reason="Left us"
    )

    assert [(s.from_status, s.to_status) for s in membership.steps.all()] == [
        ("", "applied"),
        ("applied", "in_review"),
        ("in_review", "applicant"),
        ("applicant", "active"),
        ("active", "suspended"),
        ("suspended", "active"),
        ("active", "ended"),
    ]
    assert (step.actor, step.decision, step.reason) == (office, "Board", "Left us")
    dates = (membership.applicant_since, membership.since, membership.until)
    assert dates == tuple(day(ago).isoformat() for ago in (80, 70, 11))


@database
@pytest.mark.parametrize("path", MembershipPath.values)
def test_no_step_is_skipped_on_any_path(path: str) -> None:
    category = make_category(record_id=path)
    category.path = path
    category.save()
    for status in Status:
        dates = {} if status in NOT_ADMITTED else {"since": "2015"}
        until = "2016" if status == Status.ENDED else ""
        for to in Status:
            membership = Membership.objects.create(
                name="House", category=category, status=status, until=until, **dates
            )
            open_to = next_states(path=path, status=status, came_from=Status.ACTIVE)
            if to in open_to:
                take_step(membership, to=to, on=TODAY, by=None)
                assert membership.status == to
            else:
                with pytest.raises(StepRefused):
                    take_step(membership, to=to, on=TODAY, by=None)
                assert Membership.objects.get(pk=membership.pk).status == status


def test_nothing_leads_out_of_an_end() -> None:
    closed = (Status.ENDED, Status.REFUSED, Status.WITHDRAWN)

    assert {machine[status] for machine in MACHINES.values() for status in closed} == {()}


@database
def test_a_suspension_leads_back_to_what_it_interrupted() -> None:
    applicant = walk(applied(), *ADMITTED[:2], (Status.SUSPENDED, 60))

    with pytest.raises(StepRefused, match="From “suspended” it can't become “active”"):
        take_step(applicant, to=Status.ACTIVE, on=TODAY, by=None)
    walk(applicant, (Status.APPLICANT, 50))

    assert (applicant.status, applicant.applicant_since) == ("applicant", day(80).isoformat())


@database
def test_with_a_step_it_comes_into_another_category_of_the_same_path() -> None:
    applicant = walk(applied(), *ADMITTED[:2])
    member, person = make_category(record_id="member"), make_category(record_id="person")
    person.path = MembershipPath.INDIVIDUAL
    person.save()

    with pytest.raises(StepRefused, match="no way from this category"):
        take_step(applicant, to=Status.ACTIVE, on=TODAY, by=None, category=person)
    assert Membership.objects.get().status == Status.APPLICANT
    take_step(applicant, to=Status.ACTIVE, on=TODAY, by=None, category=member)

    assert (applicant.status, applicant.category) == (Status.ACTIVE, member)


@database
def test_a_day_before_the_last_step_or_ahead_is_refused_in_words() -> None:
    membership = walk(applied(), *ADMITTED)

    with pytest.raises(StepRefused, match="comes before the last step"):
        take_step(membership, to=Status.SUSPENDED, on=day(71), by=None)
    with pytest.raises(StepRefused, match="lies in the future"):
        take_step(membership, to=Status.SUSPENDED, on=day(-1), by=None)

    assert membership.steps.count() == 4


@database
def test_whoever_decides_on_what_is_no_longer_so_is_told() -> None:
    membership = applied()
    other = Membership.objects.get(pk=membership.pk)
    walk(membership, (Status.IN_REVIEW, 90))

    with pytest.raises(StepRefused, match="In the meantime it became “in review”"):
        take_step(other, to=Status.WITHDRAWN, on=TODAY, by=None)

    assert membership.steps.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_who_decide_at_once_take_one_step() -> None:
    membership = walk(applied(), (Status.IN_REVIEW, 90))
    refused = []

    def decide(to: str) -> None:
        seen = Membership(pk=membership.pk, status=Status.IN_REVIEW)
        try:
            take_step(seen, to=to, on=TODAY, by=None)
        except StepRefused as refusal:
            refused.append(str(refusal))

    at_once(partial(decide, Status.APPLICANT), partial(decide, Status.REFUSED))

    assert len(refused) == 1
    assert membership.steps.count() == 3


@database
def test_an_application_comes_once() -> None:
    organisation = make_organisation()
    open_membership(
        category=make_category(), organisation=organisation, on=TODAY, by=None, decision=""
    )

    with pytest.raises(StepRefused, match="There is an application of this organisation already"):
        open_membership(category=make_category(), organisation=organisation, on=TODAY, by=None)
    with pytest.raises(StepRefused, match="Choose an organisation or write a name"):
        open_membership(category=make_category(), on=TODAY, by=None)


@database
def test_papers_are_kept_with_their_step_and_odd_kinds_refused() -> None:
    paper = ContentFile(b"We ask to join.", name="letter.txt")
    membership = applied(documents=[paper])

    with pytest.raises(StepRefused, match="exe"):
        take_step(
            membership,
            to=Status.IN_REVIEW,
            on=TODAY,
            by=None,
            documents=[ContentFile(b"MZ", name="run.exe")],
        )

    assert Membership.objects.get().status == Status.APPLIED
    document = membership.documents.get()
    assert (document.title, document.step) == ("letter.txt", membership.steps.get())


# -- ends ----------------------------------------------------------------------------------------
@database
def test_an_end_ahead_is_a_plan_that_can_be_replaced_and_taken_back() -> None:
    membership = walk(applied(), *ADMITTED)

    take_step(membership, to=Status.ENDED, on=day(-30), by=None)
    assert (membership.status, membership.until) == ("active", day(-29).isoformat())
    take_step(membership, to=Status.ENDED, on=day(-10), by=None)
    plan = planned_end(membership)
    assert plan is not None
    assert plan.day == day(-10)
    assert membership.steps.filter(to_status=Status.ENDED).count() == 1
    ahead = [state_on(membership, day(-days)) for days in (0, 9, 10, 11)]
    assert ahead == [Status.ACTIVE, Status.ACTIVE, Status.ENDED, Status.ENDED]
    lift_planned_end(membership)

    assert (membership.until, planned_end(membership)) == ("", None)
    with pytest.raises(StepRefused):
        lift_planned_end(membership)


@database
def test_a_last_day_that_has_passed_ends_it_and_nothing_follows() -> None:
    membership = make_membership(organisation=make_organisation(), until=day(1).isoformat())

    assert state_today(membership) == Status.ENDED
    with pytest.raises(StepRefused):
        take_step(membership, to=Status.SUSPENDED, on=TODAY, by=None)


@database
def test_all_on_one_day_ends_as_it_should() -> None:
    steps = [(to, 0) for to in (Status.IN_REVIEW, Status.APPLICANT, Status.ACTIVE, Status.ENDED)]
    membership = walk(applied(0), *steps)

    assert (membership.since, membership.until) == (TODAY.isoformat(), TODAY.isoformat())
    assert state_today(membership) == Status.ENDED


@database
def test_it_survives_the_organisation_s_page() -> None:
    organisation = make_organisation(name="Casa Verde", country="RO")
    make_membership(organisation=organisation)

    organisation.delete()

    membership = Membership.objects.get()
    assert (membership.organisation, membership.holder, membership.country) == (
        None,
        "Casa Verde",
        "RO",
    )


# -- what the database refuses -------------------------------------------------------------------
@database
@pytest.mark.parametrize(
    "fields",
    [
        {"status": "odd"},
        {"since": "2016", "until": "2015"},
        {"applicant_since": "2017", "since": "2016"},
        {"status": Status.APPLIED, "since": "2016"},
        {"name": ""},
    ],
)
def test_the_database_refuses_what_can_t_be(fields: dict[str, Any]) -> None:
    values = {"name": "House", "status": Status.ACTIVE, "since": "2015", **fields}

    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(category=make_category(), **values)


DATES = st.sampled_from(["", "2014", "2015", "2015-06", "2015-06-15", "2016", "2016-02-01", "2018"])
ROWS = st.tuples(st.sampled_from(list(Status)), DATES, DATES)


def fitting(row: tuple[Status, str, str]) -> dict[str, Any]:
    """A row that no other constraint refuses."""
    status, since, until = row
    if status in NOT_ADMITTED:
        return {"status": status}
    if since and until and until < since[: len(until)]:
        since, until = until, since
    return {"status": status, "since": since, "until": until}


@database
@examples
@given(rows=st.lists(ROWS, min_size=2, max_size=4))
def test_no_two_memberships_of_an_organisation_overlap(rows: list[Any]) -> None:
    """The database and `Period` agree, however a row comes in."""
    with transaction.atomic():
        organisation, category = make_organisation(), make_category()
        stored: list[Membership] = []
        for number, row in enumerate(rows):
            new = Membership(organisation=organisation, category=category, **fitting(row))
            expected = any(new.period.overlaps(each.period) for each in stored)
            write = (save_it, make_many, move_over)[number % 3]
            try:
                with transaction.atomic():
                    write(new)
                refused = False
            except IntegrityError:
                refused = True
            assert refused is expected
            if not refused:
                stored.append(new)
        transaction.set_rollback(True)


def save_it(new: Membership) -> None:
    new.save()


def make_many(new: Membership) -> None:
    new.keep_holder()
    Membership.objects.bulk_create([new])


def move_over(new: Membership) -> None:
    """Somebody's row becomes the organisation's by an update."""
    organisation = new.organisation
    new.organisation, new.name = None, "Somebody"
    new.save()
    new.organisation = organisation
    Membership.objects.filter(pk=new.pk).update(organisation=organisation)


# -- any walk ------------------------------------------------------------------------------------
ATTEMPTS = st.lists(st.tuples(st.sampled_from(list(Status)), st.integers(-5, 60)), max_size=12)


@database
@examples
@given(path=st.sampled_from(MembershipPath.values), attempts=ATTEMPTS)
def test_any_attempts_leave_an_unbroken_chain(path: str, attempts: list[Any]) -> None:
    with transaction.atomic():
        category = make_category(record_id=path)
        category.path = path
        category.save()
        membership = applied(60, category=category)
        for to, ago in attempts:
            before = as_stored(membership)
            try:
                take_step(membership, to=to, on=day(ago), by=None)
            except StepRefused:
                assert as_stored(membership) == before
        check_chain(membership)
        transaction.set_rollback(True)


def as_stored(membership: Membership) -> tuple[Any, ...]:
    row = Membership.objects.filter(pk=membership.pk).values().get()
    return row, list(membership.steps.values())


def check_chain(membership: Membership) -> None:
    steps: list[MembershipStep] = list(membership.steps.all())
    pairs = list(pairwise(steps))
    assert all(after.from_status == before.to_status for before, after in pairs)
    assert all(before.day <= after.day for before, after in pairs)
    taken = [step for step in steps if step.day <= TODAY]
    assert membership.status == taken[-1].to_status
    assert state_today(membership) == membership.status
    for step, after in pairs:
        lasted = (after.day - step.day).days
        days = [step.day + dt.timedelta(days=number) for number in range(lasted)]
        assert all(state_on(membership, each) == step.to_status for each in days)


@database
def test_an_end_on_the_first_day_that_there_is() -> None:
    membership = make_membership(organisation=make_organisation(), status=Status.ACTIVE, since="")

    take_step(membership, to=Status.ENDED, on=dt.date.min, by=None)

    assert (membership.status, membership.until) == (Status.ENDED, "0001-01-01")
