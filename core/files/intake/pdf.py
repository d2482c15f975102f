"""PDF files without who wrote them, with which program, when, and what stood in them before."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Name

from core.files.intake import refusals
from core.files.intake.containers import strip

#: Of any object: descriptions, a program's own notes, when it was changed, a small picture of it.
_METADATA = ("/Metadata", "/PieceInfo", "/LastModified", "/Thumb")
#: Of a note that somebody put on a page: who, when, under which number. The note itself stays.
_OF_NOTES = ("/T", "/M", "/CreationDate", "/NM")
_PROGRAMS = ("/JavaScript", "/Launch")


def clean_pdf(data: bytes) -> bytes:
    """Return a PDF as it may be stored: written anew, so that no earlier state is left in it.

    Raises ValidationError in words.
    """
    if not data[:1024].lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(b"%PDF-"):
        raise refusals.not_what_it_says("pdf")
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if not len(pdf.pages):
                raise refusals.not_what_it_says("pdf")
            _refuse(pdf)
            _take_out(pdf)
            out = io.BytesIO()
            pdf.save(out, deterministic_id=True, encryption=False, fix_metadata_version=False)
            return out.getvalue()
    except pikepdf.PasswordError as error:
        raise refusals.with_password() from error
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError, RecursionError) as error:
        raise refusals.not_what_it_says("pdf") from error


def _refuse(pdf: pikepdf.Pdf) -> None:
    form: Any = pdf.Root.get("/AcroForm")
    if form is not None and int(form.get("/SigFlags", 0)) & 1:
        raise refusals.signed()
    if "/EmbeddedFiles" in pdf.Root.get("/Names", {}) or "/Collection" in pdf.Root:
        raise refusals.with_files()
    if any(str(item.get("/S", "")) in _PROGRAMS for item in _dictionaries(pdf)):
        raise refusals.with_program()


def _take_out(pdf: pikepdf.Pdf) -> None:
    for key in ("/Info", "/ID"):
        if key in pdf.trailer:
            del pdf.trailer[key]
    for item in _dictionaries(pdf):
        is_note = "/Subtype" in item and "/Rect" in item and item.get("/Subtype") != Name.Widget
        for key in (*_METADATA, *(_OF_NOTES if is_note else ())):
            if key in item:
                del item[key]
        if isinstance(item, pikepdf.Stream) and item.get("/Filter") == Name.DCTDecode:
            _clean_photo(item)


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


def _clean_photo(item: pikepdf.Stream) -> None:
    raw = item.read_raw_bytes()
    try:
        stripped = strip(raw)
    except ValueError:
        return
    if stripped != raw:
        parameters: Any = item.get("/DecodeParms")
        item.write(stripped, filter=Name.DCTDecode, decode_parms=parameters)
