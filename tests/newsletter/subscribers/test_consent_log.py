"""The consent log only grows, and outlives the subscriber as digests."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.mail.outgoing import OutgoingMail, queue_mail
from core.work.worker import registered_slices
from newsletter.models import Action, ConsentEvent, How, State, Subscriber, SubscriberTheme
from newsletter.models.consent import AppendOnlyError
from newsletter.pseudonyms import digest_of
from newsletter.subscribers.erasing import UNCONFIRMED_KEPT, erase_unconfirmed
from newsletter.subscribers.mails import ABOUT
from newsletter.subscribers.services import Choices, log, subscribe
from newsletter.subscribers.wording import subscribe_wording
from search.vocabulary.merging import live_uses, merge_concepts
from tests.builders import make_concept
from tests.newsletter.making import make_subscriber

pytestmark = pytest.mark.django_db


def logged() -> ConsentEvent:
    return log(make_subscriber(), Action.GIVEN, How.DOUBLE_OPT_IN, wording=subscribe_wording())


def said(name: str, *args: str) -> str:
    out = StringIO()
    call_command(name, *args, stdout=out)
    return out.getvalue()


# -- append only ----------------------------------------------------------------------------------
def test_an_event_is_never_changed() -> None:
    event = logged()
    event.wording = "Something else"

    with pytest.raises(AppendOnlyError):
        event.save()
    with pytest.raises(AppendOnlyError):
        ConsentEvent.objects.update(wording="Something else")
    with pytest.raises(AppendOnlyError):
        ConsentEvent.objects.bulk_update([event], ["wording"])

    assert ConsentEvent.objects.get().wording == subscribe_wording().text


def test_an_event_is_never_deleted() -> None:
    event = logged()

    with pytest.raises(AppendOnlyError):
        event.delete()
    with pytest.raises(AppendOnlyError):
        ConsentEvent.objects.filter(pk=event.pk).delete()

    assert ConsentEvent.objects.exists()


# -- what the database refuses --------------------------------------------------------------------
@pytest.mark.parametrize(
    "fields",
    [
        {"state": "happy"},
        {"frequency": "hourly"},
        {"confirmed_at": None},
        {"asked_at": timezone.now()},
    ],
)
def test_a_row_that_makes_no_sense_is_not_stored(fields: dict[str, object]) -> None:
    row = make_subscriber()

    with pytest.raises(IntegrityError), transaction.atomic():
        Subscriber.objects.filter(pk=row.pk).update(**fields)


def test_an_address_is_here_once_whatever_its_case() -> None:
    make_subscriber("ana@example.org")

    with pytest.raises(IntegrityError), transaction.atomic():
        make_subscriber("Ana@example.org")


@pytest.mark.parametrize("fields", [{"languages": ["tlh"]}, {"languages": ["en", "en"]},
                                    {"languages": []}, {"countries": ["XX"]}])  # fmt: skip
def test_unknown_choices_are_refused(fields: dict[str, list[str]]) -> None:
    choices = replace(Choices(languages=["en"]), **fields)  # type: ignore[arg-type]  # as given

    with pytest.raises(ValidationError):
        subscribe(email="ana@example.org", choices=choices, wording=subscribe_wording())

    assert not Subscriber.objects.exists()


# -- themes ---------------------------------------------------------------------------------------
def test_a_chosen_theme_moves_along_when_concepts_are_merged() -> None:
    old, into = make_concept(), make_concept(record_id="contact", label="Contact")
    for email, themes in (("ana@example.org", [old]), ("ben@example.org", [old, into])):
        row = make_subscriber(email)
        for theme in themes:
            SubscriberTheme.objects.create(subscriber=row, concept=theme)

    merge_concepts(old=old, into=into)

    assert [row.themes for row in Subscriber.objects.all()] == [[into], [into]]


def test_a_theme_that_somebody_wants_is_not_deleted() -> None:
    theme = make_concept()
    SubscriberTheme.objects.create(subscriber=make_subscriber(), concept=theme)

    uses = live_uses(theme)

    assert len(uses) == 1
    assert "ana@example.org" not in uses[0]


# -- erasing --------------------------------------------------------------------------------------
def test_erasing_leaves_a_digest_only() -> None:
    logged()
    queue_mail(to="ana@example.org", subject="x", text="…", about=ABOUT)
    queue_mail(to="ana@example.org", subject="About a page", text="http://127.0.0.1:8000/admin/")

    assert said("erase_subscriber", "ANA@example.org") == "erased\n"

    assert not Subscriber.objects.exists()
    assert [mail.subject for mail in OutgoingMail.objects.all()] == ["About a page"]
    rows: list[Any] = list(ConsentEvent.objects.values_list("subscriber", "digest", "action"))
    digest = digest_of("ana@example.org")
    assert rows == [(None, digest, Action.GIVEN), (None, digest, Action.ERASED)]


@pytest.mark.parametrize("command", ["erase_subscriber", "export_subscriber"])
@pytest.mark.parametrize("email", ["nobody@example.org", "nonsense", "a\n@example.org"])
def test_an_address_that_is_nobody_s_is_said(command: str, email: str) -> None:
    with pytest.raises(CommandError):
        said(command, email)


def test_who_never_confirmed_is_erased_after_two_weeks() -> None:
    now = timezone.now()
    old = now - UNCONFIRMED_KEPT - timedelta(minutes=1)
    make_subscriber("old@example.org", state=State.PENDING, asked_at=old)
    make_subscriber("new@example.org", state=State.PENDING, asked_at=now - timedelta(days=13))
    make_subscriber("here@example.org")
    make_subscriber("gone@example.org", state=State.UNSUBSCRIBED)

    assert erase_unconfirmed() is True
    assert erase_unconfirmed() is False

    assert not Subscriber.objects.filter(email="old@example.org").exists()
    assert Subscriber.objects.count() == 3
    event = ConsentEvent.objects.get()
    assert (event.action, event.how) == (Action.LAPSED, How.AUTOMATIC)


def test_the_worker_erases_who_never_confirmed() -> None:
    (found,) = [s for s in registered_slices() if s.name == "newsletter: unconfirmed"]

    assert found.function is erase_unconfirmed
    assert found.every


# -- access ---------------------------------------------------------------------------------------
def test_everything_that_is_stored_is_exported() -> None:
    event = logged()
    SubscriberTheme.objects.create(subscriber=Subscriber.objects.get(), concept=make_concept())
    queue_mail(to="ana@example.org", subject="x", text="…", about=ABOUT)

    found = json.loads(said("export_subscriber", "ana@example.org"))

    columns = {field.name for field in Subscriber._meta.concrete_fields} - {"id"}
    assert columns <= set(found["subscriber"])
    assert found["subscriber"]["themes"] == ["visits"]
    assert found["consent"][0]["wording"] == event.wording
    assert [mail["subject"] for mail in found["mails"]] == ["x"]


def test_after_erasing_the_log_is_still_found_by_its_owner() -> None:
    logged()
    said("erase_subscriber", "ana@example.org")

    found = json.loads(said("export_subscriber", "ana@example.org"))

    assert found["subscriber"] is None
    assert [event["action"] for event in found["consent"]] == ["given", "erased"]
