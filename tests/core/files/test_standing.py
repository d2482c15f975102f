"""What readers see of a picture or file stays until somebody changes it who may publish it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection

from core import acting
from core.files.standing import kept_from
from members.models import EditorAccess
from practices.models import PracticePage
from tests import builders
from tests.forms import filled
from tests.members.world import Side, World, kept_world, shows, world
from users.models import User

__all__ = ["kept_world", "world"]  # the fixture of the members' tests
pytestmark = pytest.mark.django_db
STAYS = "so it stays as it is"
MODELS: dict[str, Any] = {"images": Image, "documents": Document}
FOCUS = {f"focal_point_{name}": "9" for name in ("x", "y", "width", "height")}


def collection_of(side: Side) -> Collection:
    found = EditorAccess.objects.get(organisation=side.organisation).collection
    assert found is not None
    return found


def add(side: Side, sort: str, *, to: PracticePage | None) -> Any:
    """A picture or a file that the checked editor added, on a page of theirs."""
    make: Callable[..., Any] = builders.make_image if sort == "images" else builders.make_document
    stored = make(title="As the office saw it", collection=collection_of(side))
    stored.uploaded_by_user = side.checked
    stored.save()
    if to is not None:
        show(stored, to)
        to.save()
    return stored


def show(stored: Any, page: PracticePage) -> None:
    if isinstance(stored, Image):
        page.images.create(image=stored, alt_en="A red room")
    else:
        page.files.create(document=stored)


def draft(side: Side) -> PracticePage:
    return builders.make_practice(organisation=side.organisation, title="A draft", live=False)


def online(side: Side) -> PracticePage:
    return PracticePage.objects.get(pk=side.live.pk)


def address(sort: str, action: str, stored: Any) -> str:
    """Where it is edited or deleted; the two sorts differ."""
    if action == "edit":
        place = f"{stored.pk}" if sort == "images" else f"edit/{stored.pk}"
    elif action == "delete":
        place = f"{stored.pk}/delete" if sort == "images" else f"delete/{stored.pk}"
    elif action == "bulk":
        return f"/admin/bulk/wagtail{sort.replace('ument', '')}/{sort[:-1]}/delete/?id={stored.pk}"
    else:
        place = f"multiple/{stored.pk}" + ("/delete" if action == "delete_multiple" else "")
    return f"/admin/{sort}/{place}/"


def other_file(sort: str) -> Any:
    if sort == "images":
        return builders.image_file(name="other.png", size=(60, 20))
    return ContentFile(b"Something else.", name="other.txt")


def state(stored: Any) -> tuple[Any, ...]:
    """All that is stored of it: the row, the bytes, and the pages' rows that show it."""
    row = type(stored).objects.filter(pk=stored.pk).values().first()
    assert row is not None
    content = stored.file.storage.open(row["file"]).read()
    if isinstance(stored, Image):
        return row, content, PracticePage.images.rel.related_model.objects.count()
    return row, content, PracticePage.files.rel.related_model.objects.count()


def replace(browser: Client, sort: str, stored: Any, **changes: Any) -> Any:
    path = address(sort, "edit", stored)
    return browser.post(path, {**filled(browser, path, form=path), **changes})


# -- what a checked editor may not do with what readers see ----------------------------------------
@pytest.mark.parametrize("sort", MODELS)
def test_a_checked_editor_leaves_what_is_online(world: World, sort: str) -> None:
    ours = world.ours
    stored = add(ours, sort, to=online(ours))
    before = state(stored)

    answer = replace(ours.browser, sort, stored, file=other_file(sort))

    assert answer.status_code == 200
    assert shows(answer, STAYS)
    assert state(stored) == before


@pytest.mark.parametrize(
    ("sort", "changes"), [("documents", {"title": "Another word"}), ("images", FOCUS)]
)
def test_nor_are_title_and_crop_changed_where_readers_see_them(
    world: World, sort: str, changes: dict[str, str]
) -> None:
    ours = world.ours
    stored = add(ours, sort, to=online(ours))
    before = state(stored)

    answer = replace(ours.browser, sort, stored, **changes)

    assert shows(answer, STAYS)
    assert state(stored) == before


def test_the_form_of_several_changes_no_title_that_readers_see(world: World) -> None:
    ours = world.ours
    stored = add(ours, "documents", to=online(ours))
    before = state(stored)

    answer = ours.browser.post(
        address("documents", "edit_multiple", stored), {f"doc-{stored.pk}-title": "Another word"}
    )

    assert answer.json()["success"] is False
    assert STAYS in answer.json()["form"]
    assert state(stored) == before


