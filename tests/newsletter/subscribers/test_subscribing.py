"""From the form to the confirmed subscription, and what is answered to whom."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override
from pytest_django import Settings

from core.mail.outgoing import OutgoingMail
from newsletter.models import Action, ConsentEvent, How, State, Subscriber
from newsletter.subscribers.services import PAUSE
from newsletter.subscribers.wording import subscribe_wording
from tests.builders import make_concept, make_organisation
from tests.newsletter.making import form, last_mail, links_in, make_subscriber
from tests.project.test_urls import read_only
from tests.shown import read

pytestmark = pytest.mark.django_db
SUBSCRIBE = "/en/newsletter/subscribe/"
SENTENCE = (
    "I want to get the newsletter of Children of Prisoners Europe by e-mail. "
    "I can unsubscribe at any time with one click. My address is used for nothing else."
)


def events() -> list[tuple[str, str]]:
    return list(ConsentEvent.objects.values_list("action", "how"))


def test_the_whole_way_in(client: Client) -> None:
    answer = client.post(SUBSCRIBE, form())
    (path,) = [link for link in links_in(last_mail()) if "/confirm/" in link]
    page = client.get(path)
    confirmed = client.post(path, follow=True)

    assert answer["Location"] == "/en/newsletter/sent/"
    assert "Yes, subscribe me" in page.content.decode()
    assert "our privacy notice" in page.content.decode()
    assert "You are subscribed" in confirmed.content.decode()
    subscriber = Subscriber.objects.get()
    assert (subscriber.email, subscriber.state) == ("ana@example.org", State.ACTIVE)
    assert events() == [(Action.REQUESTED, How.FORM), (Action.GIVEN, How.DOUBLE_OPT_IN)]


def test_choices_are_kept_in_the_reader_s_order(client: Client) -> None:
    make_organisation(country="NO")
    make_concept()

    client.post(
        SUBSCRIBE,
        form(
            language_1="nb", language_2="", language_3="en", language_4="nb",
            countries=["NO"], themes=["visits"], frequency="monthly",
        ),
    )  # fmt: skip

    subscriber = Subscriber.objects.get()
    assert subscriber.languages == ["nb", "en"]
    assert subscriber.countries == ["NO"]
    assert [theme.record_id for theme in subscriber.themes] == ["visits"]
    assert subscriber.frequency == "monthly"


def test_the_small_form_needs_the_address_only(client: Client) -> None:
    client.post("/fr/newsletter/subscribe/", {"small": "1", "email": "ana@example.org"})

    assert Subscriber.objects.get().languages == ["fr"]


def test_the_small_form_says_what_is_wrong_in_the_whole_one(client: Client) -> None:
    response = client.post(SUBSCRIBE, {"small": "1", "email": "ana@"})

    html = response.content.decode()
    assert 'value="ana@"' in html
    assert "This is no e-mail address." in html
    assert 'name="frequency"' in html
    assert not Subscriber.objects.exists()


def test_a_get_of_the_confirmation_changes_nothing(client: Client) -> None:
    client.post(SUBSCRIBE, form())
    path = links_in(last_mail())[0]

    with read_only():
        client.get(path)
        client.head(path)

    assert Subscriber.objects.get().state == State.PENDING


# -- consent --------------------------------------------------------------------------------------
def test_the_log_keeps_the_exact_words_that_were_shown(client: Client) -> None:
    shown = read(client, SUBSCRIBE).words

    client.post(SUBSCRIBE, form())

    event = ConsentEvent.objects.get()
    assert event.wording == SENTENCE
    assert SENTENCE in shown
    assert event.language == "en"
    assert len(event.digest) == 64
    assert "ana" not in event.digest


def test_words_shown_in_english_for_want_of_a_translation_are_logged_as_english(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        "newsletter.subscribers.wording._SUBSCRIBE", "Untranslated words of %(network)s"
    )

    with override("el"):
        assert subscribe_wording().language == "en"


def test_translated_words_are_logged_in_their_language(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.utils.translation import gettext_lazy

    monkeypatch.setattr("newsletter.subscribers.wording._SUBSCRIBE", gettext_lazy("Practices"))

    with override("fr"):
        wording = subscribe_wording()

    assert wording.language == "fr"
    assert wording.text != "Practices"


# -- mails ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(("language", "page"), [("en", "fr"), ("fr", "en")])
def test_the_mail_is_in_the_first_language_the_reader_reads(
    client: Client, language: str, page: str
) -> None:
    client.post(f"/{page}/newsletter/subscribe/", form(language_1=language))

    mail = last_mail()
    assert links_in(mail)[0].startswith(f"/{language}/newsletter/confirm/")
    assert mail.to == "ana@example.org"
    assert mail.text.startswith({"en": "Hello,", "fr": "Bonjour"}[language])


def test_the_mail_names_the_network_and_how_long_the_link_works(client: Client) -> None:
    client.post(SUBSCRIBE, form())

    mail = last_mail()
    assert mail.subject == "Please confirm: newsletter of Children of Prisoners Europe"
    assert "The link works for 3 days." in mail.text


def test_no_address_gets_a_second_mail_at_once(client: Client) -> None:
    client.post(SUBSCRIBE, form())
    client.post(SUBSCRIBE, form(language_1="fr"))
    client.post(SUBSCRIBE, form(email="ANA@example.org"))
    client.post("/en/newsletter/links/", {"email": "ana@example.org"})

    assert OutgoingMail.objects.count() == 1
    assert Subscriber.objects.count() == 1


@pytest.mark.parametrize("ago", [PAUSE, timedelta(days=-400)], ids=["a pause", "a clock ahead"])
def test_after_a_while_another_mail_is_sent(client: Client, ago: timedelta) -> None:
    client.post(SUBSCRIBE, form())
    Subscriber.objects.update(mailed_at=timezone.now() - ago)

    client.post(SUBSCRIBE, form())

    assert OutgoingMail.objects.count() == 2


# -- nobody learns who is on the list -------------------------------------------------------------
@pytest.mark.parametrize("address", [SUBSCRIBE, "/en/newsletter/links/"])
@pytest.mark.parametrize("state", [None, *State.values])
def test_the_answer_is_the_same_for_every_address(
    client: Client, address: str, state: str | None
) -> None:
    strange = client.post(address, form(email="nobody@example.org"), follow=True)
    if state:
        make_subscriber(state=state)

    known = client.post(address, form(), follow=True)

    assert known.content == strange.content
    assert known.redirect_chain == strange.redirect_chain
    assert dict(known.headers) == dict(strange.headers)
    assert dict(known.cookies) == {}


def test_a_subscriber_who_is_entered_again_keeps_everything(client: Client) -> None:
    before = make_subscriber(languages=["ro"], frequency="weekly")

    client.post(SUBSCRIBE, form(language_1="fr"))

    after = Subscriber.objects.get()
    assert (after.state, after.languages, after.frequency) == (State.ACTIVE, ["ro"], "weekly")
    assert after.confirmed_at == before.confirmed_at
    assert [path.split("/")[3] for path in links_in(last_mail())] == ["preferences", "unsubscribe"]
    assert events() == []


def test_who_unsubscribed_is_not_back_before_confirming(client: Client) -> None:
    make_subscriber(state=State.UNSUBSCRIBED)

    client.post(SUBSCRIBE, form())
    before = Subscriber.objects.get().state
    client.post(links_in(last_mail())[0])

    assert before == State.UNSUBSCRIBED
    assert Subscriber.objects.get().state == State.ACTIVE


def test_own_links_are_sent_to_subscribers_only(client: Client) -> None:
    make_subscriber()
    make_subscriber("gone@example.org", state=State.UNSUBSCRIBED)

    for email in ("ana@example.org", "gone@example.org", "nobody@example.org"):
        client.post("/en/newsletter/links/", {"email": email})

    assert OutgoingMail.objects.get().to == "ana@example.org"


# -- programs -------------------------------------------------------------------------------------
@pytest.mark.parametrize("address", [SUBSCRIBE, "/en/newsletter/links/"])
def test_a_program_that_fills_in_everything_changes_nothing(client: Client, address: str) -> None:
    make_subscriber("links@example.org")

    response = client.post(address, form(message="Buy!", email="links@example.org"))

    assert response["Location"] == "/en/newsletter/sent/"
    assert not OutgoingMail.objects.exists()


# -- bad input ------------------------------------------------------------------------------------
LONG = "x" * 10_000


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("email", "", "Please enter your e-mail address."),
        ("email", "ana", "This is no e-mail address."),
        ("email", LONG, "This is no e-mail address."),
        ("email", f"{LONG}@example.org", "This is too long"),
        ("email", "ana@example.org\nBcc: x@example.org", "no line breaks"),
        ("email", "ana\0@example.org", "Null characters are not allowed."),
        ("email", "é@example.org", "letters without accents"),
        ("language_1", "", "Please choose one from the list."),
        ("language_1", "xx", "Please choose one from the list."),
        ("language_2", "tlh", "Please choose one from the list."),
        ("language_1", LONG, "Please choose one from the list."),
        ("countries", ["XX"], "Please choose one from the list."),
        ("countries", ["NO\0"], "Please choose one from the list."),
        ("themes", [LONG], "Please choose one from the list."),
        ("themes", ["9" * 30], "Please choose one from the list."),
        ("frequency", "hourly", "Please choose one from the list."),
        ("frequency", "", "Please choose one from the list."),
    ],
)
def test_what_is_wrong_stands_beside_the_field(
    client: Client, name: str, value: Any, words: str
) -> None:
    make_organisation(country="NO")
    make_concept()

    response = client.post(SUBSCRIBE, form(language_3="fr", **{name: value}))

    shown = response.content.decode()
    assert response.status_code == 200
    assert words in shown
    assert 'class="errorlist" id="id_' in shown
    assert '<option value="fr" selected' in shown  # what else was chosen is kept
    assert not Subscriber.objects.exists()


def test_a_request_that_is_no_form_is_refused(client: Client) -> None:
    assert client.put(SUBSCRIBE).status_code == 405
    assert client.post("/en/newsletter/sent/").status_code == 405
    assert client.post(SUBSCRIBE, b"\xff\xfe", content_type="application/json").status_code == 200


# -- pages ----------------------------------------------------------------------------------------
def test_forms_need_no_cookie() -> None:
    strict = Client(enforce_csrf_checks=True)

    assert not strict.get(SUBSCRIBE).cookies
    assert strict.post(SUBSCRIBE, form()).status_code == 302


@pytest.mark.parametrize("path", ["subscribe/", "sent/", "links/", "confirm/x/", ""])
def test_pages_are_not_indexed_and_not_kept(client: Client, path: str) -> None:
    response = client.get(f"/en/newsletter/{path}")

    assert response["X-Robots-Tag"] == "noindex"
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "no-referrer"


def test_queries_of_the_form_are_constant(client: Client) -> None:
    counts = []

    for number, country in enumerate(("NO", "FR", "DE")):
        make_organisation(name=f"Another {number}", country=country)
        make_concept(record_id=f"topic-{number}", label=f"Topic {number}")
        with CaptureQueriesContext(connection) as queries:
            client.get(SUBSCRIBE)
        counts.append(len(queries))

    # topics and countries; the name of the network, its pages by role, its menus, the directory
    assert counts == [6, 6, 6]


def test_the_foot_of_a_page_has_the_small_form(client: Client, settings: Settings) -> None:
    settings.NEWSLETTER_SIGNUP = True
    html = client.get("/en/countries/").content.decode()

    assert 'action="/en/newsletter/subscribe/"' in html
    assert SENTENCE in html
    assert "csrfmiddlewaretoken" not in html


def test_a_link_works_for_three_days(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client.post(SUBSCRIBE, form())
    path = links_in(last_mail())[0]
    later = (timezone.now() + timedelta(days=3, seconds=5)).timestamp()
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)

    response = client.post(path)

    assert response.status_code == 410
    assert "Have a new link sent to you" in response.content.decode()
    assert Subscriber.objects.get().state == State.PENDING


@pytest.mark.parametrize("offered", [True, False])
def test_the_foot_of_a_page_offers_the_newsletter_if_it_is_sent_from_here(
    client: Client, settings: Settings, offered: bool
) -> None:
    settings.NEWSLETTER_SIGNUP = offered

    html = client.get("/en/glossary/").content.decode()

    assert ('id="signup-email"' in html) is offered
