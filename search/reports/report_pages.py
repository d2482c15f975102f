"""What the office's reports on the search share: who sees them, and their entry in the menu."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin


class ReportPage(PermissionRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    """A report that whoever has `permission_required` sees, and nobody else."""

    raise_exception = True

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """None: Wagtail's plain header."""
        return []


class ReportMenuItem(MenuItem):
    """A report's entry among the reports, for those who may see it."""

    def __init__(self, *args: Any, permission: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.permission = permission

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the user may see the report."""
        return bool(request.user.has_perm(self.permission))
