"""Approving from a list puts online what the office read: the version that was sent, or none."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.modal_workflow import render_modal_workflow
from wagtail.models import Page, TaskState

from members.office_pages import View

APPROVE = "approve"


def only_what_was_sent(view: View) -> View:
    """Lead to the form instead of approving, where another version came after the one that waits.

    Wagtail publishes the latest version, whichever the list showed. The form shows that one.
    """

    def guarded(request: HttpRequest, **kwargs: object) -> HttpResponseBase:
        if request.method != "POST" or kwargs["action_name"] != APPROVE:
            return view(request, **kwargs)
        page = get_object_or_404(Page, pk=kwargs["page_id"])
        sent = TaskState.objects.filter(
            pk=kwargs["task_state_id"], revision__object_id=str(page.pk)
        )
        if page.latest_revision_id in sent.values_list("revision_id", flat=True):
            return view(request, **kwargs)
        messages.warning(
            request, _("The text was changed after it was sent. Read it here, and approve it then.")
        )
        return _led_to(request, reverse("wagtailadmin_pages:edit", args=[page.pk]))

    return guarded


def _led_to(request: HttpRequest, url: str) -> HttpResponseBase:
    """The page, for a browser and for the dialogue of Wagtail's script."""
    if request.headers.get("x-requested-with") != "XMLHttpRequest":
        return redirect(url)
    answer: HttpResponseBase = render_modal_workflow(
        request, "", None, {}, json_data={"step": "success", "redirect": url}
    )
    return answer
