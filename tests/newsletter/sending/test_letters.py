"""The bytes of a mail: right for every reader, whatever the texts and names hold."""

from __future__ import annotations

import re
import uuid
from email import message_from_bytes
from email.header import decode_header, make_header
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from newsletter.composition.marks import PREFERENCES, UNSUBSCRIBE
from newsletter.models import Delivery, MailingState, Subscriber, Variant
from newsletter.sending.letters import Template
from newsletter.subscribers.links import Purpose, key_of
from tests.newsletter.making import make_subscriber
from tests.newsletter.sending.making import (
    Recorder,
    composed,
    links_in,
    make_mailing,
    parsed,
    send_all,
    states,
    unsent,
)

TOKEN = uuid.UUID("12345678123456781234567812345678")
READER = Subscriber(email="ana@example.org", languages=["fr"], key="k" * 22)


def content(*, text: str = "Hello", subject: str = "News", reader: Subscriber = READER) -> bytes:
    variant = Variant(
        language="fr",
        subject=subject,
        text=f"{text}\n{UNSUBSCRIBE}\n",
        html=f'<p>{text}</p><a href="{UNSUBSCRIBE}">x</a><a href="{PREFERENCES}">y</a>',
    )
    template = Template(variant, network=settings.NETWORK_NAME)
    letter = template.letter(Delivery(token=TOKEN), reader, now=timezone.now())
    return letter.content()


def body(raw: bytes, kind: str) -> str:
    part = parsed(raw).get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def test_a_mail_has_every_header_that_it_needs(settings: Settings) -> None:
    settings.DEFAULT_FROM_EMAIL = "office@network.example"
    mail = parsed(content(subject="Été à Iași"))

    assert str(mail["Subject"]) == "Été à Iași"
    assert str(mail["From"]) == "Children of Prisoners Europe <office@network.example>"
    assert str(mail["To"]) == "ana@example.org"
    assert mail["Message-ID"] == f"<{TOKEN}@network.example>"
    assert mail["MIME-Version"] == "1.0"
    assert mail["Content-Language"] == "fr"
    assert mail["Date"].datetime is not None
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]


def test_the_links_of_a_mail_open_the_reader_s_own_pages() -> None:
    raw = content()
    for kind, purposes in (("plain", 1), ("html", 2)):
        links = links_in(body(raw, kind))
        assert len(links) == purposes
        token = links[0].rstrip("/").rpartition("/")[2]
        assert key_of(token, Purpose.UNSUBSCRIBE) == READER.key
    assert b"PERSONAL" not in raw
    unsubscribe = str(parsed(raw)["List-Unsubscribe"])
    assert unsubscribe.startswith("<http")
    assert " " not in unsubscribe


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=400))
def test_any_text_comes_through_in_short_lines_of_ascii(text: str) -> None:
    raw = content(text=text)

    lines = raw.split(b"\r\n")
    assert all(b"\n" not in line and b"\r" not in line for line in lines)
    assert all(len(line) <= 76 for line in raw.partition(b"\r\n\r\n")[2].split(b"\r\n"))
    assert max(len(line) for line in lines) <= 998
    assert raw.isascii()
    assert body(raw, "plain").startswith(re.sub(r"\r\n?", "\n", text))


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=250))
def test_any_subject_is_one_header(subject: str) -> None:
    mail = parsed(content(subject=subject))

    assert len(mail.keys()) == 12
    assert mail["Bcc"] is None
    assert len(mail.get_all("Subject", [])) == 1


@pytest.mark.parametrize(
    "words",
    ["News\r\nBcc: all@example.org", "News\nBcc: all@example.org", "News\x0bBcc:\u2028x", "a\x00b"],
)
def test_a_line_break_in_subject_or_name_adds_no_header(words: str, settings: Settings) -> None:
    settings.NETWORK_NAME = words
    raw = content(subject=words)

    mail = parsed(raw)
    assert len(mail.keys()) == 12
    assert mail["Bcc"] is None
    assert str(mail["Subject"]).startswith("News ") or str(mail["Subject"]) == "a b"


def test_a_name_in_other_letters_is_readable(settings: Settings) -> None:
    settings.NETWORK_NAME = "Δίκτυο για τα παιδιά των κρατουμένων γονέων στην Ευρώπη"

    header = message_from_bytes(content())["From"]  # the old parser: the new one adds blanks

    name = str(make_header(decode_header(header)))
    assert name == f"{settings.NETWORK_NAME} <{settings.OFFICE_EMAIL}>"


@pytest.mark.parametrize(
    "address",
    [
        "no-address",
        "ana@example.org\r\nBcc: all@example.org",
        "ana@example.org, bo@example.org",
        "Ana <ana@example.org>",
        "ană@example.org",
        "ana@",
        "a" * 250 + "@example.org",
    ],
)
def test_a_malformed_address_makes_no_mail(address: str) -> None:
    with pytest.raises(ValidationError):
        content(reader=Subscriber(email=address, languages=["en"], key="k"))


def test_an_internationalised_domain_is_written_as_servers_know_it() -> None:
    raw = content(reader=Subscriber(email="ana@ță.example", languages=["en"], key="k"))

    assert str(parsed(raw)["To"]) == "ana@xn--kia5r.example" or b"To: ana@xn--" in raw


@pytest.mark.django_db
def test_a_stored_address_that_is_none_fails_and_holds_nobody() -> None:
    make_subscriber("broken at example.org")
    make_subscriber("ana@example.org")
    mailing, out = make_mailing(), Recorder()

    send_all(out)

    assert out.addresses == ["ana@example.org"]
    assert states(mailing) == {"accepted": 1, "failed": 1}
    assert "e-mail address" in next(iter(unsent(mailing))).reason


@pytest.mark.django_db
def test_a_mail_of_ten_megabytes_pauses_the_mailing() -> None:
    make_subscriber()
    mailing, out = make_mailing(), Recorder()

    def huge(*args: Any) -> Any:
        made = composed(*args)
        return type(made)(
            language=made.language, subject=made.subject, text="x", html="y" * 10_000_000
        )

    send_all(out, compose=huge)

    assert out.mails == []
    mailing.refresh_from_db()
    assert mailing.state == MailingState.PAUSED
    assert mailing.reason == "The mail in the language “en” has 10.0 MB: too large."
    assert set(Delivery.objects.values_list("state", "attempts")) == {("queued", 0)}


@pytest.mark.django_db
def test_who_has_nothing_new_gets_no_mail() -> None:
    make_subscriber()
    mailing, out = make_mailing(), Recorder()

    def nothing(*args: Any) -> Any:
        made = composed(*args)
        return type(made)(language=made.language, subject="", text="", html="", empty=True)

    send_all(out, compose=nothing)

    assert out.mails == []
    assert [each.reason for each in unsent(mailing)] == ["nothing new for this reader"]
