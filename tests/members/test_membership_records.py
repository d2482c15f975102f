"""The office's file holds memberships with history, papers and persons; no other file does."""

from __future__ import annotations

import datetime as dt
import io
import shutil
import zipfile
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from pytest_django import Settings

from members.memberships.steps import allowed_steps, open_membership, take_step
from members.models import (
    NOT_ADMITTED,
    ContactRole,
    Membership,
    MembershipCategory,
    MembershipDocument,
    MembershipStatus,
    MembershipStep,
    OrganisationPage,
)
from members.models import MembershipStatus as Status
from records.importing import Import, prepare_import
from records.problems import RecordsRefused
from tests.builders import make_category, make_membership, make_organisation, make_user
from tests.core.files.intake.documents import pdf_file
from tests.members.memberships.today import TODAY
from tests.records.samples import by_id, export, import_files, organisation, refusal, written
from tests.records.test_files import put
from users.models import User

MARK = "zyxplanted"
LIFE = 3000
HOUSE = "organisations / house / memberships[0]"
MISSING = "a step that was taken on this site is missing:"
Json = dict[str, Any]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> None:
    """An empty media folder of the test's own."""
    settings.MEDIA_ROOT = str(tmp_path / "media")


def day(ago: int) -> dt.date:
    return TODAY - dt.timedelta(days=ago)


def paper(name: str, words: str) -> ContentFile[bytes]:
    return ContentFile(words.encode(), name=name)


def to_zip(path: Path, *, public: bool = False) -> bytes:
    call_command("export_records", str(path), public=public, stdout=io.StringIO())
    return path.read_bytes()


def emptied_site() -> None:
    """Take everything away, files and logins too: another machine."""
    Membership.objects.all().delete()
    for page in OrganisationPage.objects.all():
        page.delete()
    MembershipCategory.objects.all().delete()
    User.objects.all().delete()
    shutil.rmtree(django_settings.MEDIA_ROOT, ignore_errors=True)


def walked(
    *, organisation: OrganisationPage | None = None, name: str = "", record_id: str = "full"
) -> Membership:
    """An active membership with its steps, of somebody with a login."""
    office = make_user()
    row = open_membership(
        category=make_category(record_id=record_id),
        organisation=organisation,
        name=name,
        country="PT" if name else "",
        on=day(900),
        by=None,
        decision="Letter of Ana",
        documents=[paper("statutes für.txt", f"We are {MARK}-statutes.")],
    )
    for to, ago in ((Status.IN_REVIEW, 800), (Status.APPLICANT, 700), (Status.ACTIVE, 300)):
        if to in allowed_steps(row):
            take_step(row, to=to, on=day(ago), by=office, decision=f"Board, {to}", reason="All yes")
    return row


# -- round trips ---------------------------------------------------------------------------------
def live(row: Membership, random: Random, *, by: User) -> None:
    """Take some of the steps that chance chooses, then leave contacts, papers and notes."""
    ago = LIFE
    for _ in range(random.randint(2, 9)):
        following = [each for each in allowed_steps(row) if each not in NOT_ADMITTED]
        following = following or [Status.IN_REVIEW]
        if not set(following) & set(allowed_steps(row)):
            break
        ago -= random.randint(0, 300)
        to = random.choice(following)
        is_plan = to == Status.ENDED and random.random() < 0.7
        on = day(-random.randint(1, 300)) if is_plan else day(max(ago, 0))
        files = [paper(f"Blatt ({ago}).txt", f"{row.pk} {ago}")] if random.random() < 0.3 else []
        take_step(row, to=to, on=on, by=by, decision=f"No. {ago}", documents=files)
    for number in range(random.randint(0, 3)):
        role = random.choice(ContactRole.values)
        row.contacts.create(role=role, name=f"Ben {number}", email="ben@example.org")
    if random.random() < 0.5:
        MembershipDocument.objects.create(membership=row, title="Loose", file=paper("a.txt", "a"))
        Membership.objects.filter(pk=row.pk).update(
            notes="Speaks Greek.", fee_paid_until=TODAY, in_directory=not row.organisation_id
        )


