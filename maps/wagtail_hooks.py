"""The finder in the editor: type a place, choose its point."""

from __future__ import annotations

import json

from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import hooks

from maps import finder


@hooks.register("register_admin_urls")
def finder_urls() -> list[URLPattern]:
    """Addresses below `/admin/places/`, for whoever may enter the admin."""
    return [
        path("places/", finder.towns, name="place_towns"),
        path("places/ask/", finder.ask, name="place_ask"),
        path("places/<uuid:task>/", finder.answer, name="place_answer"),
    ]


@hooks.register("insert_editor_js")
def finder_script() -> SafeString:
    """The script that turns the place's field into a finder; its words are in a data attribute."""
    words = {
        "find": _("Find on the map"),
        "searching": _("Looking …"),
        "nothing": _(
            "No town of this name is known. Write it otherwise, or set the point by hand."
        ),
        "chosen": _("The point is set:"),
        "close": _("spelt otherwise"),
        "ask": _("Look for the address as well"),
    }
    addresses = {
        "towns": reverse("place_towns"),
        "ask": reverse("place_ask"),
        "answer": reverse("place_answer", args=["00000000-0000-0000-0000-000000000000"]),
    }
    return format_html(
        '<script src="{}" data-words="{}" data-addresses="{}" defer></script>',
        static("js/place-finder.js"),
        json.dumps(words, ensure_ascii=False),
        json.dumps(addresses),
    )
