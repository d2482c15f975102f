"""The admin's own API: only the pictures and files that somebody may choose or change."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework.authentication import SessionAuthentication
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.permissions import policy_registry

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
