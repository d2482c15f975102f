"""Logins and groups in the admin: only what the guard lets pass is offered."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import logout
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.debug import sensitive_variables
from wagtail.admin.views import generic
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.users.forms import UserEditForm
from wagtail.users.views.users import CreateView, DeleteView, EditView, UserViewSet

from core.editing.snippets import AskedFirst
from core.throttling.clients import Client, client_of
from users.own_password import counted, right_password
from users.rights import Rights, may_change


class AdministratorsPolicy(ModelPermissionPolicy):
    """Groups are settings of the system: whoever may change one could give themselves anything."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Grant everything to administrators, nothing to anybody else."""
        del action
        return bool(user.is_active and user.is_superuser)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """The same."""
        return self.user_has_permission(user, "change")


class _Offer:
    """A form that offers the rights its user has."""

    request: Any

    def get_form(self, form_class: Any = None) -> Any:
        """The form; who isn't an administrator makes none."""
        form = super().get_form(form_class)  # type: ignore[misc]  # Wagtail's view
        rights = Rights(self.request.user)
        if "is_superuser" in form.fields and not rights.everything:
            form.fields["is_superuser"].disabled = True
        if "groups" in form.fields:
            allowed = [group.pk for group in rights.groups()]
            form.fields["groups"].queryset = Group.objects.filter(pk__in=allowed).order_by("name")
        return form


class _Closed:
    """A view of one login, closed to whoever may do less than its owner."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask first. Raises PermissionDenied."""
        if not may_change(request.user, self.get_object()):  # type: ignore[attr-defined,arg-type]
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class GuardedCreate(_Offer, CreateView):
    """A new login."""


class GuardedCopy(_Closed, _Offer, generic.CopyView):
    """A new login like another."""


class GroupsFirstForm(UserEditForm):
    """A login: it is put into new groups before it is taken out of others.

    Whoever is in none for a moment has left, with all that follows.
    """

    def _save_m2m(self) -> None:
        self.instance.groups.add(*self.cleaned_data.get("groups", ()))
        super()._save_m2m()


class OwnLoginForm(GroupsFirstForm):
    """One's own login: for another address or password it asks for the password as it is.

    Whoever finds a session open would keep the login otherwise: with a password, or with an address
    to which one is sent.
    """

    old_password = PasswordChangeForm.base_fields["old_password"]
    client: Client | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].required = False

    @sensitive_variables()
    def clean(self) -> dict[str, Any]:
        """Ask. Wrong ones are counted as those at the door."""
        cleaned: dict[str, Any] = super().clean()
        if {"email", "password1"} & set(self.changed_data):
            try:
                counted(self.instance, self.client, self._checked)
            except ValidationError as error:
                self.add_error("old_password", error)
        return cleaned

    @sensitive_variables()
    def _checked(self) -> str:
        return right_password(self.instance, self.cleaned_data.get("old_password", ""))


class GuardedEdit(_Closed, _Offer, EditView):
    """A login; one's own asks for the password."""

    def get_form_class(self) -> Any:
        """The form, another one for one's own login."""
        return OwnLoginForm if self.editing_self else GroupsFirstForm

    def get_form(self, form_class: Any = None) -> Any:
        """The form, which knows where it was sent from."""
        form = super().get_form(form_class)
        form.client = client_of(self.request)
        return form

    def form_valid(self, form: Any) -> HttpResponseBase:
        """Save; whoever ended the own session by it signs in anew."""
        answer = super().form_valid(form)
        session = self.request.session
        if self.editing_self and not session.exists(session.session_key):
            logout(self.request)
        return answer


class GuardedDelete(_Closed, DeleteView):
    """The end of a login."""


class GuardedUserViewSet(AskedFirst, UserViewSet):
    """Users."""

    add_view_class = GuardedCreate
    copy_view_class = GuardedCopy
    edit_view_class = GuardedEdit
    edit_template_name = "wagtailadmin/users/edit.html"
    delete_view_class = GuardedDelete
