"""Photos in PDF files: what a camera or a program wrote into them is taken out, the pixels stay.

A photo may be packed once more, stand in the middle of a page's description, or be a JPEG 2000
(ISO 32000-1, 7.4 and 8.9). One that can't be looked into is a reason to refuse the file.
"""

from __future__ import annotations

import struct
import zlib
from typing import Any

import pikepdf
from pikepdf import Name

from core.files.intake import refusals
from core.files.intake.containers import strip_inside
from core.files.intake.packed import MOST_UNPACKED

_JPEG, _JPEG_2000, _FLATE = {"/DCTDecode", "/DCT"}, {"/JPXDecode"}, {"/FlateDecode", "/Fl"}
#: Ways to pack that unpack to at most what they hold.
_LETTERS = {"/ASCII85Decode", "/A85", "/ASCIIHexDecode", "/AHx"}
_START, _END = b"\xff\xd8", b"\xff\xd9"
#: Boxes of a JPEG 2000 file that hold texts and numbers about it (ISO 15444-1, annex I).
_NOTES = (b"uuid", b"xml ", b"uinf", b"jp2i")


def clean_photos(pdf: pikepdf.Pdf) -> None:
    """Clean every photo of a PDF in its place. Raises ValidationError in words.

    Photos and descriptions of pages together unpack to no more than MOST_UNPACKED bytes.
    """
    left = MOST_UNPACKED
    for item in pdf.objects:
        if not isinstance(item, pikepdf.Stream):
            continue
        filters = _filters(item)
        if {*filters[:-1]} & (_JPEG | _JPEG_2000):
            raise refusals.with_hidden_details()  # a photo that is unpacked to something else
        if filters and filters[-1] in _JPEG | _JPEG_2000:
            left -= _clean_photo(item, filters, left)
        elif item.get("/Subtype") != Name.Image:
            left -= _clean_description(item, filters, left)


def _filters(item: Any) -> list[str]:
    value = item.get("/Filter")
    if value is None:
        return []
    return [str(each) for each in value] if isinstance(value, pikepdf.Array) else [str(value)]


def _clean_photo(item: Any, filters: list[str], most: int) -> int:
    """Write a photo without what isn't pixels, packed once; return its size."""
    raw = _unpacked(item.read_raw_bytes(), filters[:-1], most)
    if raw is None:
        raise refusals.with_hidden_details()
    is_jpeg = filters[-1] in _JPEG
    stripped = _stripped(raw) if is_jpeg else _without_notes(raw)
    if stripped != raw or len(filters) > 1:
        parameters: Any = item.get("/DecodeParms")
        if isinstance(parameters, pikepdf.Array):
            parameters = parameters[-1] if len(parameters) == len(filters) else None
        if not isinstance(parameters, pikepdf.Dictionary):
            parameters = None
        name = Name.DCTDecode if is_jpeg else Name.JPXDecode
        item.write(stripped, filter=name, decode_parms=parameters)
    return len(raw)


def _stripped(data: bytes) -> bytes:
    """A JPEG alone. Raises ValidationError."""
    try:
        return strip_inside(data)
    except ValueError as error:
        raise refusals.with_hidden_details() from error


def _without_notes(data: bytes) -> bytes:
    """A JPEG 2000 without its boxes of notes. Raises ValidationError for a damaged one."""
    if data.startswith(b"\xff\x4f\xff\x51"):
        return data  # pixels without boxes
    kept, at = [], 0
    while at + 8 <= len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        if length == 1 and at + 16 <= len(data):
            (length,) = struct.unpack(">Q", data[at + 8 : at + 16])
        end = len(data) if length == 0 else at + length
        if length in range(1, 8) or end > len(data):
            raise refusals.with_hidden_details()
        if kind not in _NOTES:
            kept.append(data[at:end])
        at = end
    return b"".join(kept)


def _clean_description(item: Any, filters: list[str], most: int) -> int:
    """Clean the photos that stand in a description of a page; return its size."""
    content = _unpacked(item.read_raw_bytes(), filters, most)
    if content is None or not (b"/DCT" in content and _START in content):
        return 0 if content is None else len(content)
    kept, at = [], 0
    while (start := content.find(b"/DCT", at)) >= 0:
        begin = content.find(b"ID", start)
        if begin < 0:
            break
        first = begin + 3
        if content[first : first + 2] != _START:
            if content[at:begin].rfind(b"BI") >= 0:
                raise refusals.with_hidden_details()  # packed once more
            kept.append(content[at:first])
            at = first
            continue
        end = content.find(_END, first)
        if end < 0:
            raise refusals.with_hidden_details()
        kept += [content[at:first], _stripped(content[first : end + 2])]
        at = end + 2
    kept.append(content[at:])
    item.write(b"".join(kept))
    return len(content)


def _unpacked(data: bytes, filters: list[str], most: int) -> bytes | None:
    """What is packed; None for a way to pack that no photo is looked for in.

    Never unpacks to more than `most` bytes. Raises ValidationError.
    """
    for name in filters:
        if name in _FLATE:
            unpacking = zlib.decompressobj()
            try:
                data = unpacking.decompress(data, most + 1)
            except zlib.error as error:
                raise refusals.not_what_it_says("pdf") from error
        elif name in _LETTERS:
            data = _from_letters(data, name)
        else:
            return None
        if len(data) > most:
            raise refusals.too_large(MOST_UNPACKED // 1024 // 1024)
    return data


def _from_letters(data: bytes, name: str) -> bytes:
    with pikepdf.new() as pdf:
        stream = pikepdf.Stream(pdf, data)
        stream["/Filter"] = Name(name)
        return bytes(stream.read_bytes())
