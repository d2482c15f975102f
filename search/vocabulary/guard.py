"""The admin's “delete” on concepts: refused while public content uses one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin.admin_url_finder import AdminURLFinder

from core.record_models import find_record
from search.models import Concept
from search.vocabulary.merge_views import MERGE_INTO_ANOTHER, URL_NAME
from search.vocabulary.merging import live_uses

SHOWN = 5  # more names than that help nobody


def _why_not(concept: Concept, keys: list[str], *, user: Any) -> SafeString:
    """What uses the concept, with links to where that is edited, and what one can do."""
    text = ngettext(
        "“%(concept)s” can't be deleted: %(count)s page online uses it.",
        "“%(concept)s” can't be deleted: %(count)s pages online use it.",
        len(keys),
    ) % {"concept": concept, "count": len(keys)}
    finder = AdminURLFinder(user)
    found = [(find_record(key), key) for key in keys[:SHOWN]]
    links = [
        (finder.get_edit_url(record) if record else None, str(record or key))
        for record, key in found
    ]
    names = format_html_join(
        ", ",
        "{}",
        ((format_html('<a href="{}">{}</a>', url, name) if url else name,) for url, name in links),
    )
    more = len(keys) - len(links)
    rest = ngettext("and %(count)s more", "and %(count)s more", more) % {"count": more}
    way = _("Take it off there, then delete it. Or, where another keyword means the same:")
    merge = format_html(
        '<a href="{}">{}</a>', reverse(URL_NAME, args=[concept.pk]), MERGE_INTO_ANOTHER
    )
    return format_html("{} {}{}. {} {}", text, names, f" {rest}" if more else "", way, merge)


@hooks.register("before_delete_snippet")
def refuse_concepts_in_use(request: HttpRequest, instances: list[Any]) -> HttpResponse | None:
    """Say what uses the concept and lead back to it."""
    for concept in instances:
        keys = live_uses(concept) if isinstance(concept, Concept) else []
        if keys:
            messages.error(request, _why_not(concept, keys, user=request.user))
            way_back = AdminURLFinder(request.user).get_edit_url(concept)
            return redirect(way_back or "wagtailadmin_home")
    return None
