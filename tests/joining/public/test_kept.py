"""How long it is kept, as every page of an application says it, by the settings."""

from __future__ import annotations

import html
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import Settings

from core.privacy.facts import activities_in_words
from joining import limits
from tests.joining.making import address, make_application, shown

pytestmark = pytest.mark.django_db
PAGES = ("mine", "papers", "send", ("step", "who"), ("step", "referee"))
#: none of them divides another, or is the default
SET = {
    "APPLICATIONS_UNFINISHED_DAYS": (53, "What you don’t send is erased 53 days"),
    "APPLICATIONS_UNANSWERED_MONTHS": (5, "unanswered for 5 months after a reminder"),
    "APPLICATIONS_REFUSED_MONTHS": (11, "isn’t admitted is erased 11 months after the decision"),
    "APPLICATIONS_FILES_MONTHS": (7, "application and files are erased 7 months after"),
    "REFEREES_MONTHS": (2, "answer of your referee go 2 months after the decision"),
}


@pytest.fixture(autouse=True)
def changed(settings: Settings, tmp_path: Path) -> None:
    settings.APPLICATIONS_ROOT = str(tmp_path)
    for name, (value, _words) in SET.items():
        setattr(settings, name, value)


def text_of(client: Client, path: str) -> str:
    return " ".join(html.unescape(shown(client, path)).split())


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_every_page_of_an_application_says_it(client: Client, page: str | tuple[str, ...]) -> None:
    name, *more = (page,) if isinstance(page, str) else page
    text = text_of(client, address(make_application(), name, *more))

    for _value, words in SET.values():
        assert words in text
    assert f"in the {limits.ENTERED.days} days after it came in" in text


@pytest.mark.parametrize("unproved", [True, False])
def test_it_is_said_before_anything_is_written(client: Client, unproved: bool) -> None:
    row = make_application(complete=False, proved_at=None, changed_at=None)
    text = text_of(client, address(row, "mine") if unproved else reverse("joining:begin"))

    for _value, words in SET.values():
        assert words in text


def test_the_table_of_personal_data_says_the_same() -> None:
    """What stands on the form stands in the notice, with the same numbers."""
    with translation.override("en"):
        lines = [
            kept
            for each in activities_in_words()
            for _what, kept in each.lines
            if "joining.Application" in each.tables or "joining.Referee" in each.tables
        ]

    text = "; ".join(lines)
    for words in (
        "53 days after the last change",
        "unanswered for 5 months after a reminder",
        "11 months after it was withdrawn or the board refused it",
        "7 months after the decision, if it was admitted",
        "2 months after the decision, 30 days after the decision came in at the earliest",
    ):
        assert words in text
