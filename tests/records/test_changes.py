"""Importing again: what is unchanged is left alone, what changed is published, drafts are kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError
from django.db import DatabaseError
from wagtail.models import Revision

from members.models import OrganisationPage
from practices.models import PracticePage
from records import pages
from search.models import Concept
from tests.records.samples import concept, import_files, organisation, practice, refusal, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def records(tmp_path: Path) -> Path:
    """Two organisations, a practice with rows, two concepts; imported already."""
    path = written(
        tmp_path,
        concepts=[concept("visits"), concept("games")],
        organisations=[organisation(), organisation("test-two")],
        practices=[
            practice(
                themes=["games"],
                partners=[{"organisation": "test-two"}],
                figures=[{"label": {"en": "Children"}, "value": 30}],
            )
        ],
    )
    import_files(path)
    return path


def test_second_import_writes_nothing(records: Path, nothing_written: None) -> None:
    assert import_files(records) == (
        "concepts: 0 new, 0 changed, 2 unchanged\n"
        "organisations: 0 new, 0 changed, 2 unchanged\n"
        "practices: 0 new, 0 changed, 1 unchanged\n"
    )


def test_only_what_changed_is_written(records: Path, tmp_path: Path) -> None:
    before = PracticePage.objects.get()
    figure, old_partner = before.figures.get(), before.partners.get()

    changed = practice(
        themes=["visits", "games"],
        partners=[{"organisation": "test-two", "role": {"en": "hosts it"}}],
        figures=[{"label": {"en": "Children"}, "value": 30.0}],
    )
    out = import_files(written(tmp_path, practices=[changed], organisations=[organisation()]))

    page = PracticePage.objects.get()
    assert "organisations: 0 new, 0 changed, 1 unchanged" in out
    assert "practices: 0 new, 1 changed, 0 unchanged" in out
    assert page.figures.get() == figure
    assert page.partners.get() != old_partner
    partner: Any = page.partners.get()
    assert partner.role_en == "hosts it"
    assert [tag.concept.record_id for tag in page.tags.all()] == ["visits", "games"]
    assert page.revisions.count() == 2
    assert page.live_revision.content["partners"][0]["role_en"] == "hosts it"
    assert OrganisationPage.objects.get(record_id="test-one").revisions.count() == 1


def test_renamed_page_keeps_its_slug_and_id(records: Path, tmp_path: Path) -> None:
    import_files(written(tmp_path, organisations=[organisation(name={"en": "New name"})]))

    page = OrganisationPage.objects.get(record_id="test-one")
    assert (page.title, page.draft_title, page.slug) == ("New name", "New name", "test-one")


def test_dry_run_says_what_would_happen_and_writes_nothing(
    records: Path, tmp_path: Path, nothing_written: None
) -> None:
    path = written(
        tmp_path,
        "next.json",
        organisations=[organisation(acronym="A"), organisation("test-two"), organisation("third")],
    )

    out = import_files(path, dry_run=True)

    assert out == "organisations: 1 new, 1 changed, 1 unchanged\n"
    assert not OrganisationPage.objects.filter(record_id="third").exists()


def test_unpublished_draft_stops_the_import(records: Path) -> None:
    page = OrganisationPage.objects.get(record_id="test-one")
    page.heading_en = "A draft"
    page.save_revision()

    lines = refusal(records)

    assert len(lines) == 1
    assert lines[0].startswith("organisations / test-one / -: has an unpublished draft")
    assert "--replace-drafts" in lines[0]


@pytest.mark.parametrize("changed", [False, True])
def test_draft_is_replaced_on_demand(records: Path, tmp_path: Path, *, changed: bool) -> None:
    page = OrganisationPage.objects.get(record_id="test-one")
    page.heading_en = "A draft"
    page.save_revision()

    extra: dict[str, Any] = {"acronym": "ABC"} if changed else {}
    import_files(
        written(tmp_path, organisations=[organisation(**extra)]),
        replace_drafts=True,
    )

    page = OrganisationPage.objects.get(record_id="test-one")
    assert page.has_unpublished_changes is False
    assert page.title == page.draft_title == "Association test-one"
    assert page.latest_revision.as_object().heading_en == "Association test-one"
    assert page.acronym == extra.get("acronym", "")


def test_page_taken_offline_stops_the_import_and_comes_back_on_demand(records: Path) -> None:
    OrganisationPage.objects.get(record_id="test-one").unpublish()

    lines = refusal(records)
    import_files(records, replace_drafts=True)

    assert lines[0].startswith("organisations / test-one / -: ")
    assert OrganisationPage.objects.get(record_id="test-one").live


def test_records_that_are_not_in_the_file_stay(records: Path, tmp_path: Path) -> None:
    import_files(written(tmp_path, organisations=[]))

    assert OrganisationPage.objects.count() == 2
    assert Concept.objects.count() == 2


def test_failure_half_way_undoes_everything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(pages, "publish", fail)
    path = written(tmp_path, concepts=[concept("visits")], organisations=[organisation()])

    with pytest.raises(CommandError) as refused:
        import_files(path)

    assert str(refused.value).split("\n") == [
        "nothing was imported",
        "organisations / test-one / -: the disk is full",
    ]
    assert not OrganisationPage.objects.exists()
    assert not Concept.objects.exists()
    assert not Revision.objects.filter(object_str__contains="test-one").exists()
