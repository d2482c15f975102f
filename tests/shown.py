"""Reading a page as a visitor does: its HTML, and its words without tags."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Any

from django.test import Client

from core.base import TranslatedPage


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A page that was served: `words` is its text, white space single."""

    html: str
    words: str

    def headings(self, level: int) -> list[str]:
        """The texts of all headings of a level."""
        found = re.findall(rf"<h{level}[^>]*>(.*?)</h{level}>", self.html, re.DOTALL)
        return [words_of(heading) for heading in found]


def words_of(source: str) -> str:
    """The text of some HTML, without tags, entities resolved."""
    unbroken = source.replace("<wbr>", "")
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", unbroken)).split())


def read(client: Client, address: str) -> Shown:
    """Fetch an address and insist on success; what stands before `<main>` and after is kept."""
    response = client.get(address)
    assert response.status_code == 200, f"{address}: {response.status_code}"
    source = response.content.decode()
    return Shown(html=source, words=words_of(source))


def read_page(client: Client, page: TranslatedPage, *, language: str = "en") -> Shown:
    """Fetch a page in a language."""
    return read(client, page.url_in(language))


def whole(response: Any) -> Any:
    """Read a file that is sent to its end, as a browser does; return the answer."""
    if response.streaming:
        response.getvalue()
    return response
