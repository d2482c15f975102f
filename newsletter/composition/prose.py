"""The office's rich text on its way into a mail: what is allowed of it, with whole addresses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import escape, unescape
from urllib.parse import urlsplit

from django.utils.html import linebreaks, urlize
from django.utils.safestring import SafeString, mark_safe

from core.showing.addresses import whole

#: What stays, and as what. Everything else goes, its text stays.
TAGS: dict[str, str] = {
    "p": "p",
    "b": "strong",
    "strong": "strong",
    "i": "em",
    "em": "em",
    "ul": "ul",
    "ol": "ol",
    "li": "li",
    "a": "a",
}
#: What goes with everything inside.
SILENT = frozenset({"script", "style", "template", "title", "textarea", "noscript", "iframe"})
SCHEMES = frozenset({"http", "https", "mailto", "tel"})
#: Characters of markup that are read; whoever writes more is told by newsletter.desk.checks.
LONGEST = 50_000
DEEPEST = 20  # elements in one another; more is no text of a person

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Bounded names: an open end of one would be tried from each of its letters (quadratic).
_ELEMENT = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]{0,30})(?![a-zA-Z0-9-])([^<>]*)>")
_ATTRIBUTE = re.compile(r"""([a-zA-Z-]{1,20})\s{0,9}=\s{0,9}["']([^"']*)["']""")
#: An address of a page in the tree → where it is, or "".
Resolve = Callable[[str, str], str]


def printable(text: str) -> str:
    """Return a text without signs that no XML and no mail may have; line breaks and tabs stay."""
    return _CONTROLS.sub("", text)


def absolute(address: str) -> str:
    """Return a whole address (http, https, mailto, tel), or "" for what leads nowhere in a mail."""
    address = printable(address).strip()
    if address.startswith("/") and not address.startswith("//"):
        return whole(address)
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.scheme not in SCHEMES:
        return ""
    return address if parts.netloc or parts.scheme in ("mailto", "tel") else ""


class _Cleaner:
    """Rewrites HTML with a few balanced elements and no attribute but a link's address.

    Reads what Wagtail stores, in time linear in its length (the standard library's parser takes
    the square of it for broken markup). Whatever is no element for it becomes text.
    """

    def __init__(self, resolve: Resolve) -> None:
        self.parts: list[str] = []
        self._resolve = resolve
        self._open: list[str] = []
        self._silent: list[str] = []

    def run(self, source: str) -> str:
        """Return the source rewritten."""
        place = 0
        for found in _ELEMENT.finditer(source):
            self._text(source[place : found.start()])
            place = found.end()
            closing, tag = found[1], found[2].lower()
            if self._silent or tag in SILENT:
                self._skip(tag, closing=bool(closing))
            elif closing:
                self._close(TAGS.get(tag, ""))
            else:
                self._start(tag, found[3])
        self._text(source[place:])
        while self._open:
            self.parts.append(f"</{self._open.pop()}>")
        return "".join(self.parts)

    def _text(self, source: str) -> None:
        if not self._silent:
            self.parts.append(escape(printable(unescape(source)), quote=False))

    def _skip(self, tag: str, *, closing: bool) -> None:
        if not closing and tag in SILENT:
            self._silent.append(tag)
        elif closing and self._silent and tag == self._silent[-1]:
            self._silent.pop()

    def _start(self, tag: str, attributes: str) -> None:
        if tag == "br":
            self.parts.append("<br>")
        kept = TAGS.get(tag)
        if kept is None or len(self._open) >= DEEPEST:
            return
        if kept in ("p", "a"):
            self._close(kept)
        if kept == "a":
            address = self._address(attributes)
            if not address:
                return
            self.parts.append(f'<a href="{escape(address)}">')
        else:
            self.parts.append(f"<{kept}>")
        self._open.append(kept)

    def _address(self, attributes: str) -> str:
        values = {name.lower(): unescape(text) for name, text in _ATTRIBUTE.findall(attributes)}
        kind = values.get("linktype")
        target = self._resolve(kind, values.get("id", "")) if kind else values.get("href", "")
        return absolute(target)

    def _close(self, tag: str) -> None:
        if tag not in self._open:
            return
        last = ""
        while last != tag:
            last = self._open.pop()
            self.parts.append(f"</{last}>")


def nowhere(kind: str, target: str) -> str:
    """Resolve no page of the tree: such links become plain text."""
    del kind, target
    return ""


def clean(html: str, *, resolve: Resolve = nowhere) -> SafeString:
    """Return rich text with the allowed elements only, balanced, every address whole.

    `resolve(linktype, id)` says where a link to a page or document of the site leads. What comes
    after LONGEST characters is cut off.
    """
    rewritten = _Cleaner(resolve).run(html[:LONGEST])
    return mark_safe(rewritten)  # noqa: S308 - rebuilt from its parsed parts, escaped


def links_in(texts: Iterable[str]) -> set[tuple[str, str]]:
    """Return (linktype, id) of all links to things of the site in stored rich texts."""
    found: set[tuple[str, str]] = set()

    def note(kind: str, target: str) -> str:
        found.add((kind, target))
        return ""

    for text in texts:
        if "linktype" in text:
            clean(text, resolve=note)
    return found


def addresses_in(html: str) -> list[str]:
    """Return the addresses that a cleaned text leads to."""
    return [unescape(found) for found in re.findall(r'<a href="([^"]*)">', html)]


def paragraphs(text: str) -> SafeString:
    """Return plain text as paragraphs, escaped, with web addresses as links."""
    html = linebreaks(urlize(printable(text[:LONGEST]).strip(), autoescape=True))
    return clean(html)
