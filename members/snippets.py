"""The office's tables in the admin: memberships, categories, country texts."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from core.editing.panels import register_tabs
from core.editing.snippets import TableViewSet
from members.models import Country, Membership, MembershipCategory

STATUS_HELP = _(
    "While an organisation is suspended, nothing of it is shown in public: neither its page nor "
    "what it has published. It all comes back when the suspension ends. Its editors can go on "
    "writing, and read of the suspension when they sign in. With any other status everything stays "
    "public."
)


class MembershipViewSet(TableViewSet):
    """Who is a member, since when, in which category."""

    model = Membership
    icon = "group"
    menu_label = _("Memberships")
    list_display: ClassVar[list[str]] = ["organisation", "category", "status", "since", "until"]
    list_filter: ClassVar[list[str]] = ["status", "category"]
    edit_handler = ObjectList(
        [
            FieldPanel("organisation"),
            FieldRowPanel(["category", FieldPanel("status", help_text=STATUS_HELP)]),
            FieldRowPanel(["since", "until"]),
        ]
    )


class CategoryViewSet(TableViewSet):
    """Membership categories."""

    model = MembershipCategory
    icon = "list-ul"
    menu_label = _("Membership categories")
    edit_handler = register_tabs(MembershipCategory.translated, facts=[])


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
