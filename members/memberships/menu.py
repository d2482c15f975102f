"""The admin's menu of memberships, for the office. Others add to it.

@hooks.register("register_membership_menu_item")
def entry() -> OfficeMenuItem: …
"""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, SubmenuMenuItem

from members.office import is_office
from members.office_pages import OfficeMenuItem

membership_menu = Menu(register_hook_name="register_membership_menu_item")


class _MembershipMenu(SubmenuMenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return is_office(request.user)


@hooks.register("register_admin_menu_item")
def membership_entry() -> SubmenuMenuItem:
    """The menu itself."""
    return _MembershipMenu(
        _("Membership"), membership_menu, name="membership", icon_name="group", order=190
    )


@hooks.register("register_membership_menu_item")
def list_entry() -> OfficeMenuItem:
    """The list of all memberships."""
    return OfficeMenuItem(
        _("All memberships"), reverse("memberships"), icon_name="list-ul", order=10
    )


@hooks.register("register_membership_menu_item")
def roll_entry() -> OfficeMenuItem:
    """The electoral roll."""
    return OfficeMenuItem(
        _("Electoral roll"), reverse("electoral_roll"), icon_name="form", order=20
    )
