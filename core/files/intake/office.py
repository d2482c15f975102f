"""Word, Excel and PowerPoint files without who wrote them, when and where.

They are zip files of parts, listed with their types in one of them; lists of relations (`.rels`)
say which part uses which, and which things outside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from posixpath import normpath
from typing import NamedTuple

from core.files.intake import refusals, traces
from core.files.intake.drawn import clean_binary
from core.files.intake.markup import (
    Change,
    NotMarkupError,
    as_utf8,
    is_markup,
    listed,
    rewritten,
)
from core.files.intake.opendocument import KINDS as ODF_KINDS
from core.files.intake.opendocument import clean_odt
from core.files.intake.packed import Budget, Parts, pack, unpack

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
    r"|ppt/changesInfos/|ppt/revisionInfo\.xml|\[trash\]/"
)
#: Parts that tell of people, by their first element and a part of its namespace.
_DROPPED_ROOTS = {
    "coreProperties": "core-properties",
    "Properties": "-properties",
    "properties": "office/2006/metadata",
    "contentTypeSchema": "office/2006/metadata",
    "CoverPageProperties": "coverPageProps",
    "people": "office/word",
    "personList": "spreadsheetml",
    "cmAuthorLst": "presentationml",
    "authorLst": "office/powerpoint",
    "labelList": "mipLabelMetadata",
    "DataMashup": "DataMashup",
    "recipients": "wordprocessingml",
}
_METADATA_XML = b"schemas.microsoft.com/office/2006/metadata"
_MACROS = re.compile(r"(^|/)(vba\w*\.(bin|xml)|activeX/|macrosheets/)", re.IGNORECASE)
_COMMENTS = re.compile(
    r"xl/(comments\d*\.xml|comments/|threadedComments/|revisions/)|ppt/comments/"
)
#: Types of parts, and ends of relations' types, by what they mean.
_MACRO_TYPES = ("macroEnabled", "vbaProject", "vbaData", "macrosheet", "activeX")
_PROGRAM_RELATIONS = ("/vbaProject", "/wordVbaData", "/control", "/xlMacrosheet")
_FILE_RELATIONS = ("/aFChunk",)
_SIGNED_RELATIONS = ("/digital-signature/origin", "/digital-signature/signature")
_DROPPED_RELATIONS = (
    *("/attachedTemplate", "/mailMergeSource", "/mailMergeHeaderSource", "/recipientData"),
    *("/mailMergeRecipientData", "/printerSettings", "/hdphoto", "/thumbnail"),
)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+:", re.IGNORECASE)


class _Relation(NamedTuple):
    kind: str
    place: str  # of the part in the zip file; "" for what lies outside


def clean_office(data: bytes, kind: str, budget: Budget, *, inside: bool = False) -> bytes:
    """Return a docx, xlsx or pptx file as it may be stored. Raises ValidationError in words.

    `inside` another one: a table in a text, which may hold nothing further.
    """
    parts = unpack(data, kind, budget)
    if any(_MACROS.search(name) for name in parts):
        raise refusals.with_program()
    if any(name.startswith("_xmlsignatures/") for name in parts):
        raise refusals.signed()
    try:
        return pack(_cleaned(parts, kind, budget, inside=inside))
    except NotMarkupError as error:
        raise refusals.not_what_it_says(kind) from error


def _cleaned(parts: Parts, kind: str, budget: Budget, *, inside: bool) -> Parts:
    lists = {name: as_utf8(part) for name, part in parts.items() if _is_list(name)}
    for content in lists.values():
        budget.read(content)
    _refuse_types(lists.get(_TYPES), kind, parts)
    relations = [each for name, part in lists.items() for each in _relations(name, part)]
    _refuse_relations(relations)
    if any(_COMMENTS.match(name) for name in parts):
        raise refusals.with_comments()
    gone = {each.place for each in relations if each.kind.endswith(_DROPPED_RELATIONS)}
    cleaned: Parts = {}
    for name, content in parts.items():
        if _DROPPED.match(name) or name in gone:
            continue
        part = content if name in lists else _clean_part(name, content, budget, inside=inside)
        if part is not None:
            cleaned[name] = part
    dropped = set(parts) - set(cleaned)
    for name in lists.keys() & cleaned.keys():
        if _owner(name) in dropped:
            del cleaned[name]
        else:
            cleaned[name] = _without(name, lists[name], dropped)
    return cleaned


def _is_list(name: str) -> bool:
    return name == _TYPES or name.lower().endswith(".rels")


def _refuse_types(types: bytes | None, kind: str, parts: Parts) -> None:
    """A file whose own list says something else than its name."""
    main, main_type = _KINDS[kind]
    if types is None:
        raise refusals.not_what_it_says(kind)
    said = [
        entry.get("ContentType", "")
        for local in ("Override", "Default")
        for entry in listed(types, local)
    ]
    if any(macro in each for each in said for macro in _MACRO_TYPES):
        raise refusals.with_program()
    if main not in parts or main_type not in said:
        raise refusals.not_what_it_says(kind)


def _relations(name: str, content: bytes) -> Iterator[_Relation]:
    if name == _TYPES:
        return
    for entry in listed(content, "Relationship"):
        outside = entry.get("TargetMode") == "External"
        place = "" if outside else _place(name, entry.get("Target", ""))
        yield _Relation(entry.get("Type", ""), place)


def _place(name: str, target: str) -> str:
    """Where a part lies that a list of relations names."""
    folder = PurePosixPath(name).parent.parent
    return target.lstrip("/") if target.startswith("/") else normpath(f"{folder}/{target}")


def _owner(name: str) -> str:
    """The part whose relations a list holds."""
    path = PurePosixPath(name)
    return str(path.parent.parent / path.stem)


def _refuse_relations(relations: list[_Relation]) -> None:
    for each in relations:
        if each.kind.endswith(_PROGRAM_RELATIONS):
            raise refusals.with_program()
        if each.kind.endswith(_SIGNED_RELATIONS):
            raise refusals.signed()
        if each.kind.endswith(_FILE_RELATIONS):
            raise refusals.with_files()


def _clean_part(name: str, content: bytes, budget: Budget, *, inside: bool) -> bytes | None:
    """A part as it may be kept; None for one that is only about people."""
    if content.startswith(b"PK\x03\x04"):
        return _embedded(name, content, budget, inside=inside)
    if not is_markup(content):
        if name.endswith(".xml"):
            raise NotMarkupError(name)
        return clean_binary(name, content, budget)
    text = as_utf8(content)
    if name.startswith("customXml/") and _METADATA_XML in text:
        return None
    budget.read(text)
    cleaned, root = rewritten(text, traces.watch)
    space, _, local = root.rpartition(" ")
    told = _DROPPED_ROOTS.get(local)
    return None if told and told in space else cleaned


def _embedded(name: str, content: bytes, budget: Budget, *, inside: bool) -> bytes:
    kind = PurePosixPath(name).suffix.lower().lstrip(".")
    if kind in _KINDS and not inside:
        return clean_office(content, kind, budget, inside=True)
    if kind in ODF_KINDS and not inside:
        return clean_odt(content, budget, kind)
    raise refusals.with_files()


def _without(name: str, content: bytes, dropped: set[str]) -> bytes:
    """A list without the parts that were dropped, and without folders on somebody's computer."""

    def change(element: str, attributes: list[str]) -> Change | None:
        local = element.rpartition(" ")[2]
        said = dict(zip(attributes[::2], attributes[1::2], strict=True))
        if local == "Override":
            gone = said.get("PartName", "").lstrip("/") in dropped
            return Change(drop=True) if gone else None
        if local != "Relationship":
            return None
        target, kind = said.get("Target", ""), said.get("Type", "")
        if kind.endswith(_DROPPED_RELATIONS):
            return Change(drop=True)
        if said.get("TargetMode") != "External" and not traces.is_place(target):
            return Change(drop=True) if _place(name, target) in dropped else None
        outside = _outside(target, is_link=kind.endswith("/hyperlink"))
        return Change(values={attributes[::2].index("Target"): outside}) if outside else None

    return rewritten(content, change)[0]


def _outside(target: str, *, is_link: bool) -> str | None:
    """The bare name of a file outside, where the folder tells whose it is."""
    relative = not is_link and not _SCHEME.match(target)
    local = traces.is_place(target) or target.startswith(("../", "//")) or "\\" in target
    name = traces.base_name(target) or "."
    return name if (local or relative) and name != target else None
