"""The editing form of the office's pages: what can't go online is refused, in its place."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.forms.pages import TranslatedPageForm
from core.network.gaps import columns, gaps_in, refusal
from home.addresses import slugs_of_views


class StandardPageForm(TranslatedPageForm):
    """Refuses a slug directly below the front page that a view answers, and open gaps."""

    def clean(self) -> dict[str, Any]:
        """Check the slug; one that was left empty is made free of clashes by the page itself."""
        cleaned: dict[str, Any] = super().clean()
        slug = cleaned.get("slug") or ""
        parent = self.parent_page
        if slug in slugs_of_views() and parent is not None and parent.depth == 2:
            words = _("/%(slug)s/ is the address of another part of the site. Choose another one.")
            self.add_error("slug", ValidationError(words % {"slug": slug}, code="taken"))
        if not self.is_deferred_validation:
            self._refuse_gaps(cleaned)
        return cleaned

    def _refuse_gaps(self, cleaned: dict[str, Any]) -> None:
        for column in columns(self.instance):
            gaps = gaps_in(cleaned.get(column) or "")
            if gaps:
                self.add_error(column, refusal(gaps))
