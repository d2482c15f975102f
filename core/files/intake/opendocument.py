"""OpenDocument files without who wrote them, when and where."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from core.files.intake import refusals, traces
from core.files.intake.drawn import clean_binary
from core.files.intake.markup import (
    Change,
    NotMarkupError,
    as_utf8,
    is_markup,
    rewritten,
)
from core.files.intake.packed import Budget, Parts, pack, unpack

_META = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-meta xmlns:office='
    b'"urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.3"><office:meta/>'
    b"</office:document-meta>"
)
_TYPE = b"application/vnd.oasis.opendocument."
#: Kinds by the ends of their names.
KINDS = {
    "odt": b"text",
    "ods": b"spreadsheet",
    "odp": b"presentation",
    "odg": b"graphics",
    "odf": b"formula",
    "odc": b"chart",
}
_MANIFEST = "META-INF/manifest.xml"
_DROPPED = re.compile(r"Thumbnails/|VersionList\.xml|Versions/|(.*/)?layout-cache$")
_PROGRAMS = ("Basic/", "Scripts/", "Dialogs/")


def clean_odt(data: bytes, budget: Budget, kind: str = "odt") -> bytes:
    """Return an OpenDocument file as it may be stored. Raises ValidationError in words."""
    parts = unpack(data, kind, budget)
    manifest = parts.get(_MANIFEST, b"")
    if b"encryption-data" in manifest or "encrypted-package" in parts:
        raise refusals.with_password()
    if parts.get("mimetype", b"").strip() != _TYPE + KINDS[kind] or "content.xml" not in parts:
        raise refusals.not_what_it_says(kind)
    if any(program in name for name in parts for program in _PROGRAMS):
        raise refusals.with_program()
    if any(name.startswith("META-INF/") and "signatures" in name for name in parts):
        raise refusals.signed()
    try:
        return pack(_cleaned(parts, budget))
    except NotMarkupError as error:
        raise refusals.not_what_it_says(kind) from error


def _cleaned(parts: Parts, budget: Budget) -> Parts:
    dropped = {name for name in parts if _DROPPED.match(name)}
    kept = {name: content for name, content in parts.items() if name not in dropped}
    return {name: _clean_part(name, content, dropped, budget) for name, content in kept.items()}


def _clean_part(name: str, content: bytes, dropped: set[str], budget: Budget) -> bytes:
    base = PurePosixPath(name).name
    if base == "meta.xml":
        return _META
    if name == "mimetype":
        return content.strip()
    if not is_markup(content):
        return clean_binary(name, content, budget)
    text = as_utf8(content)
    budget.read(text)
    if name != _MANIFEST:
        return rewritten(text, traces.watch)[0]

    def without(element: str, attributes: list[str]) -> Change | None:
        gone = element.endswith(" file-entry") and not dropped.isdisjoint(attributes[1::2])
        return Change(drop=True) if gone else None

    return rewritten(text, without)[0]
