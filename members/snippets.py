"""The office's tables in the admin: memberships, categories, country texts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from core.editing.panels import register_tabs
from core.editing.snippets import TableViewSet
from members.admin.dates import MembershipViewSet
from members.models import Country, MembershipCategory


class CategoryViewSet(TableViewSet):
    """Membership categories."""

    model = MembershipCategory
    icon = "list-ul"
    menu_label = _("Membership categories")
    edit_handler = register_tabs(
        MembershipCategory.translated, facts=["path", "votes", "by_invitation"]
    )


class CountryViewSet(TableViewSet):
    """The office's texts on countries."""

    model = Country
    icon = "globe"
    menu_label = _("Country texts")
    edit_handler = register_tabs(
        Country.translated, facts=[FieldPanel("record_id"), "original_language", "sources"]
    )


class OfficeGroup(SnippetViewSetGroup):
    """The office's tables under one menu entry."""

    menu_label = _("Network")
    menu_icon = "group"
    menu_order = 200
    items = (MembershipViewSet, CategoryViewSet, CountryViewSet)


register_snippet(OfficeGroup)
