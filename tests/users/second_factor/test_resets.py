"""Telephone and codes lost: another one asks, all hear of it, a day passes, anybody stops it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from core.mail.outgoing import OutgoingMail
from members.office import ensure_office, office_group
from tests.builders import make_administrator, make_user
from tests.users.second_factor.codes import code_of, give_telephone, paper_of, sign_in_fully
from users.login_records import FactorReset, Session
from users.models import User
from users.second_factor import factor
from users.second_factor.factor import has_factor
from users.second_factor.resets import carry_out_due, token_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> list[User]:
    """Two of the office; the second one lost everything."""
    ensure_office()
    people = [
        make_user(email=f"{name}@network.example", groups=(office_group(),))
        for name in ("ana", "olga")
    ]
    give_telephone(people[1])
    paper_of(people[1])
    return people


def browser(user: User) -> Client:
    client = Client(HTTP_HOST="localhost")
    sign_in_fully(client, user)
    return client


def a_day_passes() -> None:
    """The mails had left at once."""
    past = timezone.now() - timedelta(hours=24, seconds=1)
    OutgoingMail.objects.filter(about__startswith="reset").update(
        state=OutgoingMail.State.SENT, finished_at=past
    )
    FactorReset.objects.update(due_at=past + timedelta(hours=24))


def ask(by: User, about: User) -> Any:
    return browser(by).post(f"/admin/sessions/{about.pk}/", {"reset": "1"})


def test_a_day_later_it_is_done_and_everybody_heard_before(office: list[User]) -> None:
    ana, olga = office
    administrator = make_administrator()
    UserProfile.objects.create(user=administrator, preferred_language="de")
    browser(olga)

    ask(ana, olga)
    carry_out_due()

    told = OutgoingMail.objects.filter(subject__contains="Two-factor")
    assert {ana.email, olga.email} <= set(told.values_list("to", flat=True))
    assert OutgoingMail.objects.filter(to=administrator.email).exists()
    assert has_factor(olga)
    a_day_passes()
    carry_out_due()
    assert not has_factor(olga)
    assert not olga.recovery_codes.exists()
    assert not Session.objects.filter(user=olga).exists()
    actions = ModelLogEntry.objects.filter(action__startswith="users.factor_reset")
    assert list(actions.order_by("pk").values_list("action", "user")) == [
        ("users.factor_reset_asked", ana.pk),
        ("users.factor_reset", ana.pk),
    ]


def test_it_is_not_done_twice(office: list[User]) -> None:
    ask(*office)
    a_day_passes()
    carry_out_due()
    give_telephone(office[1])

    carry_out_due()

    assert has_factor(office[1])


@pytest.mark.parametrize("what", ["new telephone", "turned off", "command"])
def test_what_is_set_up_meanwhile_stays(office: list[User], what: str) -> None:
    """The reset that was asked for was of the telephone before."""
    ana, olga = office
    ask(ana, olga)
    if what == "turned off":
        factor.turn_off(olga, but=None)
    elif what == "command":
        call_command("reset_second_factor", olga.email, verbosity=0)
    factor.begin(olga)
    assert factor.confirm(olga, code=code_of(factor.begun(olga)), session=None)
    a_day_passes()

    carry_out_due()

    assert has_factor(olga)
    expected = FactorReset.State.DONE if what == "command" else FactorReset.State.STOPPED
    assert FactorReset.objects.get().state == expected


@pytest.mark.parametrize("what", ["wait", "were erased", "left to who asked only"])
def test_of_what_nobody_has_heard_nothing_is_done(office: list[User], what: str) -> None:
    """The mail server was down, or somebody took the mails out of the queue."""
    ana, olga = office
    ask(ana, olga)
    a_day_passes()
    mails = OutgoingMail.objects.filter(about__startswith="reset")
    if what == "wait":
        mails.update(state=OutgoingMail.State.QUEUED, finished_at=None)
    else:
        mails.exclude(to="" if what == "were erased" else ana.email).delete()

    carry_out_due()

    assert has_factor(olga)
    assert FactorReset.objects.get().state == FactorReset.State.OPEN


def test_who_keeps_no_logins_any_more_stops_nothing(office: list[User]) -> None:
    ana, olga = office
    third = make_user(email="tom@network.example", groups=(office_group(),))
    ask(ana, olga)
    token = token_of(FactorReset.objects.get(), third)
    third.groups.clear()

    assert Client().post(f"/admin/second-factor/stop/{token}/").status_code == 404
    assert FactorReset.objects.get().state == FactorReset.State.OPEN


@pytest.mark.parametrize("what", ["closed", "no office any more", "gone"])
def test_whoever_left_meanwhile_opens_nothing(office: list[User], what: str) -> None:
    ana, olga = office
    ask(ana, olga)
    a_day_passes()
    if what == "closed":
        User.objects.filter(pk=ana.pk).update(is_active=False)
    elif what == "gone":
        ana.delete()
    else:
        ana.groups.clear()

    carry_out_due()

    assert has_factor(olga)
    assert FactorReset.objects.filter(state=FactorReset.State.OPEN).count() == 0


def test_any_of_them_stops_it_by_the_link_and_a_button(office: list[User]) -> None:
    ana, olga = office
    ask(ana, olga)
    mail = OutgoingMail.objects.filter(to=olga.email).latest("pk")
    found = re.search(r"https?://[^/\s]+(/admin/second-factor/stop/\S+)", mail.text)
    assert found is not None
    client = Client()

    page = client.get(found[1])
    assert FactorReset.objects.get().state == FactorReset.State.OPEN
    assert olga.email.encode() in page.content
    client.post(found[1])

    assert FactorReset.objects.get().state == FactorReset.State.STOPPED
    a_day_passes()
    carry_out_due()
    assert has_factor(olga)
    stopped = ModelLogEntry.objects.get(action="users.factor_reset_stopped")
    assert stopped.user == olga
    assert client.get(found[1]).status_code == 200


@pytest.mark.parametrize("token", ["x", "WzEsMV0:1:1", "1"])
def test_a_made_up_link_stops_nothing(office: list[User], token: str) -> None:
    ask(*office)

    assert Client().get(f"/admin/second-factor/stop/{token}/").status_code == 404
    assert Client().post(f"/admin/second-factor/stop/{token}/").status_code == 404
    assert FactorReset.objects.get().state == FactorReset.State.OPEN


def test_asking_twice_is_asking_once(office: list[User]) -> None:
    ask(*office)
    due = FactorReset.objects.get().due_at

    ask(*office)

    assert FactorReset.objects.get().due_at == due
    assert OutgoingMail.objects.filter(to=office[1].email).count() == 1


def test_nobody_asks_for_the_own_one_or_for_somebody_who_may_do_more(office: list[User]) -> None:
    ana, olga = office
    administrator = make_administrator()
    give_telephone(administrator)
    editor = make_user()

    ask(olga, olga)
    ask(ana, administrator)
    ask(editor, olga)

    assert not FactorReset.objects.exists()
    assert has_factor(administrator)


def test_a_command_does_it_at_once_and_tells_everybody(office: list[User], caplog: Any) -> None:
    ana, olga = office

    call_command("reset_second_factor", "OLGA@network.example", verbosity=0)

    assert not has_factor(olga)
    assert {ana.email, olga.email} == set(OutgoingMail.objects.values_list("to", flat=True))
    assert "reset by" in caplog.text
    assert ModelLogEntry.objects.filter(action="users.factor_reset", user=None).exists()
    with pytest.raises(CommandError):
        call_command("reset_second_factor", "nobody@network.example")
