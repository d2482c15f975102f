"""Which languages a record has, which are missing or out of date: computed, never stored."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

from django.conf import settings

from core.i18n import LANGS, Translated, has_content, loc
from core.translation.proposals import Translation, TranslationStatus
from core.translation.texts import TextPlace, original_language_of, places_of

#: Pairs of words that difflib may look at; some second's work at the worst.
MOST_COMPARED = 1_000_000
REQUESTS = (TranslationStatus.MAKING, TranslationStatus.FAILED)


@dataclass(frozen=True)
class LanguageState:
    """How a record stands in one language."""

    code: str
    name: str
    is_original: bool
    #: names of the texts that the original has and this language has not
    missing: tuple[str, ...]
    #: {name: share of the original's text that changed since the translation, 0 to 1}
    outdated: dict[str, float]
    #: proposals that wait for someone to check them
    proposals: tuple[Translation, ...]
    #: what a machine was asked for and has not done (yet)
    request: Translation | None = None
    #: the text without which there is nothing to show
    heading: str = "heading"

    @property
    def is_missing(self) -> bool:
        """Whether nothing is written in this language though the original says something."""
        return self.heading in self.missing

    @property
    def lacking(self) -> tuple[str, ...]:
        """Names of the texts that a new translation is needed of: missing or out of date."""
        return tuple(dict.fromkeys((*self.missing, *self.outdated)))

    @property
    def may_ask(self) -> bool:
        """Whether a machine's translation would bring something that isn't on its way."""
        on_its_way = self.request is not None and self.request.is_on_its_way
        return bool(self.lacking) and not (self.is_original or on_its_way or self.proposals)

    @property
    def changed_percent(self) -> int:
        """The most that one field's original changed since, in per cent."""
        return round(100 * max(self.outdated.values(), default=0))


def changed_share(before: str, now: str) -> float:
    """How much of a text changed: 0 the same, 1 nothing left (difflib's ratio over words).

    Of long texts the words are counted, wherever they stand: difflib takes the square of them.
    """
    words, words_now = before.split(), now.split()
    compared = SequenceMatcher(None, words, words_now, autojunk=False)
    if len(words) * len(words_now) > MOST_COMPARED:
        return 1 - compared.quick_ratio()
    return 1 - compared.ratio()


def language_states(record: Translated) -> list[LanguageState]:
    """The state of each working language of a record, original first.

    One query, and one per sort of rows that aren't loaded.
    """
    places = places_of(record)
    translations = (
        list(Translation.objects.filter(key=record.key)) if hasattr(record, "key") else []
    )
    working = getattr(record, "working_languages", lambda: LANGS)()
    has = tuple(code for code in LANGS if _written(record, code))
    codes = dict.fromkeys((original_language_of(record), *working, *has))
    return [_state(record, code, places, translations) for code in codes]


def _written(record: Translated, code: str) -> bool:
    return any(has_content(getattr(record, loc(name, code), "")) for name in record.translated)


def _state(
    record: Translated, code: str, places: dict[str, TextPlace], translations: list[Translation]
) -> LanguageState:
    mine = [t for t in translations if t.language == code]
    original = original_language_of(record)
    originals = {name: place.text(original) for name, place in places.items()}
    return LanguageState(
        code=code,
        name=dict(settings.LANGUAGES)[code],
        is_original=code == original,
        missing=tuple(
            name
            for name, text in originals.items()
            if has_content(text) and not has_content(places[name].text(code))
        ),
        outdated=_outdated(originals, mine),
        proposals=tuple(t for t in mine if t.status == TranslationStatus.OPEN),
        request=next((t for t in mine if t.status in REQUESTS), None),
        heading=getattr(record, "heading_field", "heading"),
    )


def _outdated(originals: dict[str, str], mine: list[Translation]) -> dict[str, float]:
    """How much changed since the last translation of each text that was taken over."""
    befores: dict[str, str] = {}
    for accepted in (t for t in mine if t.status == TranslationStatus.ACCEPTED):  # newest first
        for name in accepted.proposed:
            befores.setdefault(name, accepted.snapshot.get(name, ""))
    shares = {
        name: changed_share(before, originals[name])
        for name, before in befores.items()
        if name in originals
    }
    return {name: share for name, share in shares.items() if share}
