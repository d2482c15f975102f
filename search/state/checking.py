"""Comparing the index with the database."""

from __future__ import annotations

from dataclasses import dataclass

from search.engines.base import Engine
from search.models import IndexState
from search.state.index_state import BATCH, all_keys, read_entries


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One record that the index has otherwise than the database. `what` says how."""

    key: str
    what: str


def differences(engine: Engine) -> list[Difference]:
    """Compare every record's entry with what the index holds, by key. Raises EngineError.

    Reads the whole database in batches: for the office and for tests, not for every page.
    """
    stored = {each.key: each for each in engine.contents()}
    rows = IndexState.objects.values_list("key", "wanted", "indexed", "error")
    states = {key: (wanted, indexed, error) for key, wanted, indexed, error in rows}
    keys = sorted({*all_keys(), *stored})
    found: list[Difference] = []
    for start in range(0, len(keys), BATCH):
        chunk = keys[start : start + BATCH]
        entries, failed = read_entries(chunk)
        for key in chunk:
            wanted, indexed, error = states.get(key, (0, 0, ""))
            entry, has = entries.get(key), stored.get(key)
            what = _what(
                digest=entry.digest if entry else "",
                held=has.digest if has else "",
                version=has.version if has else 0,
                indexed=indexed,
            )
            if key in failed:
                what = f"can't be read: {failed[key]}"
            elif what and error:
                what = f"{what}: {error}"
            elif wanted > indexed:
                what = what or "waits for the worker"
            if what:
                found.append(Difference(key=key, what=what))
    return found


def _what(*, digest: str, held: str, version: int, indexed: int) -> str:
    if digest and not held:
        return "missing in the index"
    if held and not digest:
        return "in the index, but not public"
    if digest != held:
        return "differs in the index"
    if version != indexed and (version or digest):
        return f"is version {version} in the index, {indexed} in the table"
    return ""
