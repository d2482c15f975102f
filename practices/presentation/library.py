"""The library: studies and materials that no organisation here publishes."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.i18n import current_language, localised
from core.kinds import card_of, kind_of
from core.presenters import shows
from core.showing.frame import page_frame
from practices.models import LibraryPage
from practices.selectors.library import library_kinds, library_pages, loaded
from search.query import SearchQuery

PAGE_SIZE = 30  # studies and materials


@shows(LibraryPage)
def library_context(page: LibraryPage, request: HttpRequest) -> dict[str, Any]:
    """Everything the library shows, in a constant number of queries."""
    query = SearchQuery.parse(request.GET, current_language())
    kinds = library_kinds()
    asked = [kind for kind in kinds if kind.collection in query.values("collection")]
    chosen = asked if len(asked) == 1 else kinds
    intro = localised(page, "intro")
    counts = {kind.collection: library_pages(page, kind).count() for kind in kinds}
    paginator = Paginator(library_pages(page, *chosen), PAGE_SIZE)
    paginator.count = sum(counts[kind.collection] for kind in chosen)
    part = paginator.get_page(query.page)
    return {
        **page_frame(page, request, trail=[], summary=intro),
        "intro": intro,
        "views": views_of(counts, chosen=asked[0].collection if len(asked) == 1 else ""),
        "count": ngettext("%(count)s title", "%(count)s titles", paginator.count)
        % {"count": paginator.count},
        "ignored": ignored_of(query),
        "page_of_list": part,
        "cards": [card_of(one, request) for one in loaded(part.object_list)],
    }


def views_of(counts: dict[str, int], *, chosen: str) -> list[dict[str, Any]]:
    """The switch between everything and the kinds that the library has."""
    words = {"": _("Everything (%(count)s)") % {"count": sum(counts.values())}}
    for name, count in counts.items():
        words[name] = f"{capfirst(kind_of(name).many)} ({count})"
    return [
        {
            "label": label,
            "url": f"?collection={name}" if name else "?",
            "is_current": name == chosen,
        }
        for name, label in words.items()
    ]


def ignored_of(query: SearchQuery) -> list[tuple[str, str]]:
    """What an address asks for in vain: anything but one of the library's collections."""
    known = [kind.collection for kind in library_kinds()]
    unused = [("q", query.text)] if query.text else []
    for name, values in query.filters:
        unused += [(name, v) for v in values if name != "collection" or v not in known]
    return [*query.ignored, *unused]
