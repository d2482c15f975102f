"""Who made a picture and who holds the rights, as the file itself says it."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from PIL import ExifTags, IptcImagePlugin
from PIL import Image as PillowImage

LONGEST = 255
_UNREADABLE = (OSError, SyntaxError, ValueError, KeyError, TypeError, struct.error)
_EXIF = (ExifTags.Base.Artist, ExifTags.Base.Copyright)
_BY_LINE, _CREDIT, _COPYRIGHT = (2, 80), (2, 110), (2, 116)
_XMP = (
    "{http://purl.org/dc/elements/1.1/}creator",
    "{http://ns.adobe.com/photoshop/1.0/}Credit",
    "{http://purl.org/dc/elements/1.1/}rights",
)
_PNG_TEXTS = ("Author", "Artist", "Copyright")
_BLANK = re.compile(r"[\s\x00-\x1f\x7f]+")


def credit_in(image: PillowImage.Image) -> str:
    """Return author, agency and rights named in an opened picture, each once; "" where none is."""
    found: list[str] = []
    for text in (*_from_xmp(image), *_from_iptc(image), *_from_exif(image), *_from_png(image)):
        words = _BLANK.sub(" ", text).strip()
        if words and not any(words.casefold() in known.casefold() for known in found):
            found = [known for known in found if known.casefold() not in words.casefold()]
            found.append(words)
    return " · ".join(found)[:LONGEST].strip()


def _from_exif(image: PillowImage.Image) -> Iterator[str]:
    try:
        tags = image.getexif()
        values = [tags.get(tag) for tag in _EXIF]
    except _UNREADABLE:
        return
    yield from (_decoded(value) for value in values if value)


def _from_iptc(image: PillowImage.Image) -> Iterator[str]:
    try:
        tags: Any = IptcImagePlugin.getiptcinfo(image) or {}  # type: ignore[arg-type]  # any image
    except _UNREADABLE:
        return
    for key in (_BY_LINE, _CREDIT, _COPYRIGHT):
        value = tags.get(key) or []
        yield from (_decoded(each) for each in (value if isinstance(value, list) else [value]))


def _from_xmp(image: PillowImage.Image) -> Iterator[str]:
    packet = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    content = packet.encode() if isinstance(packet, str) else bytes(packet)
    try:
        root: Element = fromstring(content[: 1024 * 1024].strip(b"\x00 \r\n\t"))
    except (ParseError, DefusedXmlException, ValueError):
        return
    for name in _XMP:
        for element in root.iter():
            yield element.get(name, "")
            if element.tag == name:
                yield from element.itertext()


def _from_png(image: PillowImage.Image) -> Iterator[str]:
    for name in _PNG_TEXTS:
        value = image.info.get(name)
        if isinstance(value, str):
            yield value


def _decoded(value: Any) -> str:
    """Text as it was meant: EXIF and IPTC are UTF-8 in practice, whatever they promise."""
    content = value if isinstance(value, bytes) else str(value).encode("latin-1", "replace")
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content.decode("latin-1")
