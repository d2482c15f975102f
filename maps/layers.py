"""What can be drawn: each application registers its layers in `<app>/map_layer.py`.

    register(Layer(name="practices", collection="practices", pin="square", …))

`maps` knows no domain model; a marker is plain values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise

from core.countries import country_name
from core.i18n import Localised
from core.kinds import kind_of
from maps.projection import on_sheet
from search.query import SearchQuery
from search.sources.registry import source_of

_NAME = re.compile(r"[a-z][a-z_]*\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """One thing in one place, in the reader's language. Plain values; degrees are WGS 84.

    `countries` are ISO codes, the main one first; `place` is a town in words. Without a point
    (`latitude` and `longitude` None) a thing is listed and counted for its country but not drawn.
    """

    key: str
    title: Localised
    url: str
    kind_label: str
    place: str = ""
    countries: tuple[str, ...] = ()
    organisation: str = ""
    latitude: float | None = None
    longitude: float | None = None
    precision: str = ""

    @property
    def point(self) -> tuple[float, float] | None:
        """Return (latitude, longitude), or None."""
        if self.latitude is None or self.longitude is None:
            return None
        return self.latitude, self.longitude

    @property
    def where(self) -> str:
        """Town and country in words of the reader's language."""
        country = country_name(self.countries[0]) if self.countries else ""
        return ", ".join(part for part in (self.place, country) if part)

    @property
    def is_drawn(self) -> bool:
        """True when it has a point and the point lies inside the map's window."""
        return self.point is not None and on_sheet(*self.point)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """A switch of the map: members, practices … `markers` returns what a query selects.

    Every callable reads through the public gate with a number of queries that doesn't depend on
    the number of records. `kinds` are (value, words) of the filter `kind` in the active language;
    `countries` the codes that any of the layer's things has. `pin` is the form of its marks
    (`css/map.css`), so that colour is never alone. Without a label it is called like its kind.
    """

    name: str
    collection: str
    markers: Callable[[SearchQuery], Iterable[Marker]]
    countries: Callable[[], Iterable[str]]
    kinds: Callable[[], Iterable[tuple[str, str]]]
    pin: str = "dot"
    label: str | Promise = ""
    default: bool = False

    @property
    def tone(self) -> str:
        """The colour that the markers wear: that of the kind."""
        return kind_of(self.collection).tone

    @property
    def title(self) -> str:
        """What the switch is called, in the reader's language."""
        return str(self.label or kind_of(self.collection).title)


_layers: dict[str, Layer] = {}


def ids_matching(collection: str, query: SearchQuery) -> list[str]:
    """Ids of a collection's public records that a query selects, as every list selects them.

    Raises ImproperlyConfigured for a collection that no application registered for the search.
    """
    source = source_of(collection)
    if source is None:
        raise ImproperlyConfigured(f"the collection {collection!r} has no search source")
    return list(source.matching(query))


def register(layer: Layer) -> None:
    """Add a layer. Raises ImproperlyConfigured for a second one of a name, or a bad name."""
    if not _NAME.match(layer.name):
        raise ImproperlyConfigured(f"{layer.name!r} is no name for a map layer")
    if layer.name in _layers:
        raise ImproperlyConfigured(f"the map layer {layer.name!r} is registered already")
    _layers[layer.name] = layer


def all_layers() -> tuple[Layer, ...]:
    """All layers: those shown at first, then the others, each as they were registered."""
    return tuple(sorted(_layers.values(), key=lambda layer: not layer.default))


def layer_named(name: str) -> Layer | None:
    """The layer of a name, or None."""
    return _layers.get(name)
