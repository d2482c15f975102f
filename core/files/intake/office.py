"""Word, Excel, PowerPoint and OpenDocument files without who wrote them, when and where."""

from __future__ import annotations

import io
import re
from pathlib import PurePosixPath
from posixpath import normpath

from PIL import Image

from core.files.intake import refusals
from core.files.intake.containers import strip
from core.files.intake.packed import Parts, pack, unpack
from core.files.intake.pictures import DAMAGED

_MAIN = "application/vnd.openxmlformats-officedocument."
#: Main part and its type by kind; a file with macros says another type.
_KINDS = {
    "docx": ("word/document.xml", f"{_MAIN}wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", f"{_MAIN}spreadsheetml.sheet.main+xml"),
    "pptx": ("ppt/presentation.xml", f"{_MAIN}presentationml.presentation.main+xml"),
}
_TYPES = "[Content_Types].xml"
_DROPPED = re.compile(
    r"docProps/|docMetadata/|word/people\.xml|xl/persons/|ppt/commentAuthors\.xml|ppt/authors\.xml"
    r"|ppt/changesInfos/|ppt/revisionInfo\.xml"
)
_MACROS = re.compile(r"(^|/)(vba\w*\.(bin|xml)|activeX/|macrosheets/)", re.IGNORECASE)
_COMMENTS = re.compile(
    r"xl/(comments\d*\.xml|comments/|threadedComments/|revisions/)|ppt/comments/"
)
_AUTHOR = re.compile(rb"\bw:author\s*=")  # of a comment or a tracked change in a text
_METADATA_XML = b"schemas.microsoft.com/office/2006/metadata"
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*?(?:/>|>\s*</(?:\w+:)?Relationship>)")
_OVERRIDE = re.compile(rb"<(?:\w+:)?Override\b[^>]*?(?:/>|>\s*</(?:\w+:)?Override>)")
_ATTRIBUTE = re.compile(rb"""\b(Target|PartName|Type)\s*=\s*["']([^"']*)["']""")
_OLE_PACKAGE = "Ole10Native".encode("utf-16-le")
#: What tells where on whose computer a file lay, by the part in which it stands.
_PATHS = {
    "xl/workbook.xml": re.compile(
        rb"""(<x15ac:absPath\b[^>]*?\burl=["']|<fileSharing\b[^>]*?\buserName=["'])[^"']*"""
    ),
    "word/settings.xml": re.compile(rb"()<w:attachedTemplate\b[^>]*?/>"),
}

_ODF_META = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-meta xmlns:office='
    b'"urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.3"><office:meta/>'
    b"</office:document-meta>"
)
_ODF_TEXT = b"application/vnd.oasis.opendocument.text"
_ODF_DROPPED = re.compile(r"Thumbnails/|VersionList\.xml|Versions/")
_ODF_ENTRY = re.compile(rb"<manifest:file-entry\b[^>]*?(?:/>|>\s*</manifest:file-entry>)")
_ODF_PATH = re.compile(rb"""full-path\s*=\s*["']([^"']*)["']""")
_ODF_PRINTER = re.compile(rb"""(config:name="Printer(?:Name|Setup)"[^>]*>)[^<]*""")


def clean_office(data: bytes, kind: str, *, inside: bool = False) -> bytes:
    """Return a docx, xlsx or pptx file as it may be stored. Raises ValidationError in words.

    `inside` another one: a table in a text, which may hold nothing further.
    """
    parts = unpack(data, kind)
    main, main_type = _KINDS[kind]
    types = parts.get(_TYPES, b"")
    if any(_MACROS.search(name) for name in parts) or b"macroEnabled" in types:
        raise refusals.with_program()
    if main not in parts or main_type.encode() not in types:
        raise refusals.not_what_it_says(kind)
    _refuse_for_people(parts)
    dropped = {name for name, content in parts.items() if _is_metadata(name, content)}
    kept = {name: content for name, content in parts.items() if name not in dropped}
    return pack(
        {name: _clean_part(name, part, dropped, inside=inside) for name, part in kept.items()}
    )


