"""Documents as they are stored: of the kind their name says, without who wrote them and when."""

from __future__ import annotations

import re
from pathlib import PurePath, PurePosixPath

from django.conf import settings

from core.files.intake import refusals
from core.files.intake.office import clean_office
from core.files.intake.opendocument import clean_odt
from core.files.intake.packed import Budget, Parts, pack, unpack
from core.files.intake.pdf import clean_pdf
from core.files.intake.pictures import clean_picture

_TEXTS = ("csv", "txt")
_BINARY = re.compile(rb"[\x00-\x08\x0b\x0e-\x19\x1b-\x1f\x7f]")
_MARKS = (b"\xff\xfe", b"\xfe\xff")
#: What is read as a page or run as a program where somebody's computer guesses.
_NO_TEXT = re.compile(
    r"\s*(<(!doctype|html|head|body|script|svg|iframe|\?xml|\?php)|#!|%pdf|mz\x90)"
)
#: What computers put into zip files by themselves; it names folders and whose they are.
_LITTER = re.compile(r"(^|/)(__MACOSX/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\._)", re.IGNORECASE)


def clean_document(data: bytes, name: str) -> bytes:
    """Return the document as it may be stored. Raises ValidationError in words.

    What comes out goes in again unchanged.
    """
    return _clean(data, name, Budget())


def _clean(data: bytes, name: str, budget: Budget) -> bytes:
    kind = PurePath(name).suffix.lower().lstrip(".")
    if kind == "pdf":
        return clean_pdf(data)
    if kind in ("docx", "xlsx", "pptx"):
        return clean_office(data, kind, budget)
    if kind == "odt":
        return clean_odt(data, budget)
    if kind == "zip":
        return _clean_zip(data, budget)
    if kind not in _TEXTS or not _is_text(data):
        raise refusals.not_what_it_says(kind or name)
    return data


def _is_text(data: bytes) -> bool:
    if data.startswith(_MARKS):
        try:
            text = data.decode("utf-16")
        except UnicodeDecodeError:
            return False
        if "\x00" in text:
            return False
    elif _BINARY.search(data):
        return False
    else:
        text = data[:2048].decode("utf-8-sig", "replace")
    return not _NO_TEXT.match(text.lower())


def _clean_zip(data: bytes, budget: Budget) -> bytes:
    cleaned: Parts = {}
    for name, content in unpack(data, "zip", budget).items():
        if _LITTER.search(name):
            continue
        kind = PurePosixPath(name).suffix.lower().lstrip(".")
        if kind in settings.WAGTAILIMAGES_EXTENSIONS:
            picture = clean_picture(content)
            path = PurePosixPath(name)
            same = kind == picture.extension or (kind, picture.extension) == ("jpeg", "jpg")
            cleaned[name if same else str(path.with_suffix(f".{picture.extension}"))] = (
                picture.content
            )
        elif kind in settings.WAGTAILDOCS_EXTENSIONS and kind != "zip":
            cleaned[name] = _clean(content, name, budget)
        else:
            raise refusals.with_files() if kind == "zip" else refusals.with_program()
    if not cleaned:
        raise refusals.not_what_it_says("zip")
    return pack(cleaned)
