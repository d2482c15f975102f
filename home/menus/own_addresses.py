"""Addresses of this site that people typed: what answers there, and whether readers get it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import translation
from wagtail.models import Page, Site

from core.i18n import LANGS
from core.record_models import record_models
from core.visibility import public_condition


def match_at(address: str) -> ResolverMatch:
    """What answers at a path of this site, with or without a query. Raises Resolver404."""
    path = urlsplit(address).path
    language = path.split("/")[1]
    with translation.override(language if language in LANGS else None):
        return resolve(path if path.endswith("/") else f"{path}/")


def closed(addresses: Iterable[str]) -> frozenset[str]:
    """Those of paths of this site at which a page would stand that readers can't open, or none.

    Two queries where any is a page's, and one for each collection among permanent addresses.
    """
    served: dict[str, str] = {}
    permanent: dict[str, dict[str, str]] = {}
    for address in addresses:
        try:
            match = match_at(address)
        except Resolver404:  # no page of ours: a file of the web server's, for example
            continue
        if match.view_name == "wagtail_serve":
            served[address] = match.args[0]
        elif match.view_name == "permalink":
            ids = permanent.setdefault(match.kwargs["collection"], {})
            ids[address] = match.kwargs["record_id"]
    found = _closed_pages(served) if served else set()
    for collection, ids in permanent.items():
        found |= _closed_records(collection, ids)
    return frozenset(found)


def _closed_pages(served: dict[str, str]) -> set[str]:
    root = Site.objects.values_list("root_page__url_path", flat=True).get(is_default_site=True)
    paths = {address: f"{root}{path}" for address, path in served.items()}
    pages = Page.objects.filter(public_condition(), url_path__in=paths.values())
    public = set(pages.values_list("url_path", flat=True))
    return {address for address, path in paths.items() if path not in public}


def _closed_records(collection: str, ids: dict[str, str]) -> set[str]:
    model: Any = record_models().get(collection)
    if model is None or not issubclass(model, Page):
        return set()
    found = model.objects.for_public().filter(record_id__in=ids.values())
    public = set(found.values_list("record_id", flat=True))
    return {address for address, record_id in ids.items() if record_id not in public}
