"""Files of applications: what is taken, what is refused in words, who gets one."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from PIL import Image
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from joining.models import ApplicationFile
from joining.services import files
from joining.steps import MOST_FILES
from tests.core.files.intake.documents import docx_file, pdf_file
from tests.joining.making import (
    address,
    make_application,
    make_file,
    make_sent,
    shown,
    upload,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.APPLICATIONS_ROOT = str(tmp_path)
    return tmp_path


def photo() -> bytes:
    data = io.BytesIO()
    picture = Image.new("RGB", (40, 30), "#b04a2f")
    exif = picture.getexif()
    exif[0x013B] = "Secret Photographer"
    picture.save(data, "JPEG", exif=exif)
    return data.getvalue()


def added(client: Client, row: Any, content: bytes, name: str) -> str:
    data = {"paper": "report", "file": upload(content, name)}
    return client.post(address(row, "papers"), data, follow=True).content.decode()


@pytest.mark.parametrize(
    ("content", "name"),
    [(pdf_file, "Informe anual.pdf"), (docx_file, "Informe.docx"), (photo, "página 1.JPG")],
)
def test_documents_and_pictures_come_in_clean(
    client: Client, folder: Path, content: Any, name: str
) -> None:
    row = make_application(complete=False)

    page = added(client, row, content(), name)

    stored = ApplicationFile.objects.get()
    assert stored.name.lower() == name.lower()
    assert stored.name in page
    (place,) = folder.glob("*/*")
    assert place.name.startswith("file.")  # what it is called stands in the table only
    assert len(place.parent.name) == 22
    assert b"Secret Photographer" not in place.read_bytes()
    assert place.stat().st_size == stored.size


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "empty.pdf", "This file is empty"),
        (b"MZ\x90", "virus.exe", "This kind of file can’t be taken (virus.exe)"),
        (b"MZ\x90", "virus", "This kind of file can’t be taken"),
        (b"old", "statutes.doc", "This kind of file can’t be taken"),
        (b"PK", "all.zip", "This kind of file can’t be taken"),
        (b"no pdf at all", "report.pdf", "isn&#x27;t what its name says"),
        (b"no picture", "photo.png", "This picture is damaged"),
        (photo(), "report.pdf", "isn&#x27;t what its name says"),
        (b"%PDF-1.7" + b" " * (21 * 1024 * 1024), "large.pdf", "at most 20 MB"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_refused_is_refused_in_words_and_loses_nothing(
    client: Client, folder: Path, content: bytes, name: str, words: str
) -> None:
    row = make_application(complete=False)
    make_file(row, name="before.pdf")

    page = added(client, row, content, name)

    assert words in page
    assert "before.pdf" in page
    assert "checked" in page
    assert ApplicationFile.objects.count() == len(list(folder.glob("*/*"))) == 1


def test_a_form_without_a_file_says_so(client: Client) -> None:
    page = client.post(address(make_application(complete=False), "papers"), {}).content.decode()

    assert "Please choose a file." in page


def test_so_many_and_no_more(client: Client) -> None:
    row = make_application(complete=False)
    for _number in range(MOST_FILES):
        make_file(row)

    assert "Please remove one first" in added(client, row, pdf_file(), "one more.pdf")
    assert ApplicationFile.objects.count() == MOST_FILES


def test_a_removed_file_is_gone_from_the_disk(
    client: Client, folder: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    row = make_application(complete=False)
    file = make_file(row)

    with django_capture_on_commit_callbacks(execute=True):
        client.post(address(row, "papers"), {"remove": str(file.pk)})

    assert not ApplicationFile.objects.exists()
    assert list(folder.iterdir()) == []


def test_nobody_removes_or_gets_somebody_elses(client: Client) -> None:
    mine = make_application(complete=False)
    theirs = make_file(make_application(complete=False, email="eva@example.org"))

    client.post(address(mine, "papers"), {"remove": str(theirs.pk)})
    client.post(address(mine, "papers"), {"remove": "x"})

    assert ApplicationFile.objects.exists()
    assert client.get(address(mine, "own_file", theirs.pk)).status_code == 404


def test_an_applicant_gets_the_own_file_to_save(client: Client) -> None:
    row = make_sent()
    file = make_file(row, name="año.pdf")

    answer = client.get(address(row, "own_file", file.pk))

    assert answer.content == file.file.storage.open(file.file.name).read()
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''a%C3%B1o.pdf")
    assert answer["Content-Type"] == "application/octet-stream"
    assert "no-store" in answer["Cache-Control"]


def test_a_file_has_no_address_of_its_own(client: Client) -> None:
    file = make_file(make_application(complete=False))

    with pytest.raises(ValueError, match="no address"):
        file.file.url  # noqa: B018 # reading it is what raises
    assert client.get(f"/media/{file.file.name}").status_code == 404


def test_a_file_that_is_lost_is_not_found(client: Client, folder: Path) -> None:
    row = make_application(complete=False)
    file = make_file(row)
    next(folder.glob("*/*")).unlink()

    assert client.get(address(row, "own_file", file.pk)).status_code == 404


def test_the_page_says_what_is_taken(client: Client) -> None:
    page = shown(client, address(make_application(complete=False), "papers"))

    assert "up to 20 MB each" in page
    assert "Annual report: 0 of 2" in page
    assert "our privacy notice" in page


def test_every_kind_that_is_taken_is_one_that_can_be_cleaned(settings: Settings) -> None:
    assert set(files.DOCUMENTS) <= set(settings.WAGTAILDOCS_EXTENSIONS)


def test_files_that_come_in_at_the_same_moment_are_counted_too(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = make_application(complete=False)
    for _number in range(MOST_FILES - 1):
        make_file(row)
    look_through = files.looked_through

    def slowly(uploaded: Any) -> Any:
        cleaned = look_through(uploaded)
        make_file(row)  # another one was faster
        return cleaned

    monkeypatch.setattr(files, "looked_through", slowly)

    page = added(client, row, pdf_file(), "late.pdf")

    assert "Please remove one first" in page
    assert row.files.count() == MOST_FILES
