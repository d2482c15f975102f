"""By clock: what goes when, and that nothing else does."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings
from wagtail.models import ModelLogEntry

from core.mail.outgoing import OutgoingMail
from core.work.worker import registered_slices
from joining import mails as ours
from joining.links import application_of
from joining.models import Application, ApplicationFile, ApplicationStatus, Referee
from joining.services import applying, erasing
from joining.storage import application_storage
from tests.joining.making import link_in, mails, make_application, make_file, make_sent

pytestmark = pytest.mark.django_db
SLICES = (
    erasing.warn_of_erasure,
    erasing.erase_unfinished,
    erasing.erase_unproved,
    erasing.erase_refused,
    erasing.erase_admitted,
    erasing.erase_referees,
)


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.APPLICATIONS_ROOT = str(tmp_path)
    return tmp_path


class Clock:
    """What timezone.now() says, in days from the beginning."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.start = timezone.now()
        self.day = 0.0
        patch.setattr(timezone, "now", lambda: self.start + timedelta(days=self.day))

    def at(self, day: float) -> None:
        """Go to a day and let the worker do its slices."""
        self.day = day
        for work in SLICES:
            work()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def closed(clock: Clock, status: ApplicationStatus) -> Application:
    more: dict[str, Any] = {}
    if status in (ApplicationStatus.REFUSED, ApplicationStatus.ADMITTED):
        today = timezone.localdate(clock.start).isoformat()
        more = {"decision": "By the board.", "decided_on": today}
    return make_sent(status=status, closed_at=clock.start, **more)


def test_unfinished_ones_go_sixty_days_after_the_last_change(clock: Clock) -> None:
    make_application()

    clock.at(59)
    there = Application.objects.exists()
    clock.at(61)

    assert there
    assert not Application.objects.exists()


def test_a_week_before_it_goes_its_writer_is_told_once_in_their_language(clock: Clock) -> None:
    row = make_application()

    clock.at(52)
    before = mails()
    clock.at(53.1)
    clock.at(55)
    (told,) = mails()

    assert before == []
    assert told.to == row.email
    assert "Dentro de 7 días" in told.text
    assert application_of(link_in(told).split("/")[-2]) == row
    clock.at(59)
    Application.objects.update(changed_at=timezone.now())  # gone on with: the time begins anew
    clock.at(61)
    assert len(mails()) == 1
    clock.at(59 + 53.1)
    assert len(mails()) == 2
    clock.at(59 + 61)
    assert not Application.objects.exists()


@pytest.mark.parametrize("sent", [True, False])
def test_nobody_is_told_of_what_was_sent_or_never_proved(clock: Clock, sent: bool) -> None:
    if sent:
        make_sent()
    else:
        make_application(complete=False, proved_at=None, changed_at=None)
    OutgoingMail.objects.all().delete()

    clock.at(58)

    assert mails() == []


def test_a_draft_that_is_withdrawn_goes_with_those_that_nobody_proved(clock: Clock) -> None:
    applying.withdraw(make_application(complete=False, proved_at=None, changed_at=None))
    applying.withdraw(make_application())

    clock.at(2.9)
    there = Application.objects.count()
    clock.at(3.1)

    assert there == 2
    assert not Application.objects.exists()


def test_what_another_application_says_to_an_address_is_still_said() -> None:
    first, second = make_sent(), make_sent(email="eva@example.org")
    ours.ask_referee(first.referee)
    ours.ask_referee(second.referee)

    erasing.erase(first)

    assert OutgoingMail.objects.filter(to=second.referee.email).exists()
    erasing.erase(second)
    assert not OutgoingMail.objects.filter(to=second.referee.email).exists()


def test_an_address_that_nobody_proved_goes_after_three_days(clock: Clock) -> None:
    make_application(complete=False, proved_at=None, changed_at=None)

    clock.at(2.9)
    there = Application.objects.exists()
    clock.at(3.1)

    assert there
    assert not Application.objects.exists()


def test_what_the_office_has_stays_however_long_it_takes(clock: Clock) -> None:
    make_sent()

    clock.at(3000)

    assert Application.objects.count() == 1
    assert ApplicationFile.objects.count() == 3


