"""`/<lang>/countries/` and one page per country: whom to call, who is there, what is known."""

from __future__ import annotations

from typing import Any

from babel.languages import get_official_languages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.countries import COUNTRY_CODES, NATIONS, country_name, nation_name
from core.folding import order_of
from core.i18n import LANGS, language_choices, localised
from core.kinds import Place, kind_of
from core.showing.addresses import country_url, with_query
from core.showing.alternates import alternates, same_path
from core.showing.facts import Link, source_links
from members.models import Country
from practices.models import PracticePage
from practices.overviews import (
    EUROPE,
    asked_for,
    coming_up,
    country_rows,
    members_and_others,
    sections_in,
)
from practices.presentation.helplines import public_helplines
from search.showing import search_url


def languages_of_country(code: str) -> list[Link]:
    """Practices written in the country's official languages, as far as the network has them."""
    names = dict(language_choices())
    practices = kind_of(PracticePage.collection)
    official = ["nb" if tag == "no" else tag for tag in get_official_languages(code)]
    return [
        Link(
            label=_("Practices written in %(language)s") % {"language": names[language]},
            url=practices.list_url(asked_for(language=language).urlencode()),
        )
        for language in official
        if language in names
    ]


def nation_links(code: str, *, chosen: str) -> list[dict[str, Any]]:
    """The country's parts as links that narrow the page, the whole country first."""
    parts = [nation for nation in NATIONS if nation.startswith(f"{code}-")]
    if not parts:
        return []
    links = [{"label": _("All of it"), "url": "?", "current": not chosen}]
    links += [
        {"label": nation_name(part), "url": f"?nation={part}", "current": part == chosen}
        for part in parts
    ]
    return links


def _nation(request: HttpRequest, code: str) -> tuple[str, str]:
    """The chosen part of the country, and what was given in vain."""
    given = request.GET.get("nation", "").strip()
    known = given.upper() if given.upper() in NATIONS else ""
    if known.startswith(f"{code}-"):
        return known, ""
    return "", given


@require_safe
def countries(request: HttpRequest) -> HttpResponse:
    """The index of countries: those from which anything is shared, and those still missing."""
    rows = country_rows()
    there = {row.code for row in rows}
    missing = [
        Link(label=country_name(code), url=country_url(code))
        for code in EUROPE
        if code not in there
    ]
    context = {
        "rows": rows,
        "missing": sorted(missing, key=lambda link: order_of(str(link.label))),
        "crumbs": [{"title": _("Countries")}],
        "alternates": alternates(languages=LANGS, address=same_path(request)),
    }
    return render(request, "pages/countries/index.html", context)


@require_safe
def country(request: HttpRequest, code: str) -> HttpResponse:
    """One country; `?nation=GB-SCT` narrows it to a part."""
    upper = code.upper()
    if upper not in COUNTRY_CODES:
        raise Http404(f"no country {code}")
    if code != code.lower():
        return HttpResponseRedirect(country_url(code))
    nation, ignored = _nation(request, upper)
    query = asked_for(country=upper, nation=nation)
    members, others = members_and_others(query)
    sections = sections_in(Place.COUNTRY, query, request=request)
    lines = public_helplines(request=request, country=upper)
    text = Country.objects.for_public().filter(record_id=upper).first()
    parts = (members, others, *sections)
    is_empty = not lines and text is None and not any(part.total for part in parts)
    context = {
        "code": upper,
        "name": country_name(upper),
        "nation": nation_name(nation) if nation else "",
        "nations": nation_links(upper, chosen=nation),
        "ignored": [("nation", ignored)] if ignored else (),
        "lines": [line for line in lines if not nation or line.nation in ("", nation)],
        "introduction": localised(text, "introduction") if text else None,
        "sources": source_links(text.sources) if text else [],
        "members": members,
        "others": others,
        "coming": coming_up(asked_for(country=upper)),
        "sections": sections,
        "is_empty": is_empty,
        "languages": languages_of_country(upper),
        "crumbs": [
            {"title": _("Countries"), "url": reverse("countries")},
            {"title": country_name(upper)},
        ],
        "map_url": with_query(reverse("map"), f"country={upper}"),
        "search_url": search_url(query.urlencode()),
        "noindex": is_empty or bool(request.GET),
        "alternates": alternates(languages=LANGS, address=same_path(request)),
    }
    return render(request, "pages/countries/country.html", context)
