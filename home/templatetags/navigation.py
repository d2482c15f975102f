"""What header and footer lead to. They ask the database nothing."""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.kinds import Kind, Place
from core.kinds import kinds_in as kinds_that_appear_in
from core.network.now import network_now

register = template.Library()

#: Pages of the main menu that are no kind of record, between those that are.
_PAGES: tuple[tuple[int, str, Promise], ...] = (
    (40, "map", _("Map")),
    (60, "countries", _("Countries")),
    (70, "themes", _("Topics")),
)


@dataclass(frozen=True, kw_only=True)
class MenuItem:
    """One way in of the main menu; `name` is a collection, or that of another page."""

    name: str
    label: str
    url: str


@register.simple_tag
def kinds_in(place: str) -> tuple[Kind, ...]:
    """`{% kinds_in "shared" as shared %}`: the kinds that appear in a place, in its order."""
    return kinds_that_appear_in(Place(place))


@register.simple_tag(takes_context=True)
def helpline_url(context: Context) -> str:
    """`{% helpline_url %}`: where families find help, as the office chose, or the helplines."""
    page = network_now().helpline_page
    address = page.get_url(context.get("request")) if page is not None else None
    return str(address or reverse("helplines_list"))


@register.simple_tag
def main_menu() -> list[MenuItem]:
    """`{% main_menu as items %}`: the main menu, in its order."""
    kinds = [
        (kind.places[Place.MENU], kind.collection, kind.title, kind.url)
        for kind in kinds_in(Place.MENU)
    ]
    pages = [(position, name, str(label), reverse(name)) for position, name, label in _PAGES]
    return [
        MenuItem(name=name, label=label, url=url)
        for _position, name, label, url in sorted([*kinds, *pages])
    ]
