"""What the members application changes about the admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import SubmitForModerationMenuItem
from wagtail.admin.site_summary import PagesSummaryItem
from wagtail.query import PageQuerySet

import members.memberships.actions  # registers what the log says
import members.memberships.menu  # adds the menu of memberships
import members.snippets  # noqa: F401 # registers the office's tables
from core.forms.sight import visible_pages
from members import editor_views
from members.admin import front
from members.admin.api import OwnDocuments, OwnImages, OwnPages
from members.admin.lists import OwnPageViewSet
from members.memberships import views as membership_views
from members.models import EditorMode, InvitationState
from members.office_pages import OfficeMenuItem
from members.people import colleagues
from members.suspended_panel import suspended_panel

AFTER_WAGTAIL = 10  # of two endpoints or view sets with one name the later one counts


@hooks.register("construct_page_chooser_queryset")
def hide_drafts_of_others(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Keep other organisations' drafts out of the page chooser."""
    return visible_pages(pages, request.user)


@hooks.register("construct_admin_api", order=AFTER_WAGTAIL)
def close_the_admin_api(router: Any) -> None:
    """Put endpoints that know collections in place of Wagtail's."""
    router.register_endpoint("pages", OwnPages)
    router.register_endpoint("images", OwnImages)
    router.register_endpoint("documents", OwnDocuments)


@hooks.register("register_admin_viewset", order=AFTER_WAGTAIL)
def page_views() -> OwnPageViewSet:
    """Put our views of pages in the place of Wagtail's."""
    return OwnPageViewSet()


class SendToTheOffice(SubmitForModerationMenuItem):
    """Wagtail's “Submit to …” in our words."""

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Name the action in our words, also where the page came back."""
        context: dict[str, Any] = super().get_context_data(parent_context)
        page = context.get("page")
        state = page.current_workflow_state if page else None
        came_back = state is not None and state.status == state.STATUS_NEEDS_CHANGES
        context["label"] = _("Send to the office again") if came_back else _("Send to the office")
        return context


@hooks.register("register_admin_urls")
def editor_addresses() -> list[Any]:
    """The pages on who edits for an organisation, and those on memberships."""
    return [*editor_views.urlpatterns, *colleagues.urlpatterns, *membership_views.urlpatterns]


@hooks.register("register_admin_menu_item")
def editors_entry() -> OfficeMenuItem:
    """The entry of those pages."""
    return editor_views.menu_item()


@hooks.register("register_admin_menu_item")
def colleagues_entry() -> colleagues.ColleaguesMenuItem:
    """The entry of the editors' own page."""
    return colleagues.menu_item()


@hooks.register("register_log_actions")
def name_deeds(actions: Any) -> None:
    """Put what is done with invitations into words, for the history."""
    for name, label in (
        ("invite", _("Invite")),
        ("invite_again", _("Send again")),
        *((f"publishes_{mode}", capfirst(mode.label)) for mode in EditorMode),
        *((state.name.lower(), state.label) for state in InvitationState),
    ):
        actions.register_action(f"people.{name}", label, label)


@hooks.register("construct_homepage_panels")
def own_panels(request: HttpRequest, panels: list[Any]) -> None:
    """Put ours in the place of Wagtail's panels that name pages of others."""
    del request
    panels[:] = [
        front.PANELS[type(panel)]() if type(panel) in front.PANELS else panel for panel in panels
    ]


@hooks.register("construct_homepage_summary_items")
def own_summary(request: HttpRequest, items: list[Any]) -> None:
    """Count in the summary only what its reader works with."""
    items[:] = [
        front.OwnPagesSummary(request) if type(item) is PagesSummaryItem else item for item in items
    ]


@hooks.register("construct_homepage_panels")
def tell_suspended(request: HttpRequest, panels: list[Any]) -> None:
    """Tell editors that their organisation is suspended, and what that means."""
    panel = suspended_panel(request.user)  # type: ignore[arg-type]  # the view asks for a login
    if panel is not None:
        panels.append(panel)


@hooks.register("construct_page_action_menu")
def name_sending(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Put our menu item in place of Wagtail's."""
    del request, context
    for position, item in enumerate(menu_items):
        if isinstance(item, SubmitForModerationMenuItem):
            menu_items[position] = SendToTheOffice(order=item.order)