@pytest.mark.parametrize(
    "status",
    [ApplicationStatus.REFUSED, ApplicationStatus.WITHDRAWN, ApplicationStatus.ADMITTED],
)
def test_what_is_decided_goes_after_a_year_with_its_files(
    clock: Clock,
    folder: Path,
    status: ApplicationStatus,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    closed(clock, status)

    clock.at(364)
    there = Application.objects.exists(), len(list(folder.glob("*/*")))
    with django_capture_on_commit_callbacks(execute=True):
        clock.at(366)

    assert there == (True, 3)
    assert not Application.objects.exists()
    assert list(folder.iterdir()) == []


def test_a_referee_goes_three_months_after_the_decision(clock: Clock) -> None:
    row = closed(clock, ApplicationStatus.REFUSED)
    ours.ask_referee(Referee.objects.get())

    clock.at(89)
    there = Referee.objects.exists()
    clock.at(91)

    assert there
    assert not Referee.objects.exists()
    assert not OutgoingMail.objects.filter(to="bo@example.org").exists()
    assert Application.objects.get() == row


@pytest.mark.parametrize("status", [ApplicationStatus.REFUSED, ApplicationStatus.ADMITTED])
@pytest.mark.parametrize(
    ("entered", "goes"),
    [(0, 365), (300, 365), (340, 370), (800, 830)],
    ids=["at once", "late", "later", "when it would be gone"],
)
def test_what_is_decided_goes_by_the_board_s_day(
    clock: Clock, status: ApplicationStatus, entered: float, goes: float
) -> None:
    """Minutes that come late make nothing go before thirty days."""
    row = closed(clock, status)
    Application.objects.update(closed_at=clock.start + timedelta(days=entered))

    clock.at(goes - 0.1)
    there = Application.objects.filter(pk=row.pk).exists()
    clock.at(goes + 1.1)

    assert there
    assert not Application.objects.exists()


def test_a_referee_of_a_late_decision_stays_thirty_days(clock: Clock) -> None:
    closed(clock, ApplicationStatus.REFUSED)
    Application.objects.update(closed_at=clock.start + timedelta(days=200))

    clock.at(229)
    there = Referee.objects.exists()
    clock.at(231)

    assert there
    assert not Referee.objects.exists()


def test_of_a_month_the_last_day_counts(clock: Clock) -> None:
    row = closed(clock, ApplicationStatus.REFUSED)
    month = timezone.localdate(clock.start).isoformat()[:7]
    row.decided_on = month
    row.save()
    last = (row.decided_on_last - timezone.localdate(clock.start)).days

    clock.at(364 + last)
    there = Application.objects.exists()
    clock.at(367 + last)

    assert there
    assert not Application.objects.exists()


def test_the_settings_say_how_long(clock: Clock, settings: Settings) -> None:
    settings.APPLICATIONS_UNFINISHED_DAYS = 10
    make_application()

    clock.at(11)

    assert not Application.objects.exists()


def test_the_trail_names_nobody_after_that(clock: Clock) -> None:
    row = make_application()
    number = row.pk

    clock.at(61)

    (line,) = ModelLogEntry.objects.filter(action="joining.erased")
    assert line.label == f"Application {number}"
    assert "Casa" not in f"{line.label}{line.data}"


def test_files_that_no_row_knows_are_swept_after_a_day(clock: Clock, folder: Path) -> None:
    kept = make_file(make_application(complete=False))
    storage = application_storage()
    storage.save("lost.pdf", kept.file)

    first = erasing.sweep_files()
    clock.day = 2
    second = erasing.sweep_files()

    assert (first, second) == (False, True)
    assert [path.relative_to(folder).as_posix() for path in folder.glob("*/*")] == [kept.file.name]


def test_every_slice_that_deletes_says_so() -> None:
    ours = {each.name: each.deletes for each in registered_slices() if "joining" in each.name}

    assert ours == {
        "joining: referees to ask": False,
        "joining: reminders": False,
        "joining: drafts that end soon": True,
        "joining: questions to answer": True,
        "joining: unanswered": True,
        "joining: unfinished": True,
        "joining: unproved": True,
        "joining: refused": True,
        "joining: admitted": True,
        "joining: referees": True,
        "joining: lost files": True,
    }
