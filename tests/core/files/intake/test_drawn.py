"""Pictures inside Office files lose their notes wherever they lie; what can't be is refused."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from PIL import Image as Picture
from PIL.TiffImagePlugin import ImageFileDirectory_v2

from tests.core.files.intake.documents import (
    HIDDEN,
    cleaned,
    docx_file,
    odt_file,
    pptx_parts,
    refused,
    told_by,
    with_parts,
    xlsx_file,
    zipped,
)
from tests.core.files.intake.pictures import phone_photo


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("a.docx", "media/i.jpg"),
        ("a.docx", "word/images/i.bin"),
        ("a.docx", "word/embeddings/i.jpg"),
        ("a.xlsx", "xl/i"),
        ("a.pptx", "ppt/slides/i.dat"),
        ("a.odt", "media/i.jpg"),
        ("a.odt", "Object 1/Pictures/i.jpg"),
    ],
)
def test_a_photo_is_stripped_wherever_it_lies(name: str, part: str) -> None:
    makers: dict[str, Callable[[], bytes]] = {
        "a.docx": docx_file,
        "a.xlsx": xlsx_file,
        "a.pptx": lambda: zipped(pptx_parts()),
        "a.odt": odt_file,
    }

    parts = cleaned(with_parts(makers[name](), {part: phone_photo()}), name)

    assert told_by(parts[part]) == []
    with Picture.open(io.BytesIO(parts[part])) as picture:
        picture.load()


def test_a_photo_without_its_end_is_stripped_too() -> None:
    photo = phone_photo(orientation=1)
    with Picture.open(io.BytesIO(photo)) as picture:
        exif = picture.info["exif"]
    out = io.BytesIO()
    Picture.new("RGB", (60, 30)).save(out, "JPEG", exif=exif)

    parts = cleaned(with_parts(docx_file(), {"word/media/b.jpg": out.getvalue()[:-2]}), "a.docx")

    assert told_by(parts["word/media/b.jpg"]) == []
    assert parts["word/media/b.jpg"].endswith(b"\xff\xd9")


def gif() -> bytes:
    out = io.BytesIO()
    frames = [Picture.new("P", (4, 4), colour) for colour in (0, 1)]
    frames[0].putpalette([0, 0, 0, 255, 255, 255])
    frames[1].putpalette([0, 0, 0, 255, 255, 255])
    frames[0].save(
        out, "GIF", save_all=True, append_images=frames[1:], loop=0, comment=b"Ioana Marin"
    )
    return out.getvalue()


def tiff() -> bytes:
    out, notes = io.BytesIO(), ImageFileDirectory_v2()
    notes[315], notes[305], notes[700] = "Ioana Marin", "LibreWord", b"<x:xmpmeta>secret"
    Picture.new("RGB", (9, 5), "red").save(out, "TIFF", tiffinfo=notes)
    return out.getvalue()


@pytest.mark.parametrize(("make", "frames"), [(gif, 2), (tiff, 1)])
def test_gif_and_tiff_keep_their_pixels_only(make: Callable[[], bytes], frames: int) -> None:
    assert told_by(make())

    part = cleaned(with_parts(docx_file(), {"word/media/b.x": make()}), "a.docx")["word/media/b.x"]

    assert told_by(part) == []
    with Picture.open(io.BytesIO(part)) as picture, Picture.open(io.BytesIO(make())) as before:
        assert getattr(picture, "n_frames", 1) == frames
        assert picture.convert("RGB").tobytes() == before.convert("RGB").tobytes()


def test_a_metafile_forgets_what_it_was_drawn_from() -> None:
    words = "LibreWord\x00Ioana".encode("utf-16-le")
    head = b"\x01\x00\x00\x00" + b"\x00" * 36 + b" EMF" + b"\x00" * 16
    head += (len(words) // 2).to_bytes(4, "little") + (108).to_bytes(4, "little")
    drawing = head.ljust(108, b"\x00") + words + b"\x0e\x00\x00\x00" + b"\x00" * 16

    part = cleaned(with_parts(docx_file(), {"word/media/b.emf": drawing}), "a.docx")[
        "word/media/b.emf"
    ]

    assert part == drawing.replace(words, b"\x00" * len(words))


def test_a_drawing_forgets_its_notes() -> None:
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:i="http://www.inkscape.org/namespaces/'
        'inkscape" i:export-filename="C:\\Users\\ioana\\a.png"><!-- Ioana --><metadata>Marin'
        '</metadata><path d="M0 0h1" id="p"/><i:view><i:a/></i:view></svg>'
    )

    part = cleaned(with_parts(docx_file(), {"word/media/b.svg": drawing}), "a.docx")[
        "word/media/b.svg"
    ]

    assert told_by(part) == []
    assert b'<path d="M0 0h1" id="p"/></svg>' in part


@pytest.mark.parametrize(
    "content",
    [
        phone_photo()[:200],
        b"\x89PNG\r\n\x1a\n" + b"cut off",
        b"\x00\x00\x00\x18ftypheic" + b"\x00" * 40,
        b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 40,
        b"\x1f\x8b\x08 something packed",
        b"BM" + b"\x00" * 60 + b"Exif\x00\x00",
        b"anything else",
    ],
)
def test_what_cannot_be_stripped_is_refused(content: bytes) -> None:
    assert HIDDEN in refused(with_parts(docx_file(), {"word/media/b.jpg": content}), "a.docx")
    assert HIDDEN in refused(with_parts(odt_file(), {"Pictures/b.jpg": content}), "a.odt")


@pytest.mark.parametrize("name", ["a.ttf", "a.otf", "a.fntdata", "a.odttf"])
def test_a_film_named_as_a_font_is_refused(name: str) -> None:
    film = b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 40

    assert HIDDEN in refused(with_parts(docx_file(), {f"word/fonts/{name}": film}), "a.docx")


def test_a_picture_of_too_many_pixels_is_refused() -> None:
    out = io.BytesIO()
    Picture.new("1", (20_000, 20_000)).save(out, "PNG")

    assert HIDDEN in refused(
        with_parts(docx_file(), {"word/media/b.png": out.getvalue()}), "a.docx"
    )
