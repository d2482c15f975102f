"""The office's pages on who edits for an organisation, and the switch “may publish directly”."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms.sight import visible_pages
from members.editors import default_mode, editors_of, organisations_of
from members.models import EditorMode, Invitation, OrganisationPage
from members.office_pages import OfficeMenuItem, OfficeView
from members.people.deeds import act_on, invitations_of, say_sent
from members.people.forms import InviteForm
from members.people.invitations import InvitationRefused, invite, login_of
from members.people.leaving import leave
from members.publishing import set_publishing
from users.models import User
from users.rights import may_change

SHOWN = 50  # organisations on a page
MODES = [(mode.value, mode.label) for mode in EditorMode]


class EditorsOverview(OfficeView):
    """All organisations, with the number of their editors; `?q=` finds one by its name."""

    template_name = "wagtailadmin/members/editors_overview.html"
    page_title = gettext_lazy("Editors of organisations")

    def organisations(self) -> QuerySet[OrganisationPage]:
        """Organisations by title, those with the words of `?q=` only; counts by group."""
        words = self.request.GET.get("q", "").strip()[:100]
        found: QuerySet[OrganisationPage] = OrganisationPage.objects.select_related(
            "editor_access"
        ).annotate(
            checked=Count("editor_access__checked__user", distinct=True),
            direct=Count("editor_access__direct__user", distinct=True),
        )
        if words:
            found = found.filter(Q(title__icontains=words) | Q(acronym__iexact=words))
        return found.order_by("title", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One page of the list. Two queries."""
        pages = Paginator(self.organisations(), SHOWN)
        return super().get_context_data(**kwargs) | {
            "rows": pages.get_page(self.request.GET.get("p")),
            "q": self.request.GET.get("q", ""),
        }


class InvitationsOverview(OfficeView):
    """All invitations, the latest first."""

    template_name = "wagtailadmin/members/invitations_list.html"
    page_title = gettext_lazy("Invitations")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One page of the list. Two queries."""
        found = Invitation.objects.select_related("organisation", "by")
        rows = Paginator(found, SHOWN).get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs) | {"rows": rows}


class EditorsOfOrganisation(OfficeView):
    """Who edits for one organisation: let somebody in, take somebody out, throw the switch."""

    template_name = "wagtailadmin/members/editors.html"
    adds = True

    @cached_property
    def organisation(self) -> OrganisationPage:
        """The organisation of the address. Raises Http404."""
        return get_object_or_404(OrganisationPage, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        """Name the organisation."""
        return _("Editors of %(organisation)s") % {"organisation": self.organisation.title}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The editors with their modes, the mode of all of them (else ""), and the empty form."""
        organisation = self.organisation
        access = getattr(organisation, "editor_access", None)
        mode = access.mode if access else default_mode(organisation)
        direct = (
            set(access.direct.user_set.values_list("pk", flat=True))
            if access and access.direct
            else set()
        )
        kwargs.setdefault(
            "form", InviteForm(initial={"mode": mode, "language": organisation.original_language})
        )
        rows = [
            (editor, EditorMode.DIRECT if editor.pk in direct else EditorMode.CHECKED)
            for editor in editors_of(organisation)
        ]
        return super().get_context_data(**kwargs) | {
            "organisation": organisation,
            "mode": mode if all(each == mode for _editor, each in rows) else "",
            "modes": MODES,
            "rows": rows,
            "invitations": invitations_of(organisation),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do what the pressed button says, then show the page again."""
        if "add" in request.POST:
            return self._add(request)
        if "remove" in request.POST:
            editor = get_object_or_404(editors_of(self.organisation), pk=_pk(request, "remove"))
            leave(user=editor, organisation=self.organisation, by=_person(request))
            messages.success(request, _("%(email)s no longer edits here.") % {"email": editor})
        elif not act_on(request, organisation=self.organisation):
            self._switch(request)
        return redirect("organisation_editors", pk=self.organisation.pk)

    def _add(self, request: HttpRequest) -> HttpResponse:
        """Invite somebody; where there is a login, once `login` says that it is the right one."""
        form = InviteForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        known = login_of(form.cleaned_data["email"])
        if known is not None:
            if not self._may_let_in(known):
                return redirect("organisation_editors", pk=self.organisation.pk)
            if _pk(request, "login") != known.pk:
                return self._ask(form, known)
        try:
            invitation = invite(
                **form.cleaned_data,
                organisation=self.organisation,
                by=_person(request),
                login=known,
            )
        except InvitationRefused as error:
            messages.error(request, str(error))
        else:
            say_sent(request, invitation)
        return redirect("organisation_editors", pk=self.organisation.pk)

    def _ask(self, form: InviteForm, known: User) -> HttpResponse:
        """Show whose login it is: somebody may have taken the address, or it is another person."""
        others = organisations_of(known)
        context = self.get_context_data(
            form=form,
            known=known,
            edits_for=[page.title for page in visible_pages(others, self.request.user)],
        )
        return self.render_to_response(context)

    def _may_let_in(self, user: User) -> bool:
        if not may_change(self.request.user, user):  # type: ignore[arg-type]  # signed in
            messages.error(self.request, _("Only an administrator can change this login."))
            return False
        if not user.is_active and not user.has_left:
            messages.error(self.request, _("This login is closed. Open it again under Users."))
            return False
        return True

    def _switch(self, request: HttpRequest) -> None:
        mode = request.POST.get("mode", "")
        if mode not in EditorMode.values:
            messages.error(request, _("Choose how pages go online."))
            return
        one = request.POST.get("editor")
        editors = editors_of(self.organisation)
        user = get_object_or_404(editors, pk=_pk(request, "editor")) if one else None
        set_publishing(organisation=self.organisation, mode=mode, user=user, by=_person(request))
        messages.success(request, _("Saved."))


def _person(request: HttpRequest) -> User:
    """Who is signed in, which `test_func` made sure of."""
    return User.objects.get(pk=request.user.pk)


def _pk(request: HttpRequest, name: str) -> int:
    """A number from a button, 0 (nobody) where it is none."""
    text = request.POST.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 19 else 0


def menu_item() -> OfficeMenuItem:
    """The menu entry."""
    return OfficeMenuItem(
        gettext_lazy("Editors"),
        reverse("editors_overview"),
        name="editors",
        icon_name="user",
        order=205,
    )


urlpatterns = [
    path("editors/", EditorsOverview.as_view(), name="editors_overview"),
    path("editors/invitations/", InvitationsOverview.as_view(), name="invitations"),
    path("editors/<int:pk>/", EditorsOfOrganisation.as_view(), name="organisation_editors"),
]
