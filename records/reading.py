"""Reading records files: JSON with line and column of what is wrong, alone or in a zip."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from records.archive import Archive, Attachments, Folder, Unreadable
from records.problems import Problem, Problems, RecordsRefused, printable

MAX_JSON = 64 * 1024 * 1024
"""Largest records file, in bytes."""

_LONGEST_NUMBER = 40


class RepeatedKeys(dict[str, Any]):
    """A JSON object in which keys stand twice; `repeated` names them."""

    repeated: tuple[str, ...] = ()


@dataclass
class Source:
    """One records file: its name as given, what it holds, and where the files it names are."""

    name: str
    data: Any = None
    attachments: Attachments = field(default_factory=lambda: Folder(None))


def read_sources(paths: Sequence[Path]) -> list[Source]:
    """Read records files, `.json` or `.zip`.

    Raises RecordsRefused with one problem per file that can't be read as JSON, and where it breaks.
    """
    problems = Problems()
    sources = []
    for number, path in enumerate(paths):
        try:
            sources.append(_read(path))
        except Unreadable as error:
            problems.add(
                Problem((number,), "", path.name, error.where, "-", printable(error.message))
            )
    if problems:
        raise RecordsRefused(problems)
    return sources


def _read(path: Path) -> Source:
    if not path.is_file():
        raise Unreadable("no such file" if not path.exists() else "not a file")
    if path.suffix.lower() == ".zip":
        archive = Archive.open_zip(path)
        return Source(path.name, parse(archive.records(MAX_JSON)), archive)
    return Source(path.name, parse(_content(path)), Folder(path.resolve().parent))


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_JSON:
            raise Unreadable(f"larger than {MAX_JSON // 1024 // 1024} MiB")
        return path.read_bytes()
    except OSError as error:
        raise Unreadable(error.strerror or "can't be read") from error


def parse(content: bytes) -> Any:
    """Parse JSON. Raises Unreadable with line and column where it breaks off.

    Objects with repeated keys come back as RepeatedKeys, numbers that JSON can't hold as infinite.
    """
    text = _decode(content)
    try:
        return json.loads(text, object_pairs_hook=_object, parse_int=_integer)
    except json.JSONDecodeError as error:
        raise Unreadable(
            _explanation(error), f"line {error.lineno}, column {error.colno}"
        ) from error
    except RecursionError as error:
        raise Unreadable("nested too deeply") from error


def _decode(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line = before.count(b"\n") + 1
        column = len(before) - before.rfind(b"\n")
        raise Unreadable("not UTF-8", f"line {line}, column {column}") from error


def _explanation(error: json.JSONDecodeError) -> str:
    rest = error.doc[error.pos :].strip()
    if not error.doc.strip():
        return "not JSON: the file is empty"
    if not rest or error.msg.startswith("Unterminated string"):
        return f"the JSON ends too early ({error.msg})"
    return f"not JSON ({error.msg})"


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    names = [name for name, _ in pairs]
    marked = RepeatedKeys(found)
    marked.repeated = tuple(name for name in found if names.count(name) > 1)
    return marked


def _integer(digits: str) -> int | float:
    if len(digits) <= _LONGEST_NUMBER:
        return int(digits)
    return -math.inf if digits.startswith("-") else math.inf