def a_network(random: Random) -> None:
    """Organisations and persons with lives of all kinds; one has no page any more, one none yet."""
    office = make_user(email="Office@Example.org")
    paths = {"full": "organisation", "person": "individual", "friend": "affiliate"}
    for record_id, path in paths.items():
        category = make_category(record_id=record_id)
        category.path = path
        category.save()
    for number in range(12):
        page = make_organisation(name=f"House {number}", live=number != 2)
        record_id = random.choice(("full", "full", "friend"))
        row = open_membership(
            category=make_category(record_id=record_id), organisation=page, on=day(LIFE), by=None
        )
        live(row, random, by=office)
        if number == 1:
            page.delete()
    for number in range(4):
        row = open_membership(
            category=make_category(record_id="person"),
            name=f"Ana {number}",
            country="PT",
            on=day(LIFE),
            by=None,
        )
        live(row, random, by=office)
    entered = make_membership(organisation=make_organisation(name="Entered"), since="2016")
    take_step(entered, to=Status.SUSPENDED, on=day(20), by=office)


@pytest.mark.parametrize("seed", range(4))
def test_any_history_moves_to_another_machine_byte_for_byte(tmp_path: Path, seed: int) -> None:
    a_network(Random(seed))  # noqa: S311 # the same life each time
    before = {
        row.holder: [str(step) for step in row.steps.all()]
        for row in Membership.objects.exclude(status__in=NOT_ADMITTED)
    }
    first = to_zip(tmp_path / "first.zip")
    unchanged = import_files(tmp_path / "first.zip")

    emptied_site()
    import_files(tmp_path / "first.zip")
    second = to_zip(tmp_path / "second.zip")
    again = import_files(tmp_path / "first.zip")

    for said in (unchanged, again):
        assert " 0 new, 0 changed" in said
        assert not [line for line in said.splitlines() if ": 0 new, 0 changed," not in line]
    assert first == second
    assert {row.holder: [str(s) for s in row.steps.all()] for row in Membership.objects.all()} == (
        before
    )
    assert not MembershipStep.objects.exclude(actor=None).exists()
    assert MembershipStep.objects.filter(taken_by="office@example.org").exists()


def test_whoever_took_a_step_is_known_again_by_the_address(tmp_path: Path) -> None:
    row = walked(organisation=make_organisation(name="House"))
    address = row.steps.last().actor.email
    export(tmp_path / "out.json")
    to_zip(tmp_path / "out.zip")
    emptied_site()
    login = make_user(email=address)

    import_files(tmp_path / "out.zip")

    assert {step.actor for step in MembershipStep.objects.all()} == {None, login}
    assert not MembershipStep.objects.exclude(taken_by="").exists()


def test_papers_travel_in_the_zip_and_the_json_names_them(tmp_path: Path) -> None:
    walked(organisation=make_organisation(name="House"))
    named = by_id(export(tmp_path / "out.json"), "organisations")["house"]["memberships"][0]
    content = to_zip(tmp_path / "out.zip")
    emptied_site()

    lines = refusal(tmp_path / "out.json")
    import_files(tmp_path / "out.zip")

    (told,) = named["steps"][0]["papers"]
    assert lines == [f"{HOUSE}.steps[0].papers[0].file: no such file: {told['file']}"]
    stored = MembershipDocument.objects.get()
    assert stored.title == "statutes für.txt"
    assert stored.file.read() == f"We are {MARK}-statutes.".encode()
    assert stored.step == stored.membership.steps.first()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert told["file"] in archive.namelist()


def test_a_membership_without_a_page_finds_its_row_again(tmp_path: Path) -> None:
    page = make_organisation(name="House")
    row = walked(organisation=page)
    page.delete()
    told = export(tmp_path / "out.json")["memberships"]

    said = import_files(tmp_path / "out.json")

    assert [(each["name"], each["country"]) for each in told] == [("House", "RO")]
    assert "memberships: 0 new, 0 changed, 1 unchanged" in said
    assert Membership.objects.get().pk == row.pk


def test_what_was_pasted_into_a_decision_keeps_nobody_from_moving(tmp_path: Path) -> None:
    row = walked(name="Ana")
    row.steps.update(decision="Board,\tminutes\x0b3 ", reason=" \r\n ")
    row.contacts.create(role="fee", name="Ben\u2028B", email="")
    first = to_zip(tmp_path / "first.zip")
    emptied_site()

    import_files(tmp_path / "first.zip")

    step = MembershipStep.objects.first()
    assert step is not None
    assert (step.decision, step.reason) == ("Board, minutes\n3", "")
    assert to_zip(tmp_path / "second.zip") == first


