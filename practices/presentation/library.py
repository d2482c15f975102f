"""The library: studies and materials that no organisation here publishes."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.i18n import current_language, localised
from core.presenters import shows
from core.showing.frame import page_frame
from practices.models import LibraryPage
from practices.presentation.cards import cards_of
from practices.selectors.library import COLLECTIONS, library_pages, loaded
from search.query import SearchQuery

PAGE_SIZE = 30  # studies and materials


@shows(LibraryPage)
def library_context(page: LibraryPage, request: HttpRequest) -> dict[str, Any]:
    """Everything the library shows, in a constant number of queries."""
    query = SearchQuery.parse(request.GET, current_language())
    asked = [value for value in query.values("collection") if value in COLLECTIONS]
    collection = asked[0] if len(asked) == 1 else ""
    intro = localised(page, "intro")
    counts = {name: library_pages(page, name).count() for name in COLLECTIONS}
    paginator = Paginator(library_pages(page, collection), PAGE_SIZE)
    paginator.count = counts[collection] if collection else sum(counts.values())
    part = paginator.get_page(query.page)
    return {
        **page_frame(page, request, trail=[], summary=intro),
        "intro": intro,
        "views": views_of(counts, chosen=collection),
        "count": ngettext("%(count)s title", "%(count)s titles", paginator.count)
        % {"count": paginator.count},
        "ignored": ignored_of(query),
        "page_of_list": part,
        "cards": cards_of(loaded(part.object_list), request),
    }


def views_of(counts: dict[str, int], *, chosen: str) -> list[dict[str, Any]]:
    """The switch between everything, studies and materials."""
    words = {
        "": _("Everything (%(count)s)") % {"count": sum(counts.values())},
        "research": _("Studies and reports (%(count)s)") % {"count": counts["research"]},
        "resources": _("Materials (%(count)s)") % {"count": counts["resources"]},
    }
    return [
        {
            "label": label,
            "url": f"?collection={name}" if name else "?",
            "is_current": name == chosen,
        }
        for name, label in words.items()
    ]


def ignored_of(query: SearchQuery) -> list[str]:
    """What an address asks for in vain: anything but one of the library's two collections."""
    unused = [("q", query.text)] if query.text else []
    for name, values in query.filters:
        unused += [(name, v) for v in values if name != "collection" or v not in COLLECTIONS]
    return [f"{name} = {value}" for name, value in (*query.ignored, *unused)]
