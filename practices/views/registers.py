"""Pages of the registers: one entry, the helplines, the glossary."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.i18n import LANGS, Localised, current_language
from core.record_models import record_models
from core.showing.alternates import alternates, same_path
from core.showing.facts import source_links
from core.visibility import with_noted
from practices.listings import LISTINGS
from practices.models import GlossaryTerm, ResearchPage, Statistic
from practices.overviews import countries_with_organisations
from practices.presentation.entries import entry_shown
from practices.presentation.figures import figure
from practices.presentation.glossary import by_letter
from practices.presentation.helplines import public_helplines
from search.vocabulary.tagging import Tagged

TRAIL_LENGTH = 48  # characters


def _entry(collection: str, record_id: str) -> Any:
    """The public entry. Raises Http404."""
    model: Any = record_models()[collection]
    rows = model.objects.for_public()
    if issubclass(model, Tagged):
        rows = rows.prefetch_related("tags__concept")
    if model is Statistic:
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
    listing = LISTINGS[collection]
    context: dict[str, Any] = {
        "entry": entry,
        "shown": entry_shown(entry, request=request),
        "collection": collection,
        "crumbs": [
            {"title": listing.title, "url": f"/{current_language()}/{collection}/"},
            {"title": _shortened(entry.heading_in())},
        ],
        "eyebrow": listing.title,
        "permalink": f"/r/{entry.key}/",
        "alternates": alternates(languages=entry.available_languages, address=same_path(request)),
    }
    if isinstance(entry, Statistic):
        context["figure"] = figure(entry, request=request)
    return render(request, "pages/registers/entry.html", context)


@require_safe
def helpline_entry(request: HttpRequest, *, record_id: str) -> HttpResponse:
    """`/<lang>/helplines/<id>/`: one helpline under the rule of twelve months."""
    entry = _entry("helplines", record_id)
    (line,) = public_helplines(request=request, ids=[record_id])
    context = {
        "line": line,
        "sources": source_links(entry.sources),
        "permalink": f"/r/{entry.key}/",
        "crumbs": [
            {"title": LISTINGS["helplines"].title, "url": f"/{current_language()}/helplines/"},
            {"title": line.name},
        ],
        "alternates": alternates(languages=entry.available_languages, address=same_path(request)),
    }
    return render(request, "pages/registers/helpline.html", context)


@require_safe
def helplines(request: HttpRequest) -> HttpResponse:
    """`/<lang>/helplines/`: all helplines, confirmed numbers first, and whom else to ask."""
    context = {
        "listing": LISTINGS["helplines"],
        "lines": public_helplines(request=request),
        "countries": countries_with_organisations(),
        "crumbs": [{"title": LISTINGS["helplines"].title}],
        "alternates": alternates(languages=LANGS, address=same_path(request)),
    }
    return render(request, "pages/registers/helplines.html", context)


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """`/<lang>/glossary/`: the terms of the field by letter."""
    letters = by_letter(GlossaryTerm.objects.for_public())
    context = {
        "listing": LISTINGS["glossary"],
        "letters": letters,
        "total": sum(len(letter.terms) for letter in letters),
        "crumbs": [{"title": LISTINGS["glossary"].title}],
        "description": _("Terms of the field, with their names in other languages."),
        "alternates": alternates(languages=LANGS, address=same_path(request)),
    }
    return render(request, "pages/registers/glossary.html", context)