# -- for everybody -------------------------------------------------------------------------------
def test_no_word_of_it_stands_in_a_file_for_everybody(tmp_path: Path) -> None:
    page = make_organisation(name="House")
    for row in (walked(organisation=page), walked(name=f"{MARK} person")):
        row.contacts.create(role="fee", name=f"{MARK} ben", email=f"{MARK}@example.org")
        MembershipDocument.objects.create(
            membership=row, title=f"{MARK} loose", file=paper(f"{MARK}.txt", f"{MARK} text")
        )
        row.steps.update(decision=f"{MARK} decided", reason=f"{MARK} why", taken_by=f"{MARK}@x.org")
        Membership.objects.filter(pk=row.pk).update(notes=f"{MARK} notes", fee_paid_until=TODAY)
    to_zip(tmp_path / "whole.zip")
    with zipfile.ZipFile(tmp_path / "whole.zip") as archive:
        assert archive.read("records.json").count(MARK.encode()) > 12

    to_zip(tmp_path / "public.zip", public=True)

    with zipfile.ZipFile(tmp_path / "public.zip") as archive:
        assert archive.namelist() == ["records.json"]
        assert MARK.encode() not in archive.read("records.json")
    told = by_id(export(tmp_path / "public.json", public=True), "organisations")["house"]
    assert [set(each) for each in told["memberships"]] == [
        {"category", "status", "applicant_since", "since"}
    ]


def test_a_public_file_leaves_what_the_office_keeps(tmp_path: Path) -> None:
    row = walked(organisation=make_organisation(name="House"))
    Membership.objects.update(notes="Ours", fee_paid_until=TODAY)
    export(tmp_path / "public.json", public=True)

    said = import_files(tmp_path / "public.json")

    assert "organisations: 0 new, 0 changed, 1 unchanged" in said
    row.refresh_from_db()
    assert (row.notes, row.steps.count(), row.documents.count()) == ("Ours", 4, 1)


# -- guarded -------------------------------------------------------------------------------------
@pytest.fixture
def told(tmp_path: Path) -> Json:
    """The office's file of a site with one member."""
    walked(organisation=make_organisation(name="House"))
    MembershipDocument.objects.all().delete()
    return export(tmp_path / "out.json")


def again(folder: Path, told: Json, **changed: Any) -> list[str]:
    """Import it with another membership; return what it is refused for."""
    told["organisations"][0]["memberships"][0].update(changed)
    return refusal(written(folder, **{name: told[name] for name in told if name != "format"}))


def test_history_here_may_grow_by_a_file_and_lose_nothing(tmp_path: Path, told: Json) -> None:
    row = Membership.objects.get()
    take_step(row, to=Status.SUSPENDED, on=day(20), by=None, reason="No fee")

    older = again(tmp_path, told)

    assert older == [f"{HOUSE}.steps: {MISSING} {day(20)}, active to suspended"]
    row.refresh_from_db()
    assert (row.status, row.steps.count()) == (Status.SUSPENDED, 5)

    newer = export(tmp_path / "newer.json")
    row.steps.last().delete()
    Membership.objects.filter(pk=row.pk).update(status=Status.ACTIVE)
    kept = list(row.steps.values_list("pk", flat=True))
    import_files(
        written(tmp_path, categories=newer["categories"], organisations=newer["organisations"])
    )
    row.refresh_from_db()
    assert (row.status, row.steps.last().reason) == (Status.SUSPENDED, "No fee")
    assert list(row.steps.values_list("pk", flat=True))[:4] == kept


def test_a_state_is_not_moved_past_its_steps(tmp_path: Path, told: Json) -> None:
    steps = told["organisations"][0]["memberships"][0].pop("steps")

    lines = again(tmp_path, told, status="ended", until=str(day(10)))

    assert lines == [f'{HOUSE}.status: is "ended", but its steps lead to "active"']
    assert again(tmp_path, told, steps=[*steps[:2], steps[3]], status="active", until=None) == [
        f'{HOUSE}.steps[2]: from "applicant", but it was "in_review" then',
        f"{HOUSE}.steps: {MISSING} {day(700)}, in_review to applicant",
    ]
    assert Membership.objects.get().status == "active"


def test_a_membership_with_steps_stays_where_a_file_names_another(
    tmp_path: Path, told: Json
) -> None:
    early = {"category": "full", "status": "ended", "since": "2010", "until": "2012"}

    import_files(written(tmp_path, organisations=[organisation("house", memberships=[early])]))
    said = import_files(
        written(tmp_path, organisations=[organisation("house", memberships=[early])])
    )
    lines = refusal(
        written(
            tmp_path,
            organisations=[organisation("house", memberships=[{**early, "until": str(day(10))}])],
        )
    )

    assert Membership.objects.filter(organisation__record_id="house").count() == 2
    assert "0 new, 0 changed, 1 unchanged" in said
    (line,) = lines
    kept = f"full (active, {day(700)} – …)"
    assert line.startswith(f"{HOUSE}: full (ended, 2010 – {day(10)}) and {kept} are at the same")


