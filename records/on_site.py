"""Records of an import against what the site says of them now, once each is right in itself."""

from __future__ import annotations

from typing import Any

from records.checking import Checked, batches
from records.fields.lists import read_object
from records.keys import Keys
from records.registry import Collection, Json

CHUNK = 200


def check_on_site(checked: Checked, keys: Keys) -> None:
    """Refuse what a collection's rules `against` the site say; reads only.

    Records of which something is wrong already are left out. A constant number of queries per
    chunk of a collection that has such rules.
    """
    problems = checked.findings.problems
    if problems.total > len(problems.listed):
        return  # nobody knows any more which records are right
    wrong = {(problem.collection, problem.record) for problem in problems}
    for name, records in checked:
        collection = keys.registry.get(name)
        right = {key: record for key, record in records.items() if (name, key) not in wrong}
        for chunk in batches(right, CHUNK) if collection.against else ():
            _check(collection, chunk, checked, keys)


def hold_on_site(checked: Checked, keys: Keys) -> None:
    """Let nobody change what these rules ask of until the transaction ends."""
    for name, records in checked:
        hold = keys.registry.get(name).hold
        if hold is not None:
            for chunk in batches(records, CHUNK):
                hold(list(chunk))


def _check(collection: Collection, records: dict[str, Json], checked: Checked, keys: Keys) -> None:
    def said(target: str, record_id: str, field: str) -> object:
        given = checked.of(target).get(record_id)
        return given.get(field) if given is not None else keys.said(target, record_id, field)

    asked = {name: collection.fields[name] for name in collection.asked or collection.fields}
    paths = dict.fromkeys(path for field in asked.values() for path in field.prefetch)
    rows: Any = collection.model._default_manager.filter(record_id__in=list(records))
    stored = {row.record_id: read_object(row, asked, keys) for row in rows.prefetch_related(*paths)}
    for record_id, record in records.items():
        current = stored.get(record_id, {})
        wanted = collection.wanted(record, current, keys)
        for rule in collection.against:
            rule(wanted, current, checked.places[collection.name, record_id], said)
