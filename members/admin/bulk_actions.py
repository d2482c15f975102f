"""One door to Wagtail's actions on many objects, which look at no permission before they list.

Every action, whoever registered it, is asked through `dispatch`: it sees the objects that the user
may see, and nothing of the others, neither by their keys nor by `id=all` nor by a parent's key.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django import forms
from django.apps import apps
from django.contrib import messages
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponseBase
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from core.files.standing import kept_from, refusal
from core.forms.choosing import only_choosable
from core.forms.sight import keys, own
from users.models import User
from users.rights import Rights, may_change

#: What is done to a page with all that lies below it.
TAKE_ALONG = ("delete", "move")


class OwnObjects(BulkAction):
    """Put before an action: what its user may not see doesn't exist for it."""

    def get_queryset(
        self, model: type[Model], object_ids: Any
    ) -> list[Any]:  # Wagtail: a classmethod
        """The objects among `object_ids` that the user may see. Raises Http404 where none is."""
        found = list(own(self.request.user, model).filter(pk__in=keys(object_ids)))
        if not found:
            raise Http404
        return found

    def get_all_objects_in_listing_query(self, parent_id: Any) -> Any:
        """What `id=all` means. Raises Http404 for a parent that nobody knows."""
        if parent_id is not None and not keys([parent_id]):
            raise Http404
        try:
            return super().get_all_objects_in_listing_query(parent_id)
        except self.model.DoesNotExist as error:
            raise Http404 from error

    def form_valid(self, form: forms.Form) -> HttpResponseBase:
        """Act on what may be acted on. Raises PermissionDenied where that is nothing."""
        if not self.get_actionable_objects()[0]:
            raise PermissionDenied  # some of Wagtail's actions would ask the table all the same
        response: HttpResponseBase = super().form_valid(form)
        return response


class OwnPageActions(OwnObjects):
    """Pages ask their own class, which may refuse what a plain Page would grant."""

    def check_perm(self, page: Page) -> bool:
        """Ask the specific page (no query: its class is known)."""
        return bool(super().check_perm(page.specific_deferred))

    def get_actionable_objects(self) -> tuple[list[Page], Any]:
        """The pages that are acted on: those that go along with one above them only once."""
        pages, others = super().get_actionable_objects()
        return (_topmost(pages) if self.action_type in TAKE_ALONG else pages), others

    def get_form(self, form_class: Any = None) -> forms.Form:
        """The action's form, which takes no page that its user may not see."""
        form: forms.Form = super().get_form(form_class)
        only_choosable(form, self.request.user)
        return form


def _topmost(pages: list[Page]) -> list[Page]:
    """Leave out pages below others of the list, in the order of the tree."""
    found: list[Page] = []
    for page in sorted(pages, key=lambda page: str(page.path)):
        if not found or not page.path.startswith(found[-1].path):
            found.append(page)
    return found


class OwnUsers(OwnObjects):
    """Logins: nobody changes one that may do more than theirs, or gives more than they have."""

    def check_perm(self, user: User) -> bool:
        """Ask the guard as well."""
        return bool(super().check_perm(user)) and may_change(self.request.user, user)

    def get_form(self, form_class: Any = None) -> forms.Form:
        """The action's form, offering the groups that give no more than its user has."""
        form: forms.Form = super().get_form(form_class)
        if "role" in form.fields:
            allowed = [group.pk for group in Rights(self.request.user).groups()]
            form.fields["role"].queryset = Group.objects.filter(pk__in=allowed)  # type: ignore[attr-defined]
        return form


class OwnFiles(OwnObjects):
    """Pictures and files: what has to stay isn't deleted, and that is said in words."""

    _kept: frozenset[int] = frozenset()

    def get_queryset(self, model: type[Model], object_ids: Any) -> list[Any]:
        """The objects that the user may see. Raises Http404 where none is."""
        found = super().get_queryset(model, object_ids)
        if self.action_type == "delete":
            keys = [each.pk for each in found]
            self._kept = frozenset(kept_from(self.request.user, model, keys))
        return found

    def check_perm(self, stored: Any) -> bool:
        """Ask whether it has to stay as well."""
        return bool(super().check_perm(stored)) and stored.pk not in self._kept

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say why some are left out."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if self._kept:
            messages.warning(self.request, refusal(self.model).message)
        return context


DOORS: dict[type[Model], type[OwnObjects]] = {
    Page: OwnPageActions,
    User: OwnUsers,
    get_image_model(): OwnFiles,
    get_document_model(): OwnFiles,
}


@cache
def guarded(action: type[BulkAction]) -> type[BulkAction]:
    """The action behind the door."""
    door = next((DOORS[model] for model in action.models if model in DOORS), OwnObjects)
    return type(f"Own{action.__name__}", (door, action), {})


def dispatch(
    request: HttpRequest, app_label: str, model_name: str, action: str
) -> HttpResponseBase:
    """Wagtail's `/admin/bulk/…`, guarded. Raises Http404 for an action that doesn't exist."""
    try:
        model = apps.get_model(app_label, model_name)
    except LookupError as error:
        raise Http404 from error
    found = bulk_action_registry.get_bulk_action_class(app_label, model_name, action)
    if found is None:
        raise Http404
    response: HttpResponseBase = guarded(found)(request, model).dispatch(request)
    return response
