"""A short teaser from what something says about itself, in each language it exists in."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from html import unescape

from django.utils.html import format_html_join, strip_tags

from search.entry import SearchEntry

LONGEST = 300  # characters

#: The end of a sentence: its mark, perhaps a closing quote, a blank, then no small letter.
_END = re.compile(r"[.!?…;;](?:[”»“’\"')\]]*)(?=\s+[^\sa-zà-öø-ÿα-ώ])")
_SHORT = re.compile(r"(?:^|[\s(])\w{1,2}\.$")  # "z. B.", "p. 12": no end of a sentence


def shortened(text: str, *, longest: int = LONGEST) -> str:
    """Return the whole sentences that fit into `longest` characters, on one line.

    A first sentence that is longer is cut at a word and ends in "…".
    """
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    ends = [
        found.end()
        for found in _END.finditer(line[: longest + 2])
        if found.end() <= longest and not _SHORT.search(line[: found.end()])
    ]
    if ends:
        return line[: ends[-1]]
    cut = line[:longest].rsplit(" ", 1)[0].rstrip(" ,;:–-")
    return cut[: longest - 1] + "…"


def as_paragraphs(text: str) -> str:
    """Return plain text as rich text: a paragraph per block of lines, nothing for nothing."""
    blocks = [" ".join(block.split()) for block in re.split(r"\n\s*\n", text.replace("\r", ""))]
    return format_html_join("", "<p>{}</p>", ((block,) for block in blocks if block))


def as_plain(rich: str) -> str:
    """Return rich text of paragraphs only as plain text: what `as_paragraphs` takes back."""
    spaced = re.sub(r"</p>\s*", "\n\n", rich)
    text = strip_tags(re.sub(r"<br\s*/?>", "\n", spaced))
    return unescape(text).strip()


def on_one_line(rich: str) -> str:
    """Return the words of any rich text, on one line."""
    spaced = re.sub(r"</(?:p|li|h\d)>|<br\s*/?>", " ", rich)
    return " ".join(unescape(strip_tags(spaced)).split())


def is_plain(rich: str) -> bool:
    """Whether rich text has nothing but paragraphs, so that a plain form may edit it."""
    return not re.search(r"<(?!/?p\b|br\b)", rich)


def teasers(entry: SearchEntry | None, languages: Collection[str]) -> dict[str, str]:
    """Return a teaser as rich text per language in which something public says what it is.

    Of `languages` those without a text are left out; there is no teaser without an entry.
    """
    if entry is None:
        return {}
    texts = _first_with_text((entry.summary, entry.body), languages)
    return {code: as_paragraphs(shortened(text)) for code, text in texts.items()}


def _first_with_text(
    sources: Iterable[Mapping[str, str]], languages: Collection[str]
) -> dict[str, str]:
    found: dict[str, str] = {}
    for texts in sources:
        for code in languages:
            if code not in found and texts.get(code, "").strip():
                found[code] = texts[code]
    return found
