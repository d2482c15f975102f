"""Moves files whose names could be guessed into folders that nobody can guess.

Each file is copied first, then its row is changed, then the old file is deleted: whoever is stopped
in between leaves a site that works, and the next run finishes what was begun.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from wagtail.documents.models import Document
from wagtail.images.models import Image, Rendition

from core.files.storage import HiddenFileStorage, hidden_name, is_hidden

MODELS: tuple[type[Model], ...] = (Image, Rendition, Document)


@dataclass
class Moved:
    """How many files were moved, how many old copies deleted, and the names of what wasn't."""

    moved: int = 0
    deleted: int = 0
    missing: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def hide_file_names() -> Moved:
    """Move every picture, rendition and document that needs it. Can be repeated.

    Raises OSError where the disk is full or may not be written to.
    """
    done = Moved()
    for model in MODELS:
        for key, old in _guessable(model):
            _move(model, key=key, old=old, done=done)
        _tidy(model, done=done)
    return done


def _guessable(model: type[Model]) -> Iterator[tuple[int, str]]:
    rows = model._default_manager.order_by("pk").values_list("pk", "file")
    yield from [(key, name) for key, name in rows if name and not is_hidden(name)]


def _field(model: type[Model]) -> Any:
    return model._meta.get_field("file")


def _storage(model: type[Model]) -> HiddenFileStorage:
    storage: HiddenFileStorage = _field(model).storage
    return storage


def _move(model: type[Model], *, key: int, old: str, done: Moved) -> None:
    storage = _storage(model)
    new = hidden_name(old, longest=_field(model).max_length)
    try:
        storage.copy(old, new)
    except FileNotFoundError:
        done.missing = (*done.missing, old)
        return
    rows = model._default_manager
    done.moved += rows.filter(pk=key, file=old).update(file=new)
    if not rows.filter(file=old).exists():
        storage.delete(old)


def _tidy(model: type[Model], *, done: Moved) -> None:
    """Delete the old copies that a run which was stopped left; name what no row knows."""
    storage = _storage(model)
    names = set(model._default_manager.values_list("file", flat=True))
    longest = _field(model).max_length
    for name in _lying_open(storage, folders={name.partition("/")[0] for name in names}):
        if name in names:
            continue
        if hidden_name(name, longest=longest) in names:
            storage.delete(name)
            done.deleted += 1
        else:
            done.unknown = (*done.unknown, name)


def _lying_open(storage: HiddenFileStorage, *, folders: Iterable[str]) -> Iterator[str]:
    """Yield the files that stand in a folder itself."""
    for folder in sorted(folders):
        if storage.exists(folder):
            for name in sorted(storage.listdir(folder)[1]):
                yield posixpath.join(folder, name)
