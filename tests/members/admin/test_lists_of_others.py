"""Choosers and actions on many objects: what somebody may not see isn't listed, named or changed.

The models, actions and addresses are read from the registries, so that new ones are asked as well.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Page
from wagtail.snippets.models import get_snippet_models

from members.models import Membership, MembershipCategory
from newsletter.models import Action, ConsentEvent, How, Subscriber
from search.models import Concept
from tests import builders
from tests.members.world import CANARY, SEARCHED, Side, World, refused, shows
from tests.newsletter.making import make_subscriber
from users.models import User

pytestmark = pytest.mark.django_db

#: An address below no language is looked up once more below one before it isn't found.
NONE = (302, 404)
SECRET = f"{CANARY.lower()}@{SEARCHED.lower()}.example"


@pytest.fixture
def rows(hidden: Side) -> None:
    """Something that nobody but the office may know of, in every table."""
    subscriber = make_subscriber(SECRET)
    ConsentEvent.objects.create(
        subscriber=subscriber, digest="0" * 64, action=Action.REQUESTED, how=How.FORM
    )
    category = builders.make_category(label=f"{CANARY} category")
    builders.make_membership(organisation=hidden.organisation, category=category)
    builders.make_concept(label=f"{CANARY} keyword")
    User.objects.filter(pk=hidden.checked.pk).update(first_name=CANARY)


def tables() -> list[type[Any]]:
    return list(get_snippet_models())


def first_key(model: type[Any]) -> int:
    return model._default_manager.values_list("pk", flat=True).first() or 1


def chooser_addresses(model: type[Any]) -> list[str]:
    name, key = model.snippet_viewset.chooser_viewset.get_url_name, first_key(model)
    return [
        reverse(name("choose")),
        f"{reverse(name('choose'))}?multiple=1",
        reverse(name("choose_results")),
        reverse(name("chosen"), args=[key]),
        f"{reverse(name('chosen_multiple'))}?id={key}",
        reverse(name("create")),
    ]


#: Tables that every reader may read on the site; forms of editors choose from one of them.
PUBLIC = {"search.concept", "members.membershipcategory", "members.country"} | {
    f"practices.{name}"
    for name in ("glossaryterm", "helpline", "policy", "recommendation", "statistic")
}


def test_choosers_of_tables_that_are_not_public_are_closed_to_editors(
    world: World, rows: None
) -> None:
    closed = [model for model in tables() if model._meta.label_lower not in PUBLIC]
    assert {Subscriber, ConsentEvent, Membership} <= set(closed)
    for model in closed:
        for address in chooser_addresses(model):
            response = world.ours.direct_browser.get(address)
            assert refused(response), address
            assert not shows(response, CANARY), address


def test_editors_choose_keywords_but_make_none(world: World, rows: None) -> None:
    *to_choose, create = chooser_addresses(Concept)

    for address in to_choose:
        assert shows(world.ours.browser.get(address), "keyword"), address
    assert refused(world.ours.browser.get(create))


def test_the_office_chooses_from_its_tables(world: World, rows: None) -> None:
    for model in (MembershipCategory, Membership, Concept, Subscriber):
        addresses = chooser_addresses(model)[:-1]
        assert all(world.office.get(address).status_code == 200 for address in addresses)
        assert shows(world.office.get(addresses[0]), CANARY), model


def actions() -> list[tuple[str, str, str]]:
    bulk_action_registry.get_bulk_actions_for_model("wagtailcore", "page")  # reads the hooks
    return [
        (app, model, action)
        for app, models in bulk_action_registry.actions.items()
        for model, named in models.items()
        for action in named
    ]


def bulk(app: str, model: str, action: str) -> str:
    return reverse("wagtail_bulk_action", args=[app, model, action])


def keys_of(app: str, model: str, hidden: Side) -> list[int]:
    """Keys of what the other organisation has, or the office."""
    if (app, model) == ("wagtailcore", "page"):
        drafts = Page.objects.filter(title__icontains=CANARY)
        return [hidden.organisation.pk, hidden.live.pk, *drafts.values_list("pk", flat=True)]
    found = {("wagtailimages", "image"): Image, ("wagtaildocs", "document"): Document}
    table = {table._meta.label_lower: table for table in (*tables(), User)}
    asked = found.get((app, model)) or table[f"{app}.{model}"]
    return list(asked._default_manager.values_list("pk", flat=True))


def test_no_action_on_many_objects_lists_what_is_not_ours(
    world: World, hidden: Side, rows: None
) -> None:
    """By their keys, by `id=all`, by a parent; to look (GET) and to do (POST)."""
    client = world.ours.direct_browser
    assert len(actions()) > 20
    theirs = Page.objects.exclude(path__startswith=world.ours.organisation.path)
    pages = list(theirs.order_by("pk").values("pk", "live", "locked", "path"))
    for app, model, action in actions():
        named = "&".join(f"id={key}" for key in keys_of(app, model, hidden))
        for query in (named, "id=all", f"id=all&childOf={hidden.organisation.pk}"):
            address = f"{bulk(app, model, action)}?{query}"
            for response in (client.get(address), client.post(address, {"confirm": "1"})):
                assert not shows(response, CANARY), address
                assert not shows(response, hidden.live.title), address
    assert list(theirs.order_by("pk").values("pk", "live", "locked", "path")) == pages
    assert Image.objects.exists()
    assert Subscriber.objects.exists()


def test_actions_on_many_objects_work_for_what_is_ours(world: World, hidden: Side) -> None:
    ours, theirs = world.ours, hidden
    publish = bulk("wagtailcore", "page", "publish")

    shown = ours.direct_browser.get(f"{publish}?id={ours.draft.pk}&id={theirs.draft.pk}")
    answer = ours.direct_browser.post(f"{publish}?id={ours.draft.pk}&id={theirs.draft.pk}")

    assert shows(shown, ours.draft.title)
    assert not shows(shown, CANARY)
    assert answer.status_code == 302
    ours.draft.refresh_from_db()
    theirs.draft.refresh_from_db()
    assert ours.draft.live
    assert not theirs.draft.live
    below = f"{publish}?id=all&childOf={ours.organisation.pk}"
    assert shows(ours.direct_browser.get(below), ours.live.title)


def test_the_office_acts_on_everything(world: World, hidden: Side) -> None:
    below = f"{bulk('wagtailcore', 'page', 'publish')}?id=all&childOf={hidden.organisation.pk}"

    assert shows(world.office.get(below), CANARY)


@pytest.mark.parametrize("model", [ConsentEvent, Subscriber])
@pytest.mark.usefixtures("rows")
def test_an_action_on_nothing_that_may_be_changed_is_refused(
    world: World, model: type[ConsentEvent | Subscriber]
) -> None:
    name, key = model._meta.model_name, first_key(model)

    answer = world.office.post(f"/admin/bulk/newsletter/{name}/delete/?id={key}")

    assert answer.status_code == 302
    assert model.objects.filter(pk=key).exists()


def test_pages_are_not_moved_below_what_is_hidden(world: World, hidden: Side) -> None:
    """The form would name the page it refuses."""
    address = f"{bulk('wagtailcore', 'page', 'move')}?id={world.ours.draft.pk}"

    response = world.ours.direct_browser.post(address, {"chooser": hidden.draft.pk})

    assert not shows(response, CANARY)


@pytest.mark.parametrize("query", ["id=word", "id=9" + "9" * 30, "id=all&childOf=word", "id=", ""])
@pytest.mark.parametrize("model", [("wagtailcore", "page"), ("users", "user")])
def test_keys_that_are_none_are_not_found(world: World, query: str, model: tuple[str, str]) -> None:
    assert world.root.get(f"{bulk(*model, 'delete')}?{query}").status_code in NONE


def test_what_nobody_knows_is_not_found(world: World) -> None:
    page = bulk("wagtailcore", "page", "delete")

    for address in (
        f"{page}?id=all&childOf=999999",
        bulk("wagtailcore", "page", "explode"),
        bulk("wagtailcore", "nothing", "delete"),
    ):
        assert world.root.get(address).status_code in NONE


@pytest.fixture
def renamed(world: World) -> Page:
    """A page of theirs that is online, with a draft under another title."""
    page = world.theirs.live
    page.heading_en = f"{CANARY} new title"
    page.save_revision(user=world.theirs.direct)
    return Page.objects.get(pk=page.pk)


def chooser_pages(page: Page, parent: Page) -> list[str]:
    return [
        f"/admin/choose-page/{parent.pk}/",
        f"/admin/choose-page/search/?q={page.title.split(maxsplit=1)[0]}",
        f"/admin/choose-page/chosen-multiple/?id={page.pk}",
    ]


def test_the_chooser_names_pages_of_others_by_their_public_title(
    world: World, renamed: Page
) -> None:
    public = renamed.title
    for address in chooser_pages(renamed, world.theirs.organisation):
        ours = world.ours.direct_browser.get(address)
        assert shows(ours, public), address
        assert not shows(ours, CANARY), address
        assert shows(world.theirs.direct_browser.get(address), CANARY), address


def test_an_address_that_becomes_a_link_names_the_public_title(world: World, renamed: Page) -> None:
    form = {
        "external-link-chooser-url": renamed.full_url,
        "external-link-chooser-link_text": "here",
    }

    answer = world.ours.direct_browser.post("/admin/choose-external-link/", form)

    assert answer.status_code == 200
    assert not shows(answer, CANARY)


def test_the_chooser_does_not_begin_in_a_draft(world: World) -> None:
    """It begins where the only page of a kind is, whoever's that is."""
    unborn = builders.make_organisation(name=f"{CANARY} house", country="SE", live=False)
    builders.make_project(organisation=unborn, title=f"{CANARY} project", live=False)

    address = "/admin/choose-page/?page_type=practices.projectpage"

    assert not shows(world.ours.direct_browser.get(address), CANARY)
    assert shows(world.office.get(address), CANARY)


