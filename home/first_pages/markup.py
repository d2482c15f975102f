"""The first pages' files → what a page's fields hold.

`# ` begins the title, the first paragraph is the lead; then `## ` headings, `- ` and `1. ` lists,
`**bold**`. A line break within a paragraph stays one.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_ITEM = re.compile(r"(?:- |\d+\. )")


@dataclass(frozen=True, kw_only=True)
class PageText:
    """A page in one language; `body` is HTML."""

    heading: str
    lead: str
    body: str


def parse(source: str) -> PageText:
    """Read a file. Raises ValueError for one without title and lead."""
    blocks = [block.strip() for block in source.split("\n\n") if block.strip()]
    first = blocks[0].partition("\n") if blocks else ("", "", "")
    if not first[0].startswith("# ") or not first[2]:
        raise ValueError("a text begins with “# ” and its title, then its lead")
    body = "".join(_as_html(part) for block in blocks[1:] for part in _parts(block))
    return PageText(heading=first[0].removeprefix("# "), lead=first[2], body=body)


def _parts(block: str) -> list[str]:
    """A heading stands apart from what follows it without an empty line."""
    first, _line, rest = block.partition("\n")
    return [first, rest] if first.startswith("## ") and rest else [block]


def _as_html(block: str) -> str:
    if block.startswith("## "):
        return f"<h2>{_inline(block.removeprefix('## '))}</h2>"
    lines = block.split("\n")
    if all(_ITEM.match(line) for line in lines):
        name = "ul" if block.startswith("- ") else "ol"
        items = "".join(f"<li>{_inline(_ITEM.sub('', line, count=1))}</li>" for line in lines)
        return f"<{name}>{items}</{name}>"
    return f"<p>{'<br/>'.join(map(_inline, lines))}</p>"


def _inline(text: str) -> str:
    return _BOLD.sub(r"<b>\1</b>", html.escape(text, quote=False))
