"""The list of open sessions: everybody's own, and the office's of those whose logins it keeps."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from users.browsers import in_words
from users.login_records import FactorReset
from users.models import User
from users.rights import may_change
from users.second_factor.factor import KEEPS_LOGINS, has_factor
from users.second_factor.resets import ask
from users.sessions import end_sessions, name_of, open_sessions


class Sessions(WagtailAdminTemplateMixin, TemplateView):
    """`/admin/sessions/` and `/admin/sessions/<login>/`."""

    template_name = "wagtailadmin/users/sessions.html"
    header_icon = "key"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Open others' to those who keep logins and may do as much. Raises PermissionDenied.

        Nobody else learns which logins there are: the refusal comes before a login is looked up.
        """
        actor = request.user
        if not self.is_own and not (actor.has_perm(KEEPS_LOGINS) and may_change(actor, self.owner)):  # type: ignore[arg-type]
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def owner(self) -> User:
        """Whose sessions these are. Raises Http404."""
        return get_object_or_404(User, pk=self._key)

    @property
    def is_own(self) -> bool:
        """Whether somebody looks at the own ones."""
        return self._key == self.request.user.pk

    @property
    def _key(self) -> Any:
        return self.kwargs.get("pk", self.request.user.pk)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """None: Wagtail's plain header."""
        return []

    def get_page_title(self) -> str:
        """Name the login."""
        return _("Signing in as %(email)s") % {"email": self.owner.email}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The sessions in words. Three queries."""
        this = self.request.session.session_key
        rows = [
            {
                "name": name_of(session),
                "browser": in_words(browser=session.browser, system=session.system),
                "began_at": session.began_at,
                "network": session.network,
                "is_this": session.session_key == this,
            }
            for session in open_sessions(self.owner)
        ]
        return super().get_context_data(**kwargs) | {
            "rows": rows,
            "is_own": self.is_own,
            "is_set_up": has_factor(self.owner),
            "reset": self.owner.factor_resets.filter(state=FactorReset.State.OPEN).first(),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """End one session or all others, or ask for a reset; then show the page again."""
        del args, kwargs
        if "reset" in request.POST:
            ask(self.owner, by=User.objects.get(pk=request.user.pk))
        else:
            self._end(request)
            log(instance=self.owner, action="users.sessions_ended", user=request.user)
            messages.success(request, _("Ended."))
        return redirect(request.path)

    def _end(self, request: HttpRequest) -> None:
        this = request.session.session_key
        if "all" in request.POST:
            end_sessions(self.owner, but=this)
            return
        for session in open_sessions(self.owner):
            if name_of(session) == request.POST.get("end") and session.session_key != this:
                session.delete()


urlpatterns = [
    path("sessions/", Sessions.as_view(), name="own_sessions"),
    path("sessions/<int:pk>/", Sessions.as_view(), name="sessions_of"),
]
