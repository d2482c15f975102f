"""Cleaning one upload in a process of its own, which gets so much time and memory and no more.

Whatever a file makes Pillow or a library below it do, it is that process that ends: no other
request waits for it or falls with it. What it says is words, or the clean file. Where there are no
such limits (Windows), only how long an answer may take is bounded.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from core.files.intake import refusals
from core.files.intake.documents import clean_document
from core.files.intake.pictures import clean_picture

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]  # asked for below

logger = logging.getLogger(__name__)

#: Seconds of processor time for one file; the largest pictures that are taken need three.
MOST_WORK = 20
#: Bytes of memory for one file; the largest pictures that are taken need 1.6 GB.
MOST_MEMORY = 2 * 1024**3
#: Seconds until there is an answer, on a machine that has much else to do.
LONGEST = 60
_ROOT = Path(__file__).resolve().parents[3]
_PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR")
_SETTINGS = (
    "WAGTAILIMAGES_MAX_IMAGE_PIXELS",
    "WAGTAILIMAGES_EXTENSIONS",
    "WAGTAILDOCS_EXTENSIONS",
)
_one_at_a_time = threading.Lock()  # each takes some hundred megabytes


@dataclass(frozen=True, kw_only=True)
class CleanContent:
    """A file that may be stored; of pictures also their kind and what was said of the author."""

    content: bytes
    extension: str = ""
    credit: str = ""


def clean_apart(data: bytes, *, name: str, picture: bool) -> CleanContent:
    """Clean a file in a process of its own. Raises ValidationError in the reader's words."""
    task = {
        "name": name,
        "picture": picture,
        "work": MOST_WORK,
        "memory": MOST_MEMORY,
        "settings": {each: getattr(settings, each) for each in _SETTINGS},
    }
    try:
        with _one_at_a_time:
            ended = subprocess.run(  # our own module
                [sys.executable, "-m", "core.files.intake.apart"],
                input=json.dumps(task).encode() + b"\n" + data,
                capture_output=True,
                check=True,
                cwd=_ROOT,
                # nothing that gives away what this site knows, and no memory set aside for threads
                env={each: os.environ[each] for each in _PASSED_ON if each in os.environ}
                | {"MALLOC_ARENA_MAX": "2"},
                timeout=LONGEST,
            )
    except (OSError, subprocess.SubprocessError) as error:
        said = (getattr(error, "stderr", None) or b"")[-1000:].decode("utf-8", "replace")
        logger.warning("a file of %s bytes was not cleaned: %s %s", len(data), error, said)
        kind = PurePath(name).suffix.lstrip(".")
        raise refusals.damaged_picture() if picture else refusals.not_what_it_says(kind) from error
    head, _line, content = ended.stdout.partition(b"\n")
    answer: dict[str, Any] = json.loads(head)
    if (words := answer.pop("message", None)) is not None:
        raise ValidationError(gettext(words), **answer)
    return CleanContent(content=content, **answer)


def clean_here(data: bytes, *, name: str, picture: bool) -> CleanContent:
    """Clean a file in this process. Raises ValidationError in words."""
    if not picture:
        return CleanContent(content=clean_document(data, name))
    return CleanContent(**vars(clean_picture(data)))


def _main() -> None:
    """Read a task and a file, write an answer and a file."""
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as out:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what libraries say is no answer
        task = json.loads(sys.stdin.buffer.readline())
        _limit(work=task["work"], memory=task["memory"])
        settings.configure(USE_I18N=False, **task["settings"])
        content, answer = b"", {}
        try:
            found = clean_here(sys.stdin.buffer.read(), name=task["name"], picture=task["picture"])
        except ValidationError as error:
            answer = {"message": error.message, "code": error.code, "params": error.params}
        else:
            content, answer = found.content, {"extension": found.extension, "credit": found.credit}
        out.write(json.dumps(answer).encode() + b"\n" + content)


def _limit(*, work: int, memory: int) -> None:
    with contextlib.suppress(OSError):  # if the machine has no memory left, this is what goes
        Path("/proc/self/oom_score_adj").write_text("1000")
    if resource is None:
        return
    limits = {
        resource.RLIMIT_CORE: (0, 0),
        resource.RLIMIT_CPU: (work, work + 1),
        resource.RLIMIT_AS: (memory, memory),
    }
    for kind, limit in limits.items():
        with contextlib.suppress(ValueError, OSError):  # a stricter one stands already
            resource.setrlimit(kind, limit)


if __name__ == "__main__":
    _main()
