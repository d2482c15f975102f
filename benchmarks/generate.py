"""Records that nobody wrote, made of the words that people wrote: as many as are wanted.

The words of each language are those of the demo content and its thesaurus, the commonest there the
commonest here (Zipf's law: the word of rank r about as often as 1 / r). One word in fifty is new,
joined of two others, because a larger library also knows more words. Lengths, tags, countries and
the number of languages are like those of the demo records, texts somewhat longer. Record number n
is the same whatever the number of records.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

from search.analysis.words import STEMMERS, words
from search.entry import SearchEntry

SEED = "cope-network"
COLLECTION = "practices"
#: Mandelbrot's shift: the commonest words are not quite as common as Zipf's law has them.
SHIFT = 2.7
#: Share of words that are joined of the halves of two others.
NEW = 0.02
#: A list of fewer words is not enough for a language's texts.
FEWEST_WORDS = 50
#: How many languages a record has: mostly one or two, as in the demo content.
NUMBERS_OF_LANGUAGES = (1, 1, 1, 1, 1, 2, 2, 2, 3, 4, 7)
#: Shortest and longest text, in words.
TITLE, SUMMARY, BODY = (3, 12), (12, 40), (40, 180)
KINDS = ("programme", "service", "training", "campaign", "protocol", "material", "practice_site")
MATURITIES = ("proposed", "planned", "pilot", "emerging", "established", "completed")
#: entry field → scheme, and how many tags a record has
TAGS: dict[str, tuple[str, tuple[int, int]]] = {
    "themes": ("theme", (1, 4)),
    "target_groups": ("target_group", (1, 3)),
    "settings": ("setting", (0, 2)),
    "stages": ("stage", (0, 2)),
}
ORGANISATIONS = 500


@dataclass(frozen=True)
class Words:
    """Words of one kind, the commonest first."""

    ranked: tuple[str, ...]
    _weights: tuple[float, ...]

    @classmethod
    def counted(cls, found: Iterable[str]) -> Words:
        """Rank words by how often they appear; equally frequent ones by their letters."""
        counts = Counter(found)
        ranked = tuple(sorted(counts, key=lambda word: (-counts[word], word)))
        return cls(ranked, tuple(accumulate(1 / (rank + SHIFT) for rank in range(len(ranked)))))

    def some(self, chance: random.Random, number: int) -> list[str]:
        """Draw words, the common ones more often."""
        return chance.choices(self.ranked, cum_weights=self._weights, k=number)

    def different(self, chance: random.Random, number: int) -> tuple[str, ...]:
        """Draw about so many words, none of them twice."""
        return tuple(dict.fromkeys(self.some(chance, number)))


class Generator:
    """Makes records out of what files in the records format hold."""

    def __init__(self, files: Iterable[Path], *, seed: str = SEED) -> None:
        """Read the words. Raises ValueError if they are too few for any language."""
        contents = [json.loads(path.read_text(encoding="utf-8")) for path in files]
        self.seed = seed
        self.concepts = _ranked_concepts(contents)
        self.labels = _labels(contents)
        self.countries = Words.counted(_countries(contents))
        found: dict[str, list[str]] = {}
        for language, text in _texts(contents):
            found.setdefault(language, []).extend(words(text))
        self.words = {
            language: Words.counted(listed)
            for language, listed in sorted(found.items())
            if len(set(listed)) >= FEWEST_WORDS
        }
        if not self.words:
            raise ValueError("no language has enough words")
        self.languages = Words.counted(
            language for language in self.words for _word in found[language]
        )

    def entries(self, count: int, *, first: int = 0) -> Iterator[SearchEntry]:
        """Yield records number `first` to `count` - 1."""
        return (self.entry(number) for number in range(first, count))

    def entry(self, number: int) -> SearchEntry:
        """Return one record, the same at every call."""
        chance = random.Random(f"{self.seed} {number}")  # noqa: S311 # no secret
        languages = self._languages(chance)
        title, summary, body = (
            {code: self._text(chance, code, lengths) for code in languages}
            for lengths in (TITLE, SUMMARY, BODY)
        )
        tags = {
            name: self.concepts[scheme].different(chance, chance.randint(*numbers))
            for name, (scheme, numbers) in TAGS.items()
        }
        organisation, year = chance.randrange(ORGANISATIONS), chance.randint(1998, 2026)
        return SearchEntry(
            key=f"{COLLECTION}/record-{number:06d}",
            title=title,
            summary=summary,
            body=body,
            kind=chance.choice(KINDS),
            names=(f"P{number}", *self._names(chance, languages[0])),
            context=(self._organisation(organisation),),
            countries=self.countries.different(chance, chance.choice((1, 1, 1, 2, 4))),
            organisation=f"organisation-{organisation}",
            maturity=chance.choice(MATURITIES),
            year=year,
            date=f"{year}-01-01",
            languages=tuple(sorted(languages)),
            original_language=languages[0],
            themes=tags["themes"],
            target_groups=tags["target_groups"],
            settings=tags["settings"],
            stages=tags["stages"],
        )

    def _languages(self, chance: random.Random) -> list[str]:
        """The original language, English mostly, and others that need not be as common."""
        original = self.languages.some(chance, 1)[0]
        others = [code for code in self.words if code != original]
        chance.shuffle(others)
        return [original, *others[: chance.choice(NUMBERS_OF_LANGUAGES) - 1]]

    def _text(self, chance: random.Random, language: str, lengths: tuple[int, int]) -> str:
        drawn = self.words[language].some(chance, chance.randint(*lengths))
        for place in range(1, len(drawn)):
            if chance.random() < NEW:
                one, other = drawn[place - 1], drawn[place]
                drawn[place] = one[: len(one) // 2 + 1] + other[len(other) // 2 :]
        text = " ".join(drawn)
        return f"{text[:1].upper()}{text[1:]}"

    def _names(self, chance: random.Random, language: str) -> list[str]:
        return [word.title() for word in self.words[language].some(chance, 1)]

    def _organisation(self, number: int) -> str:
        chance = random.Random(f"{self.seed} organisation {number}")  # noqa: S311 # no secret
        language = self.languages.some(chance, 1)[0]
        return " ".join(word.title() for word in self.words[language].some(chance, 3))

    # -- what is asked ---------------------------------------------------------------------------
    def questions(self, count: int) -> list[dict[str, str]]:
        """Return `count` searches as an address has them: `lang`, `q` and perhaps filters.

        In turn one word, three words, a keyword of the vocabulary, a keyword in one country,
        quoted words, a word with a slip, and a theme without any words.
        """
        chance = random.Random(f"{self.seed} questions")  # noqa: S311 # no secret
        makers = (
            self._word,
            self._several,
            self._keyword,
            self._keyword_in_country,
            self._quoted,
            self._slip,
            self._theme,
        )
        languages = list(self.words)
        return [
            {"lang": (code := languages[number % len(languages)])}
            | makers[number % len(makers)](chance, code)
            for number in range(count)
        ]

    def _word(self, chance: random.Random, language: str) -> dict[str, str]:
        return {"q": chance.choice(self._telling(language))}

    def _several(self, chance: random.Random, language: str) -> dict[str, str]:
        return {"q": " ".join(chance.choices(self._telling(language), k=3))}

    def _keyword(self, chance: random.Random, language: str) -> dict[str, str]:
        return {"q": chance.choice(self.labels[language])}

    def _keyword_in_country(self, chance: random.Random, language: str) -> dict[str, str]:
        return {**self._keyword(chance, language), "country": self.countries.some(chance, 1)[0]}

    def _quoted(self, chance: random.Random, language: str) -> dict[str, str]:
        return {"q": f'"{chance.choice(self._telling(language))}"'}

    def _slip(self, chance: random.Random, language: str) -> dict[str, str]:
        word = chance.choice([word for word in self._telling(language) if len(word) > 5])
        place = chance.randint(1, len(word) - 2)
        return {"q": word[:place] + word[place + 1 :]}

    def _theme(self, chance: random.Random, _language: str) -> dict[str, str]:
        return {"theme": self.concepts["theme"].some(chance, 1)[0]}

    def _telling(self, language: str) -> Sequence[str]:
        """Words that say something: not the commonest, not too short."""
        return [word for word in self.words[language].ranked[20:400] if len(word) > 3]


def _texts(contents: Iterable[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield (language, text) of every translated value and every list of alternatives."""
    for content in contents:
        yield from _translated(content)


