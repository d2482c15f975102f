"""The page that an invitation's link opens. Looking changes nothing; buttons do."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import View

from core.mail.addresses import shown_email
from core.network.now import network_now
from core.showing.addresses import with_query
from members.models import Invitation, InvitationState
from members.people import invitations
from members.people.forms import NewLoginForm
from members.people.invitations import InvitationRefused
from members.people.mails import inviter


@method_decorator(sensitive_post_parameters(), name="dispatch")
class InvitationPage(View):
    """`/<lang>/invitation/<token>/`: who invites to what; a new login, or yes or no."""

    http_method_names = ["get", "head", "post"]
    invitation: Invitation | None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Keep the page out of search engines, caches and the addresses told to other sites."""
        self.invitation = invitations.find(kwargs["token"])
        response = super().dispatch(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex"
        response["Referrer-Policy"] = "same-origin"  # no other site; the form's own check needs it
        return response

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show it."""
        del kwargs
        return self._page()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Do what the pressed button says, then show what became of it."""
        del kwargs
        invitation = self.invitation
        if invitation is None:
            return self._page()
        try:
            return self._act(invitation)
        except InvitationRefused:  # closed meanwhile, or sent by a page that was open for long
            self.invitation = invitations.find(self.kwargs["token"])
            return self._page()

    def _act(self, invitation: Invitation) -> HttpResponse:
        pressed, request = self.request.POST, self.request
        if "ask" in pressed:
            if invitation.is_expired:
                invitations.ask_again(invitation)
            return HttpResponseRedirect(request.path)
        if "no" in pressed:
            invitations.decline(invitation)
            return HttpResponseRedirect(request.path)
        if "sign_out" in pressed:
            logout(request)
            return redirect(self._door())
        if "yes" in pressed and request.user.is_authenticated:
            invitations.take_up(invitation, user=request.user)
            return self._let_in()
        return self._begin(invitation)

    def _begin(self, invitation: Invitation) -> HttpResponse:
        """Make the login of somebody new and sign in with it."""
        form = NewLoginForm(self.request.POST, email=invitation.email)
        if not form.is_valid():
            return self._page(form)
        values = form.cleaned_data
        user = invitations.take_up_new(
            invitation,
            first_name=values["first_name"],
            last_name=values["last_name"],
            password=values["password"],
        )
        login(self.request, user)
        return self._let_in()

    def _let_in(self) -> HttpResponse:
        assert self.invitation is not None  # noqa: S101 # `post` looked
        words = _("You edit for %(organisation)s now.")
        heading = str(self.invitation.organisation.heading_in())
        messages.success(self.request, words % {"organisation": heading})
        return redirect("wagtailadmin_home")

    def _door(self) -> str:
        return with_query(reverse("wagtailadmin_login"), f"next={self.request.path}")

    def _page(self, form: NewLoginForm | None = None) -> HttpResponse:
        invitation = self.invitation
        case = _case(invitation, self.request)
        values: dict[str, Any] = {
            "no_signup": True,
            "invitation": invitation,
            "case": case,
            "door": self._door(),
        }
        if invitation is not None:
            values |= {
                "organisation": invitation.organisation.heading_in(),
                "lead": _lead(invitation),
                "form": form or NewLoginForm(email=invitation.email),
                "email": shown_email(invitation.email),
            }
        status = _STATUS.get(case, 200)
        return render(self.request, "members/invitation.html", values, status=status)


_STATUS = {"unknown": 404, "closed": 410, "expired": 410, "void": 410}


def _lead(invitation: Invitation) -> str:
    """Who invites to what."""
    values = {
        "organisation": str(invitation.organisation.heading_in()),
        "network": network_now().name,
        "by": inviter(invitation),
    }
    if values["by"]:
        words = _(
            "%(by)s invites you to edit for %(organisation)s on the site of %(network)s, so that "
            "you can share what it does."
        )
    else:
        words = _(
            "the office of %(network)s invites you to edit for %(organisation)s, so that you can "
            "share what it does."
        )
    return capfirst(words % values)


def _case(invitation: Invitation | None, request: HttpRequest) -> str:
    """What the page has to say: one word for its template."""
    if invitation is None:
        return "unknown"
    if not invitation.is_open:
        return "taken up" if invitation.state == InvitationState.TAKEN_UP else "closed"
    if invitations.is_void(invitation):
        return "void"
    if invitation.is_expired:
        return "expired"
    return _case_of_open(invitation, request)


def _case_of_open(invitation: Invitation, request: HttpRequest) -> str:
    meant = invitations.login_meant(invitation)
    if meant is None:
        return "either" if request.user.is_authenticated else "new"
    if not meant.is_active:
        return "login closed"
    if not request.user.is_authenticated:
        return "sign in"
    return "yes or no" if request.user.pk == meant.pk else "another login"
