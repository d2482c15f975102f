"""From a plan to the body of a request, as plain dictionaries."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from search.engines.fields import FOLDED_FIELDS, order_field
from search.engines.wording import Wording, wording
from search.near import Near
from search.plan import SearchPlan
from search.query import DISTANCE

Body = dict[str, Any]

MOST_VALUES = 300  # counted per facet
MOST_SIMILAR = 25  # candidates per field
#: Lucene leaves the constant factor k1 + 1 out of BM25. The weights of wording.py reckon with it:
#: what scores the same for every record is made smaller by it.
K1_PLUS_1 = 2.2
LIVE: Body = {"term": {"live": True}}
TIE_BREAK: Body = {"key": "asc"}


def search_body(plan: SearchPlan) -> Body:
    """One page of hits and, in the same request, the counts of the plan's facets.

    A filter that is counted narrows the hits only after counting: each facet's numbers are made
    with all the filters but its own.
    """
    filters = _filters(plan)
    counted = {name: filters[name] for name in plan.passes() if name is not None}
    first = [LIVE, *(each for name, each in filters.items() if name not in counted)]
    query: Body = {"bool": {"filter": first, "must_not": _keys(plan.without)}}
    if plan.clauses:
        query["bool"]["must"] = [_query(wording(plan))]
    body: Body = {
        "query": query,
        "sort": _order(plan),
        "from": plan.offset,
        "size": plan.limit,
        "track_total_hits": True,
    }
    if counted:
        body["post_filter"] = {"bool": {"filter": list(counted.values())}}
    if plan.facets:
        body["aggregations"] = _counts(plan, counted)
    return body


def preference(plan: SearchPlan) -> str:
    """Name the copy of the index to ask: the same one for all pages of a search.

    Copies count deleted records' words a little differently, which would shift results between
    pages.
    """
    text = repr(replace(plan.query, page=1))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def counts_of(aggregations: Body) -> dict[str, dict[str, int]]:
    """Read facet → value → number of records from the answer."""
    return {
        name: {str(bucket["key"]): bucket["doc_count"] for bucket in found["buckets"]}
        for group in aggregations.values()
        for name, found in group.items()
        if name != "doc_count" and isinstance(found, dict)
    }


def beginning_body(
    typed: Sequence[str], *, language: str, limit: int, without: Sequence[str]
) -> Body:
    """Titles and names with all the folded words, the last one begun."""
    must = []
    for number, word in enumerate(typed):
        last = number == len(typed) - 1
        choices = [
            _begun(name, word, weight) if last else _term(name, word, weight)
            for name, weight in (("names", 2.0), ("exact_title", 1.0))
        ]
        must.append({"dis_max": {"queries": choices}})
    spoken = _same({"terms": {"language": [language]}}, 0.5)
    return {
        "query": {
            "bool": {
                "filter": [LIVE],
                "must": must,
                "should": [spoken],
                "must_not": _keys(without),
            }
        },
        "sort": [{"_score": "desc"}, TIE_BREAK],
        "size": limit,
    }


def similar_body(folded: str) -> Body:
    """Words of the folded fields within two letters of a folded word, same first letter."""
    return {
        "size": 0,
        "suggest": {
            "text": folded,
            **{
                name: {
                    "term": {
                        "field": name,
                        "suggest_mode": "always",
                        "max_edits": 2,
                        "prefix_length": 1,
                        "min_word_length": 3,
                        "size": MOST_SIMILAR,
                        "sort": "score",
                    }
                }
                for name in FOLDED_FIELDS
            },
        },
    }


def candidates_of(suggest: Body) -> list[str]:
    """Read the words from the answer to `similar_body`, each once."""
    found = (
        option["text"] for parts in suggest.values() for each in parts for option in each["options"]
    )
    return list(dict.fromkeys(found))


def numbers_body(words: Sequence[str]) -> Body:
    """Count the records that have each of the folded words (suggesters count deleted ones too)."""
    each = {
        word: {"bool": {"should": [{"term": {name: word}} for name in FOLDED_FIELDS]}}
        for word in words
    }
    return {
        "size": 0,
        "query": {"bool": {"filter": [LIVE]}},
        "aggregations": {"words": {"filters": {"filters": each}}},
    }


def _keys(keys: Sequence[str]) -> list[Body]:
    """What is true of records with these keys; nothing without any."""
    return [{"terms": {"key": list(keys)}}] if keys else []


def _filters(plan: SearchPlan) -> dict[str, Body]:
    """Everything that narrows the hits, by the name of the filter."""
    query = plan.query
    filters: dict[str, Body] = {
        name: {"terms": {name: list(values)}} for name, values in query.filters
    }
    if query.has_years:
        bounds = {"gte": query.year_from, "lte": query.year_to}
        given = {name: year for name, year in bounds.items() if year is not None}
        filters["year"] = {"range": {"year": given}}
    if query.near is not None:
        distance = {"distance": f"{query.near.radius}km", "point": _point(query.near)}
        filters["near"] = {"geo_distance": distance}
    return filters


def _point(near: Near) -> Body:
    latitude, longitude = near.town.point
    return {"lat": latitude, "lon": longitude}


def _order(plan: SearchPlan) -> list[Body]:
    near = plan.query.near
    if plan.query.sort == DISTANCE and near is not None:
        return [{"_geo_distance": {"point": _point(near), "unit": "km"}}, TIE_BREAK]
    name = order_field(plan)
    return [{name: "asc"}] if name else [{"_score": "desc"}, TIE_BREAK]


def _counts(plan: SearchPlan, counted: Mapping[str, Body]) -> Body:
    """Count the facets, grouped by the filter that their numbers ignore."""
    return {
        str(left_out): {
            "filter": {
                "bool": {"filter": [each for name, each in counted.items() if name != left_out]}
            },
            "aggregations": {
                name: {"terms": {"field": name, "size": MOST_VALUES}} for name in names
            },
        }
        for left_out, names in plan.passes().items()
    }


# -- words ---------------------------------------------------------------------------------------
def _query(node: Wording) -> Body:
    """Turn an engine-neutral tree of words into a query."""
    return _BUILDERS[node.kind](node)


def _term_of(node: Wording) -> Body:
    if node.written:
        return {
            "match": {
                node.field: {"query": node.written[0], "operator": "and", "boost": node.weight}
            }
        }
    return _term(node.field, node.words[0], node.weight)


def _phrase_of(node: Wording) -> Body:
    text = " ".join(node.written or node.words)
    return {"match_phrase": {node.field: {"query": text, "slop": node.slop, "boost": node.weight}}}


def _prefix_of(node: Wording) -> Body:
    return _begun(node.field, node.words[0], node.weight)


def _fuzzy_of(node: Wording) -> Body:
    return {
        "fuzzy": {
            node.field: {
                "value": node.words[0],
                "fuzziness": node.slop,
                "rewrite": "constant_score",
                "boost": node.weight / K1_PLUS_1,
            }
        }
    }


def _values_of(node: Wording) -> Body:
    return _same({"terms": {node.field: list(node.words)}}, node.weight)


def _best_of(node: Wording) -> Body:
    queries = [_query(part) for part in node.parts]
    return {"dis_max": {"queries": queries, "tie_breaker": node.tie, "boost": node.weight}}


def _all_of(node: Wording) -> Body:
    return {"bool": {"must": [_query(part) for part in node.parts], "boost": node.weight}}


def _some_of(node: Wording) -> Body:
    return {
        "bool": {
            "should": [_query(part) for part in node.parts],
            "minimum_should_match": node.slop,
            "boost": node.weight,
        }
    }


_BUILDERS = {
    "term": _term_of,
    "phrase": _phrase_of,
    "prefix": _prefix_of,
    "fuzzy": _fuzzy_of,
    "values": _values_of,
    "best": _best_of,
    "all": _all_of,
    "some": _some_of,
}


def _term(name: str, word: str, weight: float) -> Body:
    return {"term": {name: {"value": word, "boost": weight}}}


def _begun(name: str, word: str, weight: float) -> Body:
    return {"prefix": {name: {"value": word, "boost": weight / K1_PLUS_1}}}


def _same(query: Body, score: float) -> Body:
    """The same records, all with one score."""
    return {"constant_score": {"filter": query, "boost": score / K1_PLUS_1}}
