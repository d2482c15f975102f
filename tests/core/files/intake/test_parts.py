"""Pictures of too many parts are refused before they are unpacked; no part hides anything."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from core.files.intake.containers import strip
from core.files.intake.crowded import (
    MOST_PARTS,
    MOST_PROFILES,
    MOST_SCANS,
    MOST_STRIPS,
    is_crowded,
)
from core.files.intake.pictures import clean_picture
from tests.core.files.intake.pictures import plain, saved, talkative

SECRET = b"secret town"


def chunk(name: bytes, content: bytes = b"") -> bytes:
    check = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)


def with_scans(more: int, *, between: bytes = b"") -> bytes:
    """A progressive JPEG whose last scan stands there so many times more."""
    data = saved(plain(mode="L"), "JPEG", progressive=True)
    body, last = data[:-2], data[data.rindex(b"\xff\xda") : -2]
    return body + (between + last) * more + b"\xff\xd9"


def png_with(*chunks: bytes) -> bytes:
    """A PNG with more chunks before its pixels."""
    data = saved(plain(), "PNG")
    return data[:33] + b"".join(chunks) + data[33:]


def webp_with(*chunks: bytes) -> bytes:
    body = saved(plain(), "WEBP")[8:] + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def tiff_in_strips(rows: int) -> bytes:
    out = io.BytesIO()
    Image.new("L", (1, rows)).save(out, "TIFF", tiffinfo={278: 1}, strip_size=1)
    return out.getvalue()


PROFILE = chunk(b"iCCP", b"x\x00\x00" + zlib.compress(bytes(100)))
CROWDED = {
    "scans": lambda: with_scans(MOST_SCANS),
    "scans with something between": lambda: with_scans(MOST_SCANS, between=b"\x01\x02"),
    "segments": lambda: b"\xff\xd8" + b"\xff\xe5\x00\x02" * MOST_PARTS + with_scans(0)[2:],
    "PNG chunks": lambda: png_with(*[chunk(b"noTe")] * MOST_PARTS),
    "PNG profiles": lambda: png_with(*[PROFILE] * (MOST_PROFILES + 1)),
    "WebP chunks": lambda: webp_with(*[b"NOTE\x00\x00\x00\x00"] * MOST_PARTS),
    "TIFF strips": lambda: tiff_in_strips(MOST_STRIPS + 1),
}


@pytest.mark.parametrize("name", CROWDED)
def test_a_picture_of_too_many_parts_is_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def unpack(*_args: object) -> None:
        raise AssertionError("unpacked")

    monkeypatch.setattr("core.files.intake.pictures._stored", unpack)

    with pytest.raises(ValidationError, match="too large to open"):
        clean_picture(CROWDED[name]())


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "TIFF", "HEIF", "AVIF"])
def test_what_programs_write_is_not_crowded(kind: str) -> None:
    frames = [plain().rotate(turn) for turn in range(1, 40)]

    assert not is_crowded(talkative(kind))
    if kind in ("PNG", "WEBP", "GIF"):
        moving = saved(plain(), kind, save_all=True, append_images=frames)
        assert Image.open(io.BytesIO(clean_picture(moving).content)).size == plain().size


def test_ordinary_progressive_pictures_are_taken() -> None:
    for mode in ("L", "RGB", "CMYK"):
        data = saved(plain(mode=mode), "JPEG", progressive=True)
        assert clean_picture(data).extension == "jpg"


@pytest.mark.parametrize("cut", range(0, 60, 7))
def test_counting_parts_ends_wherever_a_file_ends(cut: int) -> None:
    for kind in ("JPEG", "PNG", "WEBP"):
        assert not is_crowded(talkative(kind)[:cut])


# -- nothing but the picture --------------------------------------------------------------------
def test_no_segment_of_a_jpeg_is_kept_that_no_decoder_needs() -> None:
    data = saved(plain(), "JPEG")
    lines = b"\xff\xdc" + struct.pack(">H", 2 + len(SECRET)) + SECRET

    content = clean_picture(data[:-2] + lines + b"\xff\xd9").content

    assert SECRET not in content
    assert content == clean_picture(data).content


@pytest.mark.parametrize("kind", ["RGB", "P", "1"])
def test_a_png_ends_where_its_pixels_end(kind: str) -> None:
    data = saved(plain(mode=kind), "PNG")
    at = data.index(b"IDAT") - 4
    pixels = data[at + 8 : data.index(b"IEND") - 8]
    end = chunk(b"IDAT", SECRET) + chunk(b"IEND", SECRET) + b"more"

    content = strip(data[:at] + chunk(b"IDAT", pixels + SECRET) + end)

    assert content == strip(data) == data


def test_a_png_unpacks_to_its_pixels_and_no_more() -> None:
    data = saved(plain(), "PNG")
    at = data.index(b"IDAT") - 4
    pixels = zlib.decompress(data[at + 8 : data.index(b"IEND") - 8])
    more = data[:at] + chunk(b"IDAT", zlib.compress(pixels + SECRET, 0)) + chunk(b"IEND")

    with pytest.raises(ValueError, match="more than its pixels"):
        strip(more)
    assert SECRET not in clean_picture(more).content


def test_an_interlaced_png_stays_as_it_is() -> None:
    # three columns and five rows: the passes that have pixels
    sizes = [(1, 1), (1, 1), (2, 1), (1, 3), (3, 2)]
    pixels = b"".join((b"\x00" + bytes(columns)) * count for columns, count in sizes)
    header = struct.pack(">IIBBBBB", 3, 5, 8, 0, 0, 0, 1)
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(pixels))
    data += chunk(b"IEND")

    assert clean_picture(data).content == data


def test_a_palette_holds_colours_only() -> None:
    data = saved(plain(), "PNG")
    palette = chunk(b"PLTE", bytes(768) + SECRET)

    assert SECRET not in clean_picture(data[:33] + palette + data[33:]).content


def test_the_parts_of_a_webp_stand_there_once() -> None:
    data = saved(plain(), "WEBP")
    again = b"VP8 " + struct.pack("<I", len(SECRET) + 1) + SECRET + b"\x00"
    header = b"VP8X" + struct.pack("<I", 10 + len(SECRET)) + bytes(10) + SECRET

    assert SECRET not in clean_picture(webp_with(again)).content
    with pytest.raises(ValueError, match="no header"):
        strip(data[:12] + header + data[12:])
