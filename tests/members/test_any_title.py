"""Whatever somebody calls a page: it is saved, sent to the office, put online, copied, exported."""

from __future__ import annotations

import json
import uuid
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from wagtail.models import Page

from core.i18n import is_blank
from core.record_ids import is_kebab, kebab
from members.models import OrganisationPage, UpdatePage
from practices.models import GlossaryTerm, ResearchPage
from search.models import Concept
from tests.builders import home_page, library_page, make_practice, make_standard_page
from tests.forms import errors_of, filled
from tests.members.world import World

pytestmark = pytest.mark.django_db

HARD = [
    "Family day 🙂",
    "🙂🙂",
    "snake_case_title",
    "__",
    "!?…",
    "-",
    "בית הילד",
    "中文標題",
    "a\u200bb",
    "\u0301",
    "Ｆｕｌｌ　ｗｉｄｔｈ",
    "Page\x0bbreak\u2028and\ttab",
    "👩‍👩‍👧‍👦",
    "\U0010ffff",
    "x" * 255,
    "ß" * 255,
    "🙂" * 255,
]
BLANK = [" ", "\u200b", "\u2800\u2800", "\u3164", "\xa0\u2003\ufeff"]
TITLES = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=255
)

quick = settings(
    max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)


def add_url(parent: Page, model: type[Page]) -> str:
    names = (model._meta.app_label, model._meta.model_name)
    return reverse("wagtailadmin_pages:add", args=[*names, parent.pk])


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


@pytest.fixture
def form(world: World) -> dict[str, Any]:
    """What the form of a new piece of news sends."""
    url = add_url(world.ours.organisation, UpdatePage)
    return filled(world.ours.browser, url, body_en="Text.", date="2026-05-01")


def sent(world: World, form: dict[str, Any], title: str, **buttons: str) -> Any:
    """A checked editor writes news in a fresh form and presses a button."""
    data = {**form, "original_language": "en", "heading_en": title, **buttons}
    url = add_url(world.ours.organisation, UpdatePage)
    return world.ours.browser.post(url, {**data, "creation_token": str(uuid.uuid4())})


def approve(world: World, page: UpdatePage) -> None:
    state = page.current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    assert world.office.post(url, {"comment": ""}).status_code == 302


@quick
@given(title=TITLES)
@example(title="\u200b")
@example(title="!")
def test_any_title_is_sent_published_and_copied_or_refused_in_words(
    world: World, form: dict[str, Any], title: str
) -> None:
    response = sent(world, form, title, **{"action-submit": "1"})

    if is_blank(title):
        assert "fill this in" in str(errors_of(response)["heading_en"])
        return
    assert response.status_code == 302, errors_of(response)
    page = UpdatePage.objects.latest("pk")
    approve(world, page)
    page.refresh_from_db()
    assert page.live
    assert is_kebab(page.record_id)
    assert world.ours.browser.get(page.url).status_code == 200
    copied = copy(world, page, new_title=f"{page.title[:250]} 2", new_slug=f"{page.slug[:200]}-c")
    assert copied.status_code == 302
    assert is_kebab(UpdatePage.objects.latest("pk").record_id)


def test_hard_titles_are_saved_published_exported_and_imported(
    world: World, form: dict[str, Any], tmp_path: Path
) -> None:
    for title in HARD:
        assert sent(world, form, title).status_code == 302, title
        page = UpdatePage.objects.latest("pk")
        data = filled(world.office, edit_url(page), **{"action-publish": "1"})
        response = world.office.post(edit_url(page), data)
        assert response.status_code == 302, (title, errors_of(response))
        page.refresh_from_db()
        assert page.live, title
        assert is_kebab(page.record_id), title
    assert world.ours.browser.get("/en/updates/feed.xml").status_code == 200
    file, output = tmp_path / "all.json", StringIO()

    call_command("export_records", str(file), stdout=StringIO())
    call_command("import_records", str(file), stdout=output)

    assert f"updates: 0 new, 0 changed, {len(HARD)} unchanged" in output.getvalue()
    titles = [entry["title"]["en"] for entry in json.loads(file.read_text())["updates"]]
    assert "Page break and tab" in titles