@pytest.mark.parametrize("action", ["delete", "delete_multiple", "bulk"])
@pytest.mark.parametrize("sort", MODELS)
def test_a_checked_editor_deletes_nothing_that_is_online(
    world: World, sort: str, action: str
) -> None:
    ours = world.ours
    stored = add(ours, sort, to=online(ours))
    before = state(stored)

    answer = ours.browser.post(address(sort, action, stored))

    assert answer.status_code in (302, 400, 403)
    assert state(stored) == before


@pytest.mark.parametrize("sort", MODELS)
def test_it_is_said_in_words(world: World, sort: str) -> None:
    ours = world.ours
    stored = add(ours, sort, to=online(ours))

    assert shows(ours.browser.get(address(sort, "edit", stored)), STAYS)
    assert shows(ours.browser.post(address(sort, "delete", stored)), STAYS)
    assert shows(ours.browser.get(address(sort, "bulk", stored)), STAYS)


@pytest.mark.parametrize("sort", MODELS)
def test_an_action_on_many_deletes_the_others(world: World, sort: str) -> None:
    ours = world.ours
    stays = add(ours, sort, to=online(ours))
    goes = add(ours, sort, to=None)

    ours.browser.post(f"{address(sort, 'bulk', stays)}&id={goes.pk}")

    assert list(MODELS[sort].objects.all()) == [stays]


@pytest.mark.parametrize("sort", MODELS)
def test_the_admins_interface_for_programs_changes_nothing(world: World, sort: str) -> None:
    ours = world.ours
    stored = add(ours, sort, to=online(ours))
    before = state(stored)

    for method in ("post", "put", "patch", "delete"):
        answer = getattr(ours.browser, method)(f"/admin/api/main/{sort}/{stored.pk}/")
        assert answer.status_code in (403, 405)
    assert state(stored) == before


# -- which pages count ---------------------------------------------------------------------------
@pytest.mark.parametrize("sort", MODELS)
def test_what_waits_with_the_office_stays_until_it_came_back(world: World, sort: str) -> None:
    ours, page = world.ours, draft(world.ours)
    stored = add(ours, sort, to=None)
    show(stored, page)
    page.save_revision(user=ours.checked)  # the newer version alone has it
    workflow = page.get_workflow().start(page, ours.checked)
    before = state(stored)

    assert shows(replace(ours.browser, sort, stored, file=other_file(sort)), STAYS)
    assert shows(ours.browser.post(address(sort, "delete", stored)), STAYS)
    assert state(stored) == before

    workflow.current_task_state.reject(user=world.office_user)
    assert replace(ours.browser, sort, stored, file=other_file(sort)).status_code == 302
    assert state(stored)[1] != before[1]


@pytest.mark.parametrize("sort", MODELS)
def test_what_was_approved_for_a_later_day_stays(world: World, sort: str) -> None:
    ours, page = world.ours, draft(world.ours)
    stored = add(ours, sort, to=None)
    show(stored, page)
    page.go_live_at = timezone.now() + timedelta(days=3)
    page.save_revision(user=ours.checked).publish()
    before = state(stored)

    assert shows(replace(ours.browser, sort, stored, file=other_file(sort)), STAYS)
    assert state(stored) == before


def test_a_file_that_a_text_links_to_stays(world: World) -> None:
    stored = add(world.ours, "documents", to=None)
    link = f'<p><a linktype="document" id="{stored.pk}">read</a></p>'
    builders.make_standard_page(body_en=link)
    before = state(stored)

    for browser in (world.ours.browser, world.ours.direct_browser):
        assert shows(replace(browser, "documents", stored, file=other_file("documents")), STAYS)
    assert state(stored) == before
    answer = replace(world.office, "documents", stored, file=other_file("documents"))
    assert answer.status_code == 302


@pytest.mark.parametrize("sort", MODELS)
def test_what_no_reader_sees_is_the_editors_own(world: World, sort: str) -> None:
    ours = world.ours
    for page in (None, draft(ours)):
        stored = add(ours, sort, to=page)
        before = state(stored)

        assert not shows(ours.browser.get(address(sort, "edit", stored)), STAYS)
        assert replace(ours.browser, sort, stored, file=other_file(sort)).status_code == 302
        assert state(stored)[1] != before[1]
        assert ours.browser.post(address(sort, "delete", stored)).status_code == 302
        assert not MODELS[sort].objects.exists()


