"""A picture comes in as anything a phone makes; what is kept is the picture alone, as it looked."""

from __future__ import annotations

import io
import time
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from core.files.intake.containers import strip
from core.files.intake.pictures import LONGEST_SIDE, clean_picture
from tests.core.files.intake.pictures import (
    CMYK,
    HEIC,
    PHOTO,
    SIXTEEN_BITS,
    exif,
    iptc,
    phone_photo,
    plain,
    sample,
    saved,
    talkative,
    told_by,
)

KINDS = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "HEIF", "AVIF")


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(clean_picture(data).content))
    image.load()
    return image


def near(image: Image.Image, at: tuple[int, int], colour: tuple[int, int, int]) -> bool:
    pixel: Any = image.convert("RGB").getpixel(at)
    return all(abs(one - other) <= 12 for one, other in zip(pixel, colour, strict=True))


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_kept_but_the_picture(kind: str) -> None:
    data = talkative(kind)
    assert told_by(data), "a test that can't fail"

    cleaned = clean_picture(data)

    assert told_by(cleaned.content) == []
    assert not Image.open(io.BytesIO(cleaned.content)).getexif()


@pytest.mark.parametrize("kind", KINDS)
def test_it_looks_as_before(kind: str) -> None:
    image = opened(talkative(kind))

    assert image.size == (60, 30)
    assert near(image, (5, 15), (20, 60, 200))
    assert near(image, (55, 15), (200, 30, 30))


@pytest.mark.parametrize("kind", KINDS)
def test_a_clean_picture_stays_as_it_is_byte_for_byte(kind: str) -> None:
    once = clean_picture(talkative(kind)).content

    assert clean_picture(once).content == once


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_no_pixel_is_touched_where_nothing_is_to_be_turned(kind: str) -> None:
    data = talkative(kind)

    before, after = Image.open(io.BytesIO(data)), opened(data)

    assert before.convert("RGB").tobytes() == after.convert("RGB").tobytes()


def test_a_photo_is_turned_and_forgets_where_it_was_taken() -> None:
    image = opened(sample(PHOTO))

    assert image.size == (400, 800)
    assert near(image, (390, 10), (0, 0, 255))
    assert near(image, (10, 10), (255, 0, 0))
    assert told_by(clean_picture(sample(PHOTO)).content) == []


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_comes_out_upright(orientation: int) -> None:
    undone = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    held = plain() if orientation == 1 else plain().transpose(undone[orientation])

    image = opened(saved(held, "JPEG", exif=exif(orientation=orientation), quality=95))

    assert image.size == (60, 30)
    assert near(image, (5, 15), (20, 60, 200))


@pytest.mark.parametrize("name", [CMYK, SIXTEEN_BITS, HEIC])
def test_what_browsers_and_mails_cant_show_becomes_what_they_can(name: str) -> None:
    cleaned = clean_picture(sample(name))
    image = Image.open(io.BytesIO(cleaned.content))

    assert (image.format, cleaned.extension) in [("JPEG", "jpg"), ("PNG", "png")]
    assert image.mode in ("L", "RGB")
    assert image.convert("RGB").getextrema() != ((0, 0), (0, 0), (0, 0))


@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        *(("CMYK", "TIFF"), ("CMYK", "JPEG"), ("LAB", "TIFF"), ("1", "PNG"), ("1", "TIFF")),
        *(("L", "JPEG"), ("LA", "PNG"), ("P", "PNG"), ("P", "GIF"), ("RGBA", "PNG")),
        *(("RGBA", "WEBP"), ("RGBA", "TIFF"), ("RGBA", "AVIF"), ("RGBA", "HEIF"), ("I;16", "PNG")),
        *(("I;16", "TIFF"), ("I", "TIFF"), ("F", "TIFF"), ("YCbCr", "TIFF")),
    ],
)
def test_every_kind_of_pixels_comes_out_as_one_that_can_be_shown(mode: str, kind: str) -> None:
    source = plain()
    if mode == "LAB":
        profiles = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
        image: Any = ImageCms.profileToProfile(source, *profiles, outputMode="LAB")
    elif mode in ("I;16", "I"):
        image = Image.merge("LA", [source.convert("L")] * 2)  # each byte twice: sixteen bits
        image = Image.frombytes("I;16", source.size, image.tobytes()).convert(mode)
    else:
        image = source.convert(mode, palette=Image.Palette.ADAPTIVE)  # its own colours, where few

    out = opened(saved(image, kind))

    assert (out.format, out.mode) in {
        *(("JPEG", "L"), ("JPEG", "RGB"), ("PNG", "1"), ("PNG", "L"), ("PNG", "LA")),
        *(("PNG", "P"), ("PNG", "RGBA"), ("PNG", "RGB"), ("WEBP", "RGB"), ("WEBP", "RGBA")),
    }
    if mode not in ("1", "F"):
        grey = near(out.convert("L"), (5, 15), (72,) * 3) and near(out, (55, 15), (81,) * 3)
        assert grey or near(out, (5, 15), (20, 60, 200))