LINK_FORMS = ("external", "email", "phone", "anchor")


@pytest.mark.parametrize("kind", LINK_FORMS)
def test_forms_for_links_refuse_what_no_form_sends(world: World, kind: str) -> None:
    address = f"/admin/choose-{kind}-link/"

    assert world.ours.browser.post(address).status_code == 400
    assert world.ours.browser.get(f"{address}?parent_page_id=word").status_code == 400
    assert world.ours.browser.get(f"{address}?link_url=//[").status_code == 200
    assert world.ours.browser.get(f"{address}?allow_{kind}_link=1").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "choose-page/chosen-multiple/?id=1",
        "choose-page/chosen-multiple/?id=word&id=",
        "choose-page/?target_pages[]=word",
        "choose-page/?page_type=search.concept",
        "choose-page/?p=word",
        "choose-page/search/?q=%00&page_type=x",
        "snippets/choose/search/concept/chosen/word/",
        "snippets/choose/search/concept/chosen-multiple/?id=word",
        "snippets/choose/search/concept/chosen-multiple/?id=9999999999999999999999",
        "snippets/choose/search/concept/chosen/9999999999999999999999/",
        "images/chooser/chosen/word/",
        "images/chooser/chosen-multiple/?id=word",
        "images/chooser/?collection_id=word&tag=x",
        "documents/chooser/chosen/word/",
        "documents/chooser/chosen-multiple/?id=word",
    ],
)
def test_choosers_answer_words_and_unknown_keys(world: World, address: str) -> None:
    for client in (world.office, world.ours.browser):
        client.raise_request_exception = True
        assert client.get(f"/admin/{address}").status_code < 500


