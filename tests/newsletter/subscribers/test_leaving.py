"""Preferences and the ways out, each by a signed link; a GET never changes anything."""

from __future__ import annotations

import email as mail_format
from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from newsletter.models import Action, ConsentEvent, How, State, Subscriber
from newsletter.subscribers.links import Purpose, list_headers, make_token, one_click_link, path_to
from newsletter.subscribers.services import NothingToConfirm, confirm
from newsletter.subscribers.wording import subscribe_wording
from tests.builders import make_concept, make_organisation
from tests.newsletter.making import make_subscriber
from tests.project.test_urls import read_only

pytestmark = pytest.mark.django_db
PAGES = [
    (Purpose.CONFIRM, State.PENDING),
    (Purpose.PREFERENCES, State.ACTIVE),
    (Purpose.UNSUBSCRIBE, State.ACTIVE),
]


def one_click_path(subscriber: Subscriber) -> str:
    return one_click_link(subscriber).removeprefix("http://127.0.0.1:8000")


def events() -> list[tuple[str, str]]:
    return list(ConsentEvent.objects.values_list("action", "how"))


# -- links ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(("purpose", "state"), PAGES)
def test_a_get_changes_nothing(client: Client, purpose: Purpose, state: str) -> None:
    subscriber = make_subscriber(state=state)

    with read_only():
        statuses = [
            client.get(path_to(subscriber, purpose)).status_code,
            client.head(path_to(subscriber, purpose)).status_code,
            client.get(one_click_path(subscriber)).status_code,
        ]

    assert statuses == [200, 200, 302]


@pytest.mark.parametrize(("purpose", "state"), PAGES)
@pytest.mark.parametrize("spoil", ["last", "first", "none", "long", "other"])
def test_a_link_that_was_changed_opens_nothing(
    client: Client, purpose: Purpose, state: str, spoil: str
) -> None:
    subscriber = make_subscriber(state=state)
    token = make_token(subscriber, purpose)
    other = next(kind for kind in Purpose if kind.value.route != purpose.value.route)
    spoilt = {
        "last": token[:-1] + ("A" if token[-1] != "A" else "B"),
        "first": ("A" if token[0] != "A" else "B") + token[1:],
        "none": "x",
        "long": token * 100,
        "other": make_token(subscriber, other),
    }[spoil]
    path = path_to(subscriber, purpose).replace(token, spoilt)

    responses = [client.get(path), client.post(path, {"frequency": "weekly", "language_1": "en"})]

    assert [response.status_code for response in responses] == [404, 404]
    assert "This link no longer works" in responses[0].content.decode()
    assert events() == []


@pytest.mark.parametrize(
    ("purpose", "state", "days", "status"),
    [
        (Purpose.CONFIRM, State.PENDING, 4, 410),
        (Purpose.PREFERENCES, State.ACTIVE, 89, 200),
        (Purpose.PREFERENCES, State.ACTIVE, 91, 410),
        (Purpose.UNSUBSCRIBE, State.ACTIVE, 3650, 200),
    ],
)
def test_how_long_a_link_works(
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    purpose: Purpose,
    state: str,
    days: int,
    status: int,
) -> None:
    path = path_to(make_subscriber(state=state), purpose)
    later = (timezone.now() + timedelta(days=days)).timestamp()
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)

    assert client.get(path).status_code == status


def test_a_link_of_an_erased_subscriber_opens_nothing(client: Client) -> None:
    subscriber = make_subscriber()
    path = path_to(subscriber, Purpose.PREFERENCES)
    subscriber.delete()

    assert client.get(path).status_code == 404


@pytest.mark.parametrize(("purpose", "state"), PAGES)
def test_an_erasure_at_the_same_moment_is_no_error(
    client: Client, monkeypatch: pytest.MonkeyPatch, purpose: Purpose, state: str
) -> None:
    subscriber = make_subscriber(state=state)
    paths = [path_to(subscriber, purpose), one_click_path(subscriber)]
    look_up = Subscriber.objects.all().select_for_update

    def erased_meanwhile(*args: object, **kwargs: object) -> object:
        Subscriber.objects.filter(pk=subscriber.pk).delete()
        return look_up()

    monkeypatch.setattr(Subscriber.objects, "select_for_update", erased_meanwhile)
    answers = {"language_1": "en", "frequency": "weekly", "List-Unsubscribe": "One-Click"}

    statuses = [client.post(path, answers).status_code for path in paths]

    assert statuses == [404, 200]


def test_an_old_confirmation_does_not_bring_back_who_left(client: Client) -> None:
    subscriber = make_subscriber(state=State.PENDING)
    confirmation = path_to(subscriber, Purpose.CONFIRM)
    client.post(confirmation)
    client.post(path_to(subscriber, Purpose.UNSUBSCRIBE))

    again = client.post(confirmation, follow=True)

    assert again.status_code == 410
    assert Subscriber.objects.get().state == State.UNSUBSCRIBED
    with pytest.raises(NothingToConfirm):
        confirm(subscriber, wording=subscribe_wording())


def test_confirming_twice_is_confirming_once(client: Client) -> None:
    path = path_to(make_subscriber(state=State.PENDING), Purpose.CONFIRM)

    client.post(path)
    client.post(path)

    assert events() == [(Action.GIVEN, How.DOUBLE_OPT_IN)]


