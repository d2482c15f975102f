"""PDF files without who wrote them, with which program, when, and what stood in them before."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Name

from core.files.intake import refusals
from core.files.intake.pdf_photos import clean_photos
from core.files.intake.traces import base_name, is_place

#: A tagged report of some hundred pages has some ten thousand; each is looked at.
MOST_OBJECTS = 60_000
#: Of any object: descriptions, a program's own notes, when it was changed, a small picture of it,
#: who made a layer, where a picture or a page was taken from.
_METADATA = (
    *("/Metadata", "/PieceInfo", "/LastModified", "/Thumb"),
    *("/CreatorInfo", "/OPI", "/SpiderInfo"),
)
#: What a PDF says of itself, wherever it says it as text: pdfTeX keeps it of each figure, too.
_SAID_OF_FILES = (
    *("/Author", "/Creator", "/Producer", "/Company", "/Manager", "/SourceModified"),
    *("/CreationDate", "/ModDate", "/M"),
)
#: What pdfTeX notes of the files that a file was made of.
_FIGURES = "/PTEX."
#: Of a note that somebody put on a page: who, when, under which number. The note itself stays.
_OF_NOTES = ("/T", "/M", "/CreationDate", "/NM")
_PROGRAMS = ("/JavaScript", "/Launch")
#: Where a PDF names another file (ISO 32000-1, 7.11); what lies on the web stays.
_FILE_NAMES = ("/F", "/UF", "/DOS", "/Mac", "/Unix")
_WEB = re.compile(r"(?:https?|ftps?)://|mailto:", re.IGNORECASE)
#: What leads out of the file into somebody's folders.
_TO_OTHER_FILES = ("/GoToR", "/GoToE", "/ImportData")


def clean_pdf(data: bytes) -> bytes:
    """Return a PDF as it may be stored: written anew, so that no earlier state is left in it.

    Raises ValidationError in words.
    """
    if not data[:1024].lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(b"%PDF-"):
        raise refusals.not_what_it_says("pdf")
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if len(pdf.objects) > MOST_OBJECTS:
                raise refusals.with_hidden_details()
            if not len(pdf.pages):
                raise refusals.not_what_it_says("pdf")
            _refuse(pdf)
            _take_out(pdf)
            clean_photos(pdf)
            out = io.BytesIO()
            pdf.save(out, deterministic_id=True, encryption=False, fix_metadata_version=False)
            return out.getvalue()
    except pikepdf.PasswordError as error:
        raise refusals.with_password() from error
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError, RecursionError) as error:
        raise refusals.not_what_it_says("pdf") from error


def _refuse(pdf: pikepdf.Pdf) -> None:
    form: Any = pdf.Root.get("/AcroForm")
    if "/Perms" in pdf.Root or (form is not None and int(form.get("/SigFlags", 0)) & 1):
        raise refusals.signed()
    if "/EmbeddedFiles" in pdf.Root.get("/Names", {}) or "/Collection" in pdf.Root:
        raise refusals.with_files()
    for item in _dictionaries(pdf):
        if "/EF" in item:
            raise refusals.with_files()
        if _said(item, "/S") in _PROGRAMS or "/JS" in item or "/XFA" in item:
            raise refusals.with_program()
        if _said(item, "/Type") == "/Sig" or (_said(item, "/FT") == "/Sig" and "/V" in item):
            raise refusals.signed()


def _take_out(pdf: pikepdf.Pdf) -> None:
    for key in set(pdf.trailer.keys()) - {"/Root", "/Size", "/Encrypt"}:
        del pdf.trailer[key]
    for item in _dictionaries(pdf):
        is_note = "/Subtype" in item and (item.get("/Type") == Name.Annot or "/Rect" in item)
        is_note = is_note and item.get("/Subtype") != Name.Widget
        is_thread = "/F" in item and isinstance(item.get("/I"), pikepdf.Dictionary)
        gone = [*_METADATA, *(_OF_NOTES if is_note else ()), *(("/I",) if is_thread else ())]
        if _said(item, "/S") in _TO_OTHER_FILES or _is_local(_text(item, "/URI")):
            gone += ["/F", "/URI", "/D"]
        gone += [key for key in _SAID_OF_FILES if _text(item, key)]
        gone += [key for key in item.keys() if key.startswith(_FIGURES)]  # noqa: SIM118
        if _is_local(_text(item, "/Base")):
            gone.append("/Base")
        for key in gone:
            if key in item:
                del item[key]
        _keep_bare_names(item)


def _keep_bare_names(item: Any) -> None:
    """Leave of the files that something names what follows the last folder."""
    for key in _FILE_NAMES:
        name = _text(item, key)
        bare = name if _WEB.match(name) else base_name(name)
        if bare != name:
            item[key] = pikepdf.String(bare or ".")


def _is_local(address: str) -> bool:
    """Tell whether an address leads into a folder of the computer it was made on."""
    return is_place(address) or address.lstrip().startswith("//")


def _text(item: Any, key: str) -> str:
    """The text that stands under a key; "" where there is none, or something else."""
    value = item.get(key)
    return str(value) if isinstance(value, pikepdf.String) else ""


def _said(item: Any, key: str) -> str:
    """The name that stands under a key; "" where there is none, or something else."""
    value = item.get(key)
    return str(value) if isinstance(value, pikepdf.Name) else ""


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Everything in a PDF that has keys, also inside of something else."""
    for item in pdf.objects:
        yield from _nested(item)


def _nested(item: Any) -> Iterator[Any]:
    children: list[Any] = []
    if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        yield item
        children = [item.get(key) for key in item.keys()]  # noqa: SIM118 # iterating gives no keys
    elif isinstance(item, pikepdf.Array):
        children = list(item)
    for child in children:
        if isinstance(child, pikepdf.Dictionary | pikepdf.Array) and not child.is_indirect:
            yield from _nested(child)
