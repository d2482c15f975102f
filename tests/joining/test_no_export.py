"""An application never leaves with the records: not with the public ones, nor the office's."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from core.privacy.columns import columns_of
from joining.models import (
    Application,
    ApplicationNote,
    ApplicationQuestion,
    ApplicationStatus,
    Referee,
)
from joining.services import standing
from records.exporting import export_records
from tests.builders import make_category
from tests.joining.making import make_application, make_file, make_sent

pytestmark = pytest.mark.django_db
CLOSED = (ApplicationStatus.ADMITTED, ApplicationStatus.REFUSED, ApplicationStatus.WITHDRAWN)
#: codes and what an answer is chosen from
_NO_WORDS = {"key", "consent"}


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> None:
    settings.APPLICATIONS_ROOT = str(tmp_path / "applications")


def make(status: ApplicationStatus) -> Application:
    if status == ApplicationStatus.DRAFT:
        return make_application()
    more = {"closed_at": timezone.now()} if status in CLOSED else {}
    row = make_sent(status=status, decision="By the board.", decided_on="2026-03-12", **more)
    make_category()
    standing.open_for(row)
    row.save()
    return row


def plant(row: Application) -> None:
    """Write a mark into every text that says something, of the application and of all below it."""
    ApplicationNote.objects.create(application=row, text="x")
    ApplicationQuestion.objects.create(application=row, text="x", answer="x")
    make_file(row, name="marked.pdf")
    parts = (ApplicationNote, ApplicationQuestion, Referee)
    below = [model.objects.filter(application=row) for model in parts]
    for rows in (Application.objects.filter(pk=row.pk), *below):
        names = [name for name in columns_of(rows.model) if name not in _NO_WORDS]
        rows.update(**dict.fromkeys(names, "marked@ex.eu"))


def text_of(path: Path) -> str:
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as packed:
        return "".join(
            f"{name} {packed.read(name).decode('utf-8', 'replace')}" for name in packed.namelist()
        )


@pytest.mark.parametrize("public", [True, False], ids=["public", "the office's own"])
@pytest.mark.parametrize("status", ApplicationStatus)
def test_no_word_of_an_application_is_exported(
    status: ApplicationStatus, tmp_path: Path, public: bool
) -> None:
    row = make(status)
    plant(row)

    export_records(tmp_path / "out.zip", public=public)

    text = text_of(tmp_path / "out.zip")
    assert "marked" not in text
    assert "%PDF" not in text


@pytest.mark.parametrize("public", [True, False], ids=["public", "the office's own"])
def test_nor_is_the_membership_that_it_opened(tmp_path: Path, public: bool) -> None:
    """Whoever isn't admitted yet is in no file, not even by name."""
    row = make(ApplicationStatus.SENT)
    assert row.membership is not None

    export_records(tmp_path / "out.zip", public=public)

    assert "Casa Clara" not in text_of(tmp_path / "out.zip")
