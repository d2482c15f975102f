"""The door that every file goes through: whatever way it comes, its model cleans it before saving.

Forms, uploads of several files, the chooser, imports and plain `save()` all end at a file field;
the guard stands there. A form's check of the model tells people beside the field what is refused; a
save without a form raises the same ValidationError. What `bulk_create` or SQL bring past the guard
has no `Intake` row, and the worker cleans it (`stored`).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.apps import apps
from django.core.files.base import ContentFile
from django.db import models
from django.db.models.signals import post_save, pre_save
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.models import AbstractRendition
from wagtail.models import UploadedFile

from core.files.intake.apart import clean_apart
from core.files.intake.states import DocumentIntake, PictureIntake

_RECEIVED = "_intake_arrivals"


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """How a file came: the first 16 digits of its SHA-256 then, and the credit found in it."""

    digest: str
    credit: str = ""


class CleanFile(ContentFile[bytes]):
    """A file that has passed."""

    def __init__(self, content: bytes, *, name: str, arrival: Arrival) -> None:
        super().__init__(content, name=name)
        self.arrival = arrival


def clean(data: bytes, *, name: str, picture: bool) -> CleanFile:
    """Return the file as it may be stored, named as what it is. Raises ValidationError."""
    digest = hashlib.sha256(data).hexdigest()[:16]
    base = PurePath(name.replace("\\", "/")).name
    found = clean_apart(data, name=base, picture=picture)
    if not picture:
        return CleanFile(found.content, name=base, arrival=Arrival(digest=digest))
    suffix = PurePath(base).suffix.lower()
    right = suffix == f".{found.extension}" or (suffix, found.extension) == (".jpeg", "jpg")
    return CleanFile(
        found.content,
        name=base if right else f"{PurePath(base).stem}.{found.extension}",
        arrival=Arrival(digest=digest, credit=found.credit),
    )


def receive(file: Any) -> None:
    """Put the clean file in the place of the one in a FieldFile. Raises ValidationError."""
    if not file or isinstance(getattr(file, "_file", None), CleanFile) or _is_stored(file):
        return
    try:
        file.open("rb")
        data = file.read()
    except FileNotFoundError:
        return  # nothing to give away; `stored` names it
    received = clean(data, name=file.name or "", picture=_holds_picture(file))
    if file._committed:  # noqa: SLF001 # saved before its model, by `instance.file.save()`
        file.close()
        file.storage.delete(file.name or "")
    file.file, file.name, file._committed = received, received.name, False  # noqa: SLF001
    vars(file).pop("_dimensions_cache", None)
    if isinstance(file.field, models.ImageField):
        file.field.update_dimension_fields(file.instance, force=True)


def note_received(instance: Any, name: str, arrival: Arrival) -> None:
    """Say of an instance that the file `name`, stored already, has passed `clean`."""
    vars(instance)[_RECEIVED] = {name: arrival}


def _is_stored(file: Any) -> bool:
    """Whether this very file stands in the database already, or was noted as clean."""
    if not file._committed:  # noqa: SLF001
        return False
    if file.name in vars(file.instance).get(_RECEIVED, {}):
        return True
    rows = type(file.instance)._default_manager.filter(pk=file.instance.pk)
    return file.instance.pk is not None and rows.filter(**{file.field.name: file.name}).exists()


def _holds_picture(file: Any) -> bool:
    if isinstance(file.instance, UploadedFile):  # waits for the rest of its form
        return file.instance.for_content_type.model_class() is get_image_model()
    return isinstance(file.field, models.ImageField)


def guarded_fields() -> list[models.FileField]:
    """Every file field of every model, but those of renditions, which are made from clean files."""
    return [
        field
        for model in apps.get_models()
        if not issubclass(model, AbstractRendition)
        for field in model._meta.concrete_fields
        if isinstance(field, models.FileField)
    ]


def _before_saving(
    instance: Any, *, update_fields: Any = None, raw: bool = False, **kwargs: Any
) -> None:
    del kwargs
    for field in () if raw else _fields_of(instance):
        if update_fields is None or field.name in update_fields:
            file = getattr(instance, field.attname)
            receive(file)
            opened = getattr(file, "_file", None)
            if isinstance(opened, CleanFile) and not file._committed:  # noqa: SLF001
                _set_metadata(instance)
                vars(instance)[_RECEIVED] = {"": opened.arrival}


def _set_metadata(instance: Any) -> None:
    """Size and digest of what is stored, as Wagtail's forms set them."""
    for name in ("_set_image_file_metadata", "_set_document_file_metadata"):
        if hasattr(instance, name):
            getattr(instance, name)()


def _after_saving(instance: Any, **kwargs: Any) -> None:
    del kwargs
    for arrival in vars(instance).pop(_RECEIVED, {}).values():
        if isinstance(instance, get_image_model()):
            instance.renditions.all().delete()  # of the file that stood here before
            PictureIntake.objects.update_or_create(
                image=instance,
                defaults={"digest": arrival.digest, "credit": arrival.credit, "problem": ""},
            )
        elif isinstance(instance, get_document_model()):
            DocumentIntake.objects.update_or_create(
                document=instance, defaults={"digest": arrival.digest, "problem": ""}
            )


def _fields_of(instance: Any) -> list[models.FileField]:
    fields = type(instance)._meta.concrete_fields
    return [field for field in fields if isinstance(field, models.FileField)]


def connect() -> None:
    """Stand before every file field; called once when Django is ready."""
    for field in guarded_fields():
        # the list itself: what `deconstruct` sees, and so migrations, stays as it is
        field.validators.append(receive)
        uid = f"intake-{field.model._meta.label_lower}"
        pre_save.connect(_before_saving, sender=field.model, dispatch_uid=uid)
        post_save.connect(_after_saving, sender=field.model, dispatch_uid=uid)
