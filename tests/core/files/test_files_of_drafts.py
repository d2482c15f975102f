"""Pictures and files are as public as the pages they are on, and no editor gets another's."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import Any, TypeAlias

import pytest
from django.test import Client
from wagtail.documents.models import Document
from wagtail.images.models import Image

from core.files import serving
from core.files.pictures import SPECS
from members.models import EditorAccess, OrganisationImage
from newsletter.composition import compose_issue
from newsletter.models import IssueBlock
from newsletter.sending.trial import send_test
from practices.models import PracticeFile, PracticeImage, PracticePage
from tests.builders import make_document, make_image, make_standard_page, make_user
from tests.members.world import Side, World, kept_world, signed_in, world
from tests.newsletter.sending.making import make_issue
from tests.shown import whole

__all__ = ["kept_world", "world"]  # the fixture of the members' tests

PUBLIC = "public, no-cache"
PRIVATE = "no-store, private"
Stored: TypeAlias = Image | Document
KINDS = ("picture", "file")


def collection_of(side: Side) -> Any:
    return EditorAccess.objects.get(organisation=side.organisation).collection


def make(kind: str, *, side: Side | None = None) -> Stored:
    """A picture or a file, in the collection of an organisation or in nobody's."""
    collection = collection_of(side) if side else None
    if kind == "picture":
        return make_image(collection=collection)
    return make_document(collection=collection)


def address(stored: Stored) -> str:
    """The file's address; of a picture that of one of its sizes."""
    if isinstance(stored, Document):
        return str(stored.url)
    return str(stored.renditions.get(filter_spec=SPECS[0]).url)


def row(stored: Stored) -> PracticeFile | PracticeImage:
    """What puts it on a practice."""
    if isinstance(stored, Document):
        return PracticeFile(document=stored)
    return PracticeImage(image=stored)


def put(stored: Stored, page: PracticePage) -> None:
    """Add it to a page and save that as a draft."""
    rows: Any = page.files if isinstance(stored, Document) else page.images
    rows.add(row(stored))
    page.save_revision()


def answer(client: Client, stored: Stored, **headers: str) -> tuple[int, str]:
    """Ask for it; return status and what is said about keeping it."""
    return answer_at(client, address(stored), **headers)


def answer_at(client: Client, path: str, **headers: str) -> tuple[int, str]:
    response = whole(client.get(path, headers=headers))
    return response.status_code, response.get("Cache-Control", "")


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_on_a_public_page_it_is_everybodys(world: World, client: Client, kind: str) -> None:
    stored = make(kind, side=world.theirs)
    put(stored, world.theirs.live)
    assert answer(client, stored)[0] == 404

    world.theirs.live.latest_revision.publish()

    assert answer(client, stored) == (200, PUBLIC)
    assert answer(world.ours.browser, stored) == (200, PUBLIC)


def test_of_a_draft_only_its_organisation_and_the_office_get_it(
    world: World, client: Client, kind: str
) -> None:
    stored = make(kind, side=world.theirs)

    found = {
        name: answer(browser, stored)
        for name, browser in {
            "a stranger": client,
            "somebody with a login": signed_in(make_user()),
            "another organisation, checked": world.ours.browser,
            "another organisation, direct": world.ours.direct_browser,
            "its own, checked": world.theirs.browser,
            "its own, direct": world.theirs.direct_browser,
            "the office": world.office,
            "the administrator": world.root,
        }.items()
    }

    assert {name for name, (status, _cache) in found.items() if status == 200} == {
        "its own, checked",
        "its own, direct",
        "the office",
        "the administrator",
    }
    assert {cache for status, cache in found.values() if status == 200} == {PRIVATE}


def test_who_was_shut_out_gets_it_no_more(world: World, kind: str) -> None:
    stored = make(kind, side=world.theirs)
    world.theirs.checked.is_active = False
    world.theirs.checked.save()

    assert answer(world.theirs.browser, stored)[0] == 404


def test_a_newer_draft_of_an_online_page_does_not_make_it_public(
    world: World, client: Client, kind: str
) -> None:
    stored = make(kind, side=world.theirs)
    put(stored, world.theirs.live)

    assert world.theirs.live.live
    assert answer(client, stored)[0] == 404
    assert answer(world.theirs.browser, stored) == (200, PRIVATE)


def test_a_draft_that_leaves_it_out_does_not_take_it_offline(
    world: World, client: Client, kind: str
) -> None:
    stored, page = make(kind), world.theirs.live
    put(stored, page)
    page.latest_revision.publish()
    page = PracticePage.objects.get(pk=page.pk)
    page.files, page.images = [], []
    page.save_revision()

    assert answer(client, stored)[0] == 200


def test_publishing_without_it_takes_it_offline_at_once(
    world: World, client: Client, kind: str
) -> None:
    stored, page = make(kind), world.theirs.live
    put(stored, page)
    page.latest_revision.publish()
    assert answer(client, stored)[0] == 200

    page = PracticePage.objects.get(pk=page.pk)
    page.files, page.images = [], []
    page.save_revision().publish()

    assert answer(client, stored)[0] == 404


def test_unpublishing_takes_it_offline_at_once(world: World, client: Client, kind: str) -> None:
    stored = make(kind)
    put(stored, world.theirs.live)
    world.theirs.live.latest_revision.publish()
    assert answer(client, stored)[0] == 200

    PracticePage.objects.get(pk=world.theirs.live.pk).unpublish()

    assert answer(client, stored)[0] == 404


