"""Images and documents travel with the records, whole and unchanged, or not at all."""

from __future__ import annotations

import hashlib
import io
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from PIL import Image as Picture
from pytest_django import Settings
from wagtail.documents.models import Document
from wagtail.images.models import Image

from core.files.intake.documents import clean_document
from members.models import OrganisationImage, OrganisationPage
from practices.models import PracticeFile, PracticePage
from records import pages
from tests.core.files.intake.documents import pdf_file
from tests.records.samples import (
    by_id,
    export,
    import_files,
    organisation,
    practice,
    refusal,
    written,
)

LEAFLET = clean_document(pdf_file(), "leaflet.pdf")
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> None:
    """An empty media folder of the test's own."""
    settings.MEDIA_ROOT = str(tmp_path / "media")


def picture(colour: str = "red", kind: str = "PNG") -> bytes:
    """A small image."""
    content = io.BytesIO()
    Picture.new("RGB", (8, 6), colour).save(content, kind)
    return content.getvalue()


def named(content: bytes, name: str) -> str:
    """The name the format gives to a file."""
    return f"files/{hashlib.sha256(content).hexdigest()[:16]}-{name}"


def put(folder: Path, content: bytes, name: str) -> str:
    """A file beside the records; return its name."""
    path = folder / named(content, name)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    return named(content, name)


def stored_files() -> list[str]:
    root = Path(django_settings.MEDIA_ROOT)
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


def with_image(name: str, **more: Any) -> dict[str, Any]:
    return organisation(images=[{"file": name, "alt": {"en": "A house"}, **more}])


@pytest.fixture
def records(tmp_path: Path) -> Path:
    """An organisation with two images and a practice with a document, in a folder."""
    first = put(tmp_path, picture(), "house.png")
    second = put(tmp_path, picture("blue", "JPEG"), "door.jpg")
    leaflet = put(tmp_path, LEAFLET, "leaflet.pdf")
    house = {"file": first, "alt": {"en": "A house"}, "credit": "Someone", "licence": "CC BY 4.0"}
    return written(
        tmp_path,
        organisations=[organisation(images=[{"file": second, "alt": {"en": "A door"}}, house])],
        practices=[practice(files=[{"file": leaflet, "title": {"en": "Leaflet"}}])],
    )


def test_files_are_stored_and_named_the_same_in_every_export(records: Path, tmp_path: Path) -> None:
    import_files(records)
    import_files(records)
    exported = export(tmp_path / "out.json")

    images = by_id(exported, "organisations")["test-one"]["images"]
    assert [image["alt"]["en"] for image in images] == ["A door", "A house"]
    assert images[1] == {
        "file": named(picture(), "house.png"),
        "alt": {"en": "A house"},
        "credit": "Someone",
        "licence": "CC BY 4.0",
    }
    assert by_id(exported, "practices")["test-practice"]["files"][0]["file"] == named(
        LEAFLET, "leaflet.pdf"
    )
    assert (Image.objects.count(), Document.objects.count()) == (2, 1)
    assert Image.objects.get(title="house.png").width == 8
    assert Document.objects.get().file_size == len(LEAFLET)
    assert len(OrganisationPage.objects.get().latest_revision.content["images"]) == 2


def test_zip_goes_round_byte_for_byte(records: Path, tmp_path: Path) -> None:
    import_files(records)
    first, second = tmp_path / "first.zip", tmp_path / "second.zip"
    call_command("export_records", str(first), stdout=io.StringIO())
    PracticePage.objects.all().delete()
    OrganisationPage.objects.all().delete()
    Image.objects.all().delete()
    Document.objects.all().delete()
    shutil.rmtree(django_settings.MEDIA_ROOT)

    import_files(first)
    call_command("export_records", str(second), stdout=io.StringIO())

    with zipfile.ZipFile(first) as archive:
        names = archive.namelist()
        dates = {info.date_time for info in archive.infolist()}
    assert first.read_bytes() == second.read_bytes()
    assert names == sorted(names)
    assert names[-1] == "records.json"
    assert dates == {(1980, 1, 1, 0, 0, 0)}


