"""The office's page on pictures and files that can't be used, and why."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from core.files.intake.states import DocumentIntake, PictureIntake

PERMISSION = "core.view_pictureintake"
URL_NAME = "files_set_aside"
SHOWN = 200


class SetAsideView(PermissionRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    """Pictures and files that were set aside, the latest first."""

    raise_exception = True
    permission_required = PERMISSION
    template_name = "wagtailadmin/files_set_aside.html"
    page_title = _("Pictures and files with a problem")
    header_icon = "warning"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """None: Wagtail's plain header."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Each with the address of its form."""
        pictures = PictureIntake.objects.exclude(problem="").select_related("image")
        files = DocumentIntake.objects.exclude(problem="").select_related("document")
        rows = [
            *(
                (row.image.title, reverse("wagtailimages:edit", args=[row.image_id]), row)
                for row in pictures.order_by("-problem_at")[:SHOWN]
            ),
            *(
                (row.document.title, reverse("wagtaildocs:edit", args=[row.document_id]), row)
                for row in files.order_by("-problem_at")[:SHOWN]
            ),
        ]
        return super().get_context_data(**kwargs) | {"rows": rows}


class SetAsideMenuItem(MenuItem):
    """The entry among the reports, for those who may see the page."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the user may see the page."""
        return bool(request.user.has_perm(PERMISSION))


def menu_item() -> SetAsideMenuItem:
    """The entry among the reports."""
    return SetAsideMenuItem(
        _("Pictures and files with a problem"),
        reverse(URL_NAME),
        name="files-set-aside",
        icon_name="warning",
        order=1220,
    )


urlpatterns = [path("reports/files/", SetAsideView.as_view(), name=URL_NAME)]
