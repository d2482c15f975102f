"""The first hour: each tick says how things are, and the office is led there until all is done."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone, translation
from pytest_django import Settings
from wagtail.models import Site

from core.leases import WorkerLease
from core.mail.outgoing import OutgoingMail, send_waiting_mails
from core.network.legal import NEEDED
from core.network.settings import NetworkSettings
from home.management.commands.setup import MISSING
from home.setup.steps import QUICK, STEPS, SetupStep, left, steps
from members.office import office_group
from search.models import Concept
from tests.builders import make_administrator, make_user
from tests.core.network.test_closed import put_online

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/first-hour/"


@pytest.fixture
def office(client: Client) -> Client:
    user = make_user(email="office@network.example")
    user.groups.add(office_group())
    client.force_login(user)
    return client


def step(name: str) -> SetupStep:
    """A step as it is now."""
    return next(each for each in steps() if each.name == name)


def ticks() -> set[str]:
    return {each.name for each in steps() if each.is_done}


def test_nothing_is_ticked_before_it_is_so() -> None:
    assert ticks() <= {"languages", "search"}
    assert "manage.py setup" in step("administrator").words
    assert "Privacy notice, Imprint" in step("legal").words


def test_each_tick_follows_what_is_done(office: Client, settings: Settings) -> None:
    make_administrator()
    NetworkSettings.objects.update(
        name=settings.NETWORK_NAME, office_email="us@network.example", office_address="1 Street"
    )
    assert ticks() >= {"administrator", "name", "office"}
    now = timezone.now()
    WorkerLease.objects.create(holder="here:1", seen_at=now, until=now)
    put_online(*NEEDED)
    office.post(ADDRESS, {"basics": "1"})

    assert ticks() == {each.name for each in steps()} - {"mail"}
    assert Concept.objects.exists()
    office.post(ADDRESS, {"mail": "1"})
    send_waiting_mails()

    assert left() == []
    assert all(each.is_done for each in steps())
    assert "Of the first hour" not in office.get("/admin/").content.decode()


def test_the_front_page_bears_the_network_s_name(settings: Settings) -> None:
    NetworkSettings.objects.update(name="A network")

    assert not step("name").is_done
    assert f"“{settings.NETWORK_NAME}” still" in step("name").words
    front = Site.objects.get().root_page.specific
    front.heading_en = "A network for children"
    front.save()
    assert step("name").is_done


def test_the_steps_speak_the_office_s_language() -> None:
    with translation.override("de"):
        assert "Tragen Sie den Namen in die Einstellungen ein" in step("name").words


def test_the_test_mail_takes_the_way_of_all_mails(office: Client, mailoutbox: list[Any]) -> None:
    answer = office.post(ADDRESS, {"mail": "1"}, follow=True)

    assert "is on its way" in answer.content.decode()
    assert "waits for the background worker" in step("mail").words
    assert not step("mail").is_done
    send_waiting_mails()
    assert [mail.to for mail in mailoutbox] == [["office@network.example"]]
    assert "/admin/first-hour/" in mailoutbox[0].body
    assert step("mail").is_done


def test_a_refused_test_mail_says_why(office: Client) -> None:
    office.post(ADDRESS, {"mail": "1"})
    mail = OutgoingMail.objects.get()
    mail.finish(state=OutgoingMail.State.FAILED, last_error="550 no such user")

    assert "550 no such user" in step("mail").words
    assert not step("mail").is_done


def test_an_example_is_no_address_of_an_office(settings: Settings) -> None:
    settings.OFFICE_EMAIL, settings.NETWORK_ADDRESS = "office@example.org", "1 Street"

    assert step("office").words == "Still missing: its e-mail address."


def test_the_office_is_led_there(office: Client) -> None:
    page = office.get("/admin/").content.decode()

    assert "Of the first hour" in page
    assert ADDRESS in page
    found = office.get(ADDRESS).content.decode()
    assert found.count("first-hour__title") == len(STEPS)


def test_nobody_else_is(client: Client) -> None:
    client.force_login(make_user(email="ana@example.org"))

    assert client.get(ADDRESS).status_code in (302, 403)
    assert client.post(ADDRESS, {"mail": "1"}).status_code in (302, 403)
    assert not OutgoingMail.objects.exists()


def test_the_panel_asks_no_search_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> str:
        raise AssertionError("asked")

    monkeypatch.setattr("home.setup.steps.search_trouble", fail)
    left()
    assert len(QUICK) == len(STEPS) - 1


def test_the_command_plants_and_says_what_is_left() -> None:
    out = StringIO()

    call_command("setup", no_input=True, stdout=out)

    said = out.getvalue()
    assert "Planted 128 keywords" in said
    assert "[x] Keywords and membership categories" in said
    assert "[ ] Administrator" in said
    assert "/admin/first-hour/" in said
    assert "manage.py createsuperuser" in said


def test_the_command_names_one_that_makes_the_administrator(monkeypatch: Any) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "correct-horse-battery")
    (line,) = (line for line in MISSING.splitlines() if "--no-input" in line)
    name, *options = line.partition("manage.py ")[2].split()

    call_command(name, *options, stdout=StringIO())
    out = StringIO()
    call_command("setup", no_input=True, stdout=out)

    assert step("administrator").is_done
    assert "createsuperuser" not in out.getvalue()
