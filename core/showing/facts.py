"""The plain values that page templates show: links, facts, groups of links. No query here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.countries import country_name, nation_name
from core.dates import PartialDate
from core.i18n import Localised, current_language, language_in_words
from core.showing.addresses import country_url

#: A source that is the name of a file on the office's shelf, not an address.
_FILE_NAME = re.compile(r"[\w-]+\.(txt|pdf|docx?|odt|html?)\b")

#: More countries than these are counted in a line, not named.
MOST_COUNTRIES = 3


@dataclass(frozen=True, kw_only=True)
class Link:
    """A label that leads somewhere, or nowhere where `url` is empty. `note` stands beside it."""

    label: Localised | str
    url: str = ""
    note: str = ""
    count: int | None = None

    @property
    def title(self) -> Localised | str:
        """The label, as components that list titles call it."""
        return self.label


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One line of a list of facts: a value or links. Without either `none` is shown."""

    label: str
    value: Any = ""
    url: str = ""
    note: str = ""
    links: Sequence[Link] = ()
    none: str = ""

    @property
    def is_stated(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.links) or self.value not in ("", None)


@dataclass(frozen=True, kw_only=True)
class LinkGroup:
    """Links under one heading, e.g. `Adapted from`."""

    title: str
    entries: Sequence[Link]


def stated(facts: Iterable[Fact]) -> list[Fact]:
    """Leave out what is not stated, but keep facts that say so in words (`none`)."""
    return [fact for fact in facts if fact.is_stated or fact.none]


def not_stated() -> str:
    """What stands where a reader would miss a value."""
    return _("not stated")


# -- addresses -----------------------------------------------------------------------------------
def safe_url(text: str) -> str:
    """Return an address as typed if it is absolute http or https, else "".

    Anything else (`javascript:`, `www.example.org`) stays text.
    """
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        return ""
    return text.strip() if parts.scheme in ("http", "https") and parts.netloc else ""


# -- links ---------------------------------------------------------------------------------------
def country_links(codes: Iterable[str], *, nation: str = "") -> list[Link]:
    """Countries in words, leading to their pages; the nation stands beside its country."""
    return [
        Link(
            label=country_name(code),
            url=country_url(code),
            note=f"({nation_name(nation)})" if nation[:2] == code else "",
        )
        for code in codes
    ]


def source_links(sources: Iterable[str]) -> list[Link]:
    """Sources: web addresses are links. Names of the office's own files say nothing to readers."""
    return [
        Link(label=source, url=safe_url(source))
        for source in sources
        if source.strip() and not _FILE_NAME.match(source)
    ]


def capitalised(text: Localised) -> Localised:
    """The text with a capital first letter."""
    return text._replace(value=capfirst(str(text))) if text else text


# -- values in words -------------------------------------------------------------------------------
def in_words(words: Mapping[str, str | Promise], code: str) -> str:
    """Return a code's words in the active language; an unknown code with spaces for underscores."""
    return str(words[code]) if code in words else code.replace("_", " ").strip()


def date_in_words(text: str) -> str:
    """A partial date as a reader writes it; "" for none."""
    return PartialDate(text).in_words(current_language()) if text else ""


def period_in_words(start: str, end: str) -> str:
    """`2016–2018`, `since April 2016`, `until 2018`; "" where neither is known."""
    first, last = date_in_words(start), date_in_words(end)
    if first and last:
        return first if start == end else f"{first} – {last}"
    if first:
        return _("since %(date)s") % {"date": first}
    return _("until %(date)s") % {"date": last} if last else ""


def language_names(codes: Iterable[str]) -> str:
    """Languages in words, in the order given: `Romanian, English`."""
    return ", ".join(capfirst(language_in_words(code)) for code in codes)


def place_in_words(*parts: str) -> str:
    """Town, region, country … joined by commas; empty parts and repetitions are left out."""
    return ", ".join(dict.fromkeys(part for part in parts if part))


def where_in_words(place: str, countries: Sequence[str]) -> str:
    """One line on where something is: town and country; only the countries where it is in several.

    More than three countries are counted: the list of facts names them.
    """
    if len(countries) > MOST_COUNTRIES:
        return ngettext("%(count)s country", "%(count)s countries", len(countries)) % {
            "count": len(countries)
        }
    if len(countries) > 1:
        return place_in_words(*map(country_name, countries))
    return place_in_words(place, *map(country_name, countries))


def shown_in(text: Localised | str) -> str:
    """A word on the language of a text that isn't in the reader's: `Shown in English`; else ""."""
    if not isinstance(text, Localised) or not text.is_fallback or text.language is None:
        return ""
    return _("Shown in %(language)s") % {"language": capfirst(language_in_words(text.language))}
