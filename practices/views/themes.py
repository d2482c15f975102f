"""`/<lang>/themes/` and one page per topic: what helps with it, what is known, what there is."""

from __future__ import annotations

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.former_keys import key_now
from core.i18n import LANGS, localised
from core.kinds import Place
from core.showing.addresses import permalink
from core.showing.alternates import alternates, same_path
from core.showing.facts import Link
from practices.models import PracticePage
from practices.overviews import (
    MOST_FINDINGS,
    asked_for,
    findings_of,
    matching_ids,
    sections_in,
    theme_rows,
)
from search.models import Concept, RelatedConcept, Scheme
from search.showing import concept_links, search_url


def _concept(record_id: str) -> Concept | None:
    """The topic with its neighbours; None where there is none, for other schemes too."""
    return (
        Concept.objects.for_public()
        .filter(scheme=Scheme.THEME, record_id=record_id)
        .select_related("broader")
        .prefetch_related(
            "narrower",
            Prefetch("related_rows", RelatedConcept.objects.select_related("related")),
        )
        .first()
    )


def _instead_of(record_id: str) -> HttpResponse:
    """To the topic that took the place of this one. Raises Http404 where none did."""
    collection, _slash, now = (key_now(f"{Concept.collection}/{record_id}") or "").partition("/")
    if collection != Concept.collection:
        raise Http404(f"no topic {record_id}")
    return redirect("theme", record_id=now)


def neighbours(concept: Concept) -> dict[str, list[Link]]:
    """Broader, narrower and related topics and keywords as links."""
    related = [row.related for row in concept.related_rows.all()]
    return {
        "broader": concept_links([concept.broader] if concept.broader else []),
        "narrower": concept_links(concept.narrower.all()),
        "related": concept_links(related),
    }


@require_safe
def themes(request: HttpRequest) -> HttpResponse:
    """The index of topics with what there is for each."""
    context = {
        "rows": theme_rows(),
        "crumbs": [{"title": _("Topics")}],
        "alternates": alternates(languages=LANGS, address=same_path(request)),
    }
    return render(request, "pages/themes/index.html", context)


@require_safe
def theme(request: HttpRequest, record_id: str) -> HttpResponse:
    """One topic."""
    concept = _concept(record_id)
    if concept is None:
        return _instead_of(record_id)
    query = asked_for(theme=record_id)
    practice_ids = matching_ids(PracticePage.collection, query)
    findings = findings_of(practice_ids, request=request)
    sections = [part for part in sections_in(Place.THEME, query, request=request) if part.total]
    heading = localised(concept, "label")
    context = {
        "concept": concept,
        "heading": heading,
        "note": localised(concept, "note"),
        "neighbours": neighbours(concept),
        "sections": sections,
        "practices": len(practice_ids),
        "findings": findings[:MOST_FINDINGS],
        "findings_more": max(0, len(findings) - MOST_FINDINGS),
        "studied": len({finding.url for finding in findings}),
        "crumbs": [
            {"title": _("Topics"), "url": reverse("themes")},
            {"title": heading},
        ],
        "search_url": search_url(query.urlencode()),
        "permalink": permalink(concept.key),
        "alternates": alternates(languages=LANGS, address=same_path(request)),
    }
    return render(request, "pages/themes/theme.html", context)
