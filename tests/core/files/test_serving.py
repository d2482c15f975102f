"""What is served below /media/, to whom, at what cost, and under which names it is kept."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from wagtail.documents.models import Document
from wagtail.fields import RichTextField, StreamField
from wagtail.images.models import Image
from wagtail.models import Collection, GroupCollectionPermission
from wagtail.users.models import UserProfile

from core.files.access import uses_of
from core.files.pictures import SPECS
from members.models import OrganisationImage
from members.office import ensure_office, office_group
from tests.builders import (
    image_file,
    make_administrator,
    make_document,
    make_image,
    make_organisation,
    make_user,
)
from tests.readonly import read_only_database
from tests.shown import whole

pytestmark = pytest.mark.django_db
FOLDER = re.compile(r"[A-Za-z0-9_-]{22}")


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


def public_image() -> Image:
    image = make_image(size=(1000, 700))
    OrganisationImage.objects.create(record=make_organisation(), image=image)
    return image


def size(image: Image, number: int = 0) -> str:
    return str(image.renditions.get(filter_spec=SPECS[number]).url)


def status(client: Client, address: str) -> int:
    return int(whole(client.get(address, follow=True)).status_code)


def office() -> Client:
    ensure_office()
    browser = Client()
    browser.force_login(make_user(groups=(office_group(),)))
    return browser


# -- who gets what -------------------------------------------------------------------------------
def test_every_size_of_a_public_picture_is_served_as_what_it_is(client: Client) -> None:
    image = public_image()

    kinds = {whole(client.get(size(image, n)))["Content-Type"] for n in range(len(SPECS))}

    assert kinds <= {"image/webp", "image/jpeg", "image/png"}


def test_a_picture_that_stands_nowhere_is_shown_to_the_office_only(client: Client) -> None:
    image = make_image()

    assert status(client, size(image)) == 404
    assert status(office(), size(image)) == 200


def test_originals_are_for_those_who_may_change_them(client: Client) -> None:
    image = public_image()
    chooser = make_user(groups=(office_group(),))
    GroupCollectionPermission.objects.filter(group=office_group()).delete()
    GroupCollectionPermission.objects.create(
        group=office_group(),
        collection=Collection.get_first_root_node(),
        permission_id=_permission("choose_image"),
    )
    client.force_login(chooser)

    assert status(Client(), image.file.url) == 404
    assert status(client, image.file.url) == 404
    assert status(office(), image.file.url) == 200


def _permission(codename: str) -> int:
    from django.contrib.auth.models import Permission

    return int(Permission.objects.get(codename=codename).pk)


def test_the_admins_own_sizes_of_a_public_picture_are_not_for_everybody(client: Client) -> None:
    """One of them is as large as the original."""
    image = public_image()
    browser = office()
    page = browser.get(f"/admin/images/{image.pk}/").content.decode()
    linked = set(re.findall(r"/media/images/[^\"]+", page))

    assert len(linked) >= 2
    assert {status(browser, address) for address in linked} == {200}
    assert {status(client, address) for address in linked} == {404}


def test_the_forms_of_a_picture_and_of_its_sizes_show_no_broken_picture() -> None:
    image, browser = make_image(), office()

    for address in ("/admin/images/", f"/admin/images/{image.pk}/", "/admin/images/chooser/"):
        page = browser.get(address)
        content = page.content.decode() if "html" in page["Content-Type"] else page.json()["html"]
        shown = set(re.findall(r"/media/[^\"&\s]+", content))
        assert shown, address
        assert {status(browser, each) for each in shown} == {200}, address


def test_portraits_of_people_are_for_those_who_work_here(client: Client) -> None:
    profile = UserProfile.get_for_user(make_user())
    profile.avatar.save("me.png", image_file(name="me.png"))
    member = Client()
    member.force_login(make_user())

    assert status(client, profile.avatar.url) == 404
    assert status(member, profile.avatar.url) == 404
    assert status(office(), profile.avatar.url) == 200


@pytest.mark.parametrize(
    "name",
    [
        "",
        "images/",
        "images",
        "documents/{document}",
        "wagtail_uploads/a.png",
        "images/../documents/{document}",
        "images/%2e%2e/documents/{document}",
        "images//etc/passwd",
        "images/%00.webp",
        "../db.sqlite3",
        "x/" * 300,
    ],
)
def test_nothing_else_is_served_to_anybody(name: str) -> None:
    document = make_document()
    stored = document.file.name.partition("/")[2]
    address = "/media/" + name.replace("{document}", stored)
    client = Client()
    client.force_login(make_administrator())

    assert status(Client(), address) == 404
    assert status(client, address) == 404


def test_a_picture_whose_file_is_gone_is_not_found(client: Client) -> None:
    image = public_image()
    address = size(image)
    Path(image.renditions.get(filter_spec=SPECS[0]).file.path).unlink()

    assert status(client, address) == 404


def test_nothing_is_posted_there(client: Client) -> None:
    assert client.post(size(public_image())).status_code == 405


# -- what it costs -------------------------------------------------------------------------------
def test_a_public_picture_costs_three_queries_and_no_session(client: Client) -> None:
    """However many pages show it."""
    client.force_login(make_user())
    image = public_image()
    for _number in range(5):
        OrganisationImage.objects.create(record=make_organisation(), image=image)
    address = size(image)

    with CaptureQueriesContext(connection) as queries, read_only_database():
        response = whole(client.get(address))

    asked = [query["sql"] for query in queries if query["sql"].lstrip("(").startswith("SELECT")]
    assert response.status_code == 200
    assert len(asked) == 3, asked
    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies


def test_a_picture_is_found_by_an_index(client: Client) -> None:
    public_image()

    with connection.cursor() as cursor:
        names = connection.introspection.get_constraints(cursor, "wagtailimages_rendition")

    assert names["core_rendition_file"]["columns"] == ["file"]


def test_who_is_not_signed_in_asks_nothing_of_the_originals(client: Client) -> None:
    image = make_image()

    with CaptureQueriesContext(connection) as queries:
        client.get(image.file.url)

    asked = [query["sql"] for query in queries if "wagtailimages" in query["sql"]]
    assert [sql for sql in asked if "core_networksettings" not in sql] == []  # of its logo


def _renditions(model: Any) -> list[Any]:
    """A picture's sizes aren't something that shows it."""
    return [model.get_rendition_model()] if hasattr(model, "get_rendition_model") else []


# -- the rule covers all that there is -----------------------------------------------------------
@pytest.mark.parametrize("label", ["wagtailimages.Image", "wagtaildocs.Document"])
def test_everything_that_can_have_a_picture_or_file_can_be_asked_whether_it_is_public(
    label: str,
) -> None:
    model: Any = apps.get_model(label)
    known = {(use.model, use.field) for use in uses_of(model)}

    keys = {
        (user, field.name)
        for user in apps.get_models()
        for field in user._meta.get_fields()
        if field.many_to_one and field.related_model is model and field.concrete
    }

    own = {(rendition, "image") for rendition in _renditions(model)}
    assert keys == known | own
    assert known


def test_no_text_can_hold_a_picture_which_the_rule_would_not_see() -> None:
    texts = [
        field
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, RichTextField | StreamField)
    ]

    assert texts
    assert [f for f in texts if isinstance(f, StreamField)] == []
    assert [f for f in texts if not f.features or "image" in f.features] == []


def test_files_have_one_way_out() -> None:
    """Wagtail's views, which ask nobody, are behind ours or not there."""
    patterns = get_resolver()

    assert patterns.resolve("/documents/1/a.pdf").func.__module__ == "core.files.serving"
    assert patterns.resolve("/media/images/a.webp").func.__module__ == "core.files.serving"
    assert "wagtailimages_serve" not in patterns.reverse_dict