def _translated(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, list):
        for each in value:
            yield from _translated(each)
    elif isinstance(value, dict):
        for name, each in value.items():
            if name in STEMMERS and isinstance(each, str):
                yield name, each
            elif name in STEMMERS and isinstance(each, list):
                yield from ((name, text) for text in each if isinstance(text, str))
            else:
                yield from _translated(each)


def _records(contents: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for content in contents:
        for name, records in content.items():
            if isinstance(records, list) and name != "concepts":
                yield from records


def _concepts(contents: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [concept for content in contents for concept in content.get("concepts", ())]


def _ranked_concepts(contents: Sequence[dict[str, Any]]) -> dict[str, Words]:
    """Scheme → ids of its concepts, those that most records have first."""
    used = [
        concept
        for record in _records(contents)
        for name in TAGS
        for concept in record.get(name, ())
    ]
    schemes: dict[str, set[str]] = {}
    for concept in _concepts(contents):
        schemes.setdefault(concept["scheme"], set()).add(concept["id"])
    return {
        scheme: Words.counted([*sorted(ids), *(each for each in used if each in ids)])
        for scheme, ids in schemes.items()
    }


def _labels(contents: Sequence[dict[str, Any]]) -> dict[str, list[str]]:
    labels: dict[str, list[str]] = {}
    for concept in _concepts(contents):
        for language, label in concept["label"].items():
            labels.setdefault(language, []).append(label)
    return labels


def _countries(contents: Iterable[dict[str, Any]]) -> Iterator[str]:
    for record in _records(contents):
        yield from record.get("countries", ())
        if record.get("country"):
            yield record["country"]
