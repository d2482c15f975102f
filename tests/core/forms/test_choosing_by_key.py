"""Forms take by key only what their user may choose; what stands there may stay."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import GroupPagePermission, Page

from members.models import EditorAccess
from practices.models import PracticePage
from tests import builders
from tests.forms import errors_of, filled
from tests.members.world import (
    CANARY,
    Side,
    World,
    hidden,
    kept_hidden,
    kept_world,
    shows,
    signed_in,
    world,
)

__all__ = ["hidden", "kept_hidden", "kept_world", "world"]  # the fixtures of the members' tests

pytestmark = pytest.mark.django_db


@pytest.fixture
def own_image(world: World) -> Image:
    access = EditorAccess.objects.get(organisation=world.ours.organisation)
    return builders.make_image(title="Our picture", collection=access.collection)


def edit(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def row(formset: str, *, number: int = 0, total: int = 1, **fields: Any) -> dict[str, Any]:
    """One row of a formset as a browser sends it."""
    values = {f"{formset}-{number}-{name}": value for name, value in fields.items()}
    return {f"{formset}-TOTAL_FORMS": total, f"{formset}-{number}-ORDER": number + 1, **values}


def sent(client: Client, page: Page, **changes: Any) -> Any:
    return client.post(edit(page), filled(client, edit(page), **changes))


def hidden_in(hidden: Side) -> dict[tuple[str, str], int]:
    """What an editor of another organisation could put into a practice, by row and field."""
    draft = PracticePage.objects.get(title__contains=CANARY)
    study = builders.make_research(parent=hidden.organisation, title=f"{CANARY} x", live=False)
    unborn = Page.objects.get(title__contains=f"{CANARY} organisation")
    return {
        ("images", "image"): Image.objects.get(title__contains=CANARY).pk,
        ("files", "document"): Document.objects.get().pk,
        ("partners", "target"): unborn.pk,
        ("continues", "target"): draft.pk,
        ("adapted_from", "target"): draft.pk,
        ("evidence", "research"): study.pk,
    }


EVIDENCE = {"direction": "works", "design": "survey", "claim_en": "It helps."}


def test_no_row_takes_what_is_hidden(world: World, hidden: Side) -> None:
    client, page = world.ours.direct_browser, world.ours.live
    for (formset, field), key in hidden_in(hidden).items():
        fields: dict[str, Any] = {field: key, **(EVIDENCE if formset == "evidence" else {})}

        answer = sent(client, page, **row(formset, **fields))

        assert answer.status_code == 200, formset
        assert f"{formset}.{field}" in errors_of(answer), formset
        assert "You can't choose this one" in str(errors_of(answer)[f"{formset}.{field}"])
        assert not shows(answer, CANARY), formset
    assert not page.get_latest_revision_as_object().images.exists()


@pytest.mark.parametrize("key", ["word", "0", "99999999999999999999999"])
def test_what_is_no_key_is_refused_beside_the_field(world: World, key: str) -> None:
    answer = sent(world.ours.direct_browser, world.ours.live, **row("images", image=key))

    assert "images.image" in errors_of(answer)


def test_own_and_public_things_are_taken(world: World, hidden: Side, own_image: Image) -> None:
    client, page = world.ours.direct_browser, world.ours.live
    changes = {
        **row("images", image=own_image.pk, alt_en="A room"),
        **row("partners", target=hidden.organisation.pk),
        **row("continues", target=hidden.live.pk),
        "action-publish": "1",
    }

    answer = sent(client, page, **changes)

    assert answer.status_code == 302, errors_of(answer)
    stored = PracticePage.objects.get(pk=page.pk)
    assert [picture.image for picture in stored.images.all()] == [own_image]
    assert [partner.target_id for partner in stored.partners.all()] == [hidden.organisation.pk]


def test_an_own_draft_is_taken(world: World) -> None:
    draft = builders.make_practice(
        organisation=world.ours.organisation, title="Our next", live=False
    )

    answer = sent(world.ours.browser, world.ours.live, **row("continues", target=draft.pk))

    assert answer.status_code == 302


def test_what_stands_there_stays_until_it_is_changed(
    world: World, hidden: Side, own_image: Image
) -> None:
    """The office put in a picture of its own; the editors may leave it, and take it out."""
    client, page = world.ours.direct_browser, world.ours.live
    theirs = Image.objects.get(title__contains=CANARY)
    office_picture = builders.make_image(title="From the office")
    page.images.create(image=office_picture)
    page.save_revision().publish()

    kept = sent(client, page, heading_en="Another title")
    page.refresh_from_db()
    changed = sent(client, page, **{"images-0-image": theirs.pk})
    again = sent(client, page, **{"images-0-image": own_image.pk})

    assert kept.status_code == 302
    assert "images.image" in errors_of(changed)
    assert again.status_code == 302


def test_a_preview_shows_nothing_that_is_hidden(world: World, hidden: Side) -> None:
    client, page = world.ours.direct_browser, world.ours.live
    theirs = Image.objects.get(title__contains=CANARY)
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])

    answer = client.post(preview, filled(client, edit(page), **row("images", image=theirs.pk)))

    assert answer.json()["is_valid"] is False


def test_a_new_page_takes_nothing_that_is_hidden(world: World, hidden: Side) -> None:
    client = world.ours.direct_browser
    add = reverse(
        "wagtailadmin_pages:add", args=["practices", "practicepage", world.ours.organisation.pk]
    )
    theirs = Image.objects.get(title__contains=CANARY)

    answer = client.post(add, filled(client, add, **row("images", image=theirs.pk)))

    assert "images.image" in errors_of(answer)
    assert not shows(answer, CANARY)


def test_a_project_and_an_exchange_take_nothing_that_is_hidden(world: World, hidden: Side) -> None:
    owner = world.ours.organisation
    unborn = Page.objects.get(title__contains=f"{CANARY} organisation")
    project = builders.make_project(organisation=owner)
    exchange = builders.make_exchange(organisation=owner, host=owner)
    client = world.ours.direct_browser

    funder = sent(client, project, funder=unborn.pk)
    host = sent(client, exchange, host=unborn.pk)

    assert "funder" in errors_of(funder)
    assert "host" in errors_of(host)
    assert not shows(funder, CANARY)
    assert not shows(host, CANARY)


def test_the_office_takes_everything(world: World, hidden: Side) -> None:
    theirs = Image.objects.get(title__contains=CANARY)

    answer = sent(world.office, world.ours.live, **row("images", image=theirs.pk))

    assert answer.status_code == 302


@pytest.fixture
def page_of_texts(world: World) -> Page:
    """A page of the office that an editor of ours was let into."""
    page = builders.make_standard_page(title="About", body_en='<p><a href="/">Home</a></p>')
    group = world.ours.direct.groups.get()
    for codename in ("change_page", "publish_page"):
        GroupPagePermission.objects.create(
            group=group, page=page, permission=Permission.objects.get(codename=codename)
        )
    return page


CONTENT = """{"blocks": [{"key": "a", "text": "here", "type": "unstyled", "depth": 0,
"inlineStyleRanges": [], "entityRanges": [{"key": 0, "offset": 0, "length": 4}]}],
"entityMap": {"0": {"type": "%s", "mutability": "MUTABLE", "data": {"id": %d, "url": "/x/"}}}}"""


def test_a_text_links_nothing_that_is_hidden(
    world: World, hidden: Side, page_of_texts: Page
) -> None:
    client = signed_in(world.ours.direct)
    for kind, key in (("LINK", hidden.draft.pk), ("DOCUMENT", Document.objects.get().pk)):
        answer = sent(client, page_of_texts, body_en=CONTENT % (kind, key))

        assert "body_en" in errors_of(answer), kind
        assert not shows(answer, CANARY), kind
    assert (
        sent(client, page_of_texts, body_en=CONTENT % ("LINK", hidden.live.pk)).status_code == 302
    )


def test_a_link_that_stands_in_a_text_stays(
    world: World, hidden: Side, page_of_texts: Page
) -> None:
    page_of_texts.body_en = f'<p><a linktype="page" id="{hidden.draft.pk}">here</a></p>'
    page_of_texts.save_revision().publish()

    answer = sent(signed_in(world.ours.direct), page_of_texts, heading_en="About us all")

    assert answer.status_code == 302


def test_tables_of_the_office_take_what_their_user_may_choose(world: World, hidden: Side) -> None:
    """Somebody who keeps memberships only knows no drafts."""
    keeper = builders.make_user(email="keeper@network.example")
    keeper.user_permissions.set(
        Permission.objects.filter(codename__in=["add_membership", "access_admin"])
    )
    unborn = Page.objects.get(title__contains=f"{CANARY} organisation")
    builders.make_category()
    add = reverse("wagtailsnippets_members_membership:add")
    form = {"organisation": unborn.pk, "category": "", "status": "active", "since": "2020"}

    refused = signed_in(keeper).post(add, form)
    taken = world.office.post(add, form)

    assert "organisation" in errors_of(refused)
    assert not shows(refused, CANARY)
    assert "organisation" not in errors_of(taken)
