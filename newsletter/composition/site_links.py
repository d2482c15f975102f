"""Where the links of rich texts to pages and documents of this site lead, in few queries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import override
from wagtail.documents import get_document_model
from wagtail.models import Page

from core.visibility import public_condition
from newsletter.composition.prose import Resolve, links_in

PAGE, DOCUMENT = "page", "document"


class SiteLinks:
    """The pages and documents that some rich texts lead to; two queries at most."""

    def __init__(self, texts: Iterable[str]) -> None:
        wanted = links_in(texts)
        pages = Page.objects.filter(public_condition(), pk__in=_numbers(wanted, PAGE))
        files = get_document_model().objects.filter(pk__in=_numbers(wanted, DOCUMENT))
        self._pages: dict[str, Any] = {str(page.pk): page for page in pages}
        self._documents: dict[str, Any] = {str(file.pk): file for file in files}
        self.dead = {
            (kind, target) for kind, target in wanted if not self.resolver("en")(kind, target)
        }

    @property
    def pages(self) -> tuple[str, ...]:
        """Primary keys of the pages that are public."""
        return tuple(self._pages)

    @property
    def gone(self) -> tuple[str, ...]:
        """Primary keys of the other pages that they lead to."""
        return tuple(str(number) for number in _numbers(self.dead, PAGE))

    def resolver(self, language: str) -> Resolve:
        """Return what finds the address of a link in a text that is in `language`."""

        def resolve(kind: str, target: str) -> str:
            if kind == DOCUMENT and target in self._documents:
                return str(self._documents[target].url)
            if kind == PAGE and target in self._pages:
                with override(language):
                    return str(self._pages[target].get_url() or "")
            return ""

        return resolve


def _numbers(links: Iterable[tuple[str, str]], wanted: str) -> list[int]:
    """Ids of one sort; with none the query set is known to be empty and asks nothing."""
    return sorted(
        int(target)
        for kind, target in links
        if kind == wanted and target.isascii() and target.isdigit() and len(target) < 10
    )
