"""Redirects after a new slug or a move: in every language, and only where readers ever were.

Wagtail's own receivers are off (`WAGTAILREDIRECTS_AUTO_CREATE`): they know the active language only
and keep addresses of drafts that nobody was ever given.
"""

from __future__ import annotations

import copy
from typing import Any

from django.utils import translation
from wagtail.contrib.redirects.signal_handlers import create_redirects
from wagtail.models import Page, Site
from wagtail.signals import page_slug_changed, post_page_move

from core.i18n import LANGS


def connect() -> None:
    """Connect both receivers, once however often it is called."""
    page_slug_changed.connect(_on_new_slug, dispatch_uid="every-language-slug")
    post_page_move.connect(_on_move, dispatch_uid="every-language-move")


def _on_new_slug(*, instance: Page, instance_before: Page, **_kwargs: Any) -> None:
    _redirect(instance, before=instance_before)


def _on_move(*, instance: Page, url_path_before: str, url_path_after: str, **_kwargs: Any) -> None:
    if url_path_before != url_path_after:  # else it only changed places with its neighbours
        moved = instance.specific
        before = copy.copy(moved)
        before.url_path = url_path_before
        _redirect(moved, before=before)


def _redirect(page: Page, *, before: Page) -> None:
    """Lead from each address the page had to the one it has; below it, too."""
    if before.first_published_at is None:
        return
    # pages don't move between sites here; the front page has the same address wherever it stands
    sites = Site.objects.exclude(root_page=page)
    for code in LANGS:
        with translation.override(code):
            create_redirects(page=page, page_old=before, sites=sites)
