"""What the menus lead to, right now: the office's entries, or those that the site comes with.

What readers can't open is not in a menu: a page that goes offline leaves it, and comes back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import OuterRef, Q, Subquery
from django.utils.text import capfirst
from wagtail.models import Page

from core.acting import read_once
from core.base import TranslatedPage
from core.i18n import Localised, current_language, localised
from core.kinds import Kind, Place, kinds_in
from core.network.legal import OfficePage, Role
from core.showing.addresses import elsewhere
from core.visibility import public_condition
from home.menus.destinations import destination
from home.menus.own_addresses import closed
from home.models import MenuEntry, MenuPlace, StandardPage

#: Parts of the site in the menus that it comes with, beside kinds of records.
_HEADER_PARTS = {"map": 40, "countries": 60, "themes": 70}
_NETWORK_FIRST = ("members", "all-organisations", "countries")
_NETWORK_LAST = ("newsletter", "write", "sign-in")
#: Pages of the office in the menus that the site comes with, once they are online.
_NETWORK_ROLES = (Role.ABOUT, Role.JOIN, Role.MEMBERSHIP)
_LEGAL_ROLES = (Role.IMPRINT, Role.NOTICE, Role.ACCESSIBILITY, Role.SAFEGUARDING, Role.TERMS)
#: The way to help is in no menu: it always stands at the end of the header.
HELP = "helplines"


@dataclass(frozen=True, kw_only=True)
class MenuLink:
    """One way in. `name` is a collection or another part of the site, "" for pages and addresses.

    `entry` is the office's row, None in a menu that the site comes with.
    """

    name: str
    label: Localised
    url: str
    entry: MenuEntry | None = None
    page: Page | None = None

    @property
    def holds_others(self) -> bool:
        """Whether what stands below its address belongs to it, as it does not to the front page."""
        return self.page is None or self.page.depth > 2


@dataclass(frozen=True, kw_only=True)
class Menus:
    """Everything that menus are made of: rows by place, public pages by key, those with a role.

    `closed` are addresses of this site that rows have and readers can't open.
    """

    rows: Mapping[str, list[MenuEntry]]
    pages: Mapping[int, Any]
    roles: Mapping[str, Any]
    closed: frozenset[str] = frozenset()


def menu(place: str) -> list[MenuLink]:
    """The entries of a menu for a reader of the active language. Two queries, once a request.

    One for the rows, one for pages of the office; one more for each other sort of page in them, and
    two where a row has the address of a page of this site.
    """
    known = read_once(read)
    rows = known.rows.get(place)
    if rows is None:
        return usual(place, known.roles)
    language = current_language()
    wanted = [row for row in rows if not row.languages or language in row.languages]
    return [link for row in wanted if (link := link_of(row, known)) is not None]


def usual(place: str, roles: Mapping[str, Any] | None = None) -> list[MenuLink]:
    """The entries of a menu that the office hasn't changed."""
    online = read_once(read).roles if roles is None else roles
    if place == MenuPlace.HEADER:
        return _usual_header()
    if place == MenuPlace.SHARED:
        return [_of_kind(kind, kind.title) for kind in kinds_in(Place.SHARED)]
    if place == MenuPlace.LOOK_UP:
        kinds = [_of_kind(kind, capfirst(kind.many)) for kind in kinds_in(Place.LOOK_UP)]
        return [*kinds, *_parts(["map"])]
    if place == MenuPlace.NETWORK:
        pages = _with_roles(_NETWORK_ROLES, online)
        way_in = () if Role.JOIN in online else ("join",)  # the office's own page leads on to it
        return [*_parts((*_NETWORK_FIRST, *way_in)), *pages, *_parts(_NETWORK_LAST)]
    return _with_roles(_LEGAL_ROLES, online)


def link_of(row: MenuEntry, known: Menus) -> MenuLink | None:
    """An entry as a link in the active language; None where readers may not go there."""
    own = localised(row, "label")
    if row.page_id is not None:
        page = known.pages.get(row.page_id)
        return _of_page(page, own=own, entry=row) if page is not None else None
    if row.part:
        part = destination(row.part)
        if part is None:
            return None
        return MenuLink(name=part.name, label=own or _said(part.label), url=part.url, entry=row)
    address = row.address
    if address in known.closed:
        return None
    if address.startswith("/"):
        address = elsewhere(address, current_language()) if _has_language(address) else address
    return MenuLink(name="", label=own or _said(row.address), url=address, entry=row)


def read() -> Menus:
    """Everything at once, in the queries that `menu` says."""
    rows: dict[str, list[MenuEntry]] = {}
    for row in MenuEntry.objects.select_related("page"):
        rows.setdefault(row.place, []).append(row)
    each_row = [row for each in rows.values() for row in each]
    pages, roles = _public_pages(row.page for row in each_row if row.page)
    own = [row.address for row in each_row if row.address.startswith("/")]
    return Menus(rows=rows, pages=pages, roles=roles, closed=closed(own))


def _public_pages(wanted: Iterable[Any]) -> tuple[dict[int, Any], dict[str, Any]]:
    """Public pages by key, and those of the office by their role."""
    by_class: dict[Any, list[int]] = {StandardPage: []}
    for page in wanted:
        model = ContentType.objects.get_for_id(page.content_type_id).model_class()
        by_class.setdefault(model, []).append(page.pk)
    found: dict[int, Any] = {}
    roles: dict[str, Any] = {}
    for model, keys in by_class.items():
        for page in _of_class(model, keys):
            found[page.pk] = page
            if role := getattr(page, "role", None):
                roles[role] = page
    return found, roles


def _of_class(model: Any, keys: list[int]) -> Any:
    public = model.objects.filter(public_condition())
    if model is not StandardPage:
        return public.filter(pk__in=keys)
    parts = OfficePage.objects.filter(page=OuterRef("pk")).values("role")[:1]
    with_part = OfficePage.objects.exclude(page=None).values("page")
    return public.filter(Q(pk__in=keys) | Q(pk__in=with_part)).annotate(role=Subquery(parts))


# -- the menus that the site comes with ----------------------------------------------------------
def _usual_header() -> list[MenuLink]:
    kinds = [
        (kind.places[Place.MENU], _of_kind(kind, kind.title))
        for kind in kinds_in(Place.MENU)
        if kind.collection != HELP
    ]
    parts = zip(_HEADER_PARTS.values(), _parts(_HEADER_PARTS), strict=True)
    return [link for _position, link in sorted([*kinds, *parts], key=lambda each: each[0])]


def _parts(names: Iterable[str]) -> list[MenuLink]:
    found = [part for name in names if (part := destination(name)) is not None]
    return [MenuLink(name=part.name, label=_said(part.label), url=part.url) for part in found]


def _with_roles(names: Iterable[Role], online: Mapping[str, Any]) -> list[MenuLink]:
    pages = [online[role] for role in names if role in online]
    return [_of_page(page, own=None, entry=None) for page in pages]


def _of_page(page: Page, *, own: Localised | None, entry: MenuEntry | None) -> MenuLink:
    heading = page.heading_in() if isinstance(page, TranslatedPage) else _said(page.title)
    url = str(page.get_url() or "")
    return MenuLink(name="", label=own or heading, url=url, entry=entry, page=page)


def _of_kind(kind: Kind, label: str) -> MenuLink:
    return MenuLink(name=kind.name, label=_said(label), url=kind.url)


def _said(text: str) -> Localised:
    """Words of the site's own, in the reader's language."""
    language = current_language()
    return Localised(text, language, language)


def _has_language(address: str) -> bool:
    return elsewhere(address, "xx") != elsewhere("/", "xx")
