"""The admin's “delete” on concepts: refused while public content uses one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin.admin_url_finder import AdminURLFinder

from search.models import Concept
from search.vocabulary_services import live_uses

SHOWN = 5  # more names than that help nobody


@hooks.register("before_delete_snippet")
def refuse_concepts_in_use(request: HttpRequest, instances: list[Any]) -> HttpResponse | None:
    """Say what uses the concept and lead back to it."""
    for concept in instances:
        keys = live_uses(concept) if isinstance(concept, Concept) else []
        if keys:
            text = ngettext(
                "“%(concept)s” can't be deleted: %(count)s page online uses it (%(names)s).",
                "“%(concept)s” can't be deleted: %(count)s pages online use it (%(names)s).",
                len(keys),
            ) % {"concept": concept, "count": len(keys), "names": ", ".join(keys[:SHOWN])}
            messages.error(request, text)
            return redirect(AdminURLFinder(request.user).get_edit_url(concept) or "/admin/")
    return None
