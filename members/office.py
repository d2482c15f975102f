"""The network office: its group, and the workflow by which pages come to it.

Both are planted after every `migrate`, so that a register added later is the office's as well.
"""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig, apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import connections, models, transaction
from django.db.models import Q, QuerySet
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from core.base import RegisterEntry
from members.models import Country, EditorAccess, Membership
from members.workflow_names import TASK, WORKFLOW
from users.models import User

OFFICE_GROUP = "Network office"

PAGE_PERMISSIONS = (
    "add_page",
    "change_page",
    "publish_page",
    "bulk_delete_page",
    "lock_page",
    "unlock_page",
)
COLLECTION_APPS = {"wagtailimages": "image", "wagtaildocs": "document"}
COLLECTION_ACTIONS = ("add", "change", "delete", "choose")
#: Whole models beside the registers. Not here, since they are system settings: groups, sites,
#: workflows, collections.
OFFICE_MODELS = (
    "users.user",
    "wagtailredirects.redirect",
    "search.querycount",
    "search.indexstate",
    "core.pictureintake",
    "core.networksettings",
    "home.menuentry",
    "core.funder",
)


def office_group() -> Group:
    """The office's group."""
    return Group.objects.get_or_create(name=OFFICE_GROUP)[0]


def is_office(user: Any) -> bool:
    """Tell whether `user` (of a request, perhaps nobody) belongs to the office or administers."""
    if not user.is_active:
        return False
    return bool(user.is_superuser or user.groups.filter(name=OFFICE_GROUP).exists())


def office_members() -> QuerySet[User]:
    """Active users of the office."""
    return User.objects.filter(is_active=True, groups__name=OFFICE_GROUP)


def office_models() -> list[type[models.Model]]:
    """The models that the office keeps: every register, memberships, users, redirects."""
    registers = [model for model in apps.get_models() if issubclass(model, RegisterEntry)]
    named = [apps.get_model(label) for label in OFFICE_MODELS]
    return [*registers, Country, Membership, EditorAccess, *named]


@transaction.atomic
def ensure_office() -> None:
    """Make the office's group, its permissions and the workflow, or what is missing of them."""
    group = office_group()
    group.permissions.add(*_model_permissions())
    root_collection = Collection.get_first_root_node()
    if root_collection is not None:
        for permission in _collection_permissions():
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=root_collection, permission=permission
            )
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is not None:
        _ensure_page_permissions(group, page=site.root_page)
        _ensure_workflow(group, page=site.root_page)


def _model_permissions() -> QuerySet[Permission]:
    wanted = Q(content_type__app_label="wagtailadmin", codename="access_admin")
    for model in office_models():
        # ready-made permissions appear after this receiver in the order of the applications
        create_permissions(model._meta.app_config, verbosity=0)
        wanted |= Q(
            content_type__app_label=model._meta.app_label,
            content_type__model=model._meta.model_name,
        )
    for label in COLLECTION_APPS:
        create_permissions(apps.get_app_config(label), verbosity=0)
    return Permission.objects.filter(wanted)


def _collection_permissions() -> QuerySet[Permission]:
    wanted = Q(pk__in=[])
    for app_label, model in COLLECTION_APPS.items():
        names = [f"{action}_{model}" for action in COLLECTION_ACTIONS]
        wanted |= Q(content_type__app_label=app_label, codename__in=names)
    return Permission.objects.filter(wanted)


def _ensure_page_permissions(group: Group, *, page: Page) -> None:
    for permission in Permission.objects.filter(
        content_type__app_label="wagtailcore", codename__in=PAGE_PERMISSIONS
    ):
        GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)


def _ensure_workflow(group: Group, *, page: Page) -> None:
    """Plant the workflow once; what an administrator changes about it afterwards stays."""
    if WorkflowPage.objects.filter(page=page).exists():
        return
    task = GroupApprovalTask.objects.filter(name=TASK).first()
    if task is None:
        task = GroupApprovalTask.objects.create(name=TASK)
        task.groups.add(group)
    workflow, created = Workflow.objects.get_or_create(name=WORKFLOW)
    if created:
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=page)


def plant_office(sender: AppConfig, **kwargs: Any) -> None:
    """Receiver of post_migrate. Does nothing while the tables it needs are not there."""
    del sender
    using = kwargs.get("using", "default")
    tables = set(connections[using].introspection.table_names())
    needed = {
        model._meta.db_table
        for model in (Group, Permission, GroupPagePermission, GroupCollectionPermission)
    } | {model._meta.db_table for model in (Page, Site, GroupApprovalTask, WorkflowPage)}
    if needed <= tables:
        ensure_office()
