"""Which pages somebody may see in choosers: what is live, and what they may edit."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from wagtail.admin.views.chooser import BrowseView, ChosenMultipleView
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.query import PageQuerySet

from members.office import is_office


def choosable(pages: PageQuerySet, user: Any) -> PageQuerySet:
    """Leave out of `pages` the drafts of organisations that `user` doesn't edit for."""
    if is_office(user):
        return pages
    policy = policy_registry.get_by_type(Page)
    own = policy.instances_user_has_any_permission_for(user, ["change", "publish"])
    return pages.filter(live=True) | pages.filter(pk__in=own.values("pk"))


class OwnOrLiveBrowseView(BrowseView):
    """Wagtail's page chooser, closed below a page that the user may not see."""

    def get(self, request: HttpRequest, parent_page_id: int | None = None) -> HttpResponse:
        """Answer 404 where the page's own title would be a leak."""
        if parent_page_id is not None:
            pages = choosable(Page.objects.filter(pk=parent_page_id, depth__gt=1), request.user)
            is_root = Page.objects.filter(pk=parent_page_id, depth=1).exists()
            if not is_root and not pages.exists():
                raise Http404
        return super().get(request, parent_page_id)


class OwnOrLiveChosenView(ChosenMultipleView):
    """Wagtail's answer to several chosen pages, without those the user may not see."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer for the pages the user may choose only."""
        asked = [key for key in request.GET.getlist("id") if key.isdecimal()]
        pages = choosable(Page.objects.filter(pk__in=asked), request.user)
        query = request.GET.copy()
        query.setlist("id", [str(key) for key in pages.values_list("pk", flat=True)])
        request.GET = query  # type: ignore[assignment]  # a copy that nobody else reads
        return super().get(request)