def test_file_that_an_editor_uploaded_is_exported_with_its_digest(tmp_path: Path) -> None:
    import_files(written(tmp_path, organisations=[organisation()]))
    upload = ImageFile(io.BytesIO(picture()), name="Unser Haus (neu).png")
    image = Image.objects.create(title="Our house", file=upload)
    page = OrganisationPage.objects.get()
    OrganisationImage.objects.create(record=page, image=image, alt_en="A house")

    path = tmp_path / "out.zip"
    call_command("export_records", str(path), stdout=io.StringIO())
    out = import_files(path)

    with zipfile.ZipFile(path) as archive:
        content = archive.read(named(picture(), Path(image.file.name).name))
    assert content == picture()
    assert out == "organisations: 0 new, 0 changed, 1 unchanged\n"
    assert Image.objects.count() == 1


def test_a_name_with_letters_outside_ascii_is_found_again(tmp_path: Path) -> None:
    import_files(written(tmp_path, organisations=[organisation()], practices=[practice(files=[])]))
    stored = Document.objects.create(
        title="Leaflet", file=ContentFile(pdf_file(), name="Einführung.pdf")
    )
    page = PracticePage.objects.get()
    PracticeFile.objects.create(record=page, document=stored, title_en="Leaflet")
    path = tmp_path / "out.zip"

    call_command("export_records", str(path), stdout=io.StringIO())
    out = import_files(path)

    with zipfile.ZipFile(path) as archive:
        assert archive.read(named(LEAFLET, "Einf_hrung.pdf")) == LEAFLET
    assert "practices: 0 new, 0 changed, 1 unchanged" in out
    assert Document.objects.count() == 1


def test_file_already_on_the_site_need_not_come_again(records: Path, tmp_path: Path) -> None:
    import_files(records)
    alone = tmp_path / "elsewhere"
    alone.mkdir()

    changed = with_image(named(picture(), "house.png"), credit="Somebody else")
    import_files(written(alone, organisations=[changed]))

    assert Image.objects.filter(title="house.png").count() == 1
    assert OrganisationPage.objects.get().images.get().credit == "Somebody else"


def test_missing_changed_or_disguised_files_are_refused(
    tmp_path: Path, nothing_written: None
) -> None:
    missing = named(b"nowhere", "a.png")
    changed = put(tmp_path, picture(), "b.png")
    (tmp_path / changed).write_bytes(picture("green"))
    text = put(tmp_path, b"no picture at all", "c.png")
    other = put(tmp_path, picture(kind="JPEG"), "d.png")
    script = put(tmp_path, b"<svg onload='alert(1)'/>", "e.svg")

    lines = [
        refusal(written(tmp_path, organisations=[with_image(name)]))[0].split(": ", 1)
        for name in (missing, changed, text, other, script)
    ]

    assert {where for where, _ in lines} == {"organisations / test-one / images[0].file"}
    assert lines[0][1] == f"no such file: {missing}"
    assert lines[1][1].startswith("wrong digest: the file's SHA-256 begins with ")
    assert lines[2][1].startswith("not an image")
    assert lines[3][1] == "a JPEG image, expected PNG"
    assert lines[4][1].endswith("of type avif gif heic heif jpeg jpg png tif tiff webp")
    assert stored_files() == []


def test_link_is_never_followed(tmp_path: Path) -> None:
    name = named(picture(), "a.png")
    outside = tmp_path / "outside.png"
    outside.write_bytes(picture())
    (tmp_path / "files").mkdir()
    (tmp_path / name).symlink_to(outside)

    lines = refusal(written(tmp_path, organisations=[with_image(name)]))

    assert lines[0].endswith(f"no such file: {name}")


def test_too_large_an_image_is_refused(tmp_path: Path, settings: Settings) -> None:
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10
    name = put(tmp_path, picture(), "a.png")

    lines = refusal(written(tmp_path, organisations=[with_image(name)]))

    assert "larger than" in lines[0]


def test_refused_database_takes_the_files_back(
    records: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise DatabaseError("no")

    monkeypatch.setattr(pages, "publish", fail)

    with pytest.raises(CommandError, match="nothing was imported"):
        import_files(records)

    assert stored_files() == []
    assert not Image.objects.exists()


def test_dry_run_stores_no_file(records: Path, nothing_written: None) -> None:
    import_files(records, dry_run=True)

    assert stored_files() == []
