"""Files whose names could be guessed are moved, whenever somebody is stopped while doing it."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.documents.models import Document
from wagtail.images.models import Image, Rendition

from core.files import names as file_names
from core.files import storage
from core.files.names import Moved, hide_file_names
from core.files.pictures import SPECS
from core.files.storage import hidden_name, is_hidden
from members.models import OrganisationImage
from tests.builders import make_document, make_image, make_organisation
from tests.shown import whole

pytestmark = pytest.mark.django_db
Models = (Image, Rendition, Document)
OURS = {file_names.__file__, storage.__file__}


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


def lay_open(stored: Any, *, name: str = "") -> str:
    """Put a file where it was before folders had names of their own; return its name."""
    old = Path(stored.file.path)
    new = old.parent.parent / (name or old.name)
    new.write_bytes(old.read_bytes())
    old.unlink()
    old.parent.rmdir()
    flat = str(new.relative_to(Path(stored.file.storage.location)))
    type(stored).objects.filter(pk=stored.pk).update(file=flat)
    stored.refresh_from_db()
    return flat


def old_site() -> list[str]:
    """A picture in its sizes and a file, as they were kept; return their names."""
    image = make_image(size=(60, 40))
    OrganisationImage.objects.create(record=make_organisation(), image=image)
    return [lay_open(each) for each in (image, *image.renditions.all(), make_document())]


def names() -> dict[tuple[str, int], str]:
    return {
        (model.__name__, each.pk): each.file.name
        for model in Models
        for each in model.objects.all()
    }


def whole_site() -> bool:
    """Whether each row has its file."""
    return all(each.file.storage.exists(each.file.name) for m in Models for each in m.objects.all())


def on_disk(media: Path) -> set[str]:
    return {str(path.relative_to(media)) for path in media.rglob("*") if path.is_file()}


def test_every_file_gets_a_folder_and_nothing_stays_where_it_was(media: Path) -> None:
    old = old_site()

    done = hide_file_names()

    assert done == Moved(moved=len(old))
    assert all(map(is_hidden, names().values()))
    assert on_disk(media) == set(names().values())
    assert Document.objects.get().filename == "file.txt"
    with Document.objects.get().open_file() as file:
        assert file.read() == b"Some text."


def test_a_second_time_nothing_is_left_to_do() -> None:
    old_site()
    hide_file_names()
    before = names()

    assert hide_file_names() == Moved()
    assert names() == before


def test_new_files_are_left_alone() -> None:
    make_image()
    before = names()

    assert hide_file_names() == Moved()
    assert names() == before


class Stopped(BaseException):
    """The machine was switched off."""


def run_up_to(limit: int) -> bool:
    """Run it until so many of our lines have been executed; tell whether it came to its end."""
    lines = 0

    def count(frame: FrameType, event: str, arg: Any) -> Any:
        nonlocal lines
        if frame.f_code.co_filename not in OURS:
            return None
        lines += event == "line"
        if lines > limit:
            raise Stopped
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        hide_file_names()
    except Stopped:
        return False
    finally:
        sys.settrace(before)
    return True


def test_it_can_be_stopped_at_any_line_and_taken_up_again(media: Path) -> None:
    document = make_document()
    content = Path(document.file.path).read_bytes()
    limit, finished = 0, False

    while not finished:
        old = lay_open(document)
        finished = run_up_to(limit)
        assert whole_site(), f"stopped after {limit} lines"
        hide_file_names()
        document.refresh_from_db()
        assert document.file.name == hidden_name(old, longest=100)
        whole_files = {name for name in on_disk(media) if not name.endswith(".part")}
        assert whole_files == {document.file.name}, f"stopped after {limit} lines"
        assert Path(document.file.path).read_bytes() == content
        limit += 1

    assert limit > 40


def test_the_old_address_of_a_public_picture_still_leads_to_it(client: Client) -> None:
    """Mails that were sent show it."""
    old_site()
    address = Rendition.objects.get(filter_spec=SPECS[0]).url
    hide_file_names()

    assert whole(client.get(address)).status_code == 200

    OrganisationImage.objects.all().delete()
    assert client.get(address).status_code == 404


def test_names_that_grow_too_long_are_cut_and_stay_apart() -> None:
    image = make_image()
    lay_open(image, name=f"0123456789abcdef-{'a' * 57}.png")
    other = make_image()
    lay_open(other, name=f"{'b' * 76}.png")

    hide_file_names()

    image.refresh_from_db()
    other.refresh_from_db()
    assert image.filename == f"{'a' * 57}.png"
    assert other.filename.endswith("bb.png")
    assert max(len(name) for name in names().values()) <= 100
    assert whole_site()


def test_two_rows_with_one_file_both_keep_it() -> None:
    first, second = make_document(), make_document()
    name = lay_open(first)
    Document.objects.filter(pk=second.pk).update(file=name)

    hide_file_names()

    assert whole_site()
    assert len(set(names().values())) == 1


def test_what_is_missing_and_what_nobody_uses_is_named(media: Path) -> None:
    document = make_document()
    lay_open(document)
    Path(document.file.path).unlink()
    (media / "documents" / "left.txt").write_text("x")
    out, wrong = io.StringIO(), io.StringIO()

    call_command("hide_file_names", stdout=out, stderr=wrong)

    assert out.getvalue() == "0 moved, 0 old copies deleted\n"
    assert "documents/file.txt: the file is missing" in wrong.getvalue()
    assert "documents/left.txt: nothing on the site uses it" in wrong.getvalue()
    assert (media / "documents" / "left.txt").exists()


def test_a_full_disk_is_said_and_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    old_site()

    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(storage.shutil, "copy", full)

    with pytest.raises(CommandError, match="No space left"):
        call_command("hide_file_names", stdout=io.StringIO())
    assert whole_site()
