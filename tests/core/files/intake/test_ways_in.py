"""Whatever way a picture comes in, what is stored and what is made of it is the picture alone."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, models
from django.db.transaction import on_commit
from django.test import Client
from PIL import Image as Picture
from wagtail.images.models import Image, Rendition
from wagtail.models import ReferenceIndex, UploadedFile
from wagtail.users.models import UserProfile

from core.files import pictures
from core.files.intake import guard
from core.files.intake.apart import CleanContent, clean_here
from core.files.intake.guard import guarded_fields
from core.files.intake.states import PictureIntake
from core.files.pictures import SPECS
from tests.builders import make_administrator, make_image
from tests.core.files.intake.pictures import (
    CMYK,
    HEIC,
    PHOTO,
    SIXTEEN_BITS,
    phone_photo,
    plain,
    sample,
    saved,
    told_by,
)
from tests.records.samples import export, import_files, organisation, written
from tests.records.test_files import put

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = str(tmp_path / "media")
    return tmp_path / "media"


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(make_administrator())
    client.defaults["HTTP_HOST"] = "localhost"
    return client


def photo(name: str = "Our house.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, phone_photo(), "image/jpeg")


def by_several(client: Client) -> None:
    """Wagtail's page for several files."""
    answer = client.post(
        "/admin/images/multiple/add/",
        {"title": "x", "files[]": photo()},
        headers={"x-requested-with": "XMLHttpRequest"},
    )
    assert json.loads(answer.content)["success"], answer.content


def by_one(client: Client) -> None:
    """The form for one file."""
    answer = client.post("/admin/images/add/", {"title": "x", "file": photo()})
    assert answer.status_code == 302


def by_chooser(client: Client) -> None:
    """The tab of the chooser in which a picture is uploaded."""
    answer = client.post(
        "/admin/images/chooser/create/",
        {"image-chooser-upload-title": "x", "image-chooser-upload-file": photo()},
    )
    assert json.loads(answer.content)["step"] == "chosen", answer.content


def by_replacing(client: Client) -> None:
    """The form of an image that is there, with another file."""
    image = make_image()
    answer = client.post(f"/admin/images/{image.pk}/", {"title": "x", "file": photo()})
    assert answer.status_code == 302


def by_saving(client: Client) -> None:
    """A program."""
    del client
    Image.objects.create(title="x", file=ImageFile(io.BytesIO(phone_photo()), name="a.jpg"))


def by_storing_first(client: Client) -> None:
    """A program that puts the file on the disk before it saves its image."""
    del client
    image = make_image()
    image.file.save("a.jpg", ContentFile(phone_photo()))


WAYS = [by_several, by_one, by_chooser, by_replacing, by_saving, by_storing_first]


def files(root: Path) -> Iterator[tuple[str, bytes]]:
    return ((str(path), path.read_bytes()) for path in root.rglob("*") if path.is_file())


@pytest.mark.parametrize("way", WAYS)
def test_no_file_tells_where_it_was_taken(
    office: Client, media: Path, way: Callable[[Client], None]
) -> None:
    assert told_by(phone_photo())

    way(office)

    stored = dict(files(media))
    assert len(stored) >= len(SPECS) + 1
    assert {name: told_by(data) for name, data in stored.items() if told_by(data)} == {}


@pytest.mark.parametrize("way", WAYS)
def test_it_stands_upright_and_says_who_made_it(
    office: Client, way: Callable[[Client], None]
) -> None:
    way(office)

    image = Image.objects.latest("pk")
    assert (image.width, image.height) == (30, 60)
    assert image.renditions.filter(filter_spec__in=SPECS).count() == len(SPECS)
    assert image.intake.credit == "Ioana Marin · Foto Nord · CC BY Casa Verde"


@pytest.mark.parametrize("way", WAYS[:4])
def test_size_and_digest_are_those_of_what_is_stored(
    office: Client, way: Callable[[Client], None]
) -> None:
    way(office)

    image = Image.objects.latest("pk")
    size, digest = image.file_size, image.file_hash
    image._set_image_file_metadata()
    assert (image.file_size, image.file_hash) == (size, digest)