def test_what_somebody_has_already_is_not_sent_again_and_not_after_it_went_offline(
    world: World, client: Client, kind: str
) -> None:
    stored = make(kind)
    put(stored, world.theirs.live)
    world.theirs.live.latest_revision.publish()
    response = client.get(address(stored))
    etag = whole(response)["ETag"]

    assert answer(client, stored, if_none_match=etag) == (304, PUBLIC)

    PracticePage.objects.get(pk=world.theirs.live.pk).unpublish()

    assert answer(client, stored, if_none_match=etag)[0] == 404


def test_only_the_head_can_be_asked_for(world: World, client: Client, kind: str) -> None:
    stored = make(kind)
    assert client.head(address(stored)).status_code == 404

    put(stored, world.theirs.live)
    world.theirs.live.latest_revision.publish()
    response = client.head(address(stored))

    assert response.status_code == 200
    assert int(response["Content-Length"]) > 0
    assert response["Content-Security-Policy"] == "default-src 'none'"


def test_a_picture_on_two_pages_stays_with_the_public_one(world: World, client: Client) -> None:
    image = make_image()
    OrganisationImage.objects.create(record=world.ours.organisation, image=image)
    put(image, world.theirs.live)

    assert answer(client, image) == (200, PUBLIC)


def test_a_picture_of_an_issue_goes_online_with_it(world: World, client: Client) -> None:
    image = make_image()
    issue = make_issue()
    IssueBlock.objects.create(page=issue, heading_en="A call", image=image)
    assert answer(client, image)[0] == 200

    issue.unpublish()

    assert answer(client, image)[0] == 404


# -- mails that are tried out ---------------------------------------------------------------------
def test_the_test_of_an_issue_shows_its_pictures_to_whoever_has_the_mail(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    image, other = make_image(), make_image()
    issue = make_issue()
    issue.unpublish()
    IssueBlock.objects.create(page=issue, heading_en="A call", image=image)
    (mail,) = send_test(issue, to=["office@example.org"], languages=["en"])
    (shown,) = set(re.findall(r"/media/images/[^\"\s]+", html.unescape(mail.html)))
    bare, _, key = shown.partition("?")

    assert answer_at(client, shown) == (200, PRIVATE)
    assert answer_at(client, bare)[0] == 404
    assert answer_at(client, f"{address(other)}?{key}")[0] == 404
    assert answer_at(client, f"{shown}x")[0] == 404

    monkeypatch.setattr(serving, "KEYS_LAST", timedelta(seconds=-1))
    assert answer_at(client, shown)[0] == 404


def test_a_mail_to_readers_has_plain_addresses(world: World) -> None:
    issue = make_issue()
    IssueBlock.objects.create(page=issue, heading_en="A call", image=make_image())

    mail = compose_issue(type(issue).objects.get(pk=issue.pk), ("en",))

    assert "/media/images/" in mail.html
    assert "key=" not in mail.html


# -- files that texts lead to --------------------------------------------------------------------
def link_to(file: Document) -> str:
    return f'<p data-block-key="a"><a linktype="document" id="{file.pk}">Leaflet</a></p>'


def test_a_file_that_a_public_text_leads_to_is_everybodys(world: World, client: Client) -> None:
    file = make_document()
    page = make_standard_page(body_en=link_to(file), live=False)
    assert answer(client, file)[0] == 404

    page.latest_revision.publish()
    assert answer(client, file) == (200, PUBLIC)

    page.refresh_from_db()
    page.body_en = "<p>Nothing here.</p>"
    page.save_revision()
    assert answer(client, file)[0] == 200
    page.latest_revision.publish()
    assert answer(client, file)[0] == 404


def test_a_draft_text_of_an_online_page_does_not_give_a_file_away(
    world: World, client: Client
) -> None:
    file, page = make_document(), make_standard_page()
    page.body_en = link_to(file)

    page.save_revision()

    assert answer(client, file)[0] == 404


def test_a_file_goes_with_the_block_that_led_to_it(world: World, client: Client) -> None:
    file, issue = make_document(), make_issue()
    IssueBlock.objects.create(page=issue, heading_en="A call", text_en=link_to(file))
    assert answer(client, file)[0] == 200

    issue = type(issue).objects.get(pk=issue.pk)
    issue.blocks = []
    issue.save_revision().publish()

    assert answer(client, file)[0] == 404


def test_a_restricted_collection_is_never_kept_by_anybody(world: World, client: Client) -> None:
    file = make_document(collection=collection_of(world.theirs))
    put(file, world.theirs.live)
    world.theirs.live.latest_revision.publish()
    collection_of(world.theirs).view_restrictions.create(
        restriction_type="password", password="kites"
    )

    response = client.get(address(file))

    assert b"Some text" not in response.content
    assert "no-store" in response["Cache-Control"]


def test_a_file_under_a_wrong_name_is_not_found(world: World, client: Client) -> None:
    file = make_document()
    put(file, world.theirs.live)
    world.theirs.live.latest_revision.publish()

    assert client.get(f"/documents/{file.pk}/other.txt").status_code == 404
    assert client.get(f"/documents/{10**30}/file.txt").status_code == 404
