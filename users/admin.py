"""Logins and groups in the admin: only what the guard lets pass is offered."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from wagtail.admin.views import generic
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.users.views.users import CreateView, DeleteView, EditView, UserViewSet

from core.editing.snippets import AskedFirst
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


class GuardedEdit(_Closed, _Offer, EditView):
    """A login."""


class GuardedDelete(_Closed, DeleteView):
    """The end of a login."""


class GuardedUserViewSet(AskedFirst, UserViewSet):
    """Users."""

    add_view_class = GuardedCreate
    copy_view_class = GuardedCopy
    edit_view_class = GuardedEdit
    delete_view_class = GuardedDelete
