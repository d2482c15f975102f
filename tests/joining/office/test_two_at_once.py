"""Two people of the office at the same application at the same moment: one wins, one is told."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from joining.models import Application, ApplicationStatus
from joining.services import admission, applying, deciding
from members.memberships import views
from members.memberships.steps import take_step
from members.models import Membership, MembershipStep, OrganisationPage
from members.office import office_group
from tests.at_once import Meeting, at_once
from tests.builders import make_category, make_user, organisation_index
from tests.joining.making import address, mails, make_application

pytestmark = pytest.mark.django_db(transaction=True)
MEANWHILE = "Meanwhile this application was changed"


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> None:
    settings.APPLICATIONS_ROOT = str(tmp_path)


@pytest.fixture
def two() -> tuple[Client, Client]:
    """Two people of the office, signed in."""
    organisation_index()
    clients = []
    for name in ("olga", "otto"):
        client = Client(HTTP_HOST="localhost")
        client.force_login(make_user(email=f"{name}@example.org", groups=(office_group(),)))
        clients.append(client)
    return clients[0], clients[1]


@pytest.fixture
def row() -> Application:
    """An application that came in by its page, so that a membership was opened."""
    make_category()
    application = make_application()
    applying.send(application, consent="Yes.")
    application.refresh_from_db()
    return application


def decision(row: Application, do: str) -> dict[str, Any]:
    """What the form sends."""
    return {
        "do": do,
        "version": row.version,
        "decision": "As in the minutes.",
        "decided_on": timezone.localdate().isoformat(),
        "category": row.category_id or "",
        "ask-text": "Since when?",
    }


def both_press(two: tuple[Client, Client], row: Application, *do: str) -> str:
    """Press two buttons at the same moment; return what the one reads who is told."""
    path = reverse("applications:one", args=[row.pk])
    forms = [decision(row, each) for each in do]
    works = [
        partial(client.post, path, form, follow=True)
        for client, form in zip(two, forms, strict=True)
    ]
    read = [answer.content.decode() for answer in at_once(*works)]
    (told,) = (text for text in read if f"{MEANWHILE} (" in text)
    return told


@pytest.mark.parametrize("do", [("admit", "refuse"), ("admit", "admit"), ("refuse", "refuse")])
def test_of_two_who_decide_one_is_told_who_was_faster(
    two: tuple[Client, Client],
    row: Application,
    monkeypatch: pytest.MonkeyPatch,
    do: tuple[str, str],
) -> None:
    together = Meeting()
    monkeypatch.setattr(admission, "admit", together(admission.admit))
    monkeypatch.setattr(deciding, "refuse", together(deciding.refuse))
    written = len(mails())

    read = both_press(two, row, *do)

    row.refresh_from_db()
    admitted = row.status == ApplicationStatus.ADMITTED
    assert "As in the minutes." in read
    assert row.status in (ApplicationStatus.ADMITTED, ApplicationStatus.REFUSED)
    steps = MembershipStep.objects.order_by("pk").values_list("to_status", flat=True)
    assert list(steps) == ["applied", "in_review", "applicant" if admitted else "refused"]
    assert Membership.objects.get().status == steps.last()
    assert OrganisationPage.objects.count() == admitted
    assert len(mails()) - written == (2 if admitted else 1)


def test_of_two_who_take_it_up_one_is_told(
    two: tuple[Client, Client], row: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deciding, "take_up", Meeting()(deciding.take_up))

    both_press(two, row, "take_up", "take_up")

    steps = MembershipStep.objects.order_by("pk").values_list("to_status", flat=True)
    assert list(steps) == ["applied", "in_review"]


def test_who_decides_while_the_applicant_withdraws_is_told(
    two: tuple[Client, Client], row: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    together = Meeting()
    monkeypatch.setattr(deciding, "refuse", together(deciding.refuse))
    monkeypatch.setattr(applying, "withdraw", together(applying.withdraw))
    path = reverse("applications:one", args=[row.pk])
    withdrawn = address(row, "withdraw")

    decided, _withdrew = at_once(
        partial(two[0].post, path, decision(row, "refuse")),
        partial(Client(HTTP_HOST="localhost").post, withdrawn),
    )

    row.refresh_from_db()
    last = MembershipStep.objects.order_by("pk").last()
    assert last is not None
    if row.status == ApplicationStatus.WITHDRAWN:
        assert f"{MEANWHILE} (" in decided.content.decode()
        assert last.to_status == "withdrawn"
    else:
        assert (row.status, last.to_status) == (ApplicationStatus.REFUSED, "refused")


def test_who_admits_and_who_moves_the_membership_on_by_itself_take_one_way(
    two: tuple[Client, Client], row: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    together = Meeting()
    monkeypatch.setattr(admission, "admit", together(admission.admit))
    monkeypatch.setattr(views, "take_step", together(take_step))
    membership = Membership.objects.get()
    today = timezone.localdate().isoformat()

    admitted, moved = at_once(
        partial(two[0].post, reverse("applications:one", args=[row.pk]), decision(row, "admit")),
        partial(
            two[1].post,
            reverse("membership", args=[membership.pk]),
            {"to": "withdrawn", "seen": "applied", "day": today},
        ),
    )

    row.refresh_from_db()
    membership.refresh_from_db()
    assert sorted([admitted.status_code, moved.status_code]) == [200, 302]
    if moved.status_code == 302:
        assert "can&#x27;t become" in admitted.content.decode()
        assert (row.status, membership.status) == (ApplicationStatus.SENT, "withdrawn")
        assert not OrganisationPage.objects.exists()
    else:
        assert "In the meantime it became" in moved.content.decode()
        assert (row.status, membership.status) == (ApplicationStatus.ADMITTED, "applicant")
