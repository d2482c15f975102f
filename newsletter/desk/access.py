"""Who may use the desk: whoever has the permission, which is the network office."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.defaults import permission_denied
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from users.models import User

#: its own permission, so that a group of the network may have it without everything else
PERMISSION = "newsletter.change_mailing"


def may_use_desk(user: Any) -> bool:
    """Whether a user of a request may curate and send the newsletter."""
    return bool(user.is_active and user.has_perm(PERMISSION))


class DeskPage(WagtailAdminTemplateMixin, TemplateView):
    """A page of the desk. Everybody but the office gets 403."""

    header_icon = "mail"

    @property
    def user(self) -> User:
        """Whoever looks; nobody gets here without signing in."""
        return cast(User, self.request.user)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse before anything is read."""
        if not may_use_desk(request.user):
            return permission_denied(request, PermissionError())
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the page; what the address says stays in `self.kwargs`, out of the context."""
        del request, args, kwargs
        return self.render_to_response(self.get_context_data())
