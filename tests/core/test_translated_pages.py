"""One page, many languages, at the level of models: drafts, fallbacks, copies, addresses."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import translation
from wagtail.models import Page, ReferenceIndex, Revision

from core.checks import translated_models_are_registered
from core.i18n import LANGS, has_content, loc, localised
from home.models import StandardPage
from members.models import OrganisationPage, UpdateImage, UpdatePage
from tests.builders import (
    add_page,
    home_page,
    make_image,
    make_organisation,
    make_standard_page,
    make_update,
)

pytestmark = pytest.mark.django_db
FIELDS = ("heading", "body")


@pytest.fixture
def organisation() -> OrganisationPage:
    return make_organisation()


@pytest.fixture
def news(organisation: OrganisationPage) -> UpdatePage:
    return make_update(
        organisation=organisation,
        title="Water",
        heading_fr="Eau",
        body_en="About water",
        body_fr="",
    )


def texts(page: UpdatePage) -> dict[str, str]:
    """Every text the page has, by column."""
    columns = [loc(name, code) for name in FIELDS for code in LANGS]
    return {name: getattr(page, name) for name in columns if has_content(getattr(page, name))}


def stored(page: UpdatePage) -> UpdatePage:
    return UpdatePage.objects.get(pk=page.pk)


# -- migrations ----------------------------------------------------------------------------------
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_wagtails_own_table_is_untouched() -> None:
    with connection.cursor() as cursor:
        table = connection.introspection.get_table_description(cursor, Page._meta.db_table)

    assert not [column.name for column in table if column.name.endswith(("_fr", "_ro"))]


def test_every_translated_model_is_registered() -> None:
    assert translated_models_are_registered(None) == []


def test_names_of_columns() -> None:
    assert loc("heading", "nb") == "heading_nb"


# -- drafts and revisions ------------------------------------------------------------------------
@pytest.mark.parametrize("active", ["en", "fr", "ro", "nb"])
def test_draft_publish_and_revert_whatever_language_is_active(
    news: UpdatePage, active: str
) -> None:
    before, first = texts(news), news.latest_revision
    with translation.override(active):
        draft = stored(news).get_latest_revision_as_object()
        draft.heading_fr, draft.body_fr = "L’eau", "Sur l’eau"
        revision = draft.save_revision()
    assert texts(stored(news)) == before

    with translation.override("ro" if active != "ro" else "it"):
        revision.publish()
    live = stored(news)
    assert texts(live) == {**before, "heading_fr": "L’eau", "body_fr": "Sur l’eau"}
    assert (live.title, live.draft_title) == ("Water", "Water")

    with translation.override(active):
        old = first.as_object()
        assert texts(old) == before
        old.save_revision(previous_revision=first).publish()
    assert texts(stored(news)) == before


@pytest.mark.parametrize("active", ["en", "fr", "ro"])
def test_emptying_a_language_brings_no_fallback_into_it(news: UpdatePage, active: str) -> None:
    with translation.override(active):
        page = stored(news)
        page.heading_fr = ""
        page.save_revision().publish()
        page.save()

    assert set(texts(stored(news))) == {"heading_en", "body_en"}


def test_unsuffixed_columns_hold_the_original_language_whoever_saves(news: UpdatePage) -> None:
    for code in ("fr", "ro", "en"):
        with translation.override(code):
            stored(news).save()
        raw = UpdatePage.objects.filter(pk=news.pk).rewrite(False).values("heading", "body").get()
        assert raw == {"heading": "Water", "body": "About water"}


def test_revisions_hold_suffixed_texts_only(news: UpdatePage) -> None:
    content = news.latest_revision.content

    assert content["heading_en"] == "Water"
    assert content["heading_fr"] == "Eau"
    assert not {"heading", "body"} & set(content)


def test_a_language_younger_than_the_revision_stays_empty(news: UpdatePage) -> None:
    revision = news.latest_revision
    content = dict(revision.content)
    for name in FIELDS:
        content.pop(loc(name, "sv"))
        content[name] = content[loc(name, "en")]  # as without our own serialisation
    Revision.objects.filter(pk=revision.pk).update(content=content)

    with translation.override("sv"):
        page = Revision.objects.get(pk=revision.pk).as_object()

    assert not has_content(page.heading_sv)
    assert not has_content(page.body_sv)


def test_rows_inside_a_page_keep_each_language(
    news: UpdatePage, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    with translation.override("fr"):
        news.images = [UpdateImage(image=make_image(), alt_en="A well", alt_fr="Un puits")]
        news.save_revision().publish()

    row = stored(news).images.get()
    content = stored(news).latest_revision.content["images"][0]
    assert (row.alt_en, row.alt_fr) == ("A well", "Un puits")
    assert content["alt_fr"] == "Un puits"
    assert "alt" not in content
    with translation.override("ro"):
        again = stored(news).latest_revision.as_object().images.get()
        assert (again.alt_en, again.alt_fr, again.alt_ro) == ("A well", "Un puits", None)


# -- rich text, references, search ---------------------------------------------------------------
def test_rich_text_keeps_its_features_in_every_language() -> None:
    plain, french = (StandardPage._meta.get_field(name) for name in ("body", "body_fr"))

    assert french.features == plain.features
    assert "RichTextField" in [kind.__name__ for kind in type(french).__mro__]


def test_links_in_a_translation_are_known_as_references(organisation: OrganisationPage) -> None:
    link = f'<p><a linktype="page" id="{organisation.pk}">x</a></p>'
    page = make_standard_page(body_fr=link)

    paths = ReferenceIndex.get_references_for_object(page).values_list("model_path", flat=True)

    assert "body_fr." in paths
    assert "body_en." not in paths
    assert len(ReferenceIndex.get_grouped_references_to(organisation)) == 1


def test_references_of_the_original_language_count_once_for_a_reader(
    organisation: OrganisationPage,
) -> None:
    """The un-suffixed column mirrors the original one; usage is counted by object."""
    page = make_standard_page(body_en=f'<p><a linktype="page" id="{organisation.pk}">x</a></p>')

    paths = ReferenceIndex.get_references_for_object(page).values_list("model_path", flat=True)

    assert {"body.", "body_en."} <= set(paths)
    assert len(ReferenceIndex.get_grouped_references_to(organisation)) == 1


def test_the_admins_search_finds_a_title_in_any_language(news: UpdatePage) -> None:
    call_command("update_index", verbosity=0)

    for model in (UpdatePage, Page):
        for words in ("Eau", "Water"):
            assert [page.pk for page in model.objects.search(words)] == [news.pk], words
    assert [page.pk for page in UpdatePage.objects.autocomplete("Ea")] == [news.pk]
    assert not UpdatePage.objects.search("Nothing")


# -- fallbacks -----------------------------------------------------------------------------------
def test_a_fallback_tells_its_language(news: UpdatePage) -> None:
    with translation.override("fr"):
        assert localised(news, "heading") == ("Eau", "fr", "fr")
        body = localised(news, "body")
        assert (body.value, body.language, body.is_fallback) == ("About water", "en", True)
        assert body.attrs == ' lang="en"'
    with translation.override("ro"):
        assert localised(news, "body").language == "en"
        assert news.heading == "Water"


def test_an_emptied_rich_text_is_no_text() -> None:
    page = make_standard_page(body_ro='<p data-block-key="abc"></p>')

    with translation.override("ro"):
        assert localised(page, "body").language == "en"


def test_a_page_in_one_language_is_never_blank(organisation: OrganisationPage) -> None:
    page = make_update(organisation=organisation, title="Știri din Iași", language="ro")

    assert (page.title, page.slug, page.record_id) == ("Știri din Iași", *["stiri-din-iasi"] * 2)
    assert page.available_languages == ("ro",)
    assert page.get_admin_display_title() == "Știri din Iași [ro]"
    with translation.override("ro"):
        assert page.get_admin_display_title() == "Știri din Iași"
    with translation.override("nb"):
        assert localised(page, "heading").language == "ro"
        assert page.heading == "Știri din Iași"


def test_writing_without_suffix_reaches_the_active_language_only(news: UpdatePage) -> None:
    with translation.override("fr"):
        news.heading = "Eaux"

    assert (news.heading_fr, news.heading_en) == ("Eaux", "Water")


# -- title, slug, id -----------------------------------------------------------------------------
def test_an_assigned_title_becomes_the_heading(organisation: OrganisationPage) -> None:
    page = organisation.add_child(
        instance=UpdatePage(title="Nyheter", original_language="nb", date="2026", body_nb="x")
    )
    assert (page.heading_nb, page.title, page.slug) == ("Nyheter", "Nyheter", "nyheter")

    page.original_language, page.heading_sv = "sv", "Nyheter på svenska"
    page.save()

    assert page.title == "Nyheter på svenska"


def test_slugs_are_ascii_and_unique(organisation: OrganisationPage) -> None:
    made = [
        make_update(organisation=organisation, title="Ås øl ß", language="nb") for _ in range(3)
    ]
    other = make_update(
        organisation=make_organisation(name="Other"), title="Ås øl ß", language="nb"
    )

    assert [page.slug for page in made] == ["as-ol-ss", "as-ol-ss-2", "as-ol-ss-3"]
    assert other.slug == "as-ol-ss"
    ids = [page.record_id for page in (*made, other)]
    assert ids == ["as-ol-ss", "as-ol-ss-2", "as-ol-ss-3", "as-ol-ss-4"]


def test_a_new_slug_leaves_the_permanent_id(news: UpdatePage) -> None:
    news.slug = "something-else"
    news.save_revision().publish()

    assert stored(news).slug == "something-else"
    assert stored(news).record_id == "water"


# -- copies, aliases, moves ----------------------------------------------------------------------
@pytest.mark.parametrize("active", ["en", "fr", "ro"])
def test_copy_alias_and_move_keep_every_text(news: UpdatePage, active: str) -> None:
    before = texts(news)
    with translation.override(active):
        copy = news.copy(update_attrs={"slug": "water-2"}, keep_live=True)
        assert texts(stored(copy)) == before
        other = make_organisation(name="Other")
        stored(copy).move(other, pos="last-child")
    moved = stored(copy)
    assert moved.url_path == "/home/organisations/other/water-2/"
    assert texts(moved) == before

    other = OrganisationPage.objects.get(pk=other.pk)
    other.slug = "other-new"
    with translation.override(active):
        other.save()
    assert stored(copy).url_path == "/home/organisations/other-new/water-2/"


def test_a_copy_gets_a_permanent_id_of_its_own(news: UpdatePage) -> None:
    copy = news.copy(update_attrs={"slug": "water-2"})

    assert stored(copy).record_id == "water-2"
    copy.get_latest_revision().publish()
    assert stored(copy).record_id == "water-2"
    assert stored(news).record_id == "water"


@pytest.mark.parametrize("active", ["en", "fr"])
def test_an_alias_follows_its_original(news: UpdatePage, active: str) -> None:
    with translation.override(active):
        alias = news.create_alias(update_slug="water-3")
        assert texts(stored(alias)) == texts(news)
        news.heading_ro = "Apă"
        news.save_revision().publish()

    assert stored(alias).heading_ro == "Apă"
    assert stored(alias).title == "Water"
    assert stored(alias).record_id != news.record_id


# -- queries -------------------------------------------------------------------------------------
@pytest.mark.parametrize("active", ["en", "fr", "ro"])
def test_queries_read_what_they_name(news: UpdatePage, active: str) -> None:
    here = {"fr": "Eau"}.get(active, "Water")
    with translation.override(active):
        deferred = Page.objects.live().specific(defer=True).get(pk=news.pk)
        assert (deferred.heading_fr, deferred.heading) == ("Eau", here)
        assert UpdatePage.objects.filter(heading_fr__icontains="eau").get() == news
        assert UpdatePage.objects.order_by("heading_fr").first() == news
        assert UpdatePage.objects.values_list("heading_fr", "title").get() == ("Eau", "Water")
        assert UpdatePage.objects.values("heading").get()["heading"] == here
        assert UpdatePage.objects.only("title").get().heading_en == "Water"
        assert UpdatePage.objects.in_bulk([news.pk])[news.pk].heading_fr == "Eau"
        assert news.get_parent().get_children().live().specific().get().heading_fr == "Eau"
        assert Page.objects.descendant_of(home_page()).type(UpdatePage).count() == 1
        assert (UpdatePage.objects.live() | UpdatePage.objects.not_live()).count() == 1
        assert pickle.loads(pickle.dumps(UpdatePage.objects.all())).get() == news  # noqa: S301


def test_filtering_without_suffix_looks_in_the_active_language_only(news: UpdatePage) -> None:
    for language, count in (("ro", 0), ("en", 1)):
        with translation.override(language):
            assert UpdatePage.objects.filter(heading="Water").count() == count


def test_only_what_is_live_is_public(news: UpdatePage) -> None:
    draft = make_update(organisation=news.organisation, title="Draft", live=False)

    assert list(UpdatePage.objects.for_public()) == [news]
    assert draft in UpdatePage.objects.all()


def test_pages_below_the_front_page_are_pages_too() -> None:
    page = add_page(
        StandardPage(heading_fr="Qui nous sommes", body_fr="<p>x</p>", original_language="fr"),
        parent=home_page(),
    )

    assert (page.title, page.slug) == ("Qui nous sommes", "qui-nous-sommes")
