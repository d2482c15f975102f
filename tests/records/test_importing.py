"""What an import makes of records: pages below their publisher, live, with revision and history."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from wagtail.models import Page, PageLogEntry, ReferenceIndex

from members.models import Membership, OrganisationIndexPage, OrganisationPage
from practices.models import LibraryPage, PracticePage, ResearchPage, Statistic
from search.models import Concept
from tests.builders import make_category, make_membership
from tests.records.samples import (
    by_id,
    concept,
    export,
    import_files,
    organisation,
    practice,
    refusal,
    research,
    written,
)

pytestmark = pytest.mark.django_db


def parent_of(page: Page) -> Any:
    """The page above, as what it is."""
    parent = page.get_parent()
    assert parent is not None
    return parent.specific


def test_new_page_is_live_with_a_published_revision_of_everything(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        concepts=[concept("visits"), concept("games")],
        organisations=[organisation()],
        practices=[
            practice(
                themes=["visits", "games"],
                evidence=[{"claim": {"en": "It helps."}, "direction": "works", "design": "survey"}],
            )
        ],
    )

    import_files(path)

    page = PracticePage.objects.get(record_id="test-practice")
    content = page.latest_revision.content
    assert (page.live, page.has_unpublished_changes, page.slug) == (True, False, "test-practice")
    assert page.title == page.draft_title == "Practice test-practice"
    assert page.live_revision_id == page.latest_revision_id
    assert page.first_published_at is not None
    assert parent_of(page) == OrganisationPage.objects.get(record_id="test-one")
    assert [row["claim_en"] for row in content["evidence"]] == ["It helps."]
    assert [row["concept"] for row in content["tags"]] == [
        Concept.objects.get(record_id=name).pk for name in ("visits", "games")
    ]
    actions = PageLogEntry.objects.filter(page=page.pk).order_by("pk")
    assert list(actions.values_list("action", flat=True)) == ["wagtail.create", "wagtail.publish"]
    assert ReferenceIndex.get_references_for_object(page).exists()
    assert not any(Page.find_problems())


def test_published_revision_can_be_opened_and_published_again(tmp_path: Path) -> None:
    import_files(written(tmp_path, organisations=[organisation()], practices=[practice()]))
    page = PracticePage.objects.get()

    page.latest_revision.publish()

    page.refresh_from_db()
    assert page.summary_en == "What it does."


def test_organisations_live_in_their_list_and_unpublished_research_in_the_library(
    tmp_path: Path,
) -> None:
    import_files(written(tmp_path, organisations=[organisation()], research=[research()]))

    assert isinstance(parent_of(OrganisationPage.objects.get()), OrganisationIndexPage)
    assert isinstance(parent_of(ResearchPage.objects.get()), LibraryPage)


def test_page_moves_to_its_new_publisher_and_back_to_the_library(tmp_path: Path) -> None:
    organisations = [organisation(), organisation("test-two")]
    study = research(organisation="test-one")
    import_files(written(tmp_path, organisations=organisations, research=[study]))

    import_files(written(tmp_path, research=[research(organisation="test-two")]))
    moved = ResearchPage.objects.get()
    below_two = parent_of(moved)
    import_files(written(tmp_path, research=[research()]))

    assert below_two == OrganisationPage.objects.get(record_id="test-two")
    assert moved.url_path.endswith("/test-two/test-research/")
    assert isinstance(parent_of(ResearchPage.objects.get()), LibraryPage)
    assert PageLogEntry.objects.filter(page=moved.pk, action="wagtail.move").count() == 2
    assert OrganisationPage.objects.get(record_id="test-one").numchild == 0


def test_slug_gets_a_number_where_a_sibling_has_it(tmp_path: Path) -> None:
    import_files(
        written(
            tmp_path,
            organisations=[organisation()],
            practices=[practice("same")],
            research=[research("same", organisation="test-one")],
        )
    )

    assert PracticePage.objects.get().slug == "same"
    assert ResearchPage.objects.get().slug == "same-2"


def test_study_without_title_is_named_by_its_authors_or_its_id(tmp_path: Path) -> None:
    import_files(
        written(
            tmp_path,
            research=[research(), research("known", authors=["Abram", "Smith"], year=1997)],
        )
    )

    assert ResearchPage.objects.get(record_id="test-research").title == "test-research"
    assert ResearchPage.objects.get(record_id="known").title == "Abram, Smith (1997)"


def test_references_may_point_in_circles_and_ahead(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        statistics=[
            {
                "id": "test-figure",
                "statement": {"en": "Many"},
                "value": 2.5,
                "research": "second",
                "original_language": "en",
            }
        ],
        research=[research("first", cited_via="second"), research("second", cited_via="first")],
        practices=[
            practice("old", continues=["new"]),
            practice("new", adapted_from=["old"], continues=["old"]),
        ],
        concepts=[
            concept("wide", related=["narrow"]),
            concept("narrow", broader="wide", related=["wide"]),
        ],
        organisations=[organisation()],
    )

    import_files(path)

    exported = export(tmp_path / "out.json")
    assert by_id(exported, "research")["first"]["cited_via"] == "second"
    assert by_id(exported, "research")["second"]["cited_via"] == "first"
    assert by_id(exported, "practices")["old"]["continues"] == ["new"]
    assert by_id(exported, "practices")["new"]["adapted_from"] == ["old"]
    assert by_id(exported, "concepts")["narrow"]["broader"] == "wide"
    assert by_id(exported, "concepts")["wide"]["related"] == ["narrow"]
    figure: Any = Statistic.objects.get()
    assert figure.research == ResearchPage.objects.get(record_id="second")


def test_several_files_are_one_import(tmp_path: Path) -> None:
    practices = written(tmp_path, "practices.json", practices=[practice()])
    organisations = written(tmp_path, "organisations.json", organisations=[organisation()])

    alone = refusal(practices)
    together = import_files(practices, organisations)

    assert 'reference "test-one" not found' in alone[0]
    assert together == (
        "organisations: 1 new, 0 changed, 0 unchanged\npractices: 1 new, 0 changed, 0 unchanged\n"
    )


def test_import_does_not_depend_on_the_active_language(tmp_path: Path) -> None:
    record = organisation(original_language="nb", name={"nb": "Forening", "fr": "Association"})

    with translation.override("fr"):
        import_files(written(tmp_path, organisations=[record]))

    page = OrganisationPage.objects.rewrite(False).get()
    assert page.title == "Forening"
    assert (page.heading_nb, page.heading_fr, page.heading_en) == ("Forening", "Association", None)
    stored = OrganisationPage.objects.rewrite(False).values_list("heading", flat=True)
    assert list(stored) == ["Forening"]


def test_what_hangs_on_a_membership_stays_with_it_whatever_the_file_lists(tmp_path: Path) -> None:
    early = {"category": "test-member", "status": "ended", "since": "2010", "until": "2012"}
    now = {"category": "test-member", "status": "active", "since": "2020"}
    make_category(record_id="test-member")

    def listed(*memberships: dict[str, str]) -> None:
        import_files(written(tmp_path, organisations=[organisation(memberships=[*memberships])]))

    listed(now)
    current = Membership.objects.get()
    Membership.objects.update(notes="About this one", fee_paid_until="2026-12-31")

    for rows in ((early, now), (now, early), ({**now, "since": "2019"}, early), (now,)):
        listed(*rows)
        kept = Membership.objects.get(pk=current.pk)
        assert (kept.status, kept.notes) == ("active", "About this one"), rows
        assert Membership.objects.exclude(pk=current.pk).filter(notes__gt="").count() == 0

    Membership.objects.update(status="suspended")
    make_membership(
        organisation=OrganisationPage.objects.get(), since="2005", until="2006", status="ended"
    )
    listed(early)  # as a file for everybody does, which names no suspension
    assert Membership.objects.get(pk=current.pk).notes == "About this one"


def test_membership_and_confirmation_never_ride_in_a_revision(tmp_path: Path) -> None:
    membership = {"category": "test-member", "status": "active", "since": "2016"}
    category = {"id": "test-member", "label": {"en": "Member"}}
    record = organisation(memberships=[membership], confirmed_on="2024-05")
    import_files(written(tmp_path, categories=[category], organisations=[record]))
    page = OrganisationPage.objects.get()
    row = Membership.objects.get()

    ended = organisation(
        memberships=[{**membership, "status": "ended", "until": "2020-12-31"}],
        confirmed_on="2025-01",
    )
    import_files(written(tmp_path, organisations=[ended]))

    assert not {"memberships", "confirmation", "confirmed_on"} & set(page.latest_revision.content)
    assert Membership.objects.get().pk == row.pk
    assert Membership.objects.get().status == "ended"
    assert page.revisions.count() == 1
    page = OrganisationPage.objects.get()
    assert page.confirmation.confirmed_on == "2025-01"


def test_record_that_says_less_than_before_is_emptied(tmp_path: Path) -> None:
    full = organisation(
        acronym="ABC",
        summary={"en": "Text", "fr": "Texte"},
        staff=9,
        sources=["a", "b"],
        images=[],
    )
    import_files(written(tmp_path, organisations=[full]))

    import_files(written(tmp_path, organisations=[organisation(summary={"fr": "x", "en": "y"})]))

    found = by_id(export(tmp_path / "out.json"), "organisations")["test-one"]
    assert found == organisation(summary={"en": "y", "fr": "x"})