def test_a_title_of_which_nothing_can_be_seen_is_refused_beside_its_field(
    world: World, form: dict[str, Any]
) -> None:
    for title in BLANK:
        response = sent(world, form, title)

        assert "fill this in" in str(errors_of(response)["heading_en"]), ascii(title)


@pytest.mark.parametrize(
    ("title", "made"),
    [
        ("Family day 🙂", "family-day"),
        ("Two👩‍👩‍👧‍👦families", "two-families"),
        ("👍🏽 Well done ❤️", "well-done"),
        ("Când părinții sunt închiși", "cand-parintii-sunt-inchisi"),
        ("Οικογένεια", "oikogeneia"),
        ("what: a day: out", "what-a-day-out"),
        ("🙂", "page"),
    ],
)
def test_an_address_names_no_emoji_in_english(title: str, made: str) -> None:
    assert kebab(title, otherwise="page") == made


def test_one_title_many_times_makes_many_ids(world: World, form: dict[str, Any]) -> None:
    for _number in range(11):
        assert sent(world, form, "🙂" * 255).status_code == 302

    ids = UpdatePage.objects.filter(record_id__startswith="updates").values_list("record_id")
    assert len(set(ids)) == 11


# -- copies --------------------------------------------------------------------------------------
def copy(world: World, page: Page, **changes: str) -> Any:
    url = reverse("wagtailadmin_pages:copy", args=[page.pk])
    parent = page.get_parent()
    data = {"new_parent_page": parent.pk, "new_title": page.title, "new_slug": "copy", **changes}
    return world.root.post(url, data)


def test_an_organisation_is_copied_with_all_below_it(world: World) -> None:
    organisation = world.ours.organisation
    make_practice(organisation=organisation, title="🙂")

    response = copy(world, organisation, copy_subpages="on")

    assert response.status_code == 302
    copied = OrganisationPage.objects.get(slug="copy")
    ids = [page.specific.record_id for page in copied.get_children()]
    assert len(set(ids)) == 3
    assert all(is_kebab(record_id) for record_id in ids)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("new_title", "x" * 256, "255"),
        ("new_slug", "x" * 256, "255"),
        ("new_title", "\u200b", "nothing can be seen"),
    ],
)
def test_what_a_copy_can_t_be_called_is_said_beside_the_field(
    world: World, field: str, value: str, words: str
) -> None:
    response = copy(world, world.ours.live, **{field: value})

    assert response.status_code == 200
    assert words in str(response.context["form"].errors[field])


# -- others that are named by what somebody writes -----------------------------------------------
def test_keywords_and_register_entries_get_ids_too(world: World) -> None:
    entries: list[tuple[type[GlossaryTerm | Concept], dict[str, str]]] = []
    for title in ("🙂", "under_score", "!!", "中文"):
        entries.append((GlossaryTerm, {"term_en": title, "meaning_en": "Meaning."}))
        entries.append((Concept, {"scheme": "topic", "label_en": title}))
    for model, changes in entries:
        url = reverse(f"wagtailsnippets_{model._meta.app_label}_{model._meta.model_name}:add")
        response = world.root.post(url, filled(world.root, url, form=url, **changes))
        assert response.status_code == 302, errors_of(response)
        assert is_kebab(model.objects.latest("pk").record_id)


def test_an_organisation_and_a_page_of_the_office_may_be_called_anything(world: World) -> None:
    index = world.ours.organisation.get_parent()
    url = add_url(index, OrganisationPage)
    fields = {"kind": "charity", "country": "GB", "heading_en": "🙂", "action-publish": "1"}
    response = world.office.post(url, filled(world.office, url, **fields))
    assert response.status_code == 302, errors_of(response)
    assert OrganisationPage.objects.latest("pk").record_id == "organisations"

    assert make_standard_page(title="…").url_path.startswith(home_page().url_path)


def test_a_study_without_title_and_authors_is_named_by_its_id(world: World) -> None:
    url = add_url(library_page(), ResearchPage)
    response = world.root.post(url, filled(world.root, url, **{"action-publish": "1"}))

    assert response.status_code == 302, errors_of(response)
    page = ResearchPage.objects.latest("pk")
    assert page.title == page.record_id == "research"
