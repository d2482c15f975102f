"""Pictures as phones and cameras make them, with everything that gives people away."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from PIL import Image, PngImagePlugin

FILES = Path(__file__).parent / "files"
PHOTO, CMYK, SIXTEEN_BITS, HEIC = "i01-exif6-gps.jpg", "i03-cmyk.jpg", "i06-16bit.png", "i09.heic"

XMP = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="47,9.0N" photoshop:Credit="Foto Nord">
<dc:creator><rdf:Seq><rdf:li>Ioana Marin</rdf:li></rdf:Seq></dc:creator>
<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">CC BY Casa Verde</rdf:li></rdf:Alt></dc:rights>
</rdf:Description></rdf:RDF></x:xmpmeta>"""

#: What no stored or served picture may hold, as its bytes would say it.
GIVES_AWAY = (
    *(b"Exif", b"EXIF", b"eXIf", b"GPS", b"http://ns.adobe", b"xmp", b"XMP", b"Photoshop"),
    *(b"8BIM", b"ICC_PROFILE", b"iCCP", b"ICCP", b"tEXt", b"iTXt", b"zTXt", b"MPF", b"ftyp"),
    *(b"secret", b"Ioana", b"Casa Verde", b"Marin"),
)


def sample(name: str) -> bytes:
    """One of the files beside this module."""
    return (FILES / name).read_bytes()


def told_by(data: bytes) -> list[bytes]:
    """Which of those words a file holds."""
    return [word for word in GIVES_AWAY if word in data]


def plain(size: tuple[int, int] = (60, 30), mode: str = "RGB") -> Image.Image:
    """A picture whose left half is not its right one."""
    image = Image.new("RGB", size, (200, 30, 30))
    image.paste((20, 60, 200), (0, 0, size[0] // 2, size[1]))
    return image.convert(mode)


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    """The picture as a file."""
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def exif(*, orientation: int = 1, **texts: str) -> Image.Exif:
    """EXIF with a position, a small picture's worth of notes, and more tags by Pillow's names."""
    tags = Image.Exif()
    tags[0x0112] = orientation
    tags[0x010E] = "secret shelter"
    for tag, text in ((0x013B, texts.get("artist")), (0x8298, texts.get("copyright"))):
        if text:
            tags[tag] = text
    tags.get_ifd(0x8825).update({1: "N", 2: (47.0, 9.0, 0.0), 3: "E", 4: (27.0, 35.0, 0.0)})
    return tags


def iptc() -> bytes:
    """An APP13 segment with a by-line and a city."""
    rows = b"".join(
        bytes([0x1C, 2, kind]) + len(text).to_bytes(2, "big") + text
        for kind, text in ((80, b"Ioana Marin"), (116, b"Casa Verde"), (90, b"secret town"))
    )
    block = (
        b"8BIM\x04\x04\x00\x00" + len(rows).to_bytes(4, "big") + rows + b"\x00" * (len(rows) % 2)
    )
    body = b"Photoshop 3.0\x00" + block
    return b"\xff\xed" + (len(body) + 2).to_bytes(2, "big") + body


def phone_photo(*, orientation: int = 6) -> bytes:
    """A JPEG with EXIF, IPTC, XMP, a comment, a second picture and a film after its end."""
    data = saved(
        plain(), "JPEG", exif=exif(orientation=orientation), xmp=XMP, comment=b"secret comment"
    )
    second = saved(plain(), "JPEG", exif=exif())
    return data[:2] + iptc() + data[2:] + second + b"\x00\x00\x00\x18ftypmp42secret film"


def talkative(kind: str) -> bytes:
    """A picture of a kind with all the notes that kind can hold."""
    if kind == "JPEG":
        return phone_photo(orientation=1)
    if kind == "PNG":
        notes = PngImagePlugin.PngInfo()
        notes.add_text("Author", "Ioana Marin")
        notes.add_text("Comment", "secret", zip=True)
        notes.add_itxt("XML:com.adobe.xmp", XMP.decode())
        return saved(plain(), "PNG", pnginfo=notes, exif=exif()) + b"secret trailer"
    if kind == "GIF":
        other = plain().rotate(180)
        return saved(plain(), "GIF", comment=b"secret", save_all=True, append_images=[other])
    if kind == "TIFF":
        return saved(plain(), "TIFF", exif=exif(), description="secret")
    return saved(plain(), kind, exif=exif(), xmp=XMP)
