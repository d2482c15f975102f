"""One person's data, whichever application keeps it: what each registers to find and erase it.

Whoever asks for what is stored (GDPR art. 15, 20) or to have it erased (art. 17) is answered from
one page of the office; each application says here what it finds, what can go, and what stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise

from core.folding import fold
from core.mail.addresses import shown_email

#: stands in a text in place of what was erased from it
ERASED = "[…]"
AROUND = 40  # characters that are shown on each side of what was found
_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
#: what may stand between the words of a name, in texts and in addresses of pages
_BETWEEN = re.compile(r"\s*[\s,._-]\s*")


class CannotErase(Exception):
    """Something can't be erased now; says why, in the reader's words."""


@dataclass(frozen=True, kw_only=True)
class PersonSought:
    """Whom the office looks for: a normalised address, a name, or both; "" for what isn't known.

    A name is found whatever its case and accents, and with the last name first.
    """

    email: str = ""
    name: str = ""

    @cached_property
    def _addresses(self) -> re.Pattern[str] | None:
        if not self.email:
            return None
        spellings = "|".join(re.escape(each) for each in {self.email, shown_email(self.email)})
        return re.compile(rf"(?<![\w.+-])(?:{spellings})(?![\w-]|\.\w)", re.IGNORECASE)

    @cached_property
    def names(self) -> tuple[tuple[str, ...], ...]:
        """The words of the name, folded, in both orders."""
        words = tuple(_WORD.findall(fold(self.name)))
        turned = (*words[-1:], *words[:-1])
        return tuple(dict.fromkeys(each for each in (words, turned) if each))

    def has_address(self, text: str) -> bool:
        """Tell whether a text holds the address."""
        return self._addresses is not None and self._addresses.search(text) is not None

    def has_name(self, text: str) -> bool:
        """Tell whether a text holds the name."""
        return bool(self._spans_of_name(text))

    def is_in(self, text: str) -> bool:
        """Tell whether a text holds address or name."""
        return self.has_address(text) or self.has_name(text)

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Return where address and name stand in a text, in order, none within another."""
        found = self._spans_of_name(text)
        if self._addresses is not None:
            found += [match.span() for match in self._addresses.finditer(text)]
        spans: list[tuple[int, int]] = []
        for start, end in sorted(found):
            if spans and start <= spans[-1][1]:
                spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
            else:
                spans.append((start, end))
        return spans

    def around(self, text: str) -> str:
        """Return what stands around the first place in a text, in one line."""
        start, end = self.spans(text)[0]
        first, last = max(start - AROUND, 0), end + AROUND
        cut = " ".join(text[first:last].split())
        return f"{'…' if first else ''}{cut}{'…' if last < len(text) else ''}"

    def without(self, text: str) -> str:
        """Return a text with ERASED in place of address and name; "" if it is nothing else."""
        spans = self.spans(text)
        if spans == [(0, len(text))]:
            return ""
        for start, end in reversed(spans):
            text = text[:start] + ERASED + text[end:]
        return text

    def _spans_of_name(self, text: str) -> list[tuple[int, int]]:
        if not self.names or not text:
            return []
        folded = text.lower() if text.isascii() else fold(text)
        if any(word not in folded for word in self.names[0]):
            return []
        places = [match.span() for match in _WORD.finditer(text)]
        words = [fold(text[start:end]) for start, end in places]
        length, at = len(self.names[0]), 0
        spans = []
        while at <= len(words) - length:
            start, end = places[at][0], places[at + length - 1][1]
            gaps = [text[places[n][1] : places[n + 1][0]] for n in range(at, at + length - 1)]
            is_name = tuple(words[at : at + length]) in self.names
            if is_name and all(_BETWEEN.fullmatch(gap) for gap in gaps):
                spans.append((start, end))
                at += length
            else:
                at += 1
        return spans


@dataclass(frozen=True, kw_only=True)
class PersonFound:
    """One thing that is stored about the person sought.

    `key` tells it from the others of its source and is the same at the next look. `what` says what
    it is, `where` by what the office recognises it, `url` leads there; both may be worked out when
    they are read. `stays` says why it can't go and until when; "" if it can. What was found by name
    only is `by_name`: somebody has to say that it is this person; `caution` says what else there is
    to weigh before it is handed out. `language` is the one the person reads, and `name` how the
    person is called there, where that is known.
    """

    key: str
    what: str | Promise
    where: str | Promise = ""
    url: str | Promise = ""
    stays: str | Promise = ""
    by_name: bool = False
    caution: str | Promise = ""
    language: str = ""
    name: str = ""


def no_files(found: PersonFound) -> Mapping[str, bytes]:
    """Nothing but what `export` gives."""
    del found
    return {}


@dataclass(frozen=True, kw_only=True)
class PersonalData:
    """What one application can tell about a person.

    `models` are those of the table that it looks through, each beside nobody else's. `find` writes
    nothing. `export` returns what JSON can hold, `files` contents by name. `erase` is called for
    one thing found, in a transaction; it does nothing if that is gone already, and raises
    CannotErase.
    """

    name: str
    models: tuple[str, ...]
    find: Callable[[PersonSought], Iterable[PersonFound]]
    export: Callable[[PersonFound], dict[str, Any]]
    erase: Callable[[PersonFound, PersonSought], None]
    files: Callable[[PersonFound], Mapping[str, bytes]] = no_files


_sources: dict[str, PersonalData] = {}


def register_personal_data(source: PersonalData) -> None:
    """Add what an application can tell. Raises ImproperlyConfigured for a name or model twice."""
    taken = {model for other in _sources.values() for model in other.models} & set(source.models)
    if source.name in _sources or taken:
        raise ImproperlyConfigured(f"{source.name}: {', '.join(taken) or 'the name'} is taken")
    _sources[source.name] = source


def personal_data() -> tuple[PersonalData, ...]:
    """Return all sources, in the order in which they registered."""
    return tuple(_sources.values())
