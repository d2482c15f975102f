"""What the network office may do: look at subscribers, curate and send the newsletter."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import connections
from wagtail.permission_policies import ModelPermissionPolicy

from members.office import office_group

#: to look at only; everything that changes a subscription has its own way
MODELS = ("subscriber", "consentevent")
#: the desk (newsletter.desk.access)
DESK = "change_mailing"


class LookingOnlyPolicy(ModelPermissionPolicy):
    """Lets nobody add, change or delete in the admin, administrators included."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Grant viewing to those who may view."""
        return action == "view" and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """Tell whether one of `actions` is granted."""
        return any(self.user_has_permission(user, action) for action in actions)


def plant_office(sender: AppConfig, **kwargs: Any) -> None:
    """Let the office use the desk, view subscribers and their log; receiver of post_migrate."""
    using = kwargs.get("using", "default")
    tables = set(connections[using].introspection.table_names())
    if not {Group._meta.db_table, Permission._meta.db_table} <= tables:
        return
    create_permissions(sender, verbosity=0, using=using)
    office_group().permissions.add(
        *Permission.objects.filter(
            content_type__app_label=sender.label,
            codename__in=[*(f"view_{name}" for name in MODELS), DESK],
        )
    )
