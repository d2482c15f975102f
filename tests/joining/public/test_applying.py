"""From the public page to the sent application, as its applicant walks it."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from joining.links import LASTS
from joining.models import Application, ApplicationQuestion, ApplicationStatus, JoiningPath, Referee
from joining.public.forms import _SALT
from joining.services import applying
from joining.services.applying import PAUSE
from members.models import MembershipCategory
from tests.builders import make_category
from tests.joining.making import (
    address,
    link_in,
    mails,
    make_application,
    make_sent,
    shown,
)

pytestmark = pytest.mark.django_db
BEGIN = "/en/join/begin/"


def began(seconds: int = 60, **values: Any) -> dict[str, Any]:
    """What somebody sends who opened the form that long ago."""
    since = signing.dumps(int(time.time()) - seconds, salt=_SALT)
    return {"email": "ana@casaclara.example", "path": "organisation", "since": since, **values}


def test_the_page_says_what_is_asked_and_leads_to_the_form(client: Client) -> None:
    make_category(label="Full member")

    page = shown(client, "/en/join/")

    assert "two signatories who aren’t related" in page
    assert "Full member" in page
    assert "/en/join/begin/" in page
    assert 'href="/en/membership/"' in page
    assert 'href="/en/join/"' in shown(client, "/en/membership/")


def test_the_whole_way(client: Client) -> None:
    answer = client.post("/es/join/begin/", began())
    (mail,) = mails()
    mine = link_in(mail)
    page = Client().get(mine)  # a machine of its own: no session is needed
    looked = Application.objects.get()
    Client().post(mine)
    client.post(f"{mine}who/", {"organisation_name": "Casa Clara", "country": "ES"})

    row = Application.objects.get()
    assert answer["Location"] == "/es/join/sent/"
    assert mine.startswith("/es/join/my/")
    assert page.status_code == 200
    assert looked.proved_at is None  # a GET changes nothing
    assert row.proved_at is not None
    assert (row.status, row.organisation_name, row.country) == ("draft", "Casa Clara", "ES")
    assert "2 answers are missing" in shown(client, mine.replace("/es/", "/en/"))


def test_a_complete_one_is_sent_with_consent_only(client: Client) -> None:
    row = make_application()

    refused = client.post(address(row, "send"), {})
    still = Application.objects.get().status
    client.post(address(row, "send"), {"consent": "on"})

    sent = Application.objects.get()
    assert "Please tick this" in refused.content.decode()
    assert still == ApplicationStatus.DRAFT
    assert (sent.status, sent.version) == (ApplicationStatus.SENT, 1)
    assert "may read this application" in sent.consent
    to = {mail.to: mail.subject for mail in mails()}
    assert set(to) == {"ana@casaclara.example", "bo@example.org"}


def test_what_is_not_complete_is_not_sent(client: Client) -> None:
    row = make_application(work="")

    page = client.post(address(row, "send"), {"consent": "on"}).content.decode()

    assert "Something is missing still" in page
    assert Application.objects.get().status == ApplicationStatus.DRAFT
    assert mails() == []


def test_what_is_right_is_kept_beside_what_is_wrong(client: Client) -> None:
    row = make_application(complete=False)

    page = client.post(
        address(row, "step", "constitution"),
        {"legal_form": "asociación", "registered": "pronto", "two_signatories": "True"},
    ).content.decode()

    kept = Application.objects.get()
    assert "We can’t read “pronto” as a date" in page
    assert 'value="pronto"' in page
    assert (kept.legal_form, kept.registered, kept.two_signatories) == ("asociación", "", True)


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("casaclara.example/es", "https://casaclara.example/es"),
        ("http://casaclara.example", "http://casaclara.example"),
        ("none yet", "none yet"),
    ],
)
def test_a_website_is_stored_as_a_link_needs_it(client: Client, written: str, stored: str) -> None:
    row = make_application()

    client.post(address(row, "step", "who"), {"website": written})

    assert Application.objects.get().website == stored


def test_a_date_as_people_write_it_is_shown_as_it_was_understood(client: Client) -> None:
    row = make_application(complete=False)

    client.post(address(row, "step", "constitution"), {"registered": "3. 4. 09"})

    assert Application.objects.get().registered == "2009-04-03"
    assert "3 April 2009" in shown(client, address(row, "step", "constitution"))


def test_every_address_gets_the_same_answer(client: Client) -> None:
    make_sent()

    answers = {
        client.post(path, began(email=email), follow=True).content
        for path in (BEGIN, "/en/join/link/")
        for email in ("ana@casaclara.example", "nobody@example.org")
    }

    assert len(answers) == 1


def test_who_has_one_already_gets_the_link_to_it(client: Client) -> None:
    row = make_sent(mailed_at=timezone.now() - PAUSE)

    client.post(BEGIN, began(email="ANA@casaclara.example"))

    (mail,) = mails()
    assert Application.objects.count() == 1
    assert "with the network office" in shown(client, link_in(mail).replace("/es/", "/en/"))
    assert mail.to == row.email


def test_nobody_is_mailed_twice_within_ten_minutes(client: Client) -> None:
    for _time in range(3):
        client.post(BEGIN, began())

    assert len(mails()) == 1


def test_asking_for_a_link_makes_nothing_for_nobody(client: Client) -> None:
    client.post("/en/join/link/", {"email": "nobody@example.org"})

    assert mails() == []
    assert not Application.objects.exists()


def test_programs_are_kept_out(client: Client) -> None:
    trapped = client.post(BEGIN, began(message="Buy now"))
    quick = client.post(BEGIN, began(seconds=0))
    without = client.post(BEGIN, began(since="made up"))

    assert trapped["Location"] == "/en/join/sent/"
    for answer in (quick, without):
        assert "Please press the button once more" in answer.content.decode()
    assert not Application.objects.exists()


def test_who_was_quick_presses_once_more(client: Client) -> None:
    page = client.post(BEGIN, began(seconds=0)).context["form"]
    since = page["since"].value()

    assert signing.loads(since, salt=_SALT) >= int(time.time()) - 5
    assert page["email"].value() == "ana@casaclara.example"


def test_a_link_that_is_too_old_leads_to_a_new_one(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = make_application()
    path = address(row, "mine")
    late = time.time() + LASTS.total_seconds() + 60
    monkeypatch.setattr(time, "time", lambda: late)

    answer = client.get(path)

    assert answer.status_code == 410
    assert "Have a new link sent to you" in answer.content.decode()


@pytest.mark.parametrize("name", ["mine", "send", "withdraw", "papers"])
def test_a_made_up_link_opens_nothing(client: Client, name: str) -> None:
    path = address(Application(key="x" * 32), name)

    assert client.get(path).status_code == 404
    assert client.get(path.replace("x", "y", 1)).status_code == 404


def test_what_is_sent_can_be_read_and_withdrawn_but_not_changed(client: Client) -> None:
    row = make_sent()

    for name, more in (("step", ("who",)), ("papers", ()), ("send", ())):
        answer = client.post(address(row, name, *more), {"person": "Eva", "consent": "on"})
        # signed at another second, perhaps
        assert answer["Location"].partition("~")[0] == address(row, "mine").partition("~")[0]
    client.post(address(row, "withdraw"))

    kept = Application.objects.get()
    assert (kept.person, kept.status) == ("Ana Pérez", ApplicationStatus.WITHDRAWN)
    assert kept.closed_at is not None
    mine = shown(client, address(row, "mine"))
    assert "you have withdrawn it" in mine
    assert "Acompañamos a las familias" in mine


def test_everything_is_read_over_before_it_is_sent(client: Client) -> None:
    row = make_application()

    page = shown(client, address(row, "send"))

    assert all(words in page for words in ("Casa Clara", "March 2009", "informe.pdf", "Bo Berg"))
    assert "wants to be named" not in page  # nobody asked an organisation


def test_an_answer_to_the_office_is_kept_and_sent(client: Client) -> None:
    row = make_sent(status=ApplicationStatus.ASKED)
    question = ApplicationQuestion.objects.create(application=row, text="Since when?")
    mine = shown(client, address(row, "mine"))
    assert "waits for your answer" in mine
    assert mine.index("Since when?") < mine.index("Answer and send") < mine.index("The steps")

    client.post(address(row, "send"), {f"answer_{question.pk}": "Since 2009."})
    half = ApplicationQuestion.objects.get()
    client.post(address(row, "send"), {f"answer_{question.pk}": "Since 2008.", "consent": "on"})

    assert (half.answer, half.answered_at) == ("Since 2009.", None)
    answered = ApplicationQuestion.objects.get()
    assert answered.answer == "Since 2008."
    assert answered.answered_at is not None
    assert Application.objects.get().status == ApplicationStatus.SENT


def test_the_referee_is_asked_once_and_another_one_anew(client: Client) -> None:
    row = make_sent(status=ApplicationStatus.ASKED)
    first = Referee.objects.get().key

    client.post(address(row, "send"), {"consent": "on"})
    asked = [mail.to for mail in mails()]
    Application.objects.update(status=ApplicationStatus.ASKED)
    client.post(
        address(row, "step", "referee"),
        {"name": "Cy", "email": "cy@example.org", "language": "fr"},
    )
    client.post(address(row, "send"), {"consent": "on"})

    assert "bo@example.org" not in asked
    assert "cy@example.org" in [mail.to for mail in mails()]
    assert Referee.objects.get().key != first


def test_where_nobody_can_apply_nothing_is_offered(client: Client, settings: Settings) -> None:
    open_one, closed = make_category(record_id="guest"), make_category(record_id="member")
    closed.by_invitation = True
    closed.save()
    assert reverse("joining:begin") in client.get(reverse("joining:start")).content.decode()

    open_one.by_invitation = True
    open_one.save()
    form = client.get(reverse("joining:begin")).content.decode()
    assert 'value="affiliate"' in form  # of which there is no category yet
    assert 'value="organisation"' not in form
    refused = client.post(
        reverse("joining:begin"), {"email": "ana@casaclara.example", "path": "organisation"}
    )
    assert refused.status_code == 200
    assert not Application.objects.exists()

    friend = make_category(record_id="friend")
    friend.path, friend.by_invitation = "affiliate", True
    friend.save()
    page = client.get(reverse("joining:start")).content.decode()
    assert reverse("joining:begin") not in page
    assert "takes no applications" in page
    assert reverse("joining:link") in page  # whoever began before goes on
    assert client.get(reverse("joining:begin")).url == reverse("joining:start")

    MembershipCategory.objects.update(by_invitation=False)
    settings.FORMS_NEED_NOTICE = True
    assert reverse("joining:begin") not in client.get(reverse("joining:start")).content.decode()


@pytest.mark.parametrize("own", ["ANA@casaclara.example", "ana+friend@CasaClara.example"])
def test_the_own_address_is_no_referee(client: Client, own: str) -> None:
    row = make_application(complete=False)

    page = client.post(
        address(row, "step", "referee"),
        {"name": "Ana", "email": own, "language": "es"},
    ).content.decode()

    assert "This is your own address" in page
    assert not Referee.objects.exists()


@pytest.mark.parametrize(
    ("path", "steps"),
    [(JoiningPath.INDIVIDUAL, 3), (JoiningPath.AFFILIATE, 1), (JoiningPath.ORGANISATION, 6)],
)
def test_each_path_has_its_own_steps(client: Client, path: str, steps: int) -> None:
    row = make_application(complete=False, path=path)

    page = shown(client, address(row, "mine"))

    assert page.count('class="join-steps__state') == steps
    assert client.get(address(row, "papers")).status_code == (
        200 if path == JoiningPath.ORGANISATION else 404
    )


def test_a_person_says_whether_to_be_named(client: Client) -> None:
    row = make_application(complete=False, path=JoiningPath.INDIVIDUAL)

    client.post(address(row, "step", "contribution"), {"in_directory": "on"})

    assert Application.objects.get().in_directory


def test_the_pages_of_a_link_are_kept_by_nobody(client: Client) -> None:
    row = make_application()

    answer = client.get(address(row, "mine"))

    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["X-Robots-Tag"] == "noindex"


def test_a_month_later_it_goes_on(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    row = make_application(complete=False)
    client.post(address(row, "step", "who"), {"person": "Ana"})
    path = address(row, "step", "who")
    now = timezone.now() + timedelta(days=35)
    monkeypatch.setattr(timezone, "now", lambda: now)
    monkeypatch.setattr(time, "time", now.timestamp)

    assert 'value="Ana"' in shown(client, path)


def test_nobody_else_changes_what_somebody_was_invited_to(client: Client) -> None:
    applying.invite_person(email="ana@casaclara.example", language="es", by=None)

    client.post(BEGIN, began(path="affiliate"))

    row = Application.objects.get()
    assert (row.path, row.language) == (JoiningPath.INDIVIDUAL, "es")


@pytest.mark.parametrize("path", [BEGIN, "/en/join/link/"])
def test_asking_for_the_link_costs_the_same_for_everybody(client: Client, path: str) -> None:
    """Somebody with an application whose mail is under way, and somebody without one."""
    make_application(mailed_at=timezone.now())
    written = []

    for email in ("ana@casaclara.example", "nobody@casaclara.example"):
        with CaptureQueriesContext(connection) as asked:
            client.post(path, began(email=email))
        statements = [query["sql"] for query in asked.captured_queries]
        written.append(sum("INSERT" in each and "core_outgoingmail" in each for each in statements))

    assert written == [1, 1]
    assert not [mail for mail in mails() if mail.to.startswith("ana@")]  # it was taken back
