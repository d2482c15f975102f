"""Links in texts to pages of the site: to one that isn't public the words stay, and no address."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from core.visibility import public_condition


class PublicPageLinks(PageLinkHandler):
    """Wagtail's links, which name any page by its address, whoever may open it."""

    @classmethod
    def get_many(cls, attrs_list: list[dict[str, Any]]) -> list[Any]:
        """The pages that readers may see, None in the place of others. One query more."""
        found = super().get_many(attrs_list)
        keys = [page.pk for page in found if page is not None]
        shown = Page.objects.filter(public_condition(), pk__in=keys)
        public = set(shown.values_list("pk", flat=True))
        return [page if page is not None and page.pk in public else None for page in found]
