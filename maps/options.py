"""What the map's form offers: layers, countries, kinds and topics, with what is chosen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.countries import COUNTRY_CODES, country_name
from core.i18n import current_language
from maps.layers import Layer, all_layers
from maps.selection import Selection
from search.models.concept import Scheme
from search.vocabulary.concepts import current_vocabulary
from search.vocabulary.matching import CONCEPT


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a filter, its words, and whether it is chosen."""

    value: str
    words: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """A drop-down list of the form; `any_words` stands for no choice."""

    name: str
    label: str
    any_words: str
    options: tuple[Option, ...]

    @property
    def several(self) -> bool:
        """Whether an address chose several values, so that the list must keep them."""
        return sum(option.chosen for option in self.options) > 1


@dataclass(frozen=True, slots=True)
class Switch:
    """A layer's switch, and whether it is on."""

    layer: Layer
    chosen: bool


def switches(selection: Selection) -> tuple[Switch, ...]:
    """All layers with whether they are shown."""
    return tuple(Switch(layer, layer in selection.layers) for layer in all_layers())


def filters(selection: Selection) -> tuple[Filter, ...]:
    """The form's lists: countries and kinds of the chosen layers, topics of the vocabulary."""
    codes = {code for layer in selection.layers for code in layer.countries()}
    countries = [(code, country_name(code)) for code in codes & COUNTRY_CODES]
    kinds = dict(pair for layer in selection.layers for pair in layer.kinds())
    language = current_language()
    themes = [
        (term.value, term.label_in(language))
        for term in current_vocabulary().terms.values()
        if term.field == CONCEPT and term.scheme == Scheme.THEME
    ]
    return (
        _filter(selection, "country", _("Country"), _("all countries"), countries),
        _filter(selection, "kind", _("Kind"), _("all kinds"), kinds.items()),
        _filter(selection, "theme", _("Topic"), _("all topics"), themes),
    )


def _filter(
    selection: Selection, name: str, label: str, any_words: str, pairs: Iterable[tuple[str, str]]
) -> Filter:
    chosen = selection.query.values(name)
    known = {value: str(words) for value, words in pairs}
    for value in chosen:
        known.setdefault(value, country_name(value) if name == "country" else value)
    ordered = sorted(known.items(), key=lambda pair: pair[1].casefold())
    options = tuple(Option(value, words, value in chosen) for value, words in ordered)
    return Filter(name, label, any_words, options)
