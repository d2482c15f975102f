"""Each upload is cleaned in a process of its own, within bounds of time and memory."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils import translation
from PIL import Image
from wagtail.images import get_image_model

from core.files.intake import apart, guard
from core.files.intake.apart import clean_apart, clean_here
from tests.core.files.intake.documents import pdf_file
from tests.core.files.intake.pictures import phone_photo, saved

FILES = {"a.jpg": phone_photo, "a.pdf": pdf_file}


@pytest.mark.parametrize("name", FILES)
def test_what_comes_back_is_what_would_be_made_here(name: str) -> None:
    data, picture = FILES[name](), name.endswith("jpg")

    found = clean_apart(data, name=name, picture=picture)

    assert found == clean_here(data, name=name, picture=picture)


@pytest.mark.parametrize("name", ["a.png", "a.pdf"])
def test_a_refusal_arrives_in_the_reader_s_words(name: str) -> None:
    data = saved(Image.new("1", (9000, 9000)), "PNG")
    refusals = []
    with translation.override("fr"):
        for clean in (clean_apart, clean_here):
            with pytest.raises(ValidationError) as refused:
                clean(data, name=name, picture=name == "a.png")
            refusals.append((refused.value.messages, refused.value.code))

    assert refusals[0] == refusals[1]
    assert "64" in refusals[0][0][0] or "PDF" in refusals[0][0][0]
    assert "This" not in refusals[0][0][0]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs Linux's limits")
def test_a_file_that_takes_more_memory_than_it_may_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = saved(Image.new("RGBA", (4000, 4000)), "PNG")
    assert clean_apart(data, name="a.png", picture=True).extension == "png"
    monkeypatch.setattr(apart, "MOST_MEMORY", 110 * 1024**2)

    with pytest.raises(ValidationError, match="too large to open"):
        clean_apart(data, name="a.png", picture=True)


@pytest.mark.parametrize("name", ["a.png", "a.pdf"])
def test_a_file_without_an_answer_in_time_is_refused(
    name: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(apart, "LONGEST", 0.001)

    with pytest.raises(ValidationError, match="damaged"):
        clean_apart(b"x", name=name, picture=name == "a.png")

    assert "a file of 1 bytes was not cleaned" in caplog.text


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs Linux's limits")
def test_the_process_has_its_limits() -> None:
    code = (
        "import resource as r; from core.files.intake.apart import _limit; "
        "_limit(work=7, memory=2**30); print(r.getrlimit(r.RLIMIT_CPU), r.getrlimit(r.RLIMIT_AS), "
        "r.getrlimit(r.RLIMIT_CORE), open('/proc/self/oom_score_adj').read().strip())"
    )

    said = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)

    assert said.stdout == f"(7, 8) {(2**30, 2**30)} (0, 0) 1000\n"


def test_the_process_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "SECRET_KEY", "told to nobody")
    given: dict[str, Any] = {}

    def run(*_args: Any, **kwargs: Any) -> subprocess.CompletedProcess[bytes]:
        given.update(kwargs)
        return subprocess.CompletedProcess([], 0, stdout=b"{}\nclean")

    monkeypatch.setattr(subprocess, "run", run)

    assert clean_apart(b"x", name="a.txt", picture=False).content == b"clean"
    assert "told to nobody" not in str(given)


@pytest.mark.django_db
def test_what_is_saved_goes_that_way(
    monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    monkeypatch.setattr(guard, "clean_apart", clean_apart)

    image = get_image_model()(title="x", file=ContentFile(phone_photo(), name="a.jpg"))
    image.save()

    assert (image.width, image.height) == (30, 60)
    assert image.intake.credit.startswith("Ioana Marin")
