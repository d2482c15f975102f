"""Facts that the pages of several collections show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from core.base import RecordPage
from core.i18n import localised
from core.showing.facts import Fact, language_names, safe_url
from core.showing.frame import in_no_language
from practices.models import Design, ResearchPage
from search.models import Concept, Scheme
from search.showing import concept_links


def design_in_words(page: ResearchPage) -> str:
    """How a study was done; it says so where that isn't known."""
    return str(Design(page.design or Design.NOT_STATED).label)


def tag_facts(concepts: Mapping[str, Sequence[Concept]]) -> list[Fact]:
    """Topic, for whom, where and when, as links; a scheme without concepts is left out."""
    labels = {
        Scheme.THEME: _("Topic"),
        Scheme.TARGET_GROUP: _("For whom"),
        Scheme.SETTING: _("Where"),
        Scheme.STAGE: _("When"),
    }
    return [
        Fact(label=label, links=concept_links(concepts[scheme]))
        for scheme, label in labels.items()
        if concepts.get(scheme)
    ]


def address_fact(url: str, *, label: str) -> Fact:
    """A web address as typed; it leads there only if it is http or https."""
    return Fact(label=label, value=url, url=safe_url(url))


def written_in_fact(page: RecordPage) -> Fact:
    """The language in which the page was written, and those it can be read in."""
    others = [code for code in page.available_languages if code != page.original_language]
    also = _("also in: %(languages)s") % {"languages": language_names(others)} if others else ""
    return Fact(label=_("Written in"), value=language_names([page.original_language]), note=also)


def files_of(page: RecordPage) -> list[dict[str, Any]]:
    """A page's files: title, address, language, size in bytes (None where it isn't known).

    The stored size only: asking the document for it would write on a read.
    """
    rows = list(page.files.all())
    prefetch_related_objects(rows, "document")
    return [
        {
            "title": localised(row, "title") or in_no_language(row.document.title),
            "url": row.document.url,
            "language": language_names([row.language]) if row.language else "",
            "size": row.document.file_size,
            "kind": row.document.file_extension.upper(),
        }
        for row in rows
    ]
