"""What XML in documents tells of people and their computers, by namespace and name.

One table for all kinds: the names of one kind mean nothing in another. A namespace is named by a
part of it, because each format has several of them (transitional, strict, by year).
"""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import lru_cache

from core.files.intake import refusals
from core.files.intake.markup import Change

_WORD, _SHEET, _SLIDES, _ODF = (
    "wordprocessingml",
    "spreadsheetml",
    "office/powerpoint",
    "opendocument",
)
_SVG = "http://www.w3.org/2000/svg"
#: programs that draw, and what they note in their drawings
_DRAWERS = ("inkscape", "sodipodi", "ns.adobe.com", "bohemiancoding", "serif.com", "figma")


class Fate(Enum):
    """What is done with an element."""

    COMMENT = auto()
    PROGRAM = auto()
    HIDDEN = auto()
    DROP = auto()
    EMPTY = auto()
    FIELD = auto()


_ELEMENTS: dict[str, tuple[tuple[str, ...], Fate]] = {
    # what people wrote to each other, and who changed what
    "comment": ((_WORD, _SHEET), Fate.COMMENT),
    "comments": ((_SHEET,), Fate.COMMENT),
    "ThreadedComments": ((_SHEET,), Fate.COMMENT),
    "revisions": ((_SHEET,), Fate.COMMENT),
    "headers": ((_SHEET,), Fate.COMMENT),
    "users": ((_SHEET,), Fate.COMMENT),
    "cmLst": (("presentationml", _SLIDES), Fate.COMMENT),
    "changed-region": ((_ODF,), Fate.COMMENT),
    "change-info": ((_ODF,), Fate.COMMENT),
    "annotation": ((_ODF,), Fate.COMMENT),
    # what runs
    "script": ((_ODF, _SVG), Fate.PROGRAM),
    "event-listener": ((":script:",), Fate.PROGRAM),
    # pictures written as letters
    "binary-data": ((_ODF,), Fate.HIDDEN),
    "binData": ((_WORD, "office/word"), Fate.HIDDEN),
    # places and people
    "attachedTemplate": ((_WORD,), Fate.DROP),
    "mailMerge": ((_WORD,), Fate.DROP),
    "printerSettings": ((_WORD,), Fate.DROP),
    "docVars": ((_WORD,), Fate.DROP),
    "presenceInfo": (("schemas.microsoft.com/office",), Fate.DROP),
    "meta": ((":office:",), Fate.DROP),
    "customWorkbookViews": ((_SHEET,), Fate.DROP),
    "customSheetViews": ((_SHEET,), Fate.DROP),
    "imgProps": (("office/drawing",), Fate.DROP),
    "metadata": ((_SVG,), Fate.DROP),
    "foreignObject": ((_SVG,), Fate.DROP),
    "initial-creator": ((_ODF,), Fate.EMPTY),
    "creator": ((_ODF,), Fate.EMPTY),
    "printed-by": ((_ODF,), Fate.EMPTY),
    # the instructions of a text's fields, and a program's settings
    "instrText": ((_WORD,), Fate.FIELD),
    "config-item": ((":config:",), Fate.FIELD),
}
#: By element and attribute, both without their namespaces: None goes, words stay in their place.
_ATTRIBUTES: dict[tuple[str, str], str | None] = {
    ("permStart", "ed"): None,
    ("pivotCacheDefinition", "refreshedBy"): None,
    ("pivotCacheDefinition", "refreshedDate"): None,
    ("fileSharing", "userName"): None,
    ("protectedRange", "securityDescriptor"): None,
    ("scenario", "user"): None,
    ("scenario", "comment"): None,
    ("signatureline", "suggestedsigner"): None,
    ("signatureline", "suggestedsigner2"): None,
    ("signatureline", "suggestedsigneremail"): None,
    ("timestamp", "timeString"): None,
    ("absPath", "url"): "",
    ("connection", "sourceFile"): None,
    ("connection", "odcFile"): None,
    ("connection", "description"): None,
    ("dbPr", "connection"): "",
    ("dbPr", "command"): None,
    ("dbPr", "serverCommand"): None,
    ("textPr", "sourceFile"): "",
    ("oledbPr", "connection"): "",
    ("dataFeedPr", "connection"): "",
    ("olapPr", "localConnection"): None,
}
#: of an attribute nothing is known about, that is what it looks like, or a field's instruction
_KEPT, _AS_IT_IS, _INSTRUCTION = "=", "=always", "=instruction"
_PRINTER = ("PrinterName", "PrinterSetup")
_VALUE = re.compile(
    r"\s*(?:(?P<place>file:|[a-z]:[\\/]|\\\\\w|~[\\/]|/(?:users|home|volumes|mnt)/|(?:\.\./){2})"
    r"|(?P<program>macro:|vnd\.sun\.star\.script:|ppaction://(?:macro|program))"
    r"|(?P<picture>data:image/(?!svg)))",
    re.IGNORECASE,
)
_FOLDERS = ("\\", "/", ":", "%5c", "%2f", "%3a")
#: what a field's instruction quotes, and how a place begins in it: it doubles backslashes
_QUOTES = re.compile(rb"(\"|&quot;)")
_IN_FIELD = re.compile(rb"file:/|(?<![a-z])[a-z]:(?:\\\\|/)|\\\\\\\\", re.IGNORECASE)


