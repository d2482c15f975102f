"""Checking the files that records name: there, unchanged, of an allowed type and size."""

from __future__ import annotations

import io
import struct
import warnings

from django.conf import settings
from django.core.exceptions import ValidationError
from PIL import Image

from core.files.intake.guard import clean
from records.archive import MAX_FILE, Unreadable, digest
from records.media import IMAGES, Media
from records.place import FileUse, Findings
from records.problems import Problem

_FORMATS = {"jpg": "JPEG", "tif": "TIFF", "heic": "HEIF"}


def check_files(findings: Findings, media: Media) -> None:
    """Refuse files that are neither here nor in the import, or aren't what their name says."""
    seen: dict[tuple[str, str], str] = {}
    for use in findings.files:
        place = (use.sort, use.name)
        if place not in seen:
            seen[place] = _problem(use, media)
        if message := seen[place]:
            findings.problems.add(
                Problem(use.place, "", use.collection, use.record, use.path, message)
            )


def _problem(use: FileUse, media: Media) -> str:
    if not use.source.attachments.has(use.name):
        known = media.find(use.sort, use.name) is not None
        return "" if known else f"no such file: {use.name}"
    limit = settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE if use.sort == IMAGES else MAX_FILE
    try:
        with use.source.attachments.open(use.name) as stream:
            found = digest(stream, limit=limit)
        if found != use.name.removeprefix("files/")[:16]:
            return f"wrong digest: the file's SHA-256 begins with {found}"
        return (_not_an_image(use) if use.sort == IMAGES else "") or _refused(use, media)
    except Unreadable as error:
        return error.message


def _not_an_image(use: FileUse) -> str:
    with use.source.attachments.open(use.name) as stream:
        content = io.BytesIO(stream.read())
    try:
        with warnings.catch_warnings(), Image.open(content) as image:
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image.verify()
            found = image.format
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return "an image with too many pixels"
    except (OSError, ValueError, SyntaxError, struct.error) as error:
        return f"not an image ({type(error).__name__})"
    suffix = use.name.rpartition(".")[2].lower()
    found = "JPEG" if found == "MPO" else found  # a phone's JPEG with a second picture in it
    expected = _FORMATS.get(suffix, suffix.upper())
    return "" if found == expected else f"a {found} image, expected {expected}"


def _refused(use: FileUse, media: Media) -> str:
    """What whoever uploads this file by hand would be told."""
    with use.source.attachments.open(use.name) as stream:
        content = stream.read()
    try:
        cleaned = clean(content, name=use.name, picture=use.sort == IMAGES)
    except ValidationError as error:
        return " ".join(error.messages)
    media.becomes(use.sort, use.name, digest(cleaned.open()))
    return ""
