"""When a mailing starts, who may stop it, to whom it goes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.utils import timezone

from core.mail.outgoing import OutgoingMail
from core.mail.transport import Refused
from core.work.worker import registered_slices
from members.editors import add_editor
from members.models import EditorMode, MembershipStatus
from newsletter.composition.marks import PREFERENCES, UNSUBSCRIBE
from newsletter.models import Delivery, Mailing, MailingState, SubscriberTheme
from newsletter.sending import schedule, watching
from newsletter.sending.letters import Letter
from newsletter.sending.schedule import AlreadyScheduled, WrongState
from newsletter.sending.segments import count_readers, readers_of
from newsletter.sending.trial import send_test
from newsletter.sending.versions import MailTooLarge, Readership
from tests.builders import make_concept, make_membership, make_organisation, make_user
from tests.newsletter.making import make_subscriber
from tests.newsletter.sending.making import (
    Recorder,
    add_readers,
    composed,
    make_issue,
    make_mailing,
    send_all,
    states,
)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


# -- when ------------------------------------------------------------------------------------------
def test_a_mailing_starts_when_it_is_due() -> None:
    moment = timezone.now() + HOUR
    mailing = make_mailing(at=moment, time_zone="Europe/Athens")

    assert mailing.state == MailingState.SCHEDULED
    schedule.begin_due(now=moment)

    mailing.refresh_from_db()
    assert (mailing.state, mailing.time_zone) == (MailingState.SENDING, "Europe/Athens")
    assert mailing.started_at is not None


def test_a_mailing_that_is_late_asks_the_office_and_starts_with_its_answer() -> None:
    add_readers(1)
    moment = timezone.now()
    mailing = make_mailing(at=moment, start=False)

    schedule.begin_due(now=moment + schedule.LATE_AFTER + timedelta(seconds=1))
    schedule.begin_due(now=moment + 5 * HOUR)

    mailing.refresh_from_db()
    assert mailing.state == MailingState.LATE
    assert OutgoingMail.objects.get().subject == "Should the newsletter still be sent? News of May"
    out = Recorder()
    send_all(out)
    assert out.mails == []
    schedule.confirm_late(mailing, by=None)
    send_all(out)
    assert len(out.mails) == 1


def test_a_mailing_that_is_just_in_time_starts() -> None:
    moment = timezone.now()
    mailing = make_mailing(at=moment, start=False)

    schedule.begin_due(now=moment + schedule.LATE_AFTER)

    mailing.refresh_from_db()
    assert mailing.state == MailingState.SENDING


def test_what_is_sent_is_the_version_that_was_scheduled() -> None:
    issue = make_issue(title="First words")
    mailing = make_mailing(issue=issue)
    issue.heading_en = "Second thoughts"
    issue.save_revision().publish()

    mailing.refresh_from_db()
    assert mailing.revision is not None
    assert mailing.revision.as_object().heading_en == "First words"


@pytest.mark.parametrize(
    "options",
    [
        {"at": timezone.now().replace(tzinfo=None)},
        {"at": timezone.now(), "time_zone": "Europe/Atlantis"},
    ],
)
def test_a_moment_that_is_none_is_refused(options: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="zone"):
        make_mailing(**options)


def test_a_version_of_another_issue_is_refused() -> None:
    revision = make_issue(title="Other").latest_revision

    with pytest.raises(ValueError, match="no version"):
        schedule.schedule(make_issue(), revision, by=None)


def test_pressing_twice_schedules_once() -> None:
    issue = make_issue()
    make_mailing(issue=issue)

    with pytest.raises(AlreadyScheduled):
        make_mailing(issue=issue)
    make_mailing(issue=issue, segment={"languages": ["fr"]})


# -- states ----------------------------------------------------------------------------------------
STEPS: dict[str, Callable[[Mailing], object]] = {
    "pause": lambda mailing: schedule.pause(mailing, by=None),
    "resume": lambda mailing: schedule.resume(mailing, by=None),
    "stop": lambda mailing: schedule.stop(mailing, by=None),
    "confirm_late": lambda mailing: schedule.confirm_late(mailing, by=None),
    "send_rest": lambda mailing: schedule.send_rest(mailing, by=None),
}
ALLOWED = {
    MailingState.SCHEDULED: {"stop"},
    MailingState.LATE: {"stop", "confirm_late"},
    MailingState.SENDING: {"stop", "pause"},
    MailingState.PAUSED: {"stop", "resume"},
    MailingState.FINISHED: {"send_rest"},
    MailingState.STOPPED: {"send_rest"},
}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("state", MailingState.values)
def test_each_step_is_possible_in_its_states_only(state: str, step: str) -> None:
    mailing = Mailing.objects.create(state=state)

    if step in ALLOWED[MailingState(state)]:
        STEPS[step](mailing)
        mailing.refresh_from_db()
        assert mailing.state != state
    else:
        with pytest.raises(WrongState):
            STEPS[step](mailing)


def test_a_paused_or_stopped_mailing_sends_nothing_until_it_goes_on() -> None:
    add_readers(2)
    mailing, out = make_mailing(), Recorder()
    schedule.pause(mailing, by=None)
    send_all(out)
    schedule.resume(mailing, by=None)
    schedule.stop(mailing, by=None)
    send_all(out)
    assert out.mails == []

    schedule.send_rest(mailing, by=None)
    send_all(out)

    assert len(out.mails) == 2
    assert states(mailing) == {"accepted": 2}


def test_a_pause_takes_effect_within_a_batch() -> None:
    add_readers(60)
    mailing = make_mailing()
    out = Recorder(lambda _letter: schedule.pause(mailing, by=None) if not out.mails else None)

    send_all(out)

    assert len(out.mails) == 20
    assert states(mailing) == {"accepted": 20, "queued": 40}


def test_too_many_failures_pause_a_mailing_and_tell_the_office() -> None:
    add_readers(200)
    numbers = iter(range(1000))

    def every_fourth(_letter: Letter) -> None:
        if next(numbers) % 4 == 3:
            raise Refused(554, "5.7.1 blocked")

    mailing = make_mailing()
    send_all(Recorder(every_fourth))

    mailing.refresh_from_db()
    assert mailing.state == MailingState.PAUSED
    assert mailing.reason == "5 of the last 20 mails failed. The last answer: 554 5.7.1 blocked"
    assert Delivery.objects.filter(finished_at=None).count() == 180
    assert OutgoingMail.objects.get().subject == "The newsletter was paused: News of May"

    schedule.resume(mailing, by=None)
    send_all(Recorder())
    mailing.refresh_from_db()
    assert mailing.state == MailingState.FINISHED


def test_a_few_failures_pause_nothing() -> None:
    add_readers(200)
    numbers = iter(range(1000))

    def every_sixth(_letter: Letter) -> None:
        if next(numbers) % 6 == 5:
            raise Refused(550, "5.1.1 unknown")

    mailing = make_mailing()
    send_all(Recorder(every_sixth))

    mailing.refresh_from_db()
    assert mailing.state == MailingState.FINISHED
    assert watching.MOST_FAILED == 0.2


# -- to whom ---------------------------------------------------------------------------------------
def got(**segment: Any) -> list[str]:
    mailing = Mailing(**segment)
    found = sorted(readers_of(mailing).values_list("email", flat=True))
    assert count_readers(mailing) == len(found)
    return [address.partition("@")[0] for address in found]


def test_a_segment_by_language_goes_by_the_first_one() -> None:
    make_subscriber("ana@example.org", languages=["fr", "en"])
    make_subscriber("bo@example.org", languages=["en", "fr"])

    assert got(languages=["fr"]) == ["ana"]
    assert got(languages=["fr", "en"]) == ["ana", "bo"]
    assert got(languages=["de"]) == []


def test_a_segment_by_country_or_theme_has_those_who_named_none_too() -> None:
    visits, school = make_concept(), make_concept(record_id="school", label="School")
    make_subscriber("all@example.org")
    ro = make_subscriber("ro@example.org", countries=["RO", "MD"])
    fr = make_subscriber("fr@example.org", countries=["FR"])
    SubscriberTheme.objects.create(subscriber=ro, concept=visits)
    SubscriberTheme.objects.create(subscriber=fr, concept=school)

    assert got(countries=["MD", "NO"]) == ["all", "ro"]
    assert got(themes=[school.record_id]) == ["all", "fr"]
    assert got(countries=["RO"], themes=[school.record_id]) == ["all"]


def test_a_segment_of_members_has_their_editors_and_their_own_addresses() -> None:
    member, former = (
        make_organisation(name="Casa", email="Casa@example.org"),
        make_organisation(name="Former", email="former@example.org"),
    )
    make_membership(organisation=member)
    make_membership(organisation=former, status=MembershipStatus.ENDED)
    for address, organisation in (("ed@example.org", member), ("ex@example.org", former)):
        add_editor(
            user=make_user(email=address), organisation=organisation, mode=EditorMode.CHECKED
        )
    for name in ("casa", "former", "ed", "ex", "other"):
        make_subscriber(f"{name}@example.org")

    assert got(members_only=True) == ["casa", "ed"]


def test_an_issue_that_goes_to_a_segment_first_comes_to_nobody_twice() -> None:
    make_subscriber("fr@example.org", languages=["fr"])
    make_subscriber("en@example.org")
    issue, out = make_issue(), Recorder()
    make_mailing(issue=issue, segment={"languages": ["fr"]})
    send_all(out)

    rest = make_mailing(issue=issue)
    assert count_readers(rest) == 1
    send_all(out)

    assert sorted(out.addresses) == ["en@example.org", "fr@example.org"]
    assert states(rest) == {"accepted": 1}


# -- a test, and the command -----------------------------------------------------------------------
def test_a_test_goes_to_the_office_as_readers_would_get_it() -> None:
    issue = make_issue()
    mailing = Mailing(issue=issue)
    asked = []

    def compose(_issue: object, languages: tuple[str, ...]) -> Any:
        asked.append(languages)
        return composed(mailing, Readership(languages=languages))

    send_test(issue, to=["a@example.org", "b@example.org"], languages=["fr", "en"], compose=compose)

    assert asked == [("fr", "en")]
    mails = OutgoingMail.objects.order_by("to")
    assert [mail.to for mail in mails] == ["a@example.org", "b@example.org"]
    assert "News of May (fr)" in mails[0].subject
    assert "/fr/newsletter/subscribe/" in mails[0].text
    assert UNSUBSCRIBE not in mails[0].text + mails[0].html
    assert PREFERENCES not in mails[0].text + mails[0].html
    assert not Delivery.objects.exists()
    with pytest.raises(ValidationError):
        send_test(issue, to=["nobody"], languages=["fr"], compose=compose)


def test_a_test_of_ten_megabytes_is_refused() -> None:
    made = composed(Mailing(issue=make_issue()), Readership(languages=("en",)))
    huge = type(made)(language="en", subject="x", text="x" * 10_000_000, html="")

    with pytest.raises(MailTooLarge):
        send_test(make_issue(title="x"), to=[], languages=["en"], compose=lambda *_args: huge)


def test_the_command_counts_and_schedules(capsys: pytest.CaptureFixture[str]) -> None:
    make_subscriber("ana@example.org", languages=["fr"])
    make_subscriber("bo@example.org")
    number = str(make_issue().number)

    call_command("send_issue", number, "--count", "--language", "fr")
    assert "1 readers" in capsys.readouterr().out
    assert not Mailing.objects.exists()
    call_command("send_issue", number, "--at", "2036-05-03T09:00", "--time-zone", "Europe/Athens")
    assert "goes to 2 readers from 2036-05-03 09:00 EEST" in capsys.readouterr().out
    assert Mailing.objects.get().scheduled_for.isoformat() == "2036-05-03T06:00:00+00:00"


@pytest.mark.parametrize(
    "arguments",
    [
        ["99999"],
        ["N", "--at", "tomorrow"],
        ["N", "--at", "2036-05-03", "--time-zone", "Mars"],
        ["N", "--time-zone", "Mars"],
        ["N", "--time-zone", "../etc/passwd"],
        ["N", "--at", "2036-05-03T09:00+03:00"],
        ["N", "--at", "2036-05-03T09:00Z"],
        ["N", "--at", "2036-05-03T09:00", "--first", "--second"],
        ["N", "--language", "xx"],
        ["N", "--country", "Romania", "--count"],
        ["N", "--theme", "nothing"],
    ],
)
def test_the_command_refuses_nonsense(arguments: list[str]) -> None:
    number = str(make_issue().number)

    with pytest.raises(CommandError):
        call_command("send_issue", *(number if each == "N" else each for each in arguments))
    assert not Mailing.objects.exists()


def test_the_command_takes_languages_countries_and_topics_that_exist(
    capsys: pytest.CaptureFixture[str],
) -> None:
    make_subscriber(languages=["fr"], countries=["RO"])
    visits = make_concept().record_id
    segment = ["--language", "fr", "--country", "RO", "--theme", visits]

    call_command("send_issue", str(make_issue().number), "--count", *segment)

    assert "1 readers" in capsys.readouterr().out


def test_the_worker_sends() -> None:
    names = [slice_.name for slice_ in registered_slices()]

    assert names.index("newsletter: sending") < names.index("core: mails")
