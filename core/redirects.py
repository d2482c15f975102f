"""Redirects after a new slug or a move: in every language, and only where readers were.

Wagtail's own receivers are off (`WAGTAILREDIRECTS_AUTO_CREATE`): they know the active language only
and keep addresses of drafts, and of pages that are offline, that nobody was ever given.
"""

from __future__ import annotations

import copy
from typing import Any

from django.utils import translation
from wagtail.contrib.redirects.signal_handlers import create_redirects
from wagtail.models import Page, Site
from wagtail.signals import page_slug_changed, post_page_move

from core.i18n import LANGS
from core.visibility import is_public


def connect() -> None:
    """Connect both receivers, once however often it is called."""
    page_slug_changed.connect(_on_new_slug, dispatch_uid="every-language-slug")
    post_page_move.connect(_on_move, dispatch_uid="every-language-move")


def _on_new_slug(*, instance: Page, instance_before: Page, **_kwargs: Any) -> None:
    if is_public(instance_before):
        _redirect(instance, before=instance_before)


def _on_move(
    *,
    instance: Page,
    parent_page_before: Page,
    url_path_before: str,
    url_path_after: str,
    **_kwargs: Any,
) -> None:
    moved = instance.specific
    # with the same address it only changed places with its neighbours
    if url_path_before != url_path_after and moved.live and is_public(parent_page_before):
        before = copy.copy(moved)
        before.url_path = url_path_before
        _redirect(moved, before=before)


def _redirect(page: Page, *, before: Page) -> None:
    """Lead from each address the page had to the one it has; below it, too."""
    # pages don't move between sites here; the front page has the same address wherever it stands
    sites = Site.objects.exclude(root_page=page)
    for code in LANGS:
        with translation.override(code):
            create_redirects(page=page, page_old=before, sites=sites)
