"""Pictures as they are stored: upright, in sRGB, of a size that can be shown, and nothing else."""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from PIL import Image, ImageCms, ImageOps
from pillow_heif import register_heif_opener

from core.files.intake import refusals
from core.files.intake.containers import strip
from core.files.intake.credits import credit_in
from core.files.intake.crowded import MOST_STRIPS, is_crowded

Image.init()
register_heif_opener()

#: Formats by Pillow's names that come in.
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "HEIF", "AVIF")
#: What each is stored as (MPO is a phone's JPEG with a second picture in it); what isn't named here
#: becomes JPEG, or PNG where it has transparent parts.
_KEPT_AS = {"JPEG": "JPEG", "MPO": "JPEG", "PNG": "PNG", "GIF": "PNG", "WEBP": "WEBP"}
EXTENSIONS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
#: Pixels of the longest side of what is stored: enough to print a page.
LONGEST_SIDE = 4096
_PLAIN = {
    "JPEG": {"L", "RGB"},
    "PNG": {"1", "L", "LA", "P", "RGB", "RGBA"},
    "WEBP": {"RGB", "RGBA"},
}
_WAYS = {"JPEG": {"quality": 90, "progressive": True}, "PNG": {}, "WEBP": {"quality": 90}}
#: What a damaged file makes Pillow and its plugins raise.
DAMAGED = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    KeyError,
    TypeError,
    IndexError,
    RuntimeError,
    MemoryError,
    struct.error,
    zlib.error,
)


@dataclass(frozen=True, kw_only=True)
class CleanPicture:
    """A picture that may be stored; `credit` is what the file said about who made it."""

    content: bytes
    extension: str
    credit: str


def clean_picture(data: bytes) -> CleanPicture:
    """Return the picture in `data` as it is stored.

    Cleaning a clean picture returns the same bytes. Raises ValidationError in words for what is no
    picture, is damaged, or has too many pixels or parts; the latter before anything is unpacked.
    """
    if is_crowded(data):
        raise refusals.damaged_picture()
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            _refuse_giants(image)
            if len(image.tile) > MOST_STRIPS:
                raise refusals.damaged_picture()
            credit = credit_in(image)
            content, kind = _stored(image, data)
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except DAMAGED as error:
        raise refusals.damaged_picture() from error
    return CleanPicture(content=content, extension=EXTENSIONS[kind], credit=credit)


def _refuse_giants(image: Image.Image) -> None:
    if image.width * image.height > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
        raise _too_many_pixels()


def _too_many_pixels() -> ValidationError:
    return refusals.too_many_pixels(settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 1_000_000)


def _stored(image: Image.Image, data: bytes) -> tuple[bytes, str]:
    """The file to keep and its format; the pixels stay untouched where nothing is to be done."""
    source = image.format or ""
    kind = _KEPT_AS.get(source, "")
    as_it_is = (
        source in EXTENSIONS | {"MPO": ""}
        and image.mode in _PLAIN[kind]
        and max(image.size) <= LONGEST_SIDE
        and not (source == "WEBP" and getattr(image, "is_animated", False))
        and not (source == "PNG" and data[24:25] == b"\x10")  # sixteen bits for each colour
        and _turn(image) == 1
        and _is_srgb(image)
    )
    image.draft(image.mode, (LONGEST_SIDE, LONGEST_SIDE))
    image.load()
    if as_it_is:
        try:
            return strip(data), kind
        except ValueError:
            pass  # Pillow forgives more: it writes the file anew
    plain = _plain(image)
    kind = kind or ("PNG" if plain.mode in ("LA", "RGBA") else "JPEG")
    if kind == "JPEG" and plain.mode not in _PLAIN["JPEG"]:
        plain = plain.convert("RGB")
    out = io.BytesIO()
    plain.save(out, kind, **_WAYS[kind])
    return strip(out.getvalue()), kind


def _turn(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(0x0112, 1) or 1)
    except (*DAMAGED, AttributeError):
        return 1


def _plain(image: Image.Image) -> Image.Image:
    """The picture upright, in sRGB with eight bits for each colour, no larger than it may be."""
    turned = image if _turn(image) == 1 else ImageOps.exif_transpose(image)
    profile, transparency = turned.info.get("icc_profile"), turned.info.get("transparency")
    eight = _eight_bits(turned)
    has_alpha = "A" in eight.mode or "a" in eight.mode or transparency is not None
    alpha = eight.convert("RGBA").getchannel("A") if has_alpha else None
    colours = _in_srgb(eight, profile)
    if alpha is not None:
        colours = colours.convert("RGBA")
        colours.putalpha(alpha)
    colours.info.clear()
    colours.thumbnail((LONGEST_SIDE, LONGEST_SIDE), reducing_gap=3.0)
    return colours


def _eight_bits(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I;16"):
        return image.convert("I").point(lambda value: value * (1 / 257) + 0.5).convert("L")
    if image.mode in ("I", "F"):
        low, high = image.getextrema()
        low, high = float(low), float(high)  # type: ignore[arg-type]  # one band
        if image.mode == "I" and low >= 0 and high <= 65535:
            low, high = 0.0, 65535.0  # sixteen bits that were opened as thirty-two
        scale = 255 / (high - low) if high > low else 0.0
        return image.convert("F").point(lambda value: value * scale - low * scale).convert("L")
    return image


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The colours as sRGB; by their own profile where there is one that fits."""
    modes = {"RGB ": "RGB", "GRAY": "L", "CMYK": "CMYK"}
    opened = _profile(profile)
    mode = modes.get(opened.profile.xcolor_space) if opened else None
    if image.mode == "LAB" and opened is None:
        opened, mode = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")), "LAB"
    if opened is not None and mode and (mode == image.mode or "CMYK" not in (mode, image.mode)):
        source = image if image.mode == mode else image.convert("RGB").convert(mode)
        try:
            turned = ImageCms.profileToProfile(
                source, opened, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
        except ImageCms.PyCMSError:
            turned = None
        if turned is not None:
            return turned
    return image.convert("L" if image.mode in ("1", "L", "LA", "La") else "RGB")


def _profile(content: bytes | None) -> ImageCms.ImageCmsProfile | None:
    try:
        return ImageCms.ImageCmsProfile(io.BytesIO(content)) if content else None
    except (*DAMAGED, ImageCms.PyCMSError):
        return None


def _is_srgb(image: Image.Image) -> bool:
    """Whether the colours mean the same without their profile, tried with a handful of them."""
    profile = image.info.get("icc_profile")
    if not profile or _profile(profile) is None:
        return True
    steps = (0, 64, 128, 192, 255)
    tried = [(red, green, blue) for red in steps for green in steps for blue in steps]
    colours = Image.new("RGB", (len(tried), 1))
    colours.putdata(tried)
    source = colours.convert("L") if image.mode in ("1", "L", "LA") else colours
    meant = _in_srgb(source, profile).convert("RGB").tobytes()
    plain = source.convert("RGB").tobytes()
    return max(abs(one - other) for one, other in zip(meant, plain, strict=True)) <= 3
