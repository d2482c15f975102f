"""Pages of the registers: one entry, the helplines, the glossary."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.i18n import LANGS, Localised
from core.kinds import kind_of
from core.showing.addresses import permalink
from core.showing.alternates import alternates, same_path
from core.showing.facts import source_links
from core.visibility import with_noted
from practices.models import GlossaryTerm, Helpline, ResearchPage
from practices.overviews import countries_with_organisations
from practices.presentation.entries import entry_shown
from practices.presentation.figures import figure
from practices.presentation.glossary import by_letter
from practices.presentation.helplines import public_helplines
from search.vocabulary.tagging import Tagged

TRAIL_LENGTH = 48  # characters


def _entry(collection: str, record_id: str) -> Any:
    """The public entry. Raises Http404."""
    kind = kind_of(collection)
    rows = kind.model.objects.for_public()
    if issubclass(kind.model, Tagged):
        rows = rows.prefetch_related("tags__concept")
    if kind.as_figures:
        rows = rows.prefetch_related(with_noted("research", ResearchPage))
    entry = rows.filter(record_id=record_id).first()
    if entry is None:
        raise Http404(f"no {collection}/{record_id}")
    return entry


def _shortened(heading: Localised) -> Localised:
    """A heading for the trail: figures and recommendations have whole sentences."""
    return heading._replace(value=Truncator(str(heading)).chars(TRAIL_LENGTH))


@require_safe
def register_entry(request: HttpRequest, *, collection: str, record_id: str) -> HttpResponse:
    """`/<lang>/<register>/<id>/`: one law, figure, recommendation or term with all its facts."""
    entry = _entry(collection, record_id)
    listing = kind_of(collection)
    shown = entry_shown(entry, request=request)
    context: dict[str, Any] = {
        "entry": entry,
        "shown": shown,
        "heading": shown.heading,
        "sources": shown.sources,
        "collection": collection,
        "crumbs": [
            {"title": listing.title, "url": listing.url},
            {"title": _shortened(shown.heading)},
        ],
        "eyebrow": listing.title,
        "permalink": permalink(entry.key),
        "alternates": alternates(languages=entry.available_languages, address=same_path(request)),
    }
    if listing.as_figures:
        context["figure"] = figure(entry, request=request)
    return render(request, "pages/registers/entry.html", context)


@require_safe
def helpline_entry(request: HttpRequest, *, record_id: str) -> HttpResponse:
    """`/<lang>/helplines/<id>/`: one helpline under the rule of twelve months."""
    entry = _entry(Helpline.collection, record_id)
    listing = kind_of(Helpline.collection)
    (line,) = public_helplines(request=request, ids=[record_id])
    context = {
        "line": line,
        "heading": line.name,
        "sources": source_links(entry.sources),
        "permalink": permalink(entry.key),
        "crumbs": [
            {"title": listing.title, "url": listing.url},
            {"title": line.name},
        ],
        "alternates": alternates(languages=entry.available_languages, address=same_path(request)),
    }
    return render(request, "pages/registers/helpline.html", context)


@require_safe
def helplines(request: HttpRequest) -> HttpResponse:
    """`/<lang>/helplines/`: all helplines, confirmed numbers first, and whom else to ask."""
    listing = kind_of(Helpline.collection)
    context = {
        "listing": listing,
        "lines": public_helplines(request=request),
        "countries": countries_with_organisations(),
        "crumbs": [{"title": listing.title}],
        "alternates": alternates(languages=LANGS, address=same_path(request)),
    }
    return render(request, "pages/registers/helplines.html", context)


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """`/<lang>/glossary/`: the terms of the field by letter."""
    listing = kind_of(GlossaryTerm.collection)
    letters = by_letter(GlossaryTerm.objects.for_public())
    context = {
        "listing": listing,
        "letters": letters,
        "total": sum(len(letter.terms) for letter in letters),
        "crumbs": [{"title": listing.title}],
        "description": _("Terms of the field, with their names in other languages."),
        "alternates": alternates(languages=LANGS, address=same_path(request)),
    }
    return render(request, "pages/registers/glossary.html", context)