def test_transparent_parts_stay_transparent() -> None:
    image = plain(mode="RGBA")
    image.putalpha(Image.linear_gradient("L").resize(image.size))

    for kind in ("PNG", "WEBP", "TIFF", "AVIF"):
        alpha: Any = opened(saved(image, kind)).getchannel("A").getextrema()
        assert alpha[0] < 20, kind
        assert alpha[1] > 230, kind


def exchanged_profile() -> bytes:
    """A colour profile in which red means green: sRGB's own with the two names exchanged."""
    own = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return own.replace(b"rXYZ", b"1234").replace(b"gXYZ", b"rXYZ").replace(b"1234", b"gXYZ")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_other_colours_keep_their_look(kind: str) -> None:
    data = saved(plain(), kind, icc_profile=exchanged_profile())

    cleaned = clean_picture(data)

    assert near(opened(data), (55, 15), (30, 200, 30))
    assert told_by(cleaned.content) == []
    assert clean_picture(cleaned.content).content == cleaned.content


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_a_moving_picture_stands_still(kind: str) -> None:
    frames = [plain().rotate(180), plain().rotate(90)]
    data = saved(plain(), kind, save_all=True, append_images=frames, duration=100)

    image = opened(data)

    assert getattr(image, "n_frames", 1) == 1
    assert near(image, (5, 15), (20, 60, 200))


def test_a_large_picture_is_made_smaller() -> None:
    image = opened(saved(plain((5000, 1000)), "JPEG"))

    assert image.size == (LONGEST_SIDE, round(1000 * LONGEST_SIDE / 5000))


@pytest.mark.parametrize("kind", ["PNG", "GIF", "TIFF", "WEBP"])
def test_a_giant_is_refused_before_it_is_unpacked(kind: str) -> None:
    data = saved(Image.new("1" if kind == "TIFF" else "L", (9000, 9000)), kind)
    started = time.process_time()

    with pytest.raises(ValidationError, match="more than 64 million pixels"):
        clean_picture(data)

    assert time.process_time() - started < 0.5


@pytest.mark.parametrize(
    "data",
    [b"", b"MZ", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.4", b"BM" + b"0" * 99],
)
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(ValidationError, match="damaged"):
        clean_picture(data)


@pytest.mark.parametrize("kind", KINDS)
@given(cut=st.floats(0, 0.98), change=st.integers(0, 255), at=st.floats(0, 1))
def test_a_damaged_file_is_refused_in_words_or_still_clean(
    kind: str, cut: float, change: int, at: float
) -> None:
    data = bytearray(talkative(kind))
    data[int(at * (len(data) - 1))] = change
    for damaged in (bytes(data), bytes(data[: int(cut * len(data))])):
        try:
            content = clean_picture(damaged).content
        except ValidationError:
            continue
        assert told_by(content) == []
        assert strip(content) == content


# -- who made it --------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "HEIF"])
def test_author_agency_and_rights_are_found(kind: str) -> None:
    credit = clean_picture(talkative(kind)).credit

    assert "Ioana Marin" in credit
    assert credit.count("Ioana Marin") == 1
    if kind != "GIF":
        assert "Foto Nord" in credit
        assert "Casa Verde" in credit


def test_exif_and_iptc_name_the_author_too() -> None:
    tags = exif(artist="Lavinia Popa", copyright="© Łódź 2026")
    from_exif = clean_picture(saved(plain(), "JPEG", exif=tags)).credit
    bare = saved(plain(), "JPEG")
    from_iptc = clean_picture(bare[:2] + iptc() + bare[2:]).credit

    assert from_exif.startswith("Lavinia Popa · ")
    assert from_iptc == "Ioana Marin · Casa Verde"


def test_a_picture_that_names_nobody_has_no_credit() -> None:
    assert clean_picture(sample(PHOTO)).credit == ""


# -- pictures inside documents ------------------------------------------------------------------
def test_a_picture_inside_a_document_keeps_how_it_is_held_and_nothing_else() -> None:
    stripped = strip(phone_photo(orientation=6), turn=6)
    image = Image.open(io.BytesIO(stripped))

    assert dict(image.getexif()) == {0x0112: 6}
    assert [word for word in told_by(stripped) if word != b"Exif"] == []
    assert strip(stripped, turn=6) == stripped
