"""What a user of the admin may see there: the one rule behind lists, choosers and bulk actions.

Pages: what readers may see, and where the user may add, change or publish. Everything else: what
the model's permission policy grants. Wagtail's generic views ask neither; ours ask this module.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model, Q, QuerySet
from wagtail.models import CollectionMember, Page
from wagtail.permissions import policy_registry
from wagtail.query import PageQuerySet

from core.visibility import PublicQuerySet, public_condition

#: Whoever has one of these on a model or an object may know of it.
ACTIONS = ("add", "change", "delete", "view", "choose", "publish")
OWN_PAGE = ("add", "change", "publish")
OWN_FILE = ("choose", "change", "delete")
LONGEST_KEY = 18  # digits: more don't fit into a column


def own(user: Any, model: type[Model]) -> QuerySet[Any]:
    """The objects of `model` that `user` may do something with."""
    policy = policy_registry.get_by_type(model)
    if issubclass(model, Page):
        found: QuerySet[Any] = policy.instances_user_has_any_permission_for(user, OWN_PAGE)
        return model._default_manager.filter(pk__in=found.values("pk"))
    actions = OWN_FILE if issubclass(model, CollectionMember) else ACTIONS
    return model._default_manager.filter(
        pk__in=policy.instances_user_has_any_permission_for(user, actions).values("pk")
    )


def visible_pages(pages: PageQuerySet, user: Any) -> PageQuerySet:
    """Those of the queryset `pages` that readers may see, and those that `user` works with."""
    if user.is_superuser and user.is_active:
        return pages
    shown = Page.objects.filter(public_condition() | Q(pk__in=own(user, Page).values("pk")))
    return pages.filter(pk__in=shown.values("pk"))  # Wagtail's search takes this form only


def sees_every_page(user: Any) -> bool:
    """Tell whether there is no page that `user` may not edit. One query."""
    return not Page.objects.filter(depth__gt=1).exclude(pk__in=own(user, Page)).exists()


def choosable(user: Any, model: type[Model]) -> QuerySet[Any]:
    """The objects of `model` that `user` may put into a page or a form."""
    if issubclass(model, Page):
        return visible_pages(model._default_manager.all(), user)
    if issubclass(model, CollectionMember):
        policy = policy_registry.get_by_type(model)
        granted = policy.instances_user_has_any_permission_for(user, ["choose"])
        return model._default_manager.filter(pk__in=granted.values("pk"))
    everything = model._default_manager.all()
    return everything if may_choose_from(user, model) else everything.none()


def may_choose_from(user: Any, model: type[Model]) -> bool:
    """Tell whether `user` may look into a table to choose: they work with it, or all is public."""
    if isinstance(model._default_manager.all(), PublicQuerySet):
        return True
    policy = policy_registry.get_by_type(model)
    return bool(policy.user_has_any_permission(user, ACTIONS))


def keys(texts: Iterable[Any]) -> list[int]:
    """The primary keys among what an address or a form holds; words are left out."""
    found = (str(text) for text in texts)
    return [
        int(text)
        for text in found
        if text.isascii() and text.isdecimal() and len(text) <= LONGEST_KEY
    ]
