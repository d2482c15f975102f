"""Files of the site: whoever asks for one without an account gets it only while it is in use."""

from __future__ import annotations

from django.http import HttpRequest
from wagtail.documents.models import Document
from wagtail.models import Page, ReferenceIndex

from cope_network.core.visibility import is_public


def may_read(request: HttpRequest, document: Document) -> bool:
    """Tell whether the reader may have a file: it is on a public page, or the reader edits here.

    A file of a draft is as little public as its draft, even to somebody who guesses its address.
    """
    if request.user.has_perm("wagtailadmin.access_admin"):
        return True
    references = ReferenceIndex.get_grouped_references_to(document)
    return any(_is_public(source) for source, _references in references)


def _is_public(source: object) -> bool:
    """Drafts aren't; register entries and what else has no draft state are."""
    return is_public(source) if isinstance(source, Page) else True
