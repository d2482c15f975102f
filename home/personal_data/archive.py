"""A person's data as a file: JSON for programs, a page for people, the files themselves."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import translation

from core.network.now import network_now
from core.privacy.facts import activities_in_words
from core.privacy.person import PersonSought
from core.privacy.rights import rights
from home.personal_data.gathering import Entry

TEMPLATE = "personal_data/export.html"


def archive(sought: PersonSought, entries: Sequence[Entry], *, language: str) -> bytes:
    """Return a ZIP of `data.json`, `data.html` in the person's language, and `files/`."""
    with translation.override(language):
        parts = [_part(entry) for entry in entries]
        page = render_to_string(
            TEMPLATE,
            {
                "language": language,
                "sought": sought,
                "parts": parts,
                "activities": activities_in_words(),
                "rights": rights(),
                "network": network_now(),
            },
        )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        data = [{**part, "text": None} for part in parts]
        packed.writestr("data.json", _json(data))
        packed.writestr("data.html", page)
        for number, entry in enumerate(entries, start=1):
            for name, content in entry.source.files(entry.found).items():
                packed.writestr(f"files/{number}-{name.rpartition('/')[2]}", content)
    return file.getvalue()


def _part(entry: Entry) -> dict[str, Any]:
    data = entry.source.export(entry.found)
    return {
        "what": str(entry.found.what),
        "where": str(entry.found.where),
        "stays": str(entry.found.stays),
        "data": data,
        "text": _json(data),
    }


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, cls=DjangoJSONEncoder)
