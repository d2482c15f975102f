"""What isn't XML inside a document: pictures without notes, and of the rest what is known."""

from __future__ import annotations

import io
import re
import struct

from PIL import Image

from core.files.intake import refusals
from core.files.intake.containers import strip_inside
from core.files.intake.packed import Budget
from core.files.intake.pictures import DAMAGED

_WEBP = (b"RIFF", b"WEBP")
_STRIPPED = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
_TIFF = (b"II*\x00", b"MM\x00*")
_GIF = (b"GIF87a", b"GIF89a")
#: drawings: placeable and plain Windows metafiles, and those of the family around LibreOffice
_METAFILES = (b"\xd7\xcd\xc6\x9a", b"\x01\x00\x09\x00", b"VCLMTF")
_FONTS = (b"\x00\x01\x00\x00", b"OTTO", b"true", b"ttcf")
#: Word's fonts begin with 32 bytes that are mixed up: a table's name follows somewhat later
_FONT_TABLE = re.compile(rb"[A-Za-z0-9/ ]{4}")
_OLE = b"\xd0\xcf\x11\xe0"
_OLE_PACKAGE = "Ole10Native".encode("utf-16-le")
#: by which a photo's notes are known in what is kept as it is
_NOTES = (b"Exif\x00\x00", b"ns.adobe.com/xap", b"Photoshop 3.0", b"<x:xmpmeta")
#: extensions of GIF that make it move; all others are notes
_MOVING = (b"NETSCAPE2.0", b"ANIMEXTS1.0")


def clean_binary(name: str, content: bytes, budget: Budget) -> bytes:
    """Return a part that isn't XML as it may be kept. Raises ValidationError in words."""
    if content.startswith((_OLE, b"PK\x03\x04", b"%PDF")) or _OLE_PACKAGE in content:
        raise refusals.with_files()
    if content.startswith((*_STRIPPED, *_GIF, *_TIFF)) or _is_webp(content):
        return _picture(content, budget)
    if not content or _is_plain(name, content):
        return content
    if content[:4] == b"\x01\x00\x00\x00" and content[40:44] == b" EMF":
        return _without_description(content)
    raise refusals.with_hidden_details()


def _picture(content: bytes, budget: Budget) -> bytes:
    """A picture of a format that is known by its first bytes, whatever its name."""
    try:
        if content.startswith(_GIF):
            budget.draw(len(content))
            return _strip_gif(content)
        if content.startswith(_TIFF):
            return _drawn_anew(content, budget)
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as image:
            turn = int(image.getexif().get(0x0112, 1) or 1)
        return strip_inside(content, turn=turn if 1 <= turn <= 8 else 1)
    except (*DAMAGED, Image.DecompressionBombError) as error:
        raise refusals.with_hidden_details() from error


def _is_webp(content: bytes) -> bool:
    return (content[:4], content[8:12]) == _WEBP


def _is_plain(name: str, content: bytes) -> bool:
    """Fonts, bitmaps and drawings hold no notes, unless a photo lies in them."""
    bitmap = content[:2] == b"BM" and content[6:10] == b"\x00\x00\x00\x00"
    known = bitmap or content.startswith(_METAFILES) or _is_font(name.lower(), content)
    return known and not any(note in content for note in _NOTES)


def _is_font(name: str, content: bytes) -> bool:
    if name.endswith(".odttf"):
        return _FONT_TABLE.fullmatch(content, 44, 48) is not None
    if name.endswith(".fntdata"):
        return content[34:36] == b"LP"
    return name.endswith((".ttf", ".otf")) and content.startswith(_FONTS)


def _drawn_anew(content: bytes, budget: Budget) -> bytes:
    """A TIFF picture's first page: nothing but its pixels."""
    with Image.open(io.BytesIO(content), formats=("TIFF",)) as image:
        budget.draw(image.width * image.height)
        plain = image.copy()
    plain.info.clear()
    out = io.BytesIO()
    plain.save(out, "TIFF", compression="tiff_lzw")
    return out.getvalue()


def _strip_gif(data: bytes) -> bytes:
    """The pictures of a GIF file and their order, up to its end."""
    at = 13 + _colours(data[10])
    kept = [data[:at]]
    while at < len(data) and data[at] != 0x3B:
        if data[at] == 0x2C:
            end = _end_of_blocks(data, at + 10 + _colours(data[at + 9]) + 1)
            kept.append(data[at:end])
        elif data[at] == 0x21:
            end = _end_of_blocks(data, at + 2)
            if data[at + 1] == 0xF9 or (data[at + 1] == 0xFF and data[at + 3 : at + 14] in _MOVING):
                kept.append(data[at:end])
        else:
            raise ValueError("GIF: no block where one belongs")
        at = end
    return b"".join([*kept, b"\x3b"])


def _colours(flags: int) -> int:
    """Bytes of a table of colours."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _end_of_blocks(data: bytes, at: int) -> int:
    while data[at]:
        at += data[at] + 1
    return at + 1


def _without_description(content: bytes) -> bytes:
    """An enhanced metafile without the words on the program and the drawing it was made from."""
    if any(note in content for note in _NOTES):
        raise refusals.with_hidden_details()
    if len(content) < 68:
        return content
    length, start = struct.unpack_from("<II", content, 60)
    end = start + 2 * length
    if not 88 <= start <= end <= len(content):
        return content
    return content[:start] + b"\x00" * (end - start) + content[end:]
