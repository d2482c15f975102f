"""What was stored before the guard stood here is cleaned, and the sizes of pictures made anew."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import Client
from PIL import Image as Picture
from wagtail.documents.models import Document
from wagtail.images.models import Image, Rendition
from wagtail.users.models import UserProfile

from core.files import pictures
from core.files.intake.states import DocumentIntake, PictureIntake, set_aside
from core.files.intake.stored import clean_stored, clean_waiting
from core.files.pictures import SPECS, make_missing
from tests.builders import make_administrator, make_document, make_image, make_user
from tests.core.files.intake import documents
from tests.core.files.intake.documents import docx_file
from tests.core.files.intake.pictures import exif, phone_photo, plain, saved, told_by

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = str(tmp_path / "media")
    return tmp_path / "media"


def as_before(instance: Any, data: bytes) -> None:
    """Put a file in the place of an image's or document's, as if nobody had ever looked at it."""
    Path(instance.file.path).write_bytes(data)
    PictureIntake.objects.filter(image_id=instance.pk).delete()
    DocumentIntake.objects.filter(document_id=instance.pk).delete()


def old_picture(data: bytes | None = None) -> Image:
    """A photo with its position, and sizes that hold it too."""
    image = make_image(name="house.jpg", size=(30, 60))
    as_before(image, data if data is not None else phone_photo())
    for rendition in image.renditions.all():
        kind = "JPEG" if rendition.filter_spec.endswith("jpeg") else "WEBP"
        size = (rendition.width, rendition.height)
        Path(rendition.file.path).write_bytes(saved(plain(size), kind, exif=exif()))
    return image


def files(root: Path) -> Iterator[tuple[str, bytes]]:
    return ((str(path), path.read_bytes()) for path in root.rglob("*") if path.is_file())


def told(root: Path) -> dict[str, list[bytes]]:
    found = {name: told_by(data) + documents.told_by(data) for name, data in files(root)}
    return {name: words for name, words in found.items() if words}


def run(*options: str) -> str:
    out = io.StringIO()
    call_command("clean_uploads", *options, stdout=out, stderr=out)
    return out.getvalue()


def test_pictures_their_sizes_and_documents_are_cleaned(media: Path) -> None:
    image, document = old_picture(), make_document()
    as_before(document, docx_file())
    Document.objects.update(file=default_storage.save("documents/a.docx", io.BytesIO(docx_file())))
    Path(document.file.path).unlink()
    names = set(image.renditions.values_list("file", flat=True))
    assert len(told(media)) == len(SPECS) + 2

    assert run() == "2 files looked at, 2 cleaned, 0 set aside\n"

    image.refresh_from_db()
    assert told(media) == {}
    assert (image.width, image.height, image.file_size) == (30, 60, image.file.size)
    assert image.intake.credit == "Ioana Marin · Foto Nord · CC BY Casa Verde"
    assert set(image.renditions.values_list("file", flat=True)) == names  # mails lead to them
    with Picture.open(image.renditions.get(filter_spec=SPECS[-1]).file.path) as shown:
        pixel: Any = shown.convert("RGB").getpixel((10, 1))
        assert pixel[2] > 150  # upright: the blue half is up


def test_it_can_be_repeated(media: Path) -> None:
    old_picture()
    run()
    before = dict(files(media))

    assert run() == "0 files looked at, 0 cleaned, 0 set aside\n"
    assert run("--again") == "1 files looked at, 0 cleaned, 0 set aside\n"
    assert dict(files(media)) == before


def test_on_an_empty_site_it_does_nothing() -> None:
    assert run() == "0 files looked at, 0 cleaned, 0 set aside\n"


def test_what_is_missing_or_broken_is_named_and_holds_up_nothing(media: Path) -> None:
    missing, broken, whole = old_picture(), old_picture(b"\xff\xd8\xff no picture"), old_picture()
    Path(missing.file.path).unlink()

    out = run()

    assert f"image {missing.pk} ({missing.file.name}): the file is missing" in out
    assert f"image {broken.pk} ({broken.file.name}): This picture is damaged" in out
    assert out.endswith("3 files looked at, 1 cleaned, 2 set aside\n")
    assert told(media) == {}
    assert Rendition.objects.filter(image=missing).count() == len(SPECS)
    assert PictureIntake.objects.exclude(problem="").count() == 2
    assert whole.renditions.count() == len(SPECS)


def test_a_run_that_is_broken_off_goes_on(media: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old_picture()
    old_picture()

    clean_stored(limit=1)
    assert PictureIntake.objects.count() == 1
    assert clean_waiting()
    assert not clean_waiting()

    assert told(media) == {}


def test_what_comes_back_is_cleaned_before_a_size_is_made_of_it(
    media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    image = old_picture()
    away = Path(image.file.path).rename(media / "away")
    Rendition.objects.all().delete()
    run()
    assert not clean_waiting()  # not every minute

    away.rename(image.file.path)
    monkeypatch.setattr(pictures, "AGAIN_AFTER", pictures.AGAIN_AFTER * 0)
    assert not make_missing()
    Image.objects.get().save()
    assert not Rendition.objects.exists()

    assert run() == "1 files looked at, 1 cleaned, 0 set aside\n"
    assert Rendition.objects.count() == len(SPECS)
    kept = [Image.objects.get(), *Rendition.objects.all()]
    assert [told_by(each.file.read()) for each in kept] == [[]] * len(kept)


def test_portraits_are_cleaned_too(media: Path) -> None:
    profile = UserProfile.get_for_user(make_user())
    name = default_storage.save("avatar_images/me.jpg", io.BytesIO(phone_photo()))
    UserProfile.objects.filter(pk=profile.pk).update(avatar=name)

    assert run() == "1 files looked at, 1 cleaned, 0 set aside\n"

    assert told(media) == {}


# -- pictures of which nothing can be made --------------------------------------------------------
def test_ten_broken_pictures_stop_no_other() -> None:
    broken = [make_image() for _number in range(10)]
    last = make_image()
    Rendition.objects.all().delete()
    for image in broken:
        Path(image.file.path).write_bytes(b"nothing")

    for _turn in range(3):
        make_missing()

    assert last.renditions.count() == len(SPECS)
    assert not make_missing()
    assert PictureIntake.objects.exclude(problem="").count() == 10


def test_a_picture_set_aside_is_tried_again_the_next_day(monkeypatch: pytest.MonkeyPatch) -> None:
    image = make_image()
    Rendition.objects.all().delete()
    set_aside(image, "the disk was away")
    assert not make_missing()

    monkeypatch.setattr(pictures, "AGAIN_AFTER", pictures.AGAIN_AFTER * 0)

    assert make_missing()
    image.intake.refresh_from_db()
    assert image.intake.problem == ""


def test_no_size_is_made_of_a_picture_nobody_looked_at() -> None:
    old_picture()
    Rendition.objects.all().delete()

    assert not make_missing()


def test_a_large_picture_waits_for_the_worker() -> None:
    image = make_image(size=(3000, 2000))
    assert not image.renditions.exists()

    assert make_missing()

    assert image.renditions.count() == len(SPECS)


def test_the_office_sees_what_was_set_aside(client: Client) -> None:
    image = make_image(title="Our house")
    set_aside(image, "cannot be decoded")
    client.force_login(make_administrator())

    page = client.get("/admin/reports/files/", HTTP_HOST="localhost").content.decode()
    reports = client.get("/admin/", HTTP_HOST="localhost").content.decode()

    assert "cannot be decoded" in page
    assert f'href="/admin/images/{image.pk}/">Our house' in page
    assert "/admin/reports/files/" in reports


def test_nobody_else_sees_it(client: Client) -> None:
    client.force_login(make_user())

    assert client.get("/admin/reports/files/", HTTP_HOST="localhost").status_code in (302, 403)