# -- who may publish may change ------------------------------------------------------------------
@pytest.mark.parametrize("who", ["direct", "office", "administrator"])
@pytest.mark.parametrize("sort", MODELS)
def test_whoever_may_publish_the_pages_changes_and_deletes(
    world: World, sort: str, who: str
) -> None:
    browsers = {
        "direct": world.ours.direct_browser,
        "office": world.office,
        "administrator": world.root,
    }
    stored = add(world.ours, sort, to=online(world.ours))
    before = state(stored)

    answer = replace(browsers[who], sort, stored, file=other_file(sort))

    assert answer.status_code == 302
    assert state(stored)[1] != before[1]
    assert browsers[who].post(address(sort, "delete", stored)).status_code == 302
    assert not MODELS[sort].objects.exists()


@pytest.mark.parametrize("sort", MODELS)
def test_publishing_one_of_its_pages_is_not_enough(world: World, sort: str) -> None:
    stored = add(world.ours, sort, to=online(world.ours))
    theirs = online(world.theirs)
    show(stored, theirs)
    theirs.save()
    before = state(stored)

    answer = replace(world.ours.direct_browser, sort, stored, file=other_file(sort))

    assert shows(answer, STAYS)
    assert state(stored) == before


@pytest.mark.parametrize("sort", MODELS)
def test_its_title_for_editors_and_its_tags_are_free(world: World, sort: str) -> None:
    ours = world.ours
    stored = add(ours, sort, to=online(ours))
    changes = {"tags": "rooms"} | ({"title": "For us"} if sort == "images" else {})

    assert replace(ours.browser, sort, stored, **changes).status_code == 302

    stored.refresh_from_db()
    assert [tag.name for tag in stored.tags.all()] == ["rooms"]


@pytest.fixture
def asked_by_checked(world: World) -> Iterator[World]:
    """Code that runs while a request of the checked editor is answered."""
    request: Any = SimpleNamespace(user=world.ours.checked, resolver_match=None)
    token = acting._request.set(request)
    yield world
    acting._request.reset(token)


@pytest.mark.parametrize("sort", MODELS)
def test_behind_the_views_the_models_refuse(asked_by_checked: World, sort: str) -> None:
    stored = add(asked_by_checked.ours, sort, to=online(asked_by_checked.ours))
    before = state(stored)
    rows = MODELS[sort].objects.filter(pk=stored.pk)

    def replaced() -> None:
        stored.file = other_file(sort)
        stored.save()

    def replaced_at_once() -> None:
        rows.get().file.save("other.png", other_file(sort))

    for way in (replaced, replaced_at_once, rows.get().delete, rows.delete):
        with pytest.raises(ValidationError, match=STAYS), transaction.atomic():
            way()
    assert state(rows.get()) == before


def test_nobodys_request_is_trusted(world: World) -> None:
    stored = add(world.ours, "documents", to=online(world.ours))

    stored.title = "By a command"
    stored.save()
    stored.delete()

    assert not Document.objects.exists()


# -- what it costs -------------------------------------------------------------------------------
def queries(world: World, sort: str, asked: list[Any]) -> int:
    """How many the rule needs for a checked editor who may change none of `asked`."""
    keys = {stored.pk for stored in asked}
    with CaptureQueriesContext(connection) as captured:
        user = User.objects.get(pk=world.ours.checked.pk)  # without what is remembered of it
        assert kept_from(user, MODELS[sort], keys) == keys
    return len(captured)


@pytest.mark.parametrize("sort", MODELS)
def test_more_pages_and_versions_cost_no_more_queries(world: World, sort: str) -> None:
    ours = world.ours
    stored = add(ours, sort, to=online(ours))

    def sent() -> None:
        page = draft(ours)
        show(stored, page)
        page.save_revision(user=ours.checked)
        page.get_workflow().start(page, ours.checked)

    sent()
    queries(world, sort, [stored])  # what is read once per process
    few = queries(world, sort, [stored])
    for number in range(2):
        sent()
        page = builders.make_practice(organisation=ours.organisation, title=f"Page {number}")
        show(stored, page)
        page.save()

    assert queries(world, sort, [stored]) == few <= 6


@pytest.mark.parametrize("sort", MODELS)
def test_more_files_cost_no_more_queries(world: World, sort: str) -> None:
    several = [add(world.ours, sort, to=online(world.ours)) for _number in range(3)]

    queries(world, sort, several)  # what is read once per process
    assert queries(world, sort, several[:1]) == queries(world, sort, several)
