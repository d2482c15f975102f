"""Who may see the office's pages on people's data."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.views.defaults import permission_denied
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from members.office import is_office


class PersonalDataPage(WagtailAdminTemplateMixin, TemplateView):
    """A page of the admin for the office. Everybody else gets 403."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse before anything is read."""
        if not is_office(request.user):
            return permission_denied(request, PermissionError())
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """None: Wagtail's plain header."""
        return []