def test_a_public_file_leaves_a_suspended_membership_and_may_name_none_at_its_time(
    tmp_path: Path, settings: Settings
) -> None:
    make_category()
    early = {"category": "full", "status": "ended", "since": "2001", "until": "2004"}
    suspended = {"category": "full", "status": "suspended", "since": "2016"}

    def listed(*rows: Json) -> Path:
        return written(tmp_path, organisations=[organisation("house", memberships=[*rows])])

    import_files(listed(early, suspended))

    assert "0 new, 0 changed, 1 unchanged" in import_files(listed(early))
    settings.LANGUAGE_CODE = "fr"
    (line,) = refusal(listed({**early, "until": "2020"}))
    assert line.startswith(f"{HOUSE}: full (")
    assert "2001 – 2020) et full (" in line
    assert "2016 – …) sont en même temps" in line
    assert Membership.objects.filter(until="2004").count() == 1


def test_what_changes_between_the_check_and_the_writing_is_noticed(
    tmp_path: Path, told: Json
) -> None:
    told["organisations"][0]["acronym"] = "H"
    path = written(tmp_path, organisations=told["organisations"], categories=told["categories"])
    prepared: Import = prepare_import([path])
    take_step(Membership.objects.get(), to=Status.SUSPENDED, on=TODAY, by=None)

    with pytest.raises(RecordsRefused):
        prepared.run()

    assert OrganisationPage.objects.get().acronym == ""
    assert Membership.objects.get().status == MembershipStatus.SUSPENDED


def test_a_history_that_could_not_be_taken_in_again_is_exported_with_a_warning(
    tmp_path: Path, told: Json
) -> None:
    Membership.objects.update(status=Status.SUSPENDED)
    warnings = io.StringIO()

    call_command("export_records", str(tmp_path / "x.json"), stdout=io.StringIO(), stderr=warnings)

    assert 'memberships[0].status: is "suspended", but its steps' in warnings.getvalue()
    assert "0 changed" in import_files(tmp_path / "x.json")


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"day": "2020"}, "steps[0].day"),
        ({"day": "2020-02-30"}, "steps[0].day"),
        ({"to": "member"}, "steps[0].to"),
        ({"by": "the board"}, "steps[0].by"),
        ({"made": "2020-01-01"}, "steps[0].made"),
        ({"papers": [{"file": "../x.pdf", "title": "x"}]}, "steps[0].papers[0].file"),
        ({"actor": "x"}, "steps[0].actor"),
    ],
)
def test_values_that_are_none_are_named(
    tmp_path: Path, told: Json, wrong: Json, where: str
) -> None:
    step = {"to": "applied", "day": "2020-01-01", **wrong}

    lines = again(tmp_path, told, steps=[step])

    assert [line.split(": ")[0] for line in lines] == [f"{HOUSE}.{where}"]


def test_papers_with_traces_come_in_cleaned_and_once(tmp_path: Path) -> None:
    name = put(tmp_path, pdf_file(), "statutes.pdf")
    rows = [
        {
            "category": "full",
            "status": "active",
            "since": "2016",
            "papers": [{"file": name, "title": title} for title in ("One", "Two")],
        }
    ]
    make_category()
    path = written(tmp_path, organisations=[organisation(memberships=rows)])

    import_files(path)
    said = import_files(path)

    assert "0 new, 0 changed, 1 unchanged" in said
    papers = list(MembershipDocument.objects.all())
    assert [each.title for each in papers] == ["One", "Two"]
    assert len({each.file.name for each in papers}) == 1
    assert papers[0].file.read() != pdf_file()


def test_a_refused_database_leaves_no_paper(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = put(tmp_path, b"words", "a.txt")
    rows = [{"category": "full", "status": "active", "papers": [{"file": name, "title": "a"}]}]
    make_category()

    def fail(*args: Any, **kwargs: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(MembershipDocument, "save", fail)
    with pytest.raises(CommandError, match="No space left"):
        import_files(written(tmp_path, organisations=[organisation(memberships=rows)]))

    assert not [each for each in Path(django_settings.MEDIA_ROOT).rglob("*") if each.is_file()]
    assert not Membership.objects.exists()
