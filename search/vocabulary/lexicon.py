"""Words of other languages for a word that the vocabulary doesn't list.

A lexicon is a compact read-only SQLite file: `translation(source, key, target, word, place)`. `key`
are the stems of the source's content words, `place` 0 is the likeliest translation. Building one is
deterministic: the same pairs make the same rows.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from search.analysis.words import stem_key

#: Where the operator's dictionaries are kept, in DATA_DIR.
FILE_NAME = "dictionaries.sqlite3"
#: Bumped with the table; files of another version are not read.
VERSION = 1
PIVOT = "en"
MOST_KEY_WORDS = 2
#: Translations kept per word and language, and followed on the way through English.
KEPT = 5
FOLLOWED = 3
_SCHEMA = """
CREATE TABLE translation (
    source TEXT NOT NULL, key TEXT NOT NULL, target TEXT NOT NULL,
    place INTEGER NOT NULL, word TEXT NOT NULL,
    PRIMARY KEY (source, key, target, place)
) WITHOUT ROWID
"""


#: the stems of a word or of a few
Key = tuple[str, ...]
#: translation → origin → score
_Scores = dict[str, dict[str, float]]


class TranslatedWord(NamedTuple):
    """A word in another language."""

    language: str
    word: str


class WordPair(NamedTuple):
    """Two words that mean the same, as one `origin` (a dictionary) says.

    The score only orders the translations of a word: the best of each origin, added up, so that
    what two dictionaries say comes first.
    """

    source: str
    word: str
    target: str
    translation: str
    score: float
    origin: str = ""


class LexiconError(Exception):
    """The file can't be read or isn't a lexicon of this version; the message names it."""


class Lexicon:
    """Translations from one file. `pivots`: where no direct pair exists, through English.

    The file is opened for each call: it may be replaced at any time, by another process.
    """

    def __init__(self, path: Path, *, pivots: bool) -> None:
        """Take the file's path. Reads nothing yet; a file that isn't there has no words."""
        self.path = path
        self.pivots = pivots

    def translations(
        self, keys: Iterable[Key], language: str
    ) -> dict[Key, tuple[TranslatedWord, ...]]:
        """Translations by the stems of the words, the likeliest first; unknown words are missing.

        Raises LexiconError.
        """
        if not self.path.exists():
            return {}
        try:
            with closing(_opened(self.path)) as rows:
                found = {key: self._found(rows, key, language) for key in dict.fromkeys(keys)}
        except sqlite3.Error as error:
            raise LexiconError(f"{self.path}: {error}") from error
        return {key: translations for key, translations in found.items() if translations}

    def _found(
        self, rows: sqlite3.Connection, key: Key, language: str
    ) -> tuple[TranslatedWord, ...]:
        direct = _direct(rows, key, language, most=KEPT)
        if not self.pivots or language == PIVOT:
            return tuple(direct)
        known = {language, *(each.language for each in direct)}
        english = [each.word for each in direct if each.language == PIVOT][:FOLLOWED]
        through = (
            each
            for word in english
            for each in _direct(rows, stem_key(word, PIVOT), PIVOT, most=FOLLOWED)
            if each.language not in known
        )
        return tuple(dict.fromkeys([*direct, *through]))


def _opened(path: Path) -> sqlite3.Connection:
    rows = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    version = rows.execute("PRAGMA user_version").fetchone()[0]
    if version != VERSION:
        rows.close()
        raise LexiconError(f"{path}: made by another version, build it again")
    return rows


def _direct(
    rows: sqlite3.Connection, key: Key, language: str, *, most: int
) -> list[TranslatedWord]:
    found = rows.execute(
        "SELECT target, word FROM translation WHERE source = ? AND key = ? AND place < ?"
        " ORDER BY place, target",
        (language, " ".join(key), most),
    )
    return [TranslatedWord(*row) for row in found]


def build(path: Path, pairs: Iterable[WordPair]) -> int:
    """Write a lexicon in one step, an older one is replaced. Returns its number of rows.

    Of each word the KEPT translations with the highest scores stay in each language. Raises
    OSError.
    """
    scores: defaultdict[tuple[str, str, str], _Scores] = defaultdict(dict)
    for pair in pairs:
        key = stem_key(pair.word, pair.source)
        if 0 < len(key) <= MOST_KEY_WORDS:
            found = scores[pair.source, " ".join(key), pair.target]
            by_origin = found.setdefault(pair.translation, {})
            by_origin[pair.origin] = max(pair.score, by_origin.get(pair.origin, 0.0))
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.new")
    beside.unlink(missing_ok=True)
    with closing(sqlite3.connect(beside)) as rows:
        rows.execute(_SCHEMA)
        rows.execute(f"PRAGMA user_version = {VERSION}")
        rows.executemany("INSERT INTO translation VALUES (?, ?, ?, ?, ?)", _rows(scores))
        rows.commit()
        rows.execute("VACUUM")
        count = int(rows.execute("SELECT count(*) FROM translation").fetchone()[0])
    beside.replace(path)
    return count


def _rows(
    scores: Mapping[tuple[str, str, str], _Scores],
) -> Iterator[tuple[str, str, str, int, str]]:
    for (source, key, target), found in sorted(scores.items()):
        total = {word: sum(by_origin.values()) for word, by_origin in found.items()}
        best = sorted(total, key=lambda word: (-total[word], word))
        by_stem = {stem_key(word, target): word for word in reversed(best)}
        kept = [word for word in best if by_stem[stem_key(word, target)] == word][:KEPT]
        for place, word in enumerate(kept):
            yield source, key, target, place, word
