"""The office's own pages: where they lie, in which order, what they say, what stays a draft."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.network.legal import OfficePage, Role
from home.first_pages.planting import plant_first_pages
from home.models import StandardPage
from members.models import OrganisationPage
from tests.builders import home_page, make_document, make_organisation
from tests.records.samples import by_id, export, import_files, organisation, refusal, written

pytestmark = pytest.mark.django_db
Json = dict[str, Any]


def page(record_id: str, **fields: Any) -> Json:
    """A small valid page of the office."""
    return {
        "id": record_id,
        "title": {"en": f"Page {record_id}"},
        "body": {"en": "<p>Words.</p>"},
        "original_language": "en",
        **fields,
    }


def stored(record_id: str) -> Any:
    return StandardPage.objects.get(record_id=record_id)


def load(folder: Path, *pages: Json, **options: bool) -> str:
    return import_files(written(folder, pages=list(pages)), **options)


def test_pages_lie_where_the_file_says_and_come_out_as_they_went_in(tmp_path: Path) -> None:
    given_pages = [
        page("board", parent="about", order=2, lead={"en": "Seven people."}),
        page("team", parent="about", order=1, body={"en": "<p>Ana &amp; Bo</p>", "fr": "<p>É</p>"}),
        page("about", order=1, title={"en": "About", "fr": "À propos"}),
        page("chair", parent="board", order=1),
    ]

    assert "pages: 4 new, 0 changed, 0 unchanged" in load(tmp_path, *given_pages)

    found = export(tmp_path / "out.json")["pages"]
    assert found == sorted(
        ({k: v for k, v in entry.items() if v} for entry in given_pages),
        key=lambda entry: str(entry["id"]),
    )
    assert stored("chair").get_parent().specific == stored("board")
    assert [child.slug for child in stored("about").get_children()] == ["team", "board"]
    assert stored("about").get_parent().specific == home_page()
    assert stored("board").is_public()
    again = load(tmp_path, *given_pages)
    assert "pages: 0 new, 0 changed, 4 unchanged" in again
    assert stored("about").revisions.count() == 1


def test_a_page_moves_and_siblings_change_places(tmp_path: Path) -> None:
    load(tmp_path, page("a", order=1), page("b", order=2), page("c", parent="a", order=1))
    swapped = [page("a", parent="c", order=1), page("b", order=1), page("c", order=2)]

    said = load(tmp_path, *swapped, dry_run=True)
    assert "pages: 0 new, 2 changed, 1 unchanged" in said
    load(tmp_path, *swapped)

    assert [e.get("parent") for e in export(tmp_path / "o.json")["pages"]] == ["c", None, None]
    assert stored("a").url_path.endswith("/c/a/")
    said = load(tmp_path, page("b", order=2), page("c", order=1))
    assert "pages: 0 new, 1 changed, 1 unchanged" in said
    assert by_id(export(tmp_path / "o.json"), "pages")["c"]["order"] == 1
    assert not StandardPage.find_problems()[0]


def test_what_lies_nowhere_is_refused_line_by_line(tmp_path: Path) -> None:
    make_organisation()
    known = OrganisationPage.objects.get().record_id
    load(tmp_path, page("here"), page("below", parent="here"))

    lines = refusal(
        written(
            tmp_path,
            pages=[
                page("lost", parent="nowhere"),
                page("odd", parent=known),
                page("self", parent="self"),
                page("one", parent="two"),
                page("two", parent="one"),
                page("here", parent="below"),
                page("number", parent=7),
                page("twice"),
                page("twice"),
                page("first", order=0),
            ],
        )
    )

    found = dict(line.split(": ", 1) for line in lines)
    assert found == {
        "pages / lost / parent": 'reference "nowhere" not found in pages, '
        "in this import or on the site",
        "pages / odd / parent": f'reference "{known}" not found in pages, '
        "in this import or on the site",
        "pages / self / parent": "lies below itself: self → self",
        "pages / one / parent": "lies below itself: one → two → one",
        "pages / two / parent": "lies below itself: two → one → two",
        "pages / here / parent": "lies below itself: here → below → here",
        "pages / number / parent": "7, expected the id of one of the pages",
        "pages / twice / id": 'the id "twice" stands twice in this collection',
        "pages / first / order": "0, expected a whole number from 1 to 2147483647",
    }
    assert StandardPage.objects.count() == 2


def test_pages_too_deep_to_be_shown_are_refused(tmp_path: Path) -> None:
    chain = [page("p0")] + [page(f"p{n}", parent=f"p{n - 1}") for n in range(1, 9)]

    assert refusal(written(tmp_path, pages=chain)) == [
        "pages / p8 / parent: lies 9 deep, expected at most 8"
    ]
    load(tmp_path, *chain[:-1])
    assert stored("p7").is_public()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<script>alert(1)</script>", "<script> can't stand here"),
        ("<p onclick='x'>a</p>", "<p> can't have the attribute onclick"),
        ('<a href=" java\nscript:x">a</a>', "expected a link to http, https, mailto or tel"),
        ("<p>open", "<p> has no end"),
        ("<p>a</b></p>", "</b> ends what wasn't begun"),
        ("<!-- a -->b", "a comment can't stand here"),
        ('<a linktype="page" id="7">a</a>', 'expected a page as in "pages/about"'),
        ('<a linktype="page" id="pages/none">a</a>', 'reference "none" not found in pages'),
        ('<a linktype="document" id="7">a</a>', "expected files/<16 digits"),
        ("<p>⟦the office⟧</p>", "has open gaps: ⟦the office⟧"),
        ("<p> </p>", ""),
    ],
)
def test_what_a_text_may_not_hold(tmp_path: Path, body: str, words: str) -> None:
    file = written(tmp_path, pages=[page("one", body={"en": body})])
    if not words:
        import_files(file)
        return

    lines = refusal(file)

    assert lines
    assert all(line.startswith("pages / one / body.en: ") for line in lines)
    assert words in lines[0]


def test_links_lead_to_the_same_pages_and_files_on_another_site(tmp_path: Path) -> None:
    file = make_document(title="Rules")
    load(tmp_path, page("target"), page("draft", draft=True))
    links = (
        f'<p><a linktype="document" id="{file.pk}">rules</a> '
        f'<a id="{stored("target").pk}" linktype="page">there</a> '
        f'<a linktype="page" id="{home_page().pk}">home</a> '
        f'<a linktype="page" id="{stored("draft").pk}">hidden</a> '
        '<a href="https://example.org/?a=1&amp;b=2">out</a></p>'
    )
    own = StandardPage(heading_en="Links", body_en=links, record_id="links")
    home_page().add_child(instance=own)

    private = by_id(export(tmp_path / "private.json"), "pages")["links"]["body"]["en"]
    public = by_id(export(tmp_path / "public.json", public=True), "pages")["links"]["body"]["en"]

    assert '<a linktype="page" id="pages/target">there</a>' in private
    assert '<a linktype="page" id="pages">home</a>' in private
    assert '<a linktype="page" id="pages/draft">hidden</a>' in private
    assert '<a linktype="document" id="files/' in private
    assert '<a href="https://example.org/?a=1&amp;b=2">out</a>' in private
    assert public == private.replace('<a linktype="page" id="pages/draft">hidden</a>', "hidden")
    before = stored("target").pk
    StandardPage.objects.all().delete()
    import_files(tmp_path / "private.json")
    assert f'<a linktype="page" id="{stored("target").pk}">there</a>' in stored("links").body_en
    assert stored("target").pk != before
    export(tmp_path / "again.json")
    assert (tmp_path / "again.json").read_bytes() == (tmp_path / "private.json").read_bytes()


# -- drafts ----------------------------------------------------------------------------------------
def test_drafts_travel_in_the_private_export_only_and_stay_drafts(tmp_path: Path) -> None:
    draft = page("plan", draft=True, order=1, body={"en": "<p>⟦when⟧</p>"})
    load(tmp_path, draft, page("below", parent="plan", order=1))

    assert not stored("plan").live
    assert [e["id"] for e in export(tmp_path / "a.json")["pages"]] == ["below", "plan"]
    assert "pages" not in export(tmp_path / "public.json", public=True)
    assert "0 changed, 2 unchanged" in load(tmp_path, draft, page("below", parent="plan", order=1))
    load(tmp_path, {**draft, "lead": {"en": "Soon."}})
    assert by_id(export(tmp_path / "a.json"), "pages")["plan"]["lead"] == {"en": "Soon."}
    assert stored("plan").revisions.count() == 2


def test_a_draft_on_the_site_is_kept_unless_it_is_to_be_replaced(tmp_path: Path) -> None:
    load(tmp_path, page("plan", draft=True), page("online"))

    assert "has an unpublished draft" in refusal(written(tmp_path, pages=[page("plan")]))[0]
    assert refusal(written(tmp_path, pages=[page("online", draft=True)])) == [
        "pages / online / draft: is online on the site: a draft in a file doesn't take it offline"
    ]
    load(tmp_path, page("plan"), replace_drafts=True)
    assert stored("plan").live


def test_the_first_pages_of_a_site_are_not_doubled(tmp_path: Path) -> None:
    plant_first_pages()
    planted = stored("imprint")
    assert {entry["id"] for entry in export(tmp_path / "a.json")["pages"]} == set(Role)
    others = written(tmp_path, pages=[page("imprint"), page("about")])

    assert len(refusal(others)) == 2
    import_files(others, replace_drafts=True)

    assert StandardPage.objects.count() == len(Role)
    assert stored("imprint").pk == planted.pk
    assert stored("imprint").live
    assert OfficePage.objects.get(role=Role.IMPRINT).page_id == planted.pk


def test_pages_that_came_before_the_first_ones_play_their_part(tmp_path: Path) -> None:
    load(tmp_path, page("imprint"))

    assert Role.IMPRINT not in plant_first_pages()

    assert StandardPage.objects.count() == len(Role)
    assert OfficePage.objects.get(role=Role.IMPRINT).page_id == stored("imprint").pk


def test_a_whole_site_of_first_pages_goes_round_byte_for_byte(tmp_path: Path) -> None:
    plant_first_pages()
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    export(first)
    StandardPage.objects.all().delete()

    import_files(first)
    export(second)

    assert first.read_bytes() == second.read_bytes()


def test_an_address_of_a_view_stays_the_views(tmp_path: Path) -> None:
    load(tmp_path, page("search"), page("below"), page("map", parent="below"))

    assert stored("search").slug == "search-2"
    assert stored("map").slug == "map"


# -- any forest ------------------------------------------------------------------------------------
NAMES = ["a", "b", "c", "d", "e"]


@st.composite
def forests(draw: st.DrawFn) -> list[Json]:
    """Pages in any order of the file, each below one of the others or on top, without circles."""
    names = draw(st.permutations(NAMES))
    places: dict[str | None, int] = {}
    found = []
    for number, name in enumerate(names):
        parent = draw(st.sampled_from([None, *names[:number]]))
        places[parent] = places.get(parent, 0) + 1
        text = draw(st.sampled_from(["<p>a</p>", "<h2>b &lt; c</h2><p>d<br/>e</p>", "<hr/>f"]))
        fields = {"order": places[parent], "body": {"en": text}}
        found.append(page(name, **fields, **({"parent": parent} if parent else {})))
    return draw(st.permutations(found))


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(before=forests(), after=forests())
def test_any_forest_comes_out_as_it_went_in(
    tmp_path: Path, before: list[Json], after: list[Json]
) -> None:
    with transaction.atomic():
        for forest in (before, after):
            load(tmp_path, *copy.deepcopy(forest))
            found = by_id(export(tmp_path / "out.json"), "pages")
            assert found == {entry["id"]: entry for entry in forest}
            assert "0 changed, 5 unchanged" in load(tmp_path, *forest)
            assert not any(StandardPage.find_problems())
        transaction.set_rollback(True)


def test_a_page_and_an_organisation_may_have_one_id(tmp_path: Path) -> None:
    import_files(written(tmp_path, organisations=[organisation("both")], pages=[page("both")]))

    assert {"pages", "organisations"} <= set(export(tmp_path / "out.json"))
