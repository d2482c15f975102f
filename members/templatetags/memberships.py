"""`{% load memberships %}`: whether a page is, or is published by, a former member."""

from __future__ import annotations

from django import template
from wagtail.models import Page

from members.memberships.former import former_in_words
from members.models import Membership, OrganisationPage

register = template.Library()


@register.simple_tag
def former_member(page: Page | str) -> str:
    """`{% former_member page as former %}`: “Former member (2016–2024)”, or "". One query."""
    path = page.path if isinstance(page, Page) else ""  # a register's entry has no page
    if not path:
        return ""
    ends = (path, path[: -OrganisationPage.steplen])
    rows = Membership.objects.public().filter(organisation__path__in=ends)
    return former_in_words(rows.select_related("category", "organisation__dissolution"))
