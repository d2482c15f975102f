"""Addresses are written one way, and what is wrong with one is said."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from core.mail.addresses import (
    FORBIDDEN,
    MALFORMED,
    NAME_TOO_LONG,
    NUMBER,
    PRIVATE,
    SEVERAL,
    TOO_LONG,
    UNKNOWN_DOMAIN,
    UNREACHABLE_NAME,
    as_stored,
    folded,
    in_any_case,
    masked_email,
    normalise_email,
    shown_email,
)
from newsletter.pseudonyms import digest_of
from tests.builders import make_user
from users.models import User


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("ana@example.org", "ana@example.org"),
        ("  Ana@Example.ORG ", "Ana@example.org"),
        ("ana@münchen.example", "ana@xn--mnchen-3ya.example"),
        ("ana@MÜNCHEN.example", "ana@xn--mnchen-3ya.example"),
        ("ana@straße.example", "ana@xn--strae-oqa.example"),
        ("ana@παράδειγμα.example", "ana@xn--hxajbheg2az3al.example"),
    ],
)
def test_an_address_is_stored_in_one_way(typed: str, stored: str) -> None:
    assert normalise_email(typed) == stored


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("ana", MALFORMED),
        ("@example.org", MALFORMED),
        ("ana@", MALFORMED),
        ("ana@example", MALFORMED),
        ("ana b@example.org", MALFORMED),
        ("Ana <ana@example.org>", MALFORMED),
        ("ana@example.org,ben@example.org", SEVERAL),
        ("ana@example.org; ben@example.org", SEVERAL),
        ("ana@example.org ben@example.org", SEVERAL),
        ("ana@ben@example.org", SEVERAL),
        ("ana@example.org,", MALFORMED),
        ('"ana b"@example.org', MALFORMED),
        ("ana@localhost", PRIVATE),
        ("ana@LocalHost", PRIVATE),
        ("ana@office.local", PRIVATE),
        ("ana@ｌocalhost", PRIVATE),
        ("ana@[127.0.0.1]", NUMBER),
        ("ana@[192.0.2.1]", NUMBER),
        ("ana@[IPv6:2001:db8::1]", NUMBER),
        ("ana@192.0.2.10", NUMBER),
        ("ana@2130706433", NUMBER),
        ("ana@１２７.0.0.1", NUMBER),
        ("a" * 65 + "@example.org", NAME_TOO_LONG),
        ("ana@" + "a." * 120 + "example.org", TOO_LONG),
        ("ana@example.org\nBcc: ben@example.org", FORBIDDEN),
        ("ana@example.org\r\nSubject: x", FORBIDDEN),
        ("ana@example.org\n", FORBIDDEN),
        ("a\0na@example.org", FORBIDDEN),
        ("andré@example.org", UNREACHABLE_NAME),
        ("ana@exa\u2028mple.örg", UNKNOWN_DOMAIN),
        ("ana@-ü.example", UNKNOWN_DOMAIN),
        ("a" * 10_000 + "@example.org", TOO_LONG),
        ("ana@" + "ü" * 200 + ".example", UNKNOWN_DOMAIN),
    ],
)
def test_what_is_wrong_with_an_address_is_said(typed: str, words: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        normalise_email(typed)

    assert refusal.value.messages == [words]


def test_the_longest_name_is_taken() -> None:
    address = "a" * 64 + "@example.org"

    assert normalise_email(address) == address


def test_what_is_refused_today_is_still_found() -> None:
    assert as_stored(" Ana@LOCALHOST\0 ") == "Ana@LOCALHOST"
    assert as_stored(" Ana@Example.ORG ") == "Ana@example.org"


def test_an_address_is_shown_in_its_own_letters() -> None:
    assert shown_email("ana@xn--strae-oqa.example") == "ana@straße.example"
    assert shown_email("ana@xn--zzzzzz-.example") == "ana@xn--zzzzzz-.example"


@given(st.text(max_size=300))
def test_any_text_is_normalised_or_refused(text: str) -> None:
    try:
        address = normalise_email(text)
    except ValidationError:
        return
    assert address.isascii()
    assert normalise_email(address) == address


def test_a_digest_depends_on_the_key_and_not_on_case(settings: object) -> None:
    digest = digest_of("Ana@example.org")

    assert digest == digest_of("ana@example.org")
    assert digest != digest_of("ben@example.org")
    settings.CONSENT_KEY = "another"
    assert digest != digest_of("ana@example.org")


@pytest.mark.parametrize(
    ("stored", "hint"),
    [
        ("ana@example.org", "a…@example.org"),
        ("a@example.org", "…@example.org"),
        ("ana@xn--mnchen-3ya.example", "a…@münchen.example"),
    ],
)
def test_a_hint_reminds_the_owner_and_tells_nobody_else(stored: str, hint: str) -> None:
    assert masked_email(stored) == hint


@pytest.mark.django_db
def test_case_says_nothing_and_another_letter_is_somebody_else() -> None:
    login = make_user(email="Kiki@Example.org")
    kelvin, dotless = "\u212aiki@example.org", "kık\u0131@example.org"

    assert folded("KIKI@example.org") == folded(login.email) == "kiki@example.org"
    assert in_any_case(User.objects.all(), "KIKI@EXAMPLE.ORG", "nobody@example.org").get() == login
    for typed in (kelvin, dotless, ""):
        assert folded(typed) != folded(login.email)
        assert not in_any_case(User.objects.all(), typed).exists()
