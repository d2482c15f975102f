"""Parts of the site that a menu may lead to by their names: lists, and pages that are views."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.folding import order_of
from core.kinds import kind_of, kinds_and_parts
from core.network.now import network_now


@dataclass(frozen=True, kw_only=True)
class Destination:
    """A part of the site; `url` makes its address in the active language."""

    name: str
    label: str
    url: str


def _at(name: str) -> Callable[[], str]:
    return lambda: reverse(name)


def _all_organisations() -> str:
    return kind_of("organisations").list_url("view=all")


def _office() -> str:
    return f"mailto:{network_now().office_email}"


#: Parts that are no list of a kind of record.
_PARTS: dict[str, tuple[Promise, Callable[[], str]]] = {
    "map": (_("Map"), _at("map")),
    "countries": (_("Countries"), _at("countries")),
    "themes": (_("Topics"), _at("themes")),
    "members": (_("Members"), _at("members")),
    "all-organisations": (_("All organisations"), _all_organisations),
    "join": (_("How to join"), _at("joining:start")),
    "search": (_("Search"), _at("search:search")),
    "newsletter": (_("Newsletter"), _at("newsletter:subscribe")),
    "write": (_("Write to the network office"), _office),
    "sign-in": (_("Sign in for members"), _at("wagtailadmin_home")),
}


def destination(name: str) -> Destination | None:
    """The part with a name, in the active language; None where this site has none of it."""
    if name in _PARTS:
        label, url = _PARTS[name]
        return Destination(name=name, label=str(label), url=url())
    try:
        kind = kind_of(name)
        return Destination(name=name, label=kind.title, url=kind.url)
    except (KeyError, NoReverseMatch):
        return None


def choices() -> list[tuple[str, str]]:
    """All parts by name and label, for a form."""
    names = [*(kind.name for kind in kinds_and_parts()), *_PARTS]
    found = [each for name in names if (each := destination(name)) is not None]
    named = ((each.name, each.label) for each in found)
    return sorted(named, key=lambda choice: order_of(choice[1]))
