"""The office's tables in the admin: memberships, categories, country texts."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from core.editing.panels import register_tabs
from core.editing.snippets import TableViewSet
from core.forms.pages import GuardedForm
from members.models import (
    NOT_ADMITTED,
    Country,
    Membership,
    MembershipCategory,
    MembershipStatus,
)

STATUS_HELP = _(
    "While an organisation is suspended, nothing of it is shown in public: neither its page nor "
    "what it has published. It all comes back when the suspension ends. Its editors can go on "
    "writing, and read of the suspension when they sign in. With any other status everything stays "
    "public."
)


class MembershipForm(GuardedForm):
    """Enters a membership that there is already, and corrects one; its state moves by steps."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields.pop("status", None)
        elif "status" in self.fields:
            admitted = [each for each in MembershipStatus.choices if each[0] not in NOT_ADMITTED]
            self.fields["status"].choices = [("", "---------"), *admitted]


class MembershipViewSet(TableViewSet):
    """Memberships that there were before this site, and corrections of dates."""

    model = Membership
    icon = "group"
    menu_label = _("Dates of memberships")
    list_display: ClassVar[list[str]] = ["holder", "category", "status", "since", "until"]
    list_filter: ClassVar[list[str]] = ["status", "category"]
    search_fields: ClassVar[list[str]] = ["name"]
    edit_handler = ObjectList(
        [
            "organisation",
            FieldRowPanel(["name", "holder_country", "in_directory"]),
            FieldRowPanel(["category", FieldPanel("status", help_text=STATUS_HELP)]),
            FieldRowPanel(["applicant_since", "since", "until"]),
        ],
        base_form_class=MembershipForm,
    )


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