@pytest.mark.parametrize("parent", ["999999", "word", "", None])
def test_copying_below_an_unknown_page_is_refused(world: World, parent: str | None) -> None:
    form = {"new_title": "A copy", "new_slug": "a-copy"}
    form |= {"new_parent_page": parent} if parent is not None else {}
    address = reverse("wagtailadmin_pages:copy", args=[world.ours.draft.pk])

    answer = world.ours.direct_browser.post(address, form)

    assert answer.status_code in NONE
    assert not Page.objects.filter(slug="a-copy").exists()


def test_copying_below_a_draft_of_others_does_not_name_it(world: World, hidden: Side) -> None:
    form = {"new_title": "A", "new_slug": "a", "new_parent_page": hidden.draft.pk}
    address = reverse("wagtailadmin_pages:copy", args=[world.ours.draft.pk])

    answer = world.ours.direct_browser.post(address, form)

    assert not shows(answer, CANARY)
    assert answer.status_code in NONE


def test_moving_and_making_below_a_draft_of_others_does_not_name_it(
    world: World, hidden: Side
) -> None:
    client, parent, page = world.ours.direct_browser, hidden.organisation.pk, world.ours.draft.pk
    Page.objects.filter(pk=parent).update(draft_title=CANARY)
    move = reverse("wagtailadmin_pages:move", args=[page])
    confirm = reverse("wagtailadmin_pages:move_confirm", args=[page, parent])
    create = reverse("wagtailadmin_pages:choose_parent", args=["practices", "practicepage"])

    answers = [
        client.post(move, {"new_parent_page": parent}, follow=True),
        client.get(confirm),
        client.post(confirm),
        client.post(create, {"parent_page": parent}),
    ]

    assert not any(shows(answer, CANARY) for answer in answers)
    assert shows(hidden.direct_browser.post(create, {"parent_page": parent}, follow=True), CANARY)
    assert client.get(create).status_code in (200, 302)
