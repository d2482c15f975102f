"""Marker words: each stands in one secret of the world, and says who may read it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass

from tests.permissions.people import Person

#: how every marker begins; nothing else of the project holds it
PREFIX = "zzq"
_MARKER = re.compile(PREFIX + "[a-z]+")
#: stands beside the markers in titles, so that a search finds them without naming them
SEARCHED = "Zaunkoenig"


@dataclass(frozen=True, kw_only=True)
class Secret:
    """A word, what it stands in, and the persons who may read it."""

    word: str
    what: str
    readers: frozenset[Person]


class Markers:
    """All marker words of one world."""

    def __init__(self) -> None:
        self._secrets: dict[str, Secret] = {}

    def plant(self, what: str, *, readers: Iterable[Person]) -> str:
        """Return a new word to write into `what`. Raises ValueError where the word is taken."""
        word = PREFIX + re.sub("[^a-z]", "", what.lower())
        if word in self._secrets:
            raise ValueError(f"There is a marker for {what!r} already")
        self._secrets[word] = Secret(word=word, what=what, readers=frozenset(readers))
        return word

    def words(self) -> Iterable[str]:
        """Every word that was planted."""
        return self._secrets.keys()

    def readers_of(self, word: str) -> frozenset[Person]:
        """Who may read a word."""
        return self._secrets[word].readers

    def what(self, word: str) -> str:
        """What a word stands in."""
        return self._secrets[word].what

    def in_text(self, text: str) -> set[str]:
        """The marker words that stand in a text; what only looks like one is none."""
        return set(_MARKER.findall(text.lower())) & self._secrets.keys()

    def told(self, content: bytes, *, to: Person) -> list[str]:
        """What `content` gives away to somebody who may not read it; looks into archives too."""
        found = self.in_text(_readable(content))
        return sorted(
            self._secrets[word].what for word in found if to not in self._secrets[word].readers
        )


def _readable(content: bytes) -> str:
    if not content.startswith(b"PK\x03\x04"):
        return content.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [archive.read(name) for name in archive.namelist()]
    return b"\n".join(parts).decode("utf-8", "replace")
