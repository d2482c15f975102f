"""Redirects after a new slug or a move, in every language (Wagtail records the active one only)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import translation
from wagtail.contrib.redirects import signal_handlers
from wagtail.signals import page_slug_changed, post_page_move

from cope_network.core.i18n import LANGS

_receivers: list[Callable[..., None]] = []  # signals hold weak references only


def in_every_other_language(receiver: Callable[..., Any]) -> Callable[..., None]:
    """Wrap Wagtail's receiver so that it runs for each language but the active one."""

    def wrapper(**kwargs: Any) -> None:
        for name in ("signal", "sender"):
            kwargs.pop(name, None)
        active = translation.get_language()
        for code in LANGS:
            if code != active:
                with translation.override(code):
                    receiver(**kwargs)

    return wrapper


def connect() -> None:
    """Connect the wrapped receivers once."""
    if _receivers:
        return
    slug = in_every_other_language(signal_handlers.autocreate_redirects_on_slug_change)
    move = in_every_other_language(signal_handlers.autocreate_redirects_on_page_move)
    _receivers.extend((slug, move))
    page_slug_changed.connect(slug, dispatch_uid="every-language-slug")
    post_page_move.connect(move, dispatch_uid="every-language-move")
