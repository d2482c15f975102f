"""What to look for in which field and with what weight: a tree that every engine can translate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from search.analysis.compounds import COMPOUNDING, whole_parts
from search.analysis.spelling import slips_allowed
from search.analysis.words import content_words, fold_word, is_stop_word, stem, words
from search.engines.fields import FOLDED_FIELDS, LANGUAGES
from search.engines.weights import (
    ALL_PARTS,
    BEGINNING,
    CONCEPT,
    COUNTRY,
    FOLDED_WEIGHTS,
    LOOSE,
    NARROWER,
    OTHER_LANGUAGE,
    PARTIAL,
    PARTS,
    SHORTEST_BEGINNING,
    SLIP,
    TEXT,
    TIE,
    TITLE,
    TOGETHER,
)
from search.plan import Clause, SearchPlan
from search.vocabulary.matching import Expansion


@dataclass(frozen=True, kw_only=True)
class Wording:
    """A node. `kind` is one of:

    term, prefix, fuzzy: `words[0]` in `field` (fuzzy: up to `slop` letters wrong) ·
    phrase: `words` in this order, up to `slop` others between · values: any of `words`, score 1 ·
    best: the best of `parts` and a share (`tie`) of the others · all: every one of `parts` ·
    some: at least `slop` of `parts`. The score is multiplied by `weight`.

    Words of fields with stems are stems; `written` are the same words before stemming, for engines
    that stem by themselves.
    """

    kind: str
    field: str = ""
    words: tuple[str, ...] = ()
    written: tuple[str, ...] = ()
    parts: tuple[Wording, ...] = ()
    slop: int = 0
    tie: float = 0.0
    weight: float = 1.0


def wording(plan: SearchPlan) -> Wording:
    """Return the tree of a plan that has clauses."""
    strict = _clauses(plan, relaxed=False, least=plan.required)
    if not plan.relaxed:
        return strict
    loose = replace(_clauses(plan, relaxed=True, least=1), weight=LOOSE)
    return Wording(kind="some", parts=(strict, loose), slop=1)


def _clauses(plan: SearchPlan, *, relaxed: bool, least: int) -> Wording:
    writer = _Writer(plan.query.language, relaxed=relaxed)
    found = tuple(writer.clause(clause) for clause in plan.clauses)
    return found[0] if len(found) == 1 else Wording(kind="some", parts=found, slop=least)


class _Writer:
    def __init__(self, language: str, *, relaxed: bool) -> None:
        self.language = language
        self.relaxed = relaxed

    def clause(self, clause: Clause) -> Wording:
        if clause.phrase:
            return self.quoted([fold_word(word) for word in clause.words])
        choices = [self.own_words(clause.words)]
        share = PARTIAL if clause.partial else 1.0
        for name, ids, weight in (
            ("concept", clause.concepts, CONCEPT * share),
            ("concept", clause.narrower, NARROWER * share),
            ("country", clause.countries, COUNTRY),
        ):
            choices += [
                Wording(kind="term", field=name, words=(each,), weight=weight) for each in ids
            ]
        choices += [found for e in clause.expansions for found in self.expansion(e)]
        return choices[0] if len(choices) == 1 else _best(choices)

    def quoted(self, folded: list[str]) -> Wording:
        kind = "phrase" if len(folded) > 1 else "term"
        return _best(
            [
                Wording(kind=kind, field=name, words=tuple(folded), weight=weight)
                for name, weight in FOLDED_WEIGHTS.items()
            ]
        )

    def own_words(self, typed: Sequence[str]) -> Wording:
        kept = [word for _, word in content_words(list(typed), self.language)]
        if len(kept) == 1:
            return self.word(kept[0])
        each = tuple(self.word(word) for word in kept)
        every = Wording(kind="some", parts=each, slop=1 if self.relaxed else len(each))
        return _best([every, replace(self.quoted([fold_word(w) for w in typed]), weight=TOGETHER)])

    def word(self, word: str) -> Wording:
        folded = fold_word(word)
        choices = [
            Wording(kind="term", field=name, words=(folded,), weight=weight)
            for name, weight in FOLDED_WEIGHTS.items()
        ]
        for language in LANGUAGES:
            if language == self.language or not is_stop_word(word, language):
                choices += self.stems(word, language)
        if len(folded) >= SHORTEST_BEGINNING:
            choices += [
                Wording(kind="prefix", field=name, words=(folded,), weight=BEGINNING)
                for name in ("names", "exact_title")
            ]
        if self.relaxed and slips_allowed(folded):
            slips = slips_allowed(folded)
            choices += [
                Wording(kind="fuzzy", field=name, words=(folded,), slop=slips, weight=SLIP)
                for name in FOLDED_FIELDS
            ]
        return _best(choices)

    def stems(self, word: str, language: str) -> Iterator[Wording]:
        share = 1.0 if language == self.language else OTHER_LANGUAGE
        yield from _in_fields(word, language, share)
        compound = whole_parts(word, language)
        if compound:
            each = tuple(_best(list(_in_fields(part, language, 1.0))) for part in compound)
            yield Wording(kind="all", parts=each, weight=ALL_PARTS * share)

    def expansion(self, expansion: Expansion) -> Iterator[Wording]:
        """One word as any word; several must stand near each other, as stems, in their order."""
        language = expansion.language
        written = tuple(w for _, w in content_words(words(expansion.text), language))
        if len(written) == 1:
            yield from _in_fields(written[0], language, expansion.weight)
            return
        for name, weight in (("title", TITLE), ("text", TEXT)):
            yield Wording(
                kind="phrase",
                field=f"{name}_{language}",
                words=tuple(stem(word, language) for word in written),
                written=written,
                slop=2 * (len(written) - 1),
                weight=weight * expansion.weight,
            )


def _in_fields(word: str, language: str, share: float) -> Iterator[Wording]:
    fields = [("title", TITLE), ("text", TEXT)]
    if language in COMPOUNDING:
        fields.append(("parts", PARTS))
    for name, weight in fields:
        yield Wording(
            kind="term",
            field=f"{name}_{language}",
            words=(stem(word, language),),
            written=(word,),
            weight=weight * share,
        )


def _best(choices: list[Wording]) -> Wording:
    return choices[0] if len(choices) == 1 else Wording(kind="best", parts=tuple(choices), tie=TIE)
