"""What every content page has around its text: trail, languages, canonical address, description."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.text import Truncator

from core.base import TranslatedPage
from core.i18n import Localised, current_language
from core.showing.addresses import whole
from core.showing.alternates import alternates
from core.showing.facts import Link

DESCRIPTION_LENGTH = 160  # characters that search engines show


def page_frame(
    page: TranslatedPage,
    request: HttpRequest,
    *,
    trail: Sequence[Link],
    summary: Localised | str = "",
    title: Localised | None = None,
) -> dict[str, Any]:
    """Return crumbs, heading, alternates, canonical and description for `base.html`.

    `trail` are the pages between the front page and this one; `title` replaces a page's heading
    where it has none (a study known by its authors). `shown_language` is the language that one
    notice at the top of the page speaks of; "" where the heading is in the reader's language.
    """
    heading = title or page.heading_in()
    language = current_language()
    known = page.available_languages
    shown = heading.language if heading.language in known else None
    canonical = language if language in known else shown or language
    return {
        "heading": heading,
        "shown_language": heading.language if heading.is_fallback else "",
        "crumbs": [*(crumb(link) for link in trail), {"title": heading}],
        "alternates": alternates(languages=known, address=lambda: str(page.get_url(request) or "")),
        "canonical": whole(page.url_in(canonical, request)),
        "description": Truncator(" ".join(str(summary).split())).chars(DESCRIPTION_LENGTH),
    }


def crumb(link: Link) -> dict[str, Any]:
    """A link as the breadcrumbs component takes it."""
    return {"title": link.label, "url": link.url}


def in_no_language(text: str) -> Localised:
    """A title that belongs to no language (authors and year) is never marked as a fallback."""
    language = current_language()
    return Localised(text, language, language)
