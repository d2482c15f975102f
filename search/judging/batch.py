"""Many queries at once, from a file: for measuring and comparing."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.i18n import LANGS
from search.engines.base import Engine
from search.filters import Where, offered_in
from search.plan import build_plan
from search.query import SearchQuery
from search.results.find import checked, run
from search.sources.registry import sources
from search.vocabulary.concepts import current_vocabulary


class BatchFileError(ValueError):
    """A file of queries or judgements that doesn't say what it should; the message says where."""


@dataclass(frozen=True, kw_only=True)
class BatchQuery:
    """One query of a file. `kind` and `half` only group the results of an evaluation."""

    name: str
    query: SearchQuery
    kind: str = ""
    half: str = ""


def read_queries(path: Path) -> list[BatchQuery]:
    """Read a JSON list of {id, query, language, filters} and perhaps {kind, half}.

    Raises BatchFileError naming the item and what was expected.
    """
    items = _json(path)
    if not isinstance(items, list):
        raise BatchFileError(f"{path}: expected a list of queries")
    queries = [_query(item, where=f"{path}, item {n}") for n, item in enumerate(items, start=1)]
    names = [query.name for query in queries]
    double = sorted({name for name in names if names.count(name) > 1})
    if double:
        raise BatchFileError(f"{path}: the id {double[0]!r} appears twice")
    return queries


def read_judgements(path: Path) -> dict[str, dict[str, int]]:
    """Read lines `query id<TAB>record key<TAB>grade 0–3`.

    Raises BatchFileError naming the line and what was expected.
    """
    judgements: dict[str, dict[str, int]] = {}
    for number, line in enumerate(_text(path).splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        parts = line.split("\t")
        if len(parts) != 3 or parts[2].strip() not in ("0", "1", "2", "3"):
            raise BatchFileError(
                f"{path}, line {number}: expected query id, record key and a grade from 0 to 3, "
                "separated by tabs"
            )
        judgements.setdefault(parts[0].strip(), {})[parts[1].strip()] = int(parts[2])
    return judgements


def run_query(query: SearchQuery, *, engine: Engine, limit: int) -> list[str]:
    """Return up to `limit` keys of public records, best first. Raises EngineError.

    Where fewer have all the words, those with some of them follow, as on the page.
    """
    vocabulary = current_vocabulary()
    plan = build_plan(checked(query, vocabulary), vocabulary, facets=(), limit=limit)
    found = run(engine, plan, few=limit).results
    return [hit.key for hit in found.hits]


def public_keys() -> set[str]:
    """Keys of everything public now."""
    return {key for source in sources() for key in source.keys()}  # noqa: SIM118 # no dict


def _query(item: Any, *, where: str) -> BatchQuery:
    if not isinstance(item, dict) or not isinstance(item.get("query"), str):
        raise BatchFileError(f"{where}: expected an object with a text `query`")
    name, language = item.get("id"), item.get("language", "en")
    if not isinstance(name, str | int) or not str(name).strip() or "\t" in str(name):
        raise BatchFileError(f"{where}: expected an `id`")
    if language not in LANGS:
        raise BatchFileError(f"{where}: language {language!r}, expected one of {', '.join(LANGS)}")
    filters = item.get("filters") or {}
    if not isinstance(filters, dict):
        raise BatchFileError(f"{where}: expected `filters` to be an object")
    params: dict[str, Any] = {"q": item["query"]}
    offered = [each.name for each in offered_in(Where.QUERIES)]
    for filter_name, values in filters.items():
        if filter_name not in offered:
            known = ", ".join(offered)
            raise BatchFileError(f"{where}: filter {filter_name!r}, expected one of {known}")
        params[filter_name] = _strings(values, where=f"{where}, filter {filter_name!r}")
    return BatchQuery(
        name=str(name).strip(),
        query=SearchQuery.parse(params, language),
        kind=str(item.get("kind", "")),
        half=str(item.get("half", "")),
    )


def _strings(values: Any, *, where: str) -> Collection[str]:
    listed = [values] if isinstance(values, str) else values
    if not isinstance(listed, list) or not all(isinstance(value, str) for value in listed):
        raise BatchFileError(f"{where}: expected a text or a list of texts")
    return listed


def _json(path: Path) -> Any:
    try:
        return json.loads(_text(path))
    except json.JSONDecodeError as error:
        raise BatchFileError(f"{path}, line {error.lineno}: not JSON: {error.msg}") from error


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise BatchFileError(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise BatchFileError(f"{path}: not UTF-8") from error
