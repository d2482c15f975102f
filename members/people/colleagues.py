"""The editors' page on who edits beside them: they invite colleagues to their organisations."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from members.editors import editors_of, organisations_of
from members.memberships.former import is_former
from members.models import OrganisationPage
from members.people.deeds import act_on, invitations_of, say_sent
from members.people.forms import ColleagueForm
from members.people.invitations import InvitationRefused, invite
from members.people.leaving import leave
from users.models import User


class Colleagues(WagtailAdminTemplateMixin, TemplateView):
    """`/admin/colleagues/<pk>/`: who edits for one of the user's own organisations."""

    template_name = "wagtailadmin/members/colleagues.html"
    adds = True
    header_icon = "group"
    user: User

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Open it to those who edit for the organisation. Raises PermissionDenied."""
        assert request.user.is_authenticated  # noqa: S101 # the admin asks for a login
        self.user = request.user
        if all(organisation.pk != self.kwargs["pk"] for organisation in self.own):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def own(self) -> list[OrganisationPage]:
        """The organisations the user edits for."""
        return list(organisations_of(self.user))

    @cached_property
    def organisation(self) -> OrganisationPage:
        """The organisation of the address, one of the user's own."""
        return next(each for each in self.own if each.pk == self.kwargs["pk"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """None: Wagtail's plain header."""
        return []

    def get_page_title(self) -> str:
        """Name the organisation."""
        return _("Editors of %(organisation)s") % {"organisation": self.organisation.title}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Colleagues and invitations, and the empty form."""
        organisation = self.organisation
        kwargs.setdefault(
            "form", ColleagueForm(initial={"language": organisation.original_language})
        )
        return super().get_context_data(**kwargs) | {
            "organisation": organisation,
            "others": [other for other in self.own if other.pk != organisation.pk],
            "editors": editors_of(organisation).filter(is_active=True),
            "invitations": invitations_of(organisation),
            "is_former": is_former(organisation),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do what the pressed button says, then show the page again."""
        del args, kwargs
        if "leave" in request.POST:
            leave(user=self.user, organisation=self.organisation, by=self.user)
            logout(request)
            return redirect("wagtailadmin_login")
        if not act_on(request, organisation=self.organisation):
            form = ColleagueForm(request.POST)
            if not form.is_valid():
                return self.render_to_response(self.get_context_data(form=form))
            try:
                invitation = invite(
                    **form.cleaned_data, organisation=self.organisation, by=self.user
                )
            except InvitationRefused as error:
                messages.error(request, str(error))
            else:
                say_sent(request, invitation)
        return redirect("organisation_colleagues", pk=self.organisation.pk)


def first(request: HttpRequest) -> HttpResponse:
    """`/admin/colleagues/`: leads to the user's first organisation. Raises PermissionDenied."""
    assert request.user.is_authenticated  # noqa: S101 # the admin asks for a login
    organisation = organisations_of(request.user).first()
    if organisation is None:
        raise PermissionDenied
    return redirect("organisation_colleagues", pk=organisation.pk)


class ColleaguesMenuItem(MenuItem):
    """The entry for editors."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the user edits for an organisation."""
        user = request.user
        return user.is_authenticated and organisations_of(user).exists()


def menu_item() -> ColleaguesMenuItem:
    """The menu entry."""
    return ColleaguesMenuItem(
        gettext_lazy("Colleagues"),
        reverse("colleagues"),
        name="colleagues",
        icon_name="group",
        order=206,
    )


urlpatterns = [
    path("colleagues/", first, name="colleagues"),
    path("colleagues/<int:pk>/", Colleagues.as_view(), name="organisation_colleagues"),
]
