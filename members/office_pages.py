"""What the office's own pages of the admin have in common, and their entries in its menu."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.mixins import UserPassesTestMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.views.generic import TemplateView
from typing_extensions import override
from wagtail.admin.auth import require_admin_access
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from members.office import is_office

View = Callable[..., HttpResponseBase]


class OfficeOnly(UserPassesTestMixin, WagtailAdminTemplateMixin):
    """Lets only the office open a view; anybody else gets 403 before anything is read."""

    raise_exception = True
    header_icon = "group"

    @override
    def test_func(self) -> bool:
        return is_office(self.request.user)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """None: Wagtail's plain header."""
        return []


class OfficeView(OfficeOnly, TemplateView):
    """A page of the admin that only the office opens."""


class OfficeMenuItem(MenuItem):
    """An entry that only the office sees."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the user belongs to the office."""
        return is_office(request.user)


def office_only(view: View) -> View:
    """Refuse a view to everybody but the office."""

    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_office(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return require_admin_access(guarded)
