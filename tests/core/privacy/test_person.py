"""Whom a text names: by address and by name, whatever the case, the accents and the order."""

from __future__ import annotations

import pytest

from core.privacy.person import PersonSought

BEN = PersonSought(email="ana.silva@example.org", name="Ben Silva")
ANA = PersonSought(email="ana.silva@example.org", name="Ána Silva")


@pytest.mark.parametrize(
    "text",
    [
        "ana.silva@example.org",
        "Write to ANA.SILVA@EXAMPLE.ORG.",
        "<ana.silva@example.org>",
        "Ana Silva",
        "by ana  silva, 2024",
        "Silva, Ana (2024)",
        "ÁNA SILVA’s study",
    ],
)
def test_is_found(text: str) -> None:
    assert ANA.is_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "xana.silva@example.org",
        "ana.silva@example.organisation",
        "ana.silva@example.org.uk",
        "Benno Silva",
        "Ben Maria Silva",
        "Ben (Silva)",
        "",
    ],
)
def test_is_not_found(text: str) -> None:
    assert not BEN.is_in(text)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("ana.silva@example.org", ""),
        ("Ask Ána Silva (ana.silva@example.org) first.", "Ask […] ([…]) first."),
        ("Ana Silva, ana.silva@example.org", "[…], […]"),
        ("Silva, Ana", ""),
        ("/en/people/ana-silva/", "/en/people/[…]/"),
        ("nobody", "nobody"),
    ],
)
def test_goes_and_the_rest_stays(text: str, left: str) -> None:
    assert ANA.without(text) == left


def test_an_address_is_found_in_its_own_letters() -> None:
    sought = PersonSought(email="ana@xn--mnchen-3ya.de")

    assert sought.is_in("ana@münchen.de")
    assert not sought.is_in("ben@münchen.de")
