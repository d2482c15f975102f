"""`GET /api/v1/search`: the same query and the same results as the page, as JSON."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.translation import override
from ninja import Router

from core.i18n import LANGS, Localised, default_language
from core.showing.addresses import whole
from core.showing.cards import Card
from search.filters import FILTERS, YEARS
from search.near import RADII
from search.page import facets_of
from search.query import SORTS, SearchQuery
from search.results.find import Found, find
from search.vocabulary.concepts import current_vocabulary

router = Router(tags=["search"])


def _parameter(name: str, description: str, *, many: bool = False) -> dict[str, Any]:
    text: dict[str, Any] = {"type": "string"}
    schema = {"type": "array", "items": text} if many else text
    return {"name": name, "in": "query", "description": description, "schema": schema}


PARAMETERS = [
    _parameter("q", "Words in any of the languages; quotes for exact words."),
    _parameter("lang", f"The reader's language: {', '.join(LANGS)}."),
    *(_parameter(name, "Ids or codes; several are alternatives.", many=True) for name in FILTERS),
    *(_parameter(name, "A year.") for name in YEARS),
    _parameter("near", "A town: what lies within `radius` km of it."),
    _parameter("town", "The number of one of several towns of that name."),
    _parameter("radius", f"One of {', '.join(map(str, RADII))} km."),
    _parameter("sort", f"One of {', '.join(SORTS)}."),
    _parameter("expand", "`off`: don't search the words of other languages."),
    _parameter("page", "From 1; twenty results each."),
]


@router.get("/search", summary="Search", openapi_extra={"parameters": PARAMETERS})
def search(request: HttpRequest) -> dict[str, Any]:
    """Search records. What can't be understood is left out and named in `ignored`."""
    params = QueryDict(mutable=True)
    params.update(request.GET)
    asked = params.pop("lang", [default_language()])[-1]
    query = SearchQuery.parse(params, asked)
    found = find(query)
    with override(query.language):
        answer = _answer(found)
    if asked not in LANGS:
        answer["ignored"].append({"name": "lang", "value": str(asked)[:100]})
    return answer


def _answer(found: Found) -> dict[str, Any]:
    query = found.query
    facets = facets_of(query, found.facets, current_vocabulary())
    return {
        "q": query.text,
        "lang": query.language,
        "filters": {name: list(values) for name, values in query.filters},
        "near": _near(query),
        "sort": query.sort,
        "page": query.page,
        "pages": found.pages,
        "total": found.total,
        "results": [_result(card) for card in found.cards],
        "facets": {
            facet.name: [
                {"value": option.value, "label": option.label, "count": option.count}
                for option in facet.options
            ]
            for facet in facets
        },
        "years": dict(found.facets.get("year", {})),
        "also_searched": [
            {"language": language, "word": word} for language, word in found.also_searched
        ],
        "did_you_mean": found.did_you_mean,
        "relaxed": found.relaxed,
        "degraded": found.degraded,
        "ignored": [{"name": name, "value": value} for name, value in query.ignored],
    }


def _near(query: SearchQuery) -> dict[str, Any] | None:
    """The place that was understood, and the others of that name."""
    near = query.near
    if near is None:
        return None
    towns = [near.town, *(other.town for other in near.others())]
    places = [
        {
            "town": town.id,
            "name": town.name,
            "country": town.country,
            "latitude": town.latitude,
            "longitude": town.longitude,
        }
        for town in towns
    ]
    return {"radius": near.radius, "place": places[0], "others": places[1:]}


def _result(card: Card) -> dict[str, Any]:
    return {
        "key": card.key,
        "collection": card.collection,
        "kind": card.kind_label,
        "url": whole(card.url),
        "title": _text(card.title),
        "summary": _text(card.summary),
        "organisation": card.organisation,
        "place": card.place,
        "languages": list(card.languages),
        "original_language": card.original_language,
        "date": card.date,
        "snippet": {"html": str(card.snippet), "language": card.snippet_language},
        "reasons": list(card.reasons),
    }


def _text(text: Localised) -> dict[str, str]:
    return {"text": str(text), "language": text.language or ""}
