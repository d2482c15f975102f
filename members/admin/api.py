"""The admin's own API: only the pictures and files that somebody may choose or change."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request
from rest_framework.response import Response
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.permissions import policy_registry

from members.admin.others import hide_draft

ACTIONS = ("choose", "change")


class _OwnCollections:
    """Wagtail's endpoints list every collection to everybody who may enter the admin."""

    authentication_classes = (SessionAuthentication,)
    model: Any
    request: Any

    def get_queryset(self) -> QuerySet[Any]:
        """What the user of the request may choose or change."""
        policy = policy_registry.get_by_type(self.model)
        own = policy.instances_user_has_any_permission_for(self.request.user, ACTIONS)
        found: QuerySet[Any] = super().get_queryset()  # type: ignore[misc]  # the endpoint's
        return found.filter(pk__in=own.values("pk"))


class OwnImages(_OwnCollections, ImagesAdminAPIViewSet):
    """Pictures."""


class OwnDocuments(_OwnCollections, DocumentsAdminAPIViewSet):
    """Files."""


class OwnPages(PagesAdminAPIViewSet):
    """Pages. Wagtail's action “publish” stores a version before it asks who may publish."""

    def paginate_queryset(self, queryset: Any) -> Any:
        """A part of the list, without drafts of pages above the user's own."""
        found = super().paginate_queryset(queryset)
        return [hide_draft(page, self.request.user) for page in found]

    def get_object(self) -> Any:
        """One page, in the same way."""
        return hide_draft(super().get_object(), self.request.user)

    def action_view(self, request: Request, pk: int, action_name: str) -> Response:
        """Refuse every action on a page that its user may not edit, or not now.

        Wagtail's asks for no lock: a text changed while the office read another.
        """
        may = self.get_object().specific_deferred.permissions_for_user(request.user)
        if not may.can_edit() or may.page_locked():
            raise PermissionDenied
        answer: Response = super().action_view(request, pk, action_name)
        return answer
