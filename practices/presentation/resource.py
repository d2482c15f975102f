"""A material's page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.i18n import localised
from core.presenters import shows
from core.showing.age import age_of
from core.showing.facts import Fact, language_names, source_links, stated
from core.showing.frame import page_frame
from members.presentation.organisations import contact_of, organisation_link
from members.presentation.trail import trail_to
from members.selectors import concepts_of, confirmed_on, publisher_of
from practices.models import ResourcePage
from practices.presentation.shared_facts import address_fact, files_of, tag_facts, written_in_fact
from practices.presentation.trail import library_trail
from practices.words import number_in_words, resource_kind


@shows(ResourcePage)
def resource_context(page: ResourcePage, request: HttpRequest) -> dict[str, Any]:
    """Everything a material's page shows, in a constant number of queries."""
    publisher = publisher_of(page)
    about = localised(page, "about")
    trail = trail_to(publisher, request) if publisher else library_trail(request)
    none = _("not stated")
    facts = [
        Fact(label=_("Kind"), value=capfirst(resource_kind(page.kind)), none=none),
        Fact(
            label=_("Shared by"),
            links=[organisation_link(publisher, request)] if publisher else [],
        ),
        *tag_facts(concepts_of(page)),
        Fact(label=_("Ages"), value=ages_in_words(page.age_from, page.age_to)),
        Fact(
            label=_("Language of the material"),
            value=language_names([page.language] if page.language else []),
            none=none,
        ),
        Fact(label=_("Price"), value=page.price, none=none),
        address_fact(page.web_address, label=_("Web address")),
        written_in_fact(page),
    ]
    return {
        **page_frame(page, request, trail=trail, summary=about),
        "eyebrow": _("Material: %(kind)s") % {"kind": resource_kind(page.kind)}
        if page.kind
        else _("Material"),
        "about": about,
        "age": age_of(
            as_of=page.as_of, confirmed_on=confirmed_on(page), today=timezone.localdate()
        ),
        "facts": stated(facts),
        "files": files_of(page),
        "contact": contact_of(publisher, request) if publisher else None,
        "sources": source_links(page.sources),
    }


def ages_in_words(first: float | None, last: float | None) -> str:
    """`3 to 8 years`, `from 3 years`, `up to 8 years`; "" where neither is known."""
    ages = {"first": number_in_words(first), "last": number_in_words(last)}
    if first is not None and last is not None:
        return _("%(first)s to %(last)s years") % ages
    if first is not None:
        return _("from %(first)s years") % ages
    return _("up to %(last)s years") % ages if last is not None else ""
