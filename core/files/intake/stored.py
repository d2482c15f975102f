"""Cleaning files that came before the guard stood here, or past it; may be repeated and broken off.

Reads and writes only the columns it needs, so that a migration can call it. A picture's new file
gets a name of its own; its sizes are made anew under the names they have, because mails that were
sent lead to them.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.db.models import Q
from PIL import Image as PillowImage
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.models import Filter
from wagtail.models import UploadedFile

from core.files.intake.containers import strip
from core.files.intake.guard import CleanFile, clean, guarded_fields
from core.files.intake.pictures import DAMAGED
from core.files.intake.states import AGAIN_AFTER, DocumentIntake, PictureIntake
from core.lately import lately

logger = logging.getLogger(__name__)

MISSING = "the file is missing"
AT_A_TIME = 5  # files per turn of the worker


@dataclass
class Cleaned:
    """What a run did: files looked at, those that had to be changed, and what couldn't be."""

    looked_at: int = 0
    changed: int = 0
    problems: list[str] = field(default_factory=list)


def clean_stored(*, again: bool = False, limit: int | None = None) -> Cleaned:
    """Clean the pictures and documents that aren't yet; all of them `again` if asked for.

    What can't be cleaned is set aside with the reason and stays where it is. A run without `limit`
    tries it once more, one with a limit after a day: its disk may have been away.
    """
    tried = lately("intake__problem_at", within=AGAIN_AFTER) if limit else Q(pk__in=[])
    unclean = Q(intake__isnull=True) | Q(intake__digest="") & ~tried
    done = Cleaned()
    for model, one in ((get_image_model(), _picture), (get_document_model(), _document)):
        rows = model._default_manager.order_by("pk")
        waiting = rows if again else rows.filter(unclean)
        for key, name in list(waiting.values_list("pk", "file")[:limit]):
            done.looked_at += 1
            if problem := one(key, name, done):
                done.problems.append(f"{model._meta.model_name} {key} ({name}): {problem}")
                logger.warning("%s %s: %s", model._meta.model_name, key, problem)
    if limit is None:
        _clean_others(done)
    return done


def clean_waiting() -> bool:
    """Clean some files that came past the guard; a slice of the worker."""
    return clean_stored(limit=AT_A_TIME).looked_at > 0


def _opened(field_: Any, name: str) -> bytes | None:
    try:
        with field_.storage.open(name) as stream:
            content: bytes = stream.read()
            return content
    except OSError:
        return None


def _look(model: Any, name: str, *, picture: bool) -> tuple[bytes, CleanFile] | str:
    """What is stored and what is to be; or why nothing can be done."""
    data = _opened(model._meta.get_field("file"), name)
    if data is None:
        return MISSING
    try:
        return data, clean(data, name=name, picture=picture)
    except ValidationError as error:
        return " ".join(error.messages)


def _picture(key: int, name: str, done: Cleaned) -> str:
    model = get_image_model()
    rows, found = PictureIntake.objects, _look(model, name, picture=True)
    if isinstance(found, str):
        _rewrite_renditions(key, _stripped)
        rows.get_or_create(image_id=key)[0].set_aside(found)
        return found
    data, file = found
    values = {"digest": file.arrival.digest, "credit": file.arrival.credit, "problem": ""}
    content = file.read()
    if content == data:
        rows.update_or_create(image_id=key, defaults=values)
        return ""
    with PillowImage.open(BytesIO(content)) as opened:
        size = {"width": opened.width, "height": opened.height}
    old = model._default_manager.filter(pk=key).values_list("width", "height").get()
    if old != tuple(size.values()):  # the point of interest is counted in pixels
        names = ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")
        size |= dict.fromkeys(names)  # type: ignore[arg-type]  # no numbers
    _replace(model, key=key, old=name, content=content, name=file.name or "", more=size)
    _rewrite_renditions(key, _made_anew)
    rows.update_or_create(image_id=key, defaults=values)
    done.changed += 1
    return ""


def _document(key: int, name: str, done: Cleaned) -> str:
    model = get_document_model()
    rows, found = DocumentIntake.objects, _look(model, name, picture=False)
    if isinstance(found, str):
        rows.get_or_create(document_id=key)[0].set_aside(found)
        return found
    data, file = found
    content, values = file.read(), {"digest": file.arrival.digest, "problem": ""}
    if content == data:
        rows.update_or_create(document_id=key, defaults=values)
        return ""
    _replace(model, key=key, old=name, content=content, name=file.name or "", more={})
    rows.update_or_create(document_id=key, defaults=values)
    done.changed += 1
    return ""


def _replace(
    model: Any, *, key: int, old: str, content: bytes, name: str, more: dict[str, Any]
) -> None:
    """Store the clean file, then point the row to it, then delete the old one."""
    storage = model._meta.get_field("file").storage
    target = model._meta.get_field("file").generate_filename(model(), name)
    new = storage.save(target, ContentFile(content, name=name))
    more |= {"file_size": len(content), "file_hash": hashlib.sha1(content).hexdigest()}  # noqa: S324 # Wagtail's
    with transaction.atomic():
        changed = model._default_manager.filter(pk=key, file=old).update(file=new, **more)
    storage.delete(old if changed else new)


def _rewrite_renditions(key: int, make: Callable[[Any, Any], bytes | None]) -> None:
    """Give each size of a picture its content anew; what can't be made is deleted."""
    model = get_image_model()
    columns = ("file", "width", "height", "focal_point_x", "focal_point_y")
    image = model._default_manager.only(*columns, "focal_point_width", "focal_point_height").get(
        pk=key
    )
    for rendition in image.renditions.all():
        try:
            content = make(image, rendition)
        except DAMAGED:
            content = None
        if content is None:
            rendition.delete()
            continue
        rendition.file.storage.overwrite(rendition.file.name, content)
        with PillowImage.open(BytesIO(content)) as opened:
            size = {"width": opened.width, "height": opened.height}
        type(rendition)._default_manager.filter(pk=rendition.pk).update(**size)


def _made_anew(image: Any, rendition: Any) -> bytes | None:
    if "format-" not in rendition.filter_spec:
        return None  # the admin's own small pictures: their kind follows the file's
    made = image.generate_rendition_file(Filter(spec=rendition.filter_spec))
    made.seek(0)
    content: bytes = made.read()
    return content


def _stripped(image: Any, rendition: Any) -> bytes | None:
    """Of a picture whose own file is gone or broken: the size as it is, without its notes."""
    del image
    content = _opened(rendition.file.field, rendition.file.name)
    return strip(content) if content is not None else None


def _is_picture(field_: Any, name: str) -> bool:
    kind = PurePath(name).suffix.lower().lstrip(".")
    return isinstance(field_, models.ImageField) or kind in settings.WAGTAILIMAGES_EXTENSIONS


def _clean_others(done: Cleaned) -> None:
    """Clean what has no state: portraits, files of applications."""
    for each in guarded_fields():
        model: Any = each.model
        if model in (get_image_model(), get_document_model()) or model is UploadedFile:
            continue
        for key, name in list(model._default_manager.values_list("pk", each.name)):
            data = _opened(each, name) if name else None
            if data is None:
                continue
            done.looked_at += 1
            try:
                file = clean(data, name=name, picture=_is_picture(each, name))
            except ValidationError as error:
                done.problems.append(f"{model._meta.model_name} {key}: {' '.join(error.messages)}")
                continue
            content = file.read()
            if content != data:
                new = each.storage.save(each.generate_filename(model(), file.name or ""), file)
                model._default_manager.filter(pk=key).update(**{each.name: new})
                each.storage.delete(name)
                done.changed += 1
