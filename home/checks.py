"""System check: no page stands where a view answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core import checks
from django.db import connections
from wagtail.models import Page, Site

from home.addresses import slugs_of_views


@checks.register(checks.Tags.database)
def pages_leave_views_their_addresses(
    app_configs: Any, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """home.E001: a page directly below the front page whose slug a view owns is never reached."""
    if not databases:
        return []
    table = Page._meta.db_table
    if table not in connections[databases[0]].introspection.table_names():
        return []  # before the first migration
    errors: list[checks.CheckMessage] = []
    for site in Site.objects.select_related("root_page"):
        taken = site.root_page.get_children().filter(slug__in=slugs_of_views())
        errors += [
            checks.Error(
                f"The page “{page.title}” has the address /{page.slug}/, which a view answers.",
                hint="Give the page another slug.",
                id="home.E001",
            )
            for page in taken
        ]
    return errors
