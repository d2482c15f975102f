"""What stands around a page of the office: the pages of its section, and those below it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpRequest

from core.i18n import Localised, localised
from core.showing.cards import NO_REQUEST, Card
from home.models import StandardPage

#: Depth of the pages directly below the front page: each begins a section of its own.
TOP = 3


@dataclass(frozen=True, kw_only=True)
class SectionLink:
    """A page in the menu of a section; `below` are the pages below it, of the current page only."""

    label: Localised
    url: str
    is_current: bool = False
    below: tuple[SectionLink, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PageSection:
    """The page above, if it belongs to the section, the pages beside it, those below."""

    above: SectionLink | None
    beside: tuple[SectionLink, ...]
    children: tuple[StandardPage, ...]

    @property
    def is_shown(self) -> bool:
        """Whether there is more than the page itself."""
        return bool(self.above or self.children)


def section_of(page: StandardPage, request: HttpRequest) -> PageSection:
    """The public pages around a page, in the order of the tree. One query."""
    step = page.steplen
    above_path = page.path[:-step] if page.depth > TOP else ""
    wanted = Q(path__startswith=page.path, depth=page.depth + 1)
    if above_path:
        wanted |= Q(path=above_path) | Q(path__startswith=above_path, depth=page.depth)
    around = list(StandardPage.objects.for_public().filter(wanted).order_by("path"))
    children = tuple(each for each in around if each.path[:-step] == page.path)
    beside = [each for each in around if each.depth == page.depth] or [page]
    above = next((each for each in around if each.path == above_path), None)
    below = tuple(_link(each, request) for each in children)
    return PageSection(
        above=_link(above, request) if above else None,
        beside=tuple(
            _link(each, request, current=each.pk == page.pk, below=below) for each in beside
        ),
        children=children,
    )


def standard_card(page: StandardPage, request: HttpRequest) -> Card:
    """A page of the office in a list, with its lead."""
    return Card.of(page, url=str(page.get_url(request) or ""), summary=localised(page, "lead"))


def cards_below(section: PageSection) -> list[Card]:
    """The pages below as cards. No query."""
    return [standard_card(each, NO_REQUEST) for each in section.children]


def _link(
    page: StandardPage,
    request: HttpRequest,
    *,
    current: bool = False,
    below: tuple[SectionLink, ...] = (),
) -> SectionLink:
    return SectionLink(
        label=page.heading_in(),
        url=str(page.get_url(request) or ""),
        is_current=current,
        below=below if current else (),
    )
