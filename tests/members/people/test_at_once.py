"""Two at the same moment: of an invitation, of a login, one is made, and the other is told."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from members.models import Invitation, InvitationState, OrganisationPage
from members.people import invitations
from members.people.invitations import InvitationRefused
from tests.at_once import at_once
from tests.builders import make_organisation
from tests.members.people.making import link_in_mail, make_invitation
from users.models import User

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "langes-wort-42"
EMAIL = "nou@casa.example"
NEW: dict[str, Any] = {
    "first_name": "Ioana", "last_name": "Pop", "password": PASSWORD, "repeated": PASSWORD,
}  # fmt: skip


def taking_up(link: str) -> Callable[[], int]:
    return lambda: Client().post(link, NEW).status_code


def test_one_link_in_two_browsers() -> None:
    make_invitation(organisation=make_organisation())
    link = link_in_mail()

    answers = at_once(taking_up(link), taking_up(link))

    assert sorted(answers) == [200, 302]
    assert User.objects.filter(email=EMAIL).count() == 1


def test_two_organisations_invite_somebody_who_has_no_login_yet(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Both are asked for a name and a password; the second one has to sign in."""
    links = []
    for name in ("Casa Verde", "Haus"):
        make_invitation(organisation=make_organisation(name=name))
        links.append(link_in_mail())
    both_looked, look = threading.Barrier(2), invitations.login_that_left

    def together(invitation: Invitation) -> User | None:
        found = look(invitation)
        if connection.vendor == "postgresql":  # SQLite lets in one after the other
            both_looked.wait(10)
        return found

    monkeypatch.setattr(invitations, "login_that_left", together)

    answers = at_once(*(taking_up(link) for link in links))

    assert sorted(answers) == [200, 302]
    assert User.objects.filter(email=EMAIL).count() == 1
    assert Invitation.objects.filter(state=InvitationState.OPEN).count() == 1


def test_two_invite_the_same_person() -> None:
    organisation: OrganisationPage = make_organisation()

    def inviting() -> bool:
        return bool(make_invitation(organisation=organisation).pk)

    assert at_once(inviting, inviting) == [True, True]
    assert Invitation.objects.count() == 1


def test_inviting_again_while_it_is_taken_up() -> None:
    """Each holds the organisation and the invitation, in one order: nobody waits for ever."""
    organisation: OrganisationPage = make_organisation()

    for number in range(3):
        email = f"nou{number}@casa.example"
        make_invitation(organisation=organisation, email=email)
        link = link_in_mail(to=email)

        answers = at_once(taking_up(link), partial(_invited, organisation, email))

        assert len(answers) == 2
        assert Invitation.objects.filter(email=email).count() == 1


def _invited(organisation: OrganisationPage, email: str) -> str:
    try:
        return str(make_invitation(organisation=organisation, email=email).state)
    except InvitationRefused as refused:
        return str(refused)
