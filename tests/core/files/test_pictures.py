"""Pictures: made when an image is saved, only read on a page; uploads refused with a reason."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError
from django.template import Context, Template
from django.utils import translation
from wagtail.images.models import Image, Rendition

from core.files.pictures import SIZES, SPECS, make_missing, picture
from members.models import OrganisationImage
from tests.builders import image_file, make_administrator, make_image, make_organisation
from tests.readonly import read_only_database

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


def make_row(*, image: Image | None = None, **fields: Any) -> OrganisationImage:
    return OrganisationImage.objects.create(
        record=make_organisation(), image=image or make_image(size=(2000, 1500)), **fields
    )


def shown(row: Any, size: str) -> str:
    template = Template("{% load pictures %}{% picture row size %}")
    return template.render(Context({"row": row, "size": size}))


def test_saving_an_image_makes_every_size() -> None:
    image = make_image(size=(2000, 1500))

    assert sorted(image.renditions.values_list("filter_spec", flat=True)) == sorted(SPECS)


def test_saving_it_again_makes_none_anew() -> None:
    image = make_image()
    before = set(Rendition.objects.values_list("pk", "file"))

    image.title = "Another title"
    image.save()

    assert set(Rendition.objects.values_list("pk", "file")) == before


def test_a_new_focal_point_makes_new_crops() -> None:
    image = make_image(size=(2000, 1500))
    whole = picture(make_row(image=image), "card")
    image.focal_point_x, image.focal_point_y = 300, 300
    image.focal_point_width = image.focal_point_height = 200
    image.save()

    crop = picture(OrganisationImage.objects.get(), "card")

    assert whole is not None
    assert crop is not None
    assert crop.url != whole.url


@pytest.mark.parametrize("size", sorted(SIZES))
def test_the_tag_works_on_a_database_that_refuses_to_write(size: str) -> None:
    row = make_row(alt_en="Two chairs")

    with read_only_database():
        html = shown(row, size)

    assert html.startswith('<img src="/media/images/')
    assert 'alt="Two chairs"' in html
    assert "style=" not in html


def test_the_database_of_that_test_does_refuse() -> None:
    with pytest.raises(DatabaseError), read_only_database():
        make_organisation()


def test_a_missing_rendition_is_not_made_by_the_page() -> None:
    row = make_row()
    Rendition.objects.all().delete()

    with read_only_database():
        html = shown(row, "card")

    assert html == ""
    assert not Rendition.objects.exists()


def test_the_worker_makes_what_is_missing() -> None:
    row = make_row()
    Rendition.objects.all().delete()

    assert make_missing()
    assert not make_missing()

    assert shown(row, "card")


def test_a_picture_says_in_which_language_it_is_described() -> None:
    row = make_row(alt_en="Two chairs")

    with translation.override("ro"):
        html = shown(row, "page")

    assert 'alt="Two chairs" lang="en"' in html


def test_without_a_description_the_alternative_text_is_empty() -> None:
    assert 'alt=""' in shown(make_row(), "page")


def test_small_pictures_are_not_enlarged() -> None:
    found = picture(make_row(image=make_image(size=(40, 30))), "page")

    assert found is not None
    assert (found.width, found.height) == (40, 30)
    assert len(found.srcset.split(", ")) == 1


def test_no_picture_is_nothing_and_an_unknown_size_an_error() -> None:
    assert shown(None, "card") == ""
    with pytest.raises(KeyError, match="huge"):
        picture(make_row(), "huge")


def test_prefetched_renditions_cost_no_query(django_assert_num_queries: Any) -> None:
    make_row()
    (row,) = OrganisationImage.objects.prefetch_related("image__renditions")

    with django_assert_num_queries(0):
        assert picture(row, "card")


def test_a_damaged_file_on_the_disk_does_no_harm() -> None:
    image = make_image(size=(400, 300))
    Rendition.objects.all().delete()
    path = Path(image.file.path)
    path.write_bytes(path.read_bytes()[:400])

    assert not make_missing()
    image.save()

    assert not image.renditions.exists()


# -- uploads ------------------------------------------------------------------------------------
def upload(client: Any, file: SimpleUploadedFile, *, kind: str = "images") -> dict[str, Any]:
    """Upload a file as Wagtail's page for several files does; return its JSON answer."""
    client.force_login(make_administrator())
    response = client.post(
        f"/admin/{kind}/multiple/add/",
        {"title": "x", "files[]": file},
        headers={"x-requested-with": "XMLHttpRequest"},
        HTTP_HOST="localhost",
    )
    assert response.status_code == 200
    answer: dict[str, Any] = json.loads(response.content)
    return answer


def test_a_picture_is_accepted(client: Any) -> None:
    file = SimpleUploadedFile("picture.jpg", image_file(name="picture.jpg").read())

    assert upload(client, file)["success"]
    assert Image.objects.get().renditions.count() == len(SPECS)


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        (
            "picture.svg",
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            "Not a supported image format",
        ),
        ("picture.exe", b"MZ", "Upload a valid image"),
        ("picture.png", b"MZ not a picture", "Upload a valid image"),
        ("picture.png", image_file(size=(400, 300)).read()[:400], "damaged or too large"),
    ],
)
def test_other_types_and_damaged_pictures_are_refused(
    client: Any, name: str, data: bytes, reason: str
) -> None:
    answer = upload(client, SimpleUploadedFile(name, data))

    assert not answer["success"]
    assert reason in answer["error_message"]
    assert not Image.objects.exists()


def test_a_picture_that_is_too_large_is_refused(client: Any, settings: Any) -> None:
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 100
    file = SimpleUploadedFile("picture.png", image_file(size=(400, 300)).read())

    answer = upload(client, file)

    assert not answer["success"]
    assert "This file is too big" in answer["error_message"]


def test_documents_are_limited_too(client: Any, settings: Any) -> None:
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 10

    large = upload(client, SimpleUploadedFile("file.pdf", b"x" * 20), kind="documents")
    assert "This file is too big" in large["error_message"]
    assert settings.WAGTAILDOCS_EXTENSIONS


def test_programs_are_no_documents(client: Any) -> None:
    answer = upload(client, SimpleUploadedFile("file.exe", b"MZ"), kind="documents")

    assert not answer["success"]
    assert "not allowed" in answer["error_message"]
