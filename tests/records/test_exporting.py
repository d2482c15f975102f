"""Exports: in the format's order, nothing that isn't live, nothing private in public ones."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from members.models import OrganisationPage
from practices.models import PracticePage
from records import exporting
from records.registry import registry
from search.models import Concept
from tests.records.samples import (
    by_id,
    concept,
    export,
    import_files,
    organisation,
    practice,
    research,
    written,
)

pytestmark = pytest.mark.django_db


def test_keys_stand_in_the_order_of_the_format_and_records_by_id(tmp_path: Path) -> None:
    record = organisation("test-b", staff=3, acronym="B", sources=["x"], summary={"en": "s"})
    shuffled = dict(reversed(record.items()))
    import_files(written(tmp_path, organisations=[shuffled, organisation("test-a")]))

    exported = export(tmp_path / "out.json")

    assert [entry["id"] for entry in exported["organisations"]] == ["test-a", "test-b"]
    assert list(exported["organisations"][1]) == [
        name for name in registry().get("organisations").fields if name in record
    ]
    assert list(exported) == ["format", "organisations"]


def test_whole_numbers_have_no_point_and_others_keep_theirs(tmp_path: Path) -> None:
    figures = [
        {"label": {"en": "whole"}, "value": 30.0},
        {"label": {"en": "part"}, "value": 2.4},
        {"label": {"en": "large"}, "value": 2_000_000},
    ]
    import_files(
        written(tmp_path, organisations=[organisation()], practices=[practice(figures=figures)])
    )

    export(tmp_path / "out.json")

    text = (tmp_path / "out.json").read_text(encoding="utf-8")
    assert '"value": 30\n' in text
    assert '"value": 2.4\n' in text
    assert '"value": 2000000\n' in text


def test_drafts_stay_out_and_so_do_references_to_them(tmp_path: Path) -> None:
    import_files(
        written(
            tmp_path,
            organisations=[organisation(), organisation("test-two"), organisation("test-three")],
            practices=[
                practice("live", partners=[{"organisation": "test-two"}], continues=["draft"]),
                practice("draft"),
            ],
        )
    )
    OrganisationPage.objects.get(record_id="test-two").unpublish()
    PracticePage.objects.get(record_id="draft").unpublish()
    edited = OrganisationPage.objects.get(record_id="test-three")
    edited.heading_en = "Not yet published"
    edited.save_revision()

    exported = export(tmp_path / "out.json")

    assert set(by_id(exported, "organisations")) == {"test-one", "test-three"}
    assert by_id(exported, "organisations")["test-three"]["name"] == {
        "en": "Association test-three"
    }
    assert by_id(exported, "practices") == {"live": practice("live")}


def test_record_that_could_not_be_imported_again_is_exported_with_a_warning(
    tmp_path: Path,
) -> None:
    import_files(written(tmp_path, concepts=[concept("visits")]))
    Concept.objects.update(note_en="a tab\there")  # saving would make it a space
    warnings = io.StringIO()

    call_command(
        "export_records", str(tmp_path / "out.json"), stdout=io.StringIO(), stderr=warnings
    )

    assert "concepts / visits / note.en: character 6 is a control character" in warnings.getvalue()
    assert "a tab\\there" in (tmp_path / "out.json").read_text(encoding="utf-8")


def test_public_export_leaves_out_remarks_and_suspended_organisations(tmp_path: Path) -> None:
    category = {"id": "test-member", "label": {"en": "Member"}}
    suspended = organisation(
        "suspended", memberships=[{"category": "test-member", "status": "suspended"}]
    )
    import_files(
        written(
            tmp_path,
            categories=[category],
            organisations=[organisation(notes="private", email="post@example.org"), suspended],
            practices=[
                practice("kept", notes="private", partners=[{"organisation": "suspended"}]),
                practice("gone", organisation="suspended"),
                practice("follows", continues=["gone"]),
            ],
            research=[research(notes="private")],
        )
    )

    whole = export(tmp_path / "backup.json")
    public = export(tmp_path / "public.json", public=True)

    assert set(by_id(whole, "practices")) == {"kept", "gone", "follows"}
    assert set(by_id(public, "organisations")) == {"test-one"}
    assert by_id(public, "practices") == {
        "follows": practice("follows"),
        "kept": practice("kept"),
    }
    assert by_id(public, "organisations")["test-one"]["email"] == "post@example.org"
    assert "private" not in (tmp_path / "public.json").read_text(encoding="utf-8")


def test_public_export_holds_a_helpline_number_only_while_it_is_confirmed(tmp_path: Path) -> None:
    line = {"name": {"en": "Line"}, "phone": "0800 1", "email": "a@example.org", "country": "NO"}
    today = timezone.localdate().isoformat()
    import_files(
        written(
            tmp_path,
            helplines=[{"id": "old", **line}, {"id": "new", **line, "confirmed_on": today}],
        )
    )

    lines = by_id(export(tmp_path / "out.json", public=True), "helplines")

    assert "phone" not in lines["old"]
    assert "email" not in lines["old"]
    assert lines["new"]["phone"] == "0800 1"


def test_broken_export_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "out.json"
    path.write_text("the last whole export", encoding="utf-8")

    def fail(*args: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(exporting.Export, "write", fail)

    with pytest.raises(CommandError, match="No space left on device"):
        call_command("export_records", str(path))

    assert path.read_text(encoding="utf-8") == "the last whole export"
    assert [entry.name for entry in tmp_path.iterdir()] == ["out.json"]


def test_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file or directory"):
        call_command("export_records", str(tmp_path / "none" / "out.json"))
