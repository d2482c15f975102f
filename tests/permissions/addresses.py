"""Every address of the URL resolver: its route, its name, its rule, and ways to fill it in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tests.permissions.rules import SNIPPET, Rule
from tests.permissions.rules_files import FILES
from tests.permissions.rules_office import EVERYONE, OFFICE, SYSTEM
from tests.permissions.rules_pages import PAGES
from tests.permissions.rules_public import PUBLIC
from tests.permissions.things import Kind, Thing

#: areas by which the tests are cut, in the order in which rules count
AREAS: dict[str, tuple[Rule, ...]] = {
    "pages": PAGES,
    "files": FILES,
    "everyone": EVERYONE,
    "office": OFFICE,
    "system": SYSTEM,
    "public": PUBLIC,
}
#: what a regular expression as a route looks like when it is filled in
WRITTEN_OUT = {
    "wagtailadmin_pages:revisions_compare": (
        "admin/pages/<pk>/revisions/compare/<revision_id_a>...<revision_id_b>/"
    ),
    "admin/^.*/$": "admin/<path>/",
    "wagtaildocs_serve": "documents/<pk>/<name>",
    "^documents/(\\d+)/(.*)$": "documents/<pk>/<name>",
    "wagtail_serve": "en/<path>",
}
_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
_OF_SNIPPET = re.compile(r"wagtailsnippet(?:chooser)?s_([a-z]+)_([a-z]+):")


class Unclassified(AssertionError):
    """An address that no rule names."""


@dataclass(frozen=True, kw_only=True)
class Address:
    """One address: `patterns` of the resolver share its route, the first of them answers."""

    route: str
    name: str
    area: str
    rule: Rule
    patterns: int = 1

    @property
    def kind(self) -> str:
        """What it takes."""
        if self.rule.takes != SNIPPET:
            return self.rule.takes
        found = _OF_SNIPPET.match(self.name)
        assert found is not None, f"{self.name} is no snippet's address"
        return f"{found[1]}.{found[2]}"

    def filled(self, thing: Thing) -> str:
        """The path for one thing."""
        route = WRITTEN_OUT.get(self.name, self.route)
        return "/" + _PARAMETER.sub(lambda found: thing.value(found[1]), route)

    @property
    def is_whole(self) -> bool:
        """Whether nothing of the route is still a regular expression."""
        route = WRITTEN_OUT.get(self.name, self.route)
        return not set("^$(") & set(_PARAMETER.sub("", route))


def patterns() -> Iterator[tuple[str, str, URLPattern]]:
    """Route, name and pattern of everything in the resolver, in its order."""
    yield from _walk(get_resolver().url_patterns, prefix="", spaces=())


def _walk(
    entries: list[Any], *, prefix: str, spaces: tuple[str, ...]
) -> Iterator[tuple[str, str, URLPattern]]:
    for entry in entries:
        part = str(entry.pattern)
        # Wagtail's API writes its routes as “^pages/” and means “pages/”
        route = prefix + (part.removeprefix("^") if "(" not in part and "*" not in part else part)
        if isinstance(entry, URLResolver):
            inner = (*spaces, entry.namespace) if entry.namespace else spaces
            yield from _walk(entry.url_patterns, prefix=route, spaces=inner)
        elif isinstance(entry, URLPattern):
            yield route, ":".join((*spaces, entry.name)) if entry.name else "", entry


def addresses() -> list[Address]:
    """Every address once. Raises Unclassified, naming all that no rule knows."""
    names: dict[str, list[str]] = {}
    for route, name, _pattern in patterns():
        names.setdefault(route, []).append(name)
    found, unknown = [], []
    for route, given in names.items():
        # a guard before one of Wagtail's addresses has no name of its own
        name = next(filter(None, given), route)
        known = classify(name)
        if known is None:
            unknown.append(f"{name} ({route})")
            continue
        area, rule = known
        found.append(Address(route=route, name=name, area=area, rule=rule, patterns=len(given)))
    if unknown:
        raise Unclassified(
            "Nobody said who may use these addresses. Add a rule to one of "
            "tests/permissions/rules_*.py (docs/developers.md, “A new address”):\n"
            + "\n".join(unknown)
        )
    return found


def classify(name: str) -> tuple[str, Rule] | None:
    """The area and the first rule that match a name, None where none does."""
    for area, rules in AREAS.items():
        for rule in rules:
            if fnmatchcase(name, rule.names):
                return area, rule
    return None


def things_for(address: Address, things: dict[str, list[Thing]]) -> list[Thing]:
    """What an address can be filled in with. Raises KeyError for a kind the world lacks."""
    return things[address.kind] if address.kind != Kind.NOTHING else things[Kind.NOTHING]
