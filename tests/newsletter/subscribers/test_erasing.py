"""What goes and what stays when a subscriber is erased, asked or not."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.mail.outgoing import OutgoingMail, queue_mail, send_waiting_mails
from core.work.worker import registered_slices
from newsletter.models import Action, ConsentEvent, How, State, Subscriber
from newsletter.pseudonyms import digest_of
from newsletter.subscribers import bounces
from newsletter.subscribers.erasing import (
    ENDED_KEPT,
    UNCONFIRMED_KEPT,
    erase_ended,
    erase_unconfirmed,
)
from newsletter.subscribers.portrait import everything_about
from newsletter.subscribers.services import Choices, find, log, subscribe, unsubscribe
from newsletter.subscribers.wording import subscribe_wording
from tests.newsletter.making import make_subscriber

pytestmark = pytest.mark.django_db


def ask(email: str = "ana@example.org") -> None:
    subscribe(email=email, choices=Choices(languages=["en"]), wording=subscribe_wording())


def end(state: str, email: str = "ana@example.org", *, days: float = 0) -> Subscriber:
    """A subscriber whose subscription ended in some way, some days ago."""
    row = make_subscriber(email)
    if state == State.UNSUBSCRIBED:
        unsubscribe(row, how=How.ONE_CLICK)
    elif state == State.BOUNCED:
        bounces.hard_bounce(row.pk, how=How.PROVIDER)
    else:
        bounces.complaint(row.pk, how=How.PROVIDER)
    past = timezone.now() - timedelta(days=days)
    Subscriber.objects.filter(pk=row.pk).update(created_at=past - timedelta(days=400))
    with connection.cursor() as cursor:  # the log itself can't be changed
        cursor.execute(
            "UPDATE newsletter_consentevent SET at = %s WHERE subscriber_id = %s", [past, row.pk]
        )
    row.refresh_from_db()
    return row


ENDS = (State.UNSUBSCRIBED, State.BOUNCED, State.COMPLAINED)


# -- mails ----------------------------------------------------------------------------------------
def test_a_mail_that_was_sent_is_exported_and_erased_too() -> None:
    ask("Ana@example.org")
    queue_mail(to="ana@example.org", subject="A new password", text="…")
    while send_waiting_mails():
        pass
    assert {mail.text for mail in OutgoingMail.objects.all()} == {""}

    found = everything_about("ana@example.org")["mails"]
    call_command("erase_subscriber", "ana@example.org", stdout=StringIO())

    assert [mail["subject"].startswith("Please confirm") for mail in found] == [True]
    assert [mail.subject for mail in OutgoingMail.objects.all()] == ["A new password"]


# -- the end of a subscription --------------------------------------------------------------------
@pytest.mark.parametrize("state", ENDS)
def test_who_is_long_gone_is_erased(state: str) -> None:
    end(state, "old@example.org", days=ENDED_KEPT.days + 1)
    end(state, "new@example.org", days=ENDED_KEPT.days - 1)
    make_subscriber("here@example.org", created_at=timezone.now() - timedelta(days=400))

    assert erase_ended() is True
    assert erase_ended() is False

    left = set(Subscriber.objects.values_list("email", flat=True))
    assert left == {"new@example.org", "here@example.org"}
    event = ConsentEvent.objects.get(action=Action.ERASED)
    assert (event.how, event.digest) == (How.AUTOMATIC, digest_of("old@example.org"))


def test_who_came_back_and_left_again_has_the_time_anew() -> None:
    row = end(State.UNSUBSCRIBED, days=ENDED_KEPT.days + 100)
    log(row, Action.GIVEN, How.DOUBLE_OPT_IN)
    log(row, Action.WITHDRAWN, How.ONE_CLICK)

    assert erase_ended() is False


def test_who_asks_again_is_left_to_confirm() -> None:
    end(State.UNSUBSCRIBED, days=ENDED_KEPT.days + 1)

    ask()

    assert erase_ended() is False
    assert Subscriber.objects.exists()


@pytest.mark.parametrize("state", ENDS)
def test_who_asks_again_and_never_confirms_is_erased_as_the_page_says(state: str) -> None:
    end(state)
    ask()
    past = timezone.now() - UNCONFIRMED_KEPT - timedelta(minutes=1)
    Subscriber.objects.update(asked_at=past)

    assert erase_unconfirmed() is True

    assert not Subscriber.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_the_worker_erases_who_is_long_gone() -> None:
    (found,) = [s for s in registered_slices() if s.name == "newsletter: ended"]

    assert found.function is erase_ended
    assert found.every


@pytest.mark.parametrize("state", ENDS)
def test_an_old_list_brings_none_of_them_back(tmp_path: Path, state: str) -> None:
    end(state, days=ENDED_KEPT.days + 1)
    with connection.cursor() as cursor:  # erased without a word of its own, as long ago
        cursor.execute("UPDATE newsletter_consentevent SET subscriber_id = NULL")
    Subscriber.objects.all().delete()
    path = tmp_path / "list.csv"
    path.write_text("email,languages,consented_on\nana@example.org,en,2024-05-03")
    out = StringIO()

    call_command("import_subscribers", str(path), "--proof", "On paper.", stdout=out)

    assert "1 ended:" in out.getvalue()
    assert not Subscriber.objects.exists()


# -- finding an address ---------------------------------------------------------------------------
def test_an_address_is_found_by_the_index_that_keeps_it_unique() -> None:
    row = make_subscriber("Ana@example.org")

    with CaptureQueriesContext(connection) as queries:
        found = find("aNA@example.org")

    assert found == row
    sql = queries[0]["sql"]
    assert "LOWER(" in sql
    assert "UPPER(" not in sql
    assert "LIKE" not in sql