def _refuse_for_people(parts: Parts) -> None:
    """What people wrote or signed isn't ours to take out."""
    if any(name.startswith("_xmlsignatures/") for name in parts):
        raise refusals.signed()
    for name, content in parts.items():
        in_text = name.startswith("word/") and name != "word/people.xml"
        if _COMMENTS.match(name) or (in_text and _AUTHOR.search(content)):
            raise refusals.with_comments()


def _is_metadata(name: str, content: bytes) -> bool:
    return bool(_DROPPED.match(name)) or (
        name.startswith("customXml/") and _METADATA_XML in content
    )


def _clean_part(name: str, content: bytes, dropped: set[str], *, inside: bool) -> bytes:
    if name == _TYPES:
        return _OVERRIDE.sub(lambda found: _unless(found, "", dropped), content)
    if name.endswith(".rels"):
        folder = str(PurePosixPath(name).parent.parent)
        return _RELATION.sub(lambda found: _unless(found, folder, dropped), content)
    if name in _PATHS:
        return _PATHS[name].sub(rb"\1", content)
    if "/embeddings/" in name:
        return _embedded(name, content, inside=inside)
    return picture_inside(content) if "/media/" in name else content


def _unless(found: re.Match[bytes], folder: str, dropped: set[str]) -> bytes:
    """An entry of a list of parts, unless it names one that was dropped or a template's place."""
    said = {name: value.decode("utf-8", "replace") for name, value in _ATTRIBUTE.findall(found[0])}
    target = said.get(b"Target") or said.get(b"PartName") or ""
    place = target.lstrip("/") if target.startswith("/") else normpath(f"{folder}/{target}")
    gone = place in dropped or said.get(b"Type", "").endswith("/attachedTemplate")
    return b"" if gone else found[0]


def _embedded(name: str, content: bytes, *, inside: bool) -> bytes:
    kind = PurePosixPath(name).suffix.lower().lstrip(".")
    if kind in _KINDS and not inside:
        return clean_office(content, kind, inside=True)
    if kind in _KINDS or _OLE_PACKAGE in content:
        raise refusals.with_files()
    return content


def picture_inside(content: bytes) -> bytes:
    """Return a picture as it is drawn in a document; what isn't one of the usual kinds stays."""
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as image:
            turn = int(image.getexif().get(0x0112, 1) or 1)
        return strip(content, turn=turn if 1 <= turn <= 8 else 1)
    except (*DAMAGED, Image.DecompressionBombError):
        return content


def clean_odt(data: bytes) -> bytes:
    """Return an OpenDocument text as it may be stored. Raises ValidationError in words."""
    parts = unpack(data, "odt")
    if parts.get("mimetype", b"").strip() != _ODF_TEXT or "content.xml" not in parts:
        raise refusals.not_what_it_says("odt")
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise refusals.with_password()
    if any(name.startswith(("Basic/", "Scripts/")) for name in parts):
        raise refusals.with_program()
    if any(name.startswith("META-INF/") and "signatures" in name for name in parts):
        raise refusals.signed()
    body = parts["content.xml"] + parts.get("styles.xml", b"")
    if b"<text:changed-region" in body or b"<office:annotation" in body:
        raise refusals.with_comments()
    dropped = {name for name in parts if _ODF_DROPPED.match(name)}
    return pack(
        {n: _clean_odt_part(n, part, dropped) for n, part in parts.items() if n not in dropped}
    )


def _clean_odt_part(name: str, content: bytes, dropped: set[str]) -> bytes:
    base = PurePosixPath(name).name
    if base == "meta.xml":
        return _ODF_META
    if base == "settings.xml":
        return _ODF_PRINTER.sub(rb"\1", content)
    if name == "META-INF/manifest.xml":
        return _ODF_ENTRY.sub(lambda found: _unless_dropped(found, dropped), content)
    return picture_inside(content) if name.startswith("Pictures/") else content


def _unless_dropped(found: re.Match[bytes], dropped: set[str]) -> bytes:
    path = _ODF_PATH.search(found[0])
    return b"" if path and path[1].decode("utf-8", "replace") in dropped else found[0]
