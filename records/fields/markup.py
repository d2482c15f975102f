"""The HTML that a text of the format may hold, and one way to write it."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from html.parser import HTMLParser

from records.problems import printable

TAGS = ("p", "h2", "h3", "b", "i", "ol", "ul", "li", "a", "br", "hr")
VOID = ("br", "hr")
KINDS = ("page", "document")
_ATTRIBUTES = {"a": {"href", "linktype", "id"}}
_DROPPED = "data-block-key"  # the editor's own mark, different each time
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE | re.ASCII)
_SCHEMES = ("http", "https", "mailto", "tel")

Attributes = dict[str, str]
Link = Callable[[Attributes], Attributes | None]
"""Told the attributes of a link; returns those it is to have, None for its words only."""


class _Parser(HTMLParser):
    """Shared by both: attributes in one order, without the editor's marks."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)

    @staticmethod
    def given(attributes: list[tuple[str, str | None]]) -> Attributes:
        """The attributes by name."""
        return {name: value or "" for name, value in attributes if name != _DROPPED}


class _Rewriter(_Parser):
    """Writes what it reads, in one way."""

    def __init__(self, link: Link) -> None:
        super().__init__()
        self.link = link
        self.out: list[str] = []
        self._open: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag; a link as `link` wants it."""
        given: Attributes | None = self.given(attrs)
        if tag == "a":
            given = self.link(given or {})
            self._open.append(given is not None)
        if given is None:
            return
        order = sorted(given, key=lambda name: (name == "id", name))
        written = "".join(f' {name}="{escape(given[name])}"' for name in order)
        self.out.append(f"<{tag}{written}{'/' if tag in VOID else ''}>")

    def handle_endtag(self, tag: str) -> None:
        """The end of a tag, unless its start was left out."""
        if tag in VOID or (tag == "a" and not (self._open and self._open.pop())):
            return
        self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        """Words."""
        self.out.append(escape(data, quote=False))


class _Checker(_Parser):
    """Collects what the format doesn't take."""

    def __init__(self) -> None:
        super().__init__()
        self.problems: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Refuse other tags and attributes, and addresses that run something."""
        name = printable(tag)
        if tag not in TAGS:
            self.problems.append(f"<{name}> can't stand here, expected one of {' '.join(TAGS)}")
            return
        given = self.given(attrs)
        for attribute in sorted(set(given) - _ATTRIBUTES.get(tag, set())):
            self.problems.append(f"<{name}> can't have the attribute {printable(attribute)}")
        if tag == "a":
            self._check_link(given)
        if tag not in VOID:
            self._open.append(tag)

    def _check_link(self, given: Attributes) -> None:
        if ("href" in given) == ("linktype" in given) or ("id" in given) != ("linktype" in given):
            self.problems.append("a link has either href, or linktype and id")
        if given.get("linktype", "page") not in KINDS:
            self.problems.append(f"the linktype of a link is one of {' '.join(KINDS)}")
        found = _SCHEME.match("".join(given.get("href", "").split()))
        if found and found[1].lower() not in _SCHEMES:
            address = printable(given["href"])
            self.problems.append(f'"{address}", expected a link to http, https, mailto or tel')

    def handle_endtag(self, tag: str) -> None:
        """Refuse an end without its start."""
        if tag in VOID or tag not in TAGS:
            return
        if not self._open or self._open.pop() != tag:
            self.problems.append(f"</{printable(tag)}> ends what wasn't begun")

    def handle_comment(self, data: str) -> None:
        """Refuse what nobody would see."""
        del data
        self.problems.append("a comment can't stand here")

    def handle_decl(self, decl: str) -> None:
        """Refuse a declaration."""
        del decl
        self.problems.append("a declaration can't stand here")

    def handle_pi(self, data: str) -> None:
        """Refuse an instruction."""
        self.handle_decl(data)

    def unknown_decl(self, data: str) -> None:
        """Refuse a declaration."""
        self.handle_decl(data)

    def close(self) -> None:
        """Refuse what is still open at the end."""
        super().close()
        for tag in self._open:
            self.problems.append(f"<{tag}> has no end")


def problems_of(text: str) -> list[str]:
    """Say what of an HTML text the format doesn't take, each thing once."""
    checker = _Checker()
    checker.feed(text)
    checker.close()
    return list(dict.fromkeys(checker.problems))


def rewritten(text: str, link: Link = lambda given: given) -> str:
    """Return an HTML text as an export writes it, its links as `link` wants them."""
    writer = _Rewriter(link)
    writer.feed(text)
    writer.close()
    return "".join(writer.out)
