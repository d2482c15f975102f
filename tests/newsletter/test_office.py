"""The office looks at subscribers and their consent; nobody edits either in the admin."""

from __future__ import annotations

import json

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from members.office import ensure_office, office_group
from newsletter.models import Action, ConsentEvent, How, State, Subscriber
from newsletter.subscribers.portrait import everything_about
from newsletter.subscribers.services import log
from newsletter.subscribers.wording import subscribe_wording
from tests.builders import make_administrator, make_user
from tests.newsletter.making import make_subscriber
from tests.project.test_urls import read_only

pytestmark = pytest.mark.django_db
NAMES = ("subscriber", "consentevent")


@pytest.fixture
def entry() -> ConsentEvent:
    subscriber = make_subscriber("ana@xn--strae-oqa.example", languages=["ro", "en"])
    return log(subscriber, Action.GIVEN, How.DOUBLE_OPT_IN, wording=subscribe_wording())


@pytest.fixture
def office() -> Client:
    ensure_office()
    client = Client()
    client.force_login(make_user(groups=(office_group(),)))
    return client


@pytest.fixture
def administrator() -> Client:
    client = Client()
    client.force_login(make_administrator())
    return client


def address(name: str, action: str, *args: object) -> str:
    return reverse(f"wagtailsnippets_newsletter_{name}:{action}", args=args)


@pytest.mark.usefixtures("entry")
def test_the_office_sees_the_list(office: Client) -> None:
    html = office.get(address("subscriber", "list")).content.decode()

    assert "ana@straße.example" in html
    assert "Română, English" in html
    assert "subscribed" in html


def test_the_office_filters_and_searches(office: Client) -> None:
    make_subscriber("ana@example.org")
    make_subscriber("ben@example.org", state=State.UNSUBSCRIBED)
    url = address("subscriber", "list")

    gone = office.get(url, {"state": State.UNSUBSCRIBED}).content.decode()
    found = office.get(url, {"q": "ana@"}).content.decode()

    assert ("ana@example.org" in gone, "ben@example.org" in gone) == (False, True)
    assert ("ana@example.org" in found, "ben@example.org" in found) == (True, False)


def test_the_office_sees_one_subscriber_with_the_log(office: Client, entry: ConsentEvent) -> None:
    html = office.get(address("subscriber", "inspect", entry.subscriber_id)).content.decode()

    assert "ana@" in html
    assert "confirmed by the link in a mail" in html
    assert "Topics" in html


def test_the_office_sees_what_was_agreed_to(office: Client, entry: ConsentEvent) -> None:
    listed = office.get(address("consentevent", "list"))
    html = office.get(address("consentevent", "inspect", entry.pk)).content.decode()

    assert listed.status_code == 200
    assert subscribe_wording().text in html
    assert entry.digest in html


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("action", ["add", "edit", "delete"])
@pytest.mark.parametrize("who", ["office", "administrator"])
def test_nobody_changes_anything_there(
    request: pytest.FixtureRequest, entry: ConsentEvent, name: str, action: str, who: str
) -> None:
    client: Client = request.getfixturevalue(who)
    pk = entry.pk if name == "consentevent" else entry.subscriber_id
    url = address(name, action, *([] if action == "add" else [pk]))

    responses = [client.get(url), client.post(url, {"email": "eve@example.org"})]

    assert {response.status_code for response in responses} <= {302, 403}
    assert Subscriber.objects.get().email == "ana@xn--strae-oqa.example"
    assert ConsentEvent.objects.count() == 1


@pytest.mark.usefixtures("entry")
@pytest.mark.parametrize("name", NAMES)
def test_editors_see_none_of_it(name: str) -> None:
    editor = make_user()
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client = Client()
    client.force_login(editor)

    response = client.get(address(name, "list"))

    assert response.status_code == 302
    assert "ana@" not in response.content.decode()


# -- what the office does for a reader who asks ---------------------------------------------------
def ways(pk: int | None) -> list[str]:
    return [reverse(f"newsletter_desk:{name}", args=[pk]) for name in ("export", "erase")]


def test_the_page_of_a_subscriber_leads_to_export_and_erasing(
    office: Client, entry: ConsentEvent
) -> None:
    html = office.get(address("subscriber", "inspect", entry.subscriber_id)).content.decode()

    assert all(f'href="{way}"' in html for way in ways(entry.subscriber_id))


def test_the_office_downloads_everything_that_is_stored(
    office: Client, entry: ConsentEvent
) -> None:
    subscriber = Subscriber.objects.get()

    with read_only():
        response = office.get(ways(subscriber.pk)[0])

    assert json.loads(response.content) == everything_about(subscriber.email)
    assert (
        response["Content-Disposition"] == f'attachment; filename="subscriber-{subscriber.pk}.json"'
    )
    assert "no-store" in response["Cache-Control"]
    assert entry.wording in response.content.decode()


def test_the_office_is_asked_before_it_erases(office: Client, entry: ConsentEvent) -> None:
    way = ways(entry.subscriber_id)[1]

    with read_only():
        asked = office.get(way).content.decode()
    assert Subscriber.objects.exists()
    answer = office.post(way, follow=True)

    assert f'action="{way}"' in asked
    assert "The subscription of ana@straße.example is erased" in asked
    assert not Subscriber.objects.exists()
    assert "Erased" in answer.content.decode()
    last = ConsentEvent.objects.order_by("pk").reverse()[0]
    assert (last.action, last.how, last.subscriber) == (Action.ERASED, How.OFFICE, None)
    assert not ModelLogEntry.objects.filter(label__contains="ana@").exists()
    assert office.post(way, follow=True).status_code == 404


@pytest.mark.parametrize("permissions", [(), ("change_mailing",), ("view_subscriber",)])
def test_nobody_else_exports_or_erases(entry: ConsentEvent, permissions: tuple[str, ...]) -> None:
    editor = make_user()
    wanted = ("access_admin", *permissions)
    editor.user_permissions.add(*Permission.objects.filter(codename__in=wanted))
    client = Client()
    client.force_login(editor)

    answers = [client.generic(how, way).status_code
               for way in ways(entry.subscriber_id) for how in ("GET", "POST")]  # fmt: skip
    html = client.get(address("subscriber", "inspect", entry.subscriber_id)).content.decode()

    assert set(answers) == {403}
    assert Subscriber.objects.exists()
    assert "/erase/" not in html


def test_an_export_is_no_way_to_change_anything(office: Client, entry: ConsentEvent) -> None:
    assert office.post(ways(entry.subscriber_id)[0]).status_code == 405
