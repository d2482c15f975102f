"""Who may read applications: the office, and whom it names as the board's readers."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import connections
from django.db.models import Q

from members.office import is_office, office_group

#: the group whose logins may read, and decide nothing; the office puts them in
READERS_GROUP = "Readers of applications"
PERMISSION = "joining.view_application"


def may_read(user: Any) -> bool:
    """Whether a user of a request may read applications and their files."""
    return bool(user.is_active and user.has_perm(PERMISSION))


def may_decide(user: Any) -> bool:
    """Whether a user of a request may ask, note and decide."""
    return is_office(user) and may_read(user)


def plant_readers(sender: AppConfig, **kwargs: Any) -> None:
    """Let the office read, and make the readers' group; receiver of post_migrate."""
    using = kwargs.get("using", "default")
    tables = set(connections[using].introspection.table_names())
    if not {Group._meta.db_table, Permission._meta.db_table} <= tables:
        return
    create_permissions(sender, verbosity=0, using=using)
    reading = Q(content_type__app_label=sender.label, codename=PERMISSION.partition(".")[2])
    entering = Q(content_type__app_label="wagtailadmin", codename="access_admin")
    office_group().permissions.add(*Permission.objects.filter(reading))
    readers, _made = Group.objects.get_or_create(name=READERS_GROUP)
    readers.permissions.set(Permission.objects.filter(reading | entering))