# -- preferences ----------------------------------------------------------------------------------
def test_preferences_are_shown_and_changed(client: Client) -> None:
    make_organisation(country="NO")
    topic = make_concept()
    subscriber = make_subscriber(languages=["ro", "en"], countries=["FR"])
    path = path_to(subscriber, Purpose.PREFERENCES)

    shown = client.get(path).content.decode()
    answer = client.post(
        path,
        {
            "language_1": "nb", "language_2": "ro", "frequency": "weekly",
            "countries": ["NO", "FR"], "themes": ["visits"],
        },
    )  # fmt: skip

    assert "a…@example.org" in shown
    assert "ana@example.org" not in shown  # the link may have been forwarded with a newsletter
    assert '<option value="ro" selected' in shown
    assert 'value="FR"' in shown  # no organisation there, but chosen before
    assert "Your choice is saved." in client.get(answer["Location"]).content.decode()
    after = Subscriber.objects.get()
    assert (after.languages, after.frequency) == (["nb", "ro"], "weekly")
    assert sorted(after.countries) == ["FR", "NO"]
    assert after.themes == [topic]
    assert events() == [(Action.CHANGED, How.PREFERENCES)]


def test_all_languages_of_a_subscriber_can_be_kept(client: Client) -> None:
    many = ["el", "pl", "sv", "nb", "ro", "pt"]
    path = path_to(make_subscriber(languages=many), Purpose.PREFERENCES)

    html = client.get(path).content.decode()
    sent = {f"language_{n}": code for n, code in enumerate(many, start=1)}
    client.post(path, {**sent, "frequency": "issues"})

    assert "Choice no. 6" in html
    assert Subscriber.objects.get().languages == many


def test_wrong_preferences_are_refused_beside_the_field(client: Client) -> None:
    path = path_to(make_subscriber(), Purpose.PREFERENCES)

    response = client.post(path, {"language_1": "xx", "frequency": "weekly"})

    assert "Please choose one from the list." in response.content.decode()
    assert Subscriber.objects.get().frequency == "issues"
    assert events() == []


def test_who_left_has_no_preferences(client: Client) -> None:
    subscriber = make_subscriber(state=State.UNSUBSCRIBED)

    response = client.post(
        path_to(subscriber, Purpose.PREFERENCES), {"language_1": "fr", "frequency": "weekly"}
    )

    assert "You are unsubscribed" in response.content.decode()
    assert Subscriber.objects.get().languages == ["en"]


# -- the ways out ---------------------------------------------------------------------------------
def test_the_unsubscribe_page_has_a_button(client: Client) -> None:
    path = path_to(make_subscriber(), Purpose.UNSUBSCRIBE)

    page = client.get(path).content.decode()
    answer = client.post(path, follow=True)

    assert "I don’t want to get the newsletter of Children of Prisoners Europe any more." in page
    assert "a…@example.org" in page
    assert "ana@example.org" not in page
    assert "You are unsubscribed" in answer.content.decode()
    assert Subscriber.objects.get().state == State.UNSUBSCRIBED
    event = ConsentEvent.objects.get()
    assert (event.action, event.how) == (Action.WITHDRAWN, How.UNSUBSCRIBE_PAGE)
    assert event.wording.startswith("I don’t want")


def test_leaving_twice_is_logged_once(client: Client) -> None:
    path = path_to(make_subscriber(), Purpose.UNSUBSCRIBE)

    client.post(path)
    client.post(path)

    assert len(events()) == 1


def test_one_click_unsubscribes_without_a_redirect_and_without_cookies() -> None:
    subscriber = make_subscriber()
    program = Client(enforce_csrf_checks=True)

    responses = [
        program.post(one_click_path(subscriber), {"List-Unsubscribe": "One-Click"})
        for _time in range(2)
    ]

    assert [response.status_code for response in responses] == [200, 200]
    assert not responses[0].cookies
    assert Subscriber.objects.get().state == State.UNSUBSCRIBED
    assert events() == [(Action.WITHDRAWN, How.ONE_CLICK)]


def test_one_click_also_answers_for_an_erased_subscriber(client: Client) -> None:
    subscriber = make_subscriber()
    path = one_click_path(subscriber)
    subscriber.delete()

    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200


def test_one_click_takes_only_what_the_standard_says(client: Client) -> None:
    subscriber = make_subscriber()
    path = one_click_path(subscriber)

    statuses = [
        client.post(path).status_code,
        client.post(path, {"List-Unsubscribe": "Yes"}).status_code,
        client.put(path).status_code,
        client.post(f"{path[:-2]}x/", {"List-Unsubscribe": "One-Click"}).status_code,
    ]

    assert statuses == [400, 400, 405, 404]
    assert Subscriber.objects.get().state == State.ACTIVE


def test_a_person_who_follows_the_one_click_link_gets_the_page(client: Client) -> None:
    subscriber = make_subscriber(languages=["fr"])

    response = client.get(one_click_path(subscriber), follow=True)

    assert response.redirect_chain[0][0].startswith("/fr/newsletter/unsubscribe/")
    assert response.status_code == 200


def test_the_headers_of_a_newsletter(settings: object) -> None:
    subscriber = make_subscriber()
    settings.SITE_URL = "https://www.example.org"

    headers = list_headers(subscriber)
    message = EmailMessage("Subject", "Text", "a@example.org", ["b@example.org"], headers=headers)
    received = mail_format.message_from_bytes(message.message().as_bytes())

    address = headers["List-Unsubscribe"]
    assert address.startswith("<https://www.example.org/newsletter/one-click/")
    assert received["List-Unsubscribe"].strip() == address  # neither folded inside nor encoded
    assert received["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert received["List-Id"] == "<newsletter.www.example.org>"
    assert received["Auto-Submitted"] == "auto-generated"
