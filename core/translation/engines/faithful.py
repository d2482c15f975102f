"""Whether a machine's translation kept what is not language: tags, links, placeholders."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser

from core.translation.engines.base import EngineProblem

#: Wagtail's own name of a paragraph, which it gives anew where it is missing
IGNORED_ATTRIBUTES = frozenset(("data-block-key",))
EMPTY_TAGS = frozenset(("br", "embed", "hr", "img"))
PLACEHOLDER = re.compile(
    r"""
    %\(\w+\)[sd] | \{\w+\}                     # %(name)s, {name}
    | \bxx[A-Z]+x[A-Z]+xx\b                    # where a mail has its reader's own links
    | \bhttps?://[^\s<>"]+[^\s<>".,;:!?)\]”»’] # addresses, without the sentence's full stop
    | (?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]*\w
    """,
    re.VERBOSE,
)


class _Tags(HTMLParser):
    """Counts start tags with their attributes; `broken` where they aren't properly nested."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: Counter[tuple[str, tuple[tuple[str, str | None], ...]]] = Counter()
        self.broken = False
        self.text: list[str] = []
        self._open: list[str] = []
        self.feed(source)
        self.close()
        self.broken = self.broken or bool(self._open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kept = tuple(sorted((n, v or "") for n, v in attrs if n not in IGNORED_ATTRIBUTES))
        self.found[(tag, kept)] += 1
        if tag not in EMPTY_TAGS:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in EMPTY_TAGS:
            return
        if self._open[-1:] == [tag]:
            self._open.pop()
        else:
            self.broken = True

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def handle_comment(self, data: str) -> None:
        self.broken = True

    def handle_decl(self, decl: str) -> None:
        self.broken = True

    def unknown_decl(self, data: str) -> None:
        self.broken = True

    def handle_pi(self, data: str) -> None:
        self.broken = True


def problem_with(
    translated: str, *, original: str, html: bool, room: int | None
) -> EngineProblem | None:
    """Return why a translation can't be offered to anybody, None if nothing speaks against it.

    With `html` its tags, links included, must be the original's, wherever they stand; `room` is
    the most characters the field takes.
    """
    if not translated.strip():
        return EngineProblem.ANSWER
    if room is not None and len(translated) > room:
        return EngineProblem.ROOM
    before, after = original, translated
    if html:
        if translated.count("<") > 2 * original.count("<") + 20:
            return EngineProblem.TAGS  # the parser would take the square of it
        given, got = _Tags(original), _Tags(translated)
        if got.broken or given.found != got.found:
            return EngineProblem.TAGS
        before, after = " ".join(given.text), " ".join(got.text)
    if Counter(PLACEHOLDER.findall(before)) != Counter(PLACEHOLDER.findall(after)):
        return EngineProblem.PLACEHOLDERS
    return None
