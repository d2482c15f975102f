"""Why a record was found: the telling piece of its text, and the reasons in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain, islice

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from core.countries import country_name
from core.i18n import language_in_words
from search.analysis.snippets import Terms, found_in, snippet
from search.analysis.words import (
    Word,
    composed,
    content_words,
    fold_word,
    is_stop_word,
    stem,
    stem_key,
)
from search.entry import SearchEntry
from search.near import Near
from search.plan import SearchPlan
from search.vocabulary.matching import Vocabulary

MOST_REASONS = 3
NEXT_DOOR_KM = 3
MOST_WORDS = 4  # quoted in one reason


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """`snippet` is safe HTML with `<mark>` in `language`; "" where only tags or a title match."""

    snippet: str = ""
    language: str = ""
    reasons: tuple[str, ...] = ()


def distance_in_words(near: Near | None, entry: SearchEntry) -> tuple[str, ...]:
    """How far from the asked place a record is, in the active language; () without either.

    Points of towns are only good to a kilometre: nothing more exact is said.
    """
    if near is None or entry.point is None:
        return ()
    km = round(near.distance_km(entry.point))
    values = {"town": near.town.name, "km": km}
    if km < NEXT_DOOR_KM:
        return (_("in %(town)s or next to it") % values,)
    return (_("about %(km)s km from %(town)s") % values,)


@dataclass(frozen=True)
class Explainer:
    """Explains the hits of one plan."""

    plan: SearchPlan
    vocabulary: Vocabulary
    _terms: dict[str, Terms] = field(default_factory=dict)
    _searched: dict[tuple[str, frozenset[str]], Terms] = field(default_factory=dict)

    @cached_property
    def language(self) -> str:
        """The reader's language."""
        return self.plan.query.language

    @cached_property
    def own_words(self) -> tuple[str, ...]:
        """The words the reader typed, without those too common to be searched."""
        return tuple(
            word
            for clause in self.plan.clauses
            for _position, word in content_words(list(clause.words), self.language)
        )

    def explain(self, entry: SearchEntry) -> Explanation:
        """Explain one hit, in the reader's language where the record has it."""
        far = distance_in_words(self.plan.query.near, entry)
        if not self.plan.clauses:
            return Explanation(reasons=far)
        text, language = self._snippet(entry)
        reasons = tuple(islice(chain(far, self._tags(entry), self._found(entry)), MOST_REASONS))
        return Explanation(snippet=text, language=language, reasons=reasons)

    def _languages(self, entry: SearchEntry) -> list[str]:
        written = entry.text_languages
        first = [self.language, entry.original_language]
        return [code for code in dict.fromkeys([*first, *written]) if code in written]

    def _own(self, language: str) -> Terms:
        """What the reader typed, to be found in texts of a language."""
        if language not in self._terms:
            same = language == self.language
            kept = [w for w in self.own_words if same or not is_stop_word(w, language)]
            self._terms[language] = Terms(
                language,
                frozenset(fold_word(word) for word in kept),
                frozenset(stem(word, language) for word in kept),
            )
        return self._terms[language]

    def _other(self, language: str, *texts: str) -> Terms:
        """What was searched besides, as far as all words of it stand in these texts."""
        keys = self._expansions.get(language, ())
        every = self._of_stems(language, frozenset(each for key in keys for each in key))
        present = {stem(word, language) for text in texts for word in every.among(text)}
        stems = {each for key in keys if present.issuperset(key) for each in key}
        return self._of_stems(language, frozenset(stems), within=every)

    @cached_property
    def _expansions(self) -> dict[str, list[tuple[str, ...]]]:
        """Language → the stems of each thing that was searched besides."""
        found: dict[str, list[tuple[str, ...]]] = {}
        for each in self.plan.expansions:
            found.setdefault(each.language, []).append(stem_key(each.text, each.language))
        return found

    def _of_stems(
        self, language: str, stems: frozenset[str], *, within: Terms | None = None
    ) -> Terms:
        """The same object for the same stems: it remembers what it was asked."""
        if (language, stems) not in self._searched:
            self._searched[language, stems] = Terms(language, frozenset(), stems, within)
        return self._searched[language, stems]

    def _snippet(self, entry: SearchEntry) -> tuple[str, str]:
        for terms_of in (lambda code, _text: self._own(code), self._other):
            for language in self._languages(entry):
                for text in (entry.summary.get(language, ""), entry.body.get(language, "")):
                    cut = snippet(text, terms_of(language, text)) if text else ""
                    if cut:
                        return cut, language
        return "", ""

    def _tags(self, entry: SearchEntry) -> Iterable[str]:
        for clause in self.plan.clauses:
            for concept in (*clause.concepts, *clause.narrower):
                term = self.vocabulary.concept(concept)
                if term is not None and concept in entry.concepts:
                    label = term.label_in(self.language)
                    yield _("about: %(concept)s") % {"concept": label}
            for code in clause.countries:
                if code in entry.countries:
                    name = country_name(code, self.language)
                    yield _("country: %(country)s") % {"country": name}

    def _found(self, entry: SearchEntry) -> Iterable[str]:
        for language in self._languages(entry):
            written = (each.get(language) for each in (entry.title, entry.summary, entry.body))
            texts = [composed(text) for text in written if text]
            found = _found_in(texts, self._own(language)) or _found_in(
                texts, self._other(language, *texts)
            )
            if not found:
                continue
            by_stem = {stem(word.text, language): word.text.lower() for word in reversed(found)}
            shown = list(reversed(by_stem.values()))[:MOST_WORDS]
            values = {
                "words": ", ".join(shown),
                "language": language_in_words(language, self.language),
            }
            if language == self.language:
                yield _("found: %(words)s") % values
            else:
                yield _("found in %(language)s: %(words)s") % values


def _found_in(texts: Iterable[str], terms: Terms) -> list[Word]:
    return [word for text in texts for word in found_in(text, terms)]