# -- names ---------------------------------------------------------------------------------------
def test_every_stored_file_has_a_folder_that_nobody_can_guess() -> None:
    image, document = make_image(name="house.png"), make_document()
    names = [image.file.name, document.file.name, *(r.file.name for r in image.renditions.all())]

    folders = [name.split("/")[1] for name in names]

    assert all(FOLDER.fullmatch(folder) for folder in folders)
    assert len(set(folders)) == len(names) == 2 + len(SPECS)
    assert image.filename == "house.png"
    assert document.url == f"/documents/{document.pk}/file.txt"


def test_a_long_name_is_cut_and_keeps_its_ending() -> None:
    image = Image.objects.create(title="x", file=image_file(name=f"{'long-' * 40}.png"))

    assert len(image.file.name) <= 100
    assert image.file.name.endswith(".png")


def test_a_deleted_file_takes_its_folder_with_it(media: Path) -> None:
    name = default_storage.save("documents/a.txt", ContentFile(b"x"))

    default_storage.delete(name)

    assert list((media / "documents").iterdir()) == []


def test_a_file_of_whose_name_nothing_is_left_gets_one_that_proxies_give(client: Client) -> None:
    document = Document.objects.create(title="Party", file=ContentFile(b"Cake.", name="🎉.txt"))
    image = Image.objects.create(title="Party", file=image_file(name="🎉.png"))
    OrganisationImage.objects.create(record=make_organisation(), image=image)

    assert not Path(document.file.name).name.startswith(".")
    assert "/." not in size(image)
    assert status(client, size(image)) == 200


def test_a_file_says_nothing_of_a_packing_that_it_has_not() -> None:
    assert "Content-Encoding" not in office().get(make_document().url).headers
