"""The glossary by letter, in the order of the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.folding import order_of
from core.i18n import Localised, language_choices, localised
from practices.models import GlossaryTerm


@dataclass(frozen=True, kw_only=True)
class TermShown:
    """One term with its meaning, its other names and its languages (code, own name)."""

    record_id: str
    url: str
    term: Localised
    acronym: str
    meaning: Localised
    also_known_as: str
    country: str
    languages: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Initial:
    """A letter with its terms; `name` is its anchor, safe in an address."""

    letter: str
    name: str
    terms: tuple[TermShown, ...]


def order_of_term(term: TermShown) -> str:
    """What a term is sorted and grouped by, without the quotation mark that it may begin with."""
    return order_of(str(term.term).strip().lstrip("“„«\"'’"))


def term_shown(term: GlossaryTerm) -> TermShown:
    """Put one term into words."""
    names = dict(language_choices())
    return TermShown(
        record_id=term.record_id,
        url=term.get_absolute_url(),
        term=localised(term, "term"),
        acronym=term.acronym,
        meaning=localised(term, "meaning"),
        also_known_as="; ".join(map(str, term.also_known_as)),
        country=term.country,
        languages=tuple((code, names[code]) for code in term.available_languages),
    )


def by_letter(terms: Iterable[GlossaryTerm]) -> list[Initial]:
    """Group terms by their first letter, accents folded; what isn't a letter comes under `#`."""
    groups: dict[str, list[TermShown]] = {}
    for shown in sorted(map(term_shown, terms), key=order_of_term):
        first = order_of_term(shown)[:1].upper()
        groups.setdefault(first if first.isalpha() else "#", []).append(shown)
    return [
        Initial(letter=letter, name=f"letter-{position}", terms=tuple(found))
        for position, (letter, found) in enumerate(sorted(groups.items()), start=1)
    ]
