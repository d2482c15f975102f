"""A letter as plain text: lines of 72 signs, headings underlined, addresses on own lines."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterator, Mapping
from html import unescape

from django.utils.translation import gettext as _

from core.network.funding import funders_now
from core.network.now import Network, network_now
from newsletter.composition.content import MailContent, MailItem, MailSection
from newsletter.composition.marks import PREFERENCES, UNSUBSCRIBE
from newsletter.composition.prose import clean

WIDTH = 72

_SPACES = re.compile(r"[ \t\n\r]+")  # those that hold words together stay
_TAG = re.compile(r"<(/?)(p|ul|ol|li|br|a|strong|em)(?: href=\"([^\"]*)\")?>")


def wrapped(text: str, *, indent: str = "", first: str | None = None) -> str:
    """Return one paragraph in lines of WIDTH signs; a long word or address stays in one piece."""
    return textwrap.fill(
        _SPACES.sub(" ", text).strip(),
        WIDTH,
        initial_indent=indent if first is None else first,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def underlined(text: str, sign: str) -> str:
    """Return a heading with a line of `sign` below it, as long as its longest line looks."""
    lines = wrapped(text)
    longest = max((_columns(line) for line in lines.splitlines()), default=0)
    return f"{lines}\n{sign * longest}"


def _columns(text: str) -> int:
    return sum(0 if unicodedata.combining(sign) else 1 for sign in text)


class _Prose:
    """Reads what `prose.clean` writes: paragraphs, lists, links."""

    def __init__(self) -> None:
        self.blocks: list[str] = []
        self._text = ""
        self._links: list[str] = []
        self._lists: list[int | None] = []  # the number of the last entry, None without numbers
        self._first: str | None = None
        self._joined = False  # whether the next entry follows another one of its list

    def read(self, html: str) -> list[str]:
        place = 0
        for tag in _TAG.finditer(html):
            self._text += unescape(html[place : tag.start()])
            place = tag.end()
            self._tag(tag[2], closing=bool(tag[1]), address=unescape(tag[3] or ""))
        self._text += unescape(html[place:])
        self._flush()
        return self.blocks

    def _tag(self, name: str, *, closing: bool, address: str) -> None:
        if name == "a":
            if address and address not in self._links:
                self._links.append(address)
        elif name in ("strong", "em"):
            return
        else:
            self._flush()
        if name in ("ul", "ol"):
            if closing:
                self._lists = self._lists[:-1]
            else:
                self._lists.append(0 if name == "ol" else None)
            self._joined = self._joined and bool(self._lists[1:] or (closing and self._lists))
        elif name == "li" and not closing:
            self._first = self._bullet()

    def _bullet(self) -> str:
        depth = "  " * max(0, len(self._lists) - 1)
        number = self._lists[-1] if self._lists else None
        if number is None:
            return f"{depth}- "
        self._lists[-1] = number + 1
        return f"{depth}{number + 1}. "

    def _flush(self) -> None:
        text, self._text = _SPACES.sub(" ", self._text).strip(), ""
        links, self._links = self._links, []
        if not text:
            return
        first, self._first = self._first, None
        indent = " " * len(first) if first else "  " * len(self._lists)
        lines = [wrapped(text, indent=indent, first=first)]
        lines += [f"{indent}{shown_address(link)}" for link in links if link not in text]
        block = "\n".join(lines)
        if first and self._joined:
            self.blocks[-1] += f"\n{block}"
        else:
            self.blocks.append(block)
        self._joined = bool(self._lists)


def shown_address(address: str) -> str:
    """An address as people read it: `mailto:` left out."""
    return address.removeprefix("mailto:")


def prose(html: str) -> str:
    """Return cleaned rich text as plain text; links follow their paragraph."""
    return "\n\n".join(_Prose().read(html))


def in_prose(texts: Mapping[str, str]) -> dict[str, str]:
    """Rich texts by language as plain ones, for the search."""
    return {code: prose(clean(text)) for code, text in texts.items()}


def render_text(letter: MailContent) -> str:
    """Return the whole letter. The active language must be the letter's."""
    return "\n\n".join(part for part in _parts(letter) if part) + "\n"


def _parts(letter: MailContent) -> Iterator[str]:
    network = network_now()
    yield wrapped(" · ".join(filter(None, (network.name, letter.kicker, letter.date))))
    yield underlined(str(letter.subject), "=")
    yield _note(letter.note(letter.subject))
    yield wrapped(letter.count)
    if letter.html:
        yield prose(str(letter.html))
        yield _note(letter.note(letter.html))
    for section in letter.sections:
        yield from _section(section, letter)
    yield "-" * WIDTH
    yield from _footer(letter, network)


def _note(text: str) -> str:
    return wrapped(f"[{text}]") if text else ""


def _section(section: MailSection, letter: MailContent) -> Iterator[str]:
    if section.heading:
        yield "\n" + underlined(str(section.heading), "-")
    if section.html:
        yield prose(str(section.html))
    yield _note(letter.note(section.heading, section.html))
    for item in section.items:
        yield from _item(item, letter)


def _item(item: MailItem, letter: MailContent) -> Iterator[str]:
    head = [wrapped(str(item.title))] if item.title else []
    head += [wrapped(line) for line in (item.kind, item.byline) if line]
    if item.deadline:
        head.append(wrapped(_("Answer until %(date)s") % {"date": item.deadline}))
    yield "\n".join(head)
    if item.html:
        yield prose(str(item.html))
    yield _note(letter.note(item.title, item.html))
    yield "\n".join(filter(None, (item.url, item.website)))


def _footer(letter: MailContent, network: Network) -> Iterator[str]:
    yield wrapped(letter.reason)
    if letter.web_address:
        yield "{}\n{}".format(_("Read this mail in a browser"), letter.web_address)
    yield "{}\n{}".format(_("Change what you get"), PREFERENCES)
    yield "{}\n{}".format(_("Unsubscribe"), UNSUBSCRIBE)
    contact = (network.name, network.office_address, network.office_email)
    yield "\n".join(filter(None, contact))
    for funder in funders_now(network):
        yield wrapped(funder.name)
        yield wrapped(str(funder.sentence))
        yield wrapped(str(funder.disclaimer))