def watch(name: str, attributes: list[str]) -> Change | None:
    """Say what becomes of an element and its attributes. Raises ValidationError in words."""
    fate = _fate(name)
    if fate is not None:
        _refuse(fate)
    values: dict[int, str | None] = {}
    inner = _INNER.get(fate) if fate else None
    for place in range(len(attributes) // 2):
        value = attributes[2 * place + 1]
        wanted = _wanted(name, attributes[2 * place])
        if wanted == _AS_IT_IS:
            continue
        if wanted == _INSTRUCTION:
            values[place] = _without_places(value.encode()).decode()
        elif wanted != _KEPT:
            values[place] = wanted
        elif found := _VALUE.match(value):
            new = _without_place(found, value)
            if new != value:
                values[place] = new
        elif value in _PRINTER and name.endswith(" config-item"):
            inner = _INNER[Fate.EMPTY]
    if fate is Fate.DROP:
        return Change(drop=True)
    return Change(values=values, inner=inner) if values or inner else None


def is_place(value: str) -> bool:
    """Whether it names a file on somebody's computer or in their network."""
    found = _VALUE.match(value)
    return bool(found and found["place"])


def base_name(value: str) -> str:
    """Return what follows the last folder."""
    small = value.lower()
    if len(small) != len(value):
        return ""  # a letter whose small form is two
    return value[
        max((small.rfind(sign) + len(sign) for sign in _FOLDERS if sign in small), default=0) :
    ]


def _refuse(fate: Fate) -> None:
    if fate is Fate.COMMENT:
        raise refusals.with_comments()
    if fate is Fate.PROGRAM:
        raise refusals.with_program()
    if fate is Fate.HIDDEN:
        raise refusals.with_hidden_details()


def _without_place(found: re.Match[str], value: str) -> str:
    if found["program"]:
        raise refusals.with_program()
    if found["picture"]:
        raise refusals.with_hidden_details()
    return base_name(value)


@lru_cache(maxsize=4096)
def _fate(name: str) -> Fate | None:
    space, _, local = name.rpartition(" ")
    if any(drawer in space for drawer in _DRAWERS):
        return Fate.DROP
    spaces, fate = _ELEMENTS.get(local, ((), None))
    return fate if any(part in space for part in spaces) else None


@lru_cache(maxsize=4096)
def _wanted(element: str, attribute: str) -> str | None:
    """What is to stand in an attribute, whatever it says; _KEPT where that depends."""
    space, _, local = attribute.rpartition(" ")
    if local == "author" and _WORD in space:
        raise refusals.with_comments()
    owner_space, _, owner = element.rpartition(" ")
    from_printer = owner == "pageSetup" and local == "id" and "relationships" in space
    runs = owner_space == _SVG and local.startswith("on")
    if from_printer or runs or any(drawer in space for drawer in _DRAWERS):
        return None
    if local == "formatCode":  # of numbers: `h:\\mm` is no place
        return _AS_IT_IS
    if (owner, local) == ("fldSimple", "instr"):
        return _INSTRUCTION
    return _ATTRIBUTES.get((owner, local), _KEPT)


def _emptied(inner: bytes) -> bytes:
    del inner
    return b""


def _without_places(inner: bytes) -> bytes:
    return b"".join(map(_without_place_in, _QUOTES.split(inner)))


def _without_place_in(piece: bytes) -> bytes:
    found = _IN_FIELD.search(piece)
    if not found:
        return piece
    return piece[: found.start()] + piece[max(piece.rfind(b"\\"), piece.rfind(b"/")) + 1 :]


_INNER = {Fate.EMPTY: _emptied, Fate.FIELD: _without_places}