@pytest.mark.parametrize("way", WAYS)
def test_no_transaction_is_open_while_a_file_is_cleaned(
    office: Client, way: Callable[[Client], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    outside, within = len(connection.atomic_blocks), []

    def watched(*args: Any, **kwargs: Any) -> CleanContent:
        within.append(len(connection.atomic_blocks) - outside)
        return clean_here(*args, **kwargs)

    monkeypatch.setattr(guard, "clean_apart", watched)

    way(office)

    assert set(within) == {0}


@pytest.mark.parametrize("way", WAYS)
def test_sizes_are_made_when_everything_is_written(
    office: Client,
    way: Callable[[Client], None],
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    monkeypatch.setattr(pictures, "on_commit", on_commit)
    made = Rendition.objects.filter(filter_spec__in=SPECS)

    with django_capture_on_commit_callbacks(execute=True):
        way(office)
        assert not made.exists()

    assert made.filter(image=Image.objects.latest("pk")).count() == len(SPECS)


def test_by_import_and_out_again(tmp_path: Path, media: Path) -> None:
    name = put(tmp_path, phone_photo(), "house.jpg")
    records = written(
        tmp_path, organisations=[organisation(images=[{"file": name, "alt": {"en": "A house"}}])]
    )
    import_files(records)

    exported = json.dumps(export(tmp_path / "out.json"))
    again = import_files(records)

    assert [data for _name, data in files(media) if told_by(data)] == []
    assert name not in exported
    assert again == "organisations: 0 new, 0 changed, 1 unchanged\n"
    assert Image.objects.count() == 1


@pytest.mark.parametrize("name", [PHOTO, CMYK, SIXTEEN_BITS, HEIC])
def test_what_is_accepted_is_shown_everywhere(office: Client, name: str) -> None:
    file = SimpleUploadedFile(name, sample(name))
    office.post("/admin/images/add/", {"title": "x", "file": file})

    image = Image.objects.get()
    made = {each.filter_spec: each for each in image.renditions.all()}
    assert sorted(made) == sorted(SPECS)
    with Picture.open(made["fill-1200x630|format-jpeg"].file.path) as mailed:
        assert (mailed.format, mailed.mode in ("L", "RGB")) == ("JPEG", True)
        assert "icc_profile" not in mailed.info


def test_by_import_as_heic(tmp_path: Path) -> None:
    name = put(tmp_path, sample(HEIC), "house.heic")
    records = written(
        tmp_path, organisations=[organisation(images=[{"file": name, "alt": {"en": "A house"}}])]
    )

    import_files(records)
    again = import_files(records)

    assert Image.objects.get().file.name.endswith("/house.jpg")
    assert again == "organisations: 0 new, 0 changed, 1 unchanged\n"


def test_a_phone_that_names_its_picture_wrongly_is_understood(office: Client) -> None:
    file = SimpleUploadedFile("IMG_1.HEIC", phone_photo())

    office.post("/admin/images/add/", {"title": "x", "file": file})

    assert Image.objects.get().file.name.endswith("IMG_1.jpg")


def test_a_portrait_of_a_user_is_a_picture_too(office: Client, media: Path) -> None:
    user = make_administrator(email="other@example.org")
    profile = UserProfile.get_for_user(user)
    profile.avatar = ContentFile(phone_photo(), name="me.jpg")
    profile.clean_fields(exclude=["preferred_language", "current_time_zone"])
    profile.save()

    assert [told_by(data) for _name, data in files(media)] == [[]]


def test_an_upload_that_waits_for_the_rest_of_its_form_is_clean(
    office: Client, media: Path
) -> None:
    answer = office.post(
        "/admin/images/multiple/add/",
        {"title": "x" * 300, "files[]": photo()},
        headers={"x-requested-with": "XMLHttpRequest"},
    )

    assert answer.status_code == 200
    assert UploadedFile.objects.get().for_content_type == ContentType.objects.get_for_model(Image)
    assert [told_by(data) for _name, data in files(media)] == [[]]


def test_a_save_without_a_form_is_refused_in_words() -> None:
    profile = UserProfile.get_for_user(make_administrator())
    profile.avatar = ContentFile(b"MZ", name="me.jpg")

    with pytest.raises(ValidationError, match="damaged"):
        profile.save()


def test_a_giant_is_refused_at_once_and_its_title_forgotten(office: Client) -> None:
    giant = SimpleUploadedFile("giant.png", saved(Picture.new("1", (9000, 9000)), "PNG"))

    answer = office.post("/admin/images/add/", {"title": "giant", "file": giant})

    assert "more than 64 million pixels" in answer.content.decode()
    assert 'value="giant"' not in answer.content.decode()
    assert not Image.objects.exists()


def test_a_title_that_somebody_wrote_stays(office: Client) -> None:
    file = SimpleUploadedFile("x.png", b"MZ")

    answer = office.post("/admin/images/add/", {"title": "Our house", "file": file})

    assert 'value="Our house"' in answer.content.decode()


def test_another_file_leaves_no_size_of_the_old_one() -> None:
    image = make_image(size=(2000, 1500))
    old = set(image.renditions.values_list("file", flat=True))

    image.file = ImageFile(io.BytesIO(phone_photo()), name="a.jpg")
    image.save()

    assert not old & set(image.renditions.values_list("file", flat=True))
    assert set(image.renditions.values_list("filter_spec", flat=True)) == set(SPECS)


def test_saving_a_title_looks_at_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    image = make_image()
    monkeypatch.setattr("core.files.intake.guard.clean", None)

    image.title = "Another"
    image.save()

    assert PictureIntake.objects.count() == 1


def test_having_been_looked_at_is_no_use() -> None:
    image = make_image()

    assert not ReferenceIndex.get_grouped_references_to(image)


def test_every_file_field_of_every_model_is_guarded() -> None:
    found = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.FileField)
    }
    guarded = {f"{field.model._meta.label}.{field.name}" for field in guarded_fields()}

    assert found - guarded == {f"{Rendition._meta.label}.file"}
    assert all(
        "receive" in [getattr(each, "__name__", "") for each in field.validators]
        for field in guarded_fields()
    )
    assert plain().size == (60, 30)
