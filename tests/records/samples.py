"""Made-up records, and files to import them from."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

Json = dict[str, Any]
BAD = Path(__file__).parent / "bad"


def organisation(record_id: str = "test-one", **fields: Any) -> Json:
    """A small valid organisation."""
    return {
        "id": record_id,
        "name": {"en": f"Association {record_id}"},
        "kind": "ngo",
        "country": "NO",
        "original_language": "en",
        **fields,
    }


def practice(record_id: str = "test-practice", **fields: Any) -> Json:
    """A small valid practice of `test-one`."""
    return {
        "id": record_id,
        "title": {"en": f"Practice {record_id}"},
        "kind": "service",
        "organisation": "test-one",
        "maturity": "pilot",
        "summary": {"en": "What it does."},
        "original_language": "en",
        **fields,
    }


def research(record_id: str = "test-research", **fields: Any) -> Json:
    """A small valid study that no organisation here publishes."""
    return {"id": record_id, "kind": "study", "original_language": "en", **fields}


def concept(record_id: str, scheme: str = "theme", **fields: Any) -> Json:
    """A small valid concept."""
    return {"id": record_id, "scheme": scheme, "label": {"en": record_id}, **fields}


def written(folder: Path, name: str = "records.json", **collections: Any) -> Path:
    """A records file with these collections."""
    path = folder / name
    data = {"format": "cope-records/1", **collections}
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def import_files(*paths: Path, **options: bool) -> str:
    """Run the command; return what it printed."""
    out = StringIO()
    call_command("import_records", *map(str, paths), stdout=out, stderr=out, **options)
    return out.getvalue()


def refusal(*paths: Path, **options: bool) -> list[str]:
    """Run the command on files that must be refused; return its lines on what is wrong."""
    with pytest.raises(CommandError) as refused:
        import_files(*paths, **options)
    first, *lines = str(refused.value).split("\n")
    assert first == "nothing was imported"
    return lines


def export(path: Path, *, public: bool = False) -> Json:
    """Run the export; return what the file holds."""
    call_command("export_records", str(path), public=public, stdout=StringIO(), stderr=StringIO())
    found: Json = json.loads(path.read_text(encoding="utf-8"))
    return found


def by_id(exported: Json, collection: str) -> dict[str, Json]:
    """The records of a collection of an export by id."""
    return {record["id"]: record for record in exported.get(collection, [])}
