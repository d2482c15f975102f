"""XML inside documents: read once from front to back, and changed in place.

What isn't changed stays byte for byte. No pattern goes over a whole part, so that the time a part
takes grows with its length alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape
from xml.parsers.expat import ExpatError, ParserCreate

_MARKS_16 = (b"\xff\xfe", b"\xfe\xff")
_MARK_8 = b"\xef\xbb\xbf"
_ENCODINGS = ("utf-8", "utf8", "us-ascii", "ascii")
_DECLARATION = re.compile(r"\s*<\?xml[^>]*>")
_TAG = re.compile(rb"<[^\s<>/]+")
_ATTRIBUTE = re.compile(rb"""\s*([^\s=<>/]+)\s*=\s*("[^"]*"|'[^']*')""")
#: of a part, and of an element: far more than any program writes
_MOST_CHANGES, _MOST_ATTRIBUTES = 100_000, 1_000
_TAG_END = re.compile(rb"\s*/?>")


class NotMarkupError(ValueError):
    """It isn't well-formed, declares entities, isn't UTF-8 or UTF-16, or is without bounds."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """What becomes of an element."""

    #: the element goes with all inside
    drop: bool = False
    #: attributes by place among the element's own; None takes one away
    values: Mapping[int, str | None] = field(default_factory=dict)
    #: makes what stands between the element's tags anew, given as bytes
    inner: Callable[[bytes], bytes] | None = None


#: Is told each element ("namespace name") and its attributes (name, value, name, value, …).
Watch = Callable[[str, list[str]], Change | None]


def is_markup(content: bytes) -> bool:
    """Whether a part begins as XML does."""
    start = content[:64]
    if start.startswith(_MARKS_16):
        start = start[2:].replace(b"\x00", b"")
    return start.removeprefix(_MARK_8).lstrip().startswith(b"<")


def as_utf8(content: bytes) -> bytes:
    """Return a part as UTF-8. Raises NotMarkupError for what its mark belies."""
    if not content.startswith(_MARKS_16):
        return content
    try:
        text = content.decode("utf-16")
    except UnicodeDecodeError as error:
        raise NotMarkupError(str(error)) from error
    found = _DECLARATION.match(text)
    body = text[found.end() :] if found else text
    return f'<?xml version="1.0" encoding="UTF-8"?>{body}'.encode()


def rewritten(content: bytes, watch: Watch) -> tuple[bytes, str]:
    """Return UTF-8 markup as `watch` wants it, and the name of its root.

    Comments and instructions fall. Raises NotMarkupError; what `watch` raises goes through.
    """
    reader = _MarkupReader(content, watch)
    return reader.read(), reader.root


def listed(content: bytes, local: str) -> list[dict[str, str]]:
    """Return the attributes of each element of that name, in whatever namespace.

    Raises NotMarkupError.
    """
    found: list[dict[str, str]] = []

    def collect(name: str, attributes: list[str]) -> None:
        if name.rpartition(" ")[2] == local:
            found.append(dict(zip(attributes[::2], attributes[1::2], strict=True)))

    rewritten(content, collect)
    return found


class _MarkupReader:
    """One way through a part."""

    def __init__(self, content: bytes, watch: Watch) -> None:
        self.root = ""
        self._content, self._watch = content, watch
        self._changes: list[tuple[int, int, bytes]] = []
        self._depth = 0  # in an element of which more than attributes changes
        self._open: tuple[Change, int, int] = (Change(), 0, 0)
        self._parser = parser = ParserCreate("utf-8", " ")
        parser.ordered_attributes = True
        parser.XmlDeclHandler = self._declared
        parser.StartDoctypeDeclHandler = self._typed
        parser.StartElementHandler = self._started
        parser.CommentHandler = lambda text: self._beside(b"-->")
        parser.ProcessingInstructionHandler = lambda target, text: self._beside(b"?>")

    def read(self) -> bytes:
        try:
            self._parser.Parse(self._content, True)
        except ExpatError as error:
            raise NotMarkupError(str(error)) from error
        pieces, at = [], 0
        for start, end, new in self._changes:
            pieces += [self._content[at:start], new]
            at = end
        return b"".join([*pieces, self._content[at:]]) if pieces else self._content

    @staticmethod
    def _declared(version: str, encoding: str | None, standalone: int) -> None:
        del version, standalone
        if encoding is not None and encoding.lower() not in _ENCODINGS:
            raise NotMarkupError(f"encoding {encoding}")

    @staticmethod
    def _typed(name: str, system: str | None, public: str | None, inside: int) -> None:
        """A document type elsewhere is never fetched; one that stands here may declare entities."""
        del name, system, public
        if inside:
            raise NotMarkupError("a document type with declarations")

    def _beside(self, end: bytes) -> None:
        """What stands beside the elements goes: notes of programs to themselves and to others."""
        if not self._depth:
            start = self._parser.CurrentByteIndex
            self._replace(start, self._content.index(end, start) + len(end), b"")

    def _replace(self, start: int, end: int, new: bytes) -> None:
        if len(self._changes) >= _MOST_CHANGES:
            raise NotMarkupError("too many changes")
        self._changes.append((start, end, new))

    def _started(self, name: str, attributes: list[str]) -> None:
        self.root = self.root or name
        if len(attributes) > 2 * _MOST_ATTRIBUTES:
            raise NotMarkupError("too many attributes")
        change = self._watch(name, attributes)
        if self._depth:
            self._depth += 1
        elif change is not None:
            self._begin(change)

    def _begin(self, change: Change) -> None:
        start = self._parser.CurrentByteIndex
        own, end = self._spans(start)
        if not change.drop:
            for place, value in sorted(change.values.items()):
                name, first, last = own[place]
                new = b"" if value is None else b' %b="%b"' % (name, escape(value).encode())
                self._replace(first, last, new)
        if change.drop or change.inner is not None:
            self._open, self._depth = (change, start, end), 1
            self._parser.EndElementHandler = self._ended

    def _spans(self, start: int) -> tuple[list[tuple[bytes, int, int]], int]:
        """The attributes that expat tells of (name, start, end), and the tag's end.

        Expat has read the tag: it is well-formed.
        """
        found = _TAG.match(self._content, start)
        at, own = found.end() if found else start, []
        while attribute := _ATTRIBUTE.match(self._content, at):
            at = attribute.end()
            if attribute[1] != b"xmlns" and not attribute[1].startswith(b"xmlns:"):
                own.append((attribute[1], *attribute.span()))
        end = _TAG_END.match(self._content, at)
        return own, end.end() if end else at

    def _ended(self, name: str) -> None:
        del name
        self._depth -= 1
        if self._depth:
            return
        self._parser.EndElementHandler = None
        change, start, tag_end = self._open
        at = self._parser.CurrentByteIndex
        empty = at == tag_end and self._content[at - 2 : at] == b"/>"
        if change.drop:
            end = at if empty else self._content.index(b">", at) + 1
            self._replace(start, end, b"")
        elif change.inner is not None and not empty:
            inner = self._content[tag_end:at]
            new = change.inner(inner)
            if new != inner:
                self._replace(tag_end, at, new)
