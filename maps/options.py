"""What the map's form offers: layers, countries, kinds and topics, with what is chosen."""

from __future__ import annotations

from dataclasses import dataclass

from maps.layers import Layer, all_layers
from maps.selection import Selection
from search.facets import Facet, facet_of
from search.filters import CLOSED, Filter, Where, offered_in
from search.results.labels import value_labels, values_offered
from search.vocabulary.concepts import current_vocabulary
from search.vocabulary.matching import Vocabulary


@dataclass(frozen=True, slots=True)
class Switch:
    """A layer's switch, and whether it is on."""

    layer: Layer
    chosen: bool


def switches(selection: Selection) -> tuple[Switch, ...]:
    """All layers with whether they are shown."""
    return tuple(Switch(layer, layer in selection.layers) for layer in all_layers())


def filters(selection: Selection) -> tuple[Facet, ...]:
    """The form's lists: countries and kinds of the chosen layers, concepts of the vocabulary."""
    query, vocabulary = selection.query, current_vocabulary()
    return tuple(
        facet_of(query, each.name, _words(each, selection, vocabulary))
        for each in offered_in(Where.MAP)
    )


def _words(each: Filter, selection: Selection, vocabulary: Vocabulary) -> dict[str, str]:
    """Value → words of what can be chosen, and of what an address chose besides."""
    query = selection.query
    chosen = {value: value for value in query.values(each.name)}
    if each.name == "kind":
        kinds = (pair for layer in selection.layers for pair in layer.kinds())
        return chosen | {value: str(words) for value, words in kinds}
    if each.name == "country":
        codes = {code for layer in selection.layers for code in layer.countries()}
        values = codes & CLOSED[each.name]
    else:
        values = set(values_offered(each.name, vocabulary))
    return chosen | value_labels(
        each.name, values | set(chosen), language=query.language, vocabulary=vocabulary
    )
