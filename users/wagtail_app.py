"""Wagtail's application of users, with our views and rules in it."""

from __future__ import annotations

from wagtail.users.apps import WagtailUsersAppConfig


class GuardedUsersConfig(WagtailUsersAppConfig):
    """Stands in INSTALLED_APPS in the place of `wagtail.users`."""

    user_viewset = "users.admin.GuardedUserViewSet"

    def ready(self) -> None:
        """Leave groups to administrators."""
        super().ready()
        from django.contrib.auth.models import Group
        from wagtail.permissions import register_permission_policy

        from users.admin import AdministratorsPolicy

        register_permission_policy(Group, AdministratorsPolicy(Group))
