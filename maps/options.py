"""What the map's form offers: layers, countries, kinds and topics, with what is chosen."""

from __future__ import annotations

from dataclasses import dataclass

from core.showing.facts import Link
from maps.layers import Layer, all_layers
from maps.selection import Selection
from search.facets import Facet, facet_of
from search.filters import CLOSED, Filter, Where, offered_in
from search.page import chips_of
from search.results.labels import value_labels, values_offered


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
    return tuple(
        facet_of(selection.query, each.name, _words(each, selection))
        for each in offered_in(Where.MAP)
    )


def chips(selection: Selection) -> list[Link]:
    """Each thing asked for, also what the form doesn't offer, leading to the map without it."""
    query, address = selection.query, selection.address_of
    text = [Link(label=f"“{query.text}”", url=address(query.without("text")))] if query.text else []
    return [*text, *chips_of(query, selection.vocabulary, address)]


def hidden(selection: Selection) -> list[tuple[str, str]]:
    """What the form keeps without showing it, as (name, value) pairs of an address."""
    shown = {each.name for each in offered_in(Where.MAP)} | {"page"}
    return [pair for pair in selection.query.to_params() if pair[0] not in shown]


def _words(each: Filter, selection: Selection) -> dict[str, str]:
    """Value → words of what can be chosen, and of what an address chose besides."""
    query, vocabulary = selection.query, selection.vocabulary
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
