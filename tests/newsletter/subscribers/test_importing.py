"""A list comes in with its proof; whoever gave none is asked once; nobody comes back by a list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry

from core.mail.outgoing import OutgoingMail
from newsletter.models import Action, ConsentEvent, How, State, Subscriber
from newsletter.subscribers import services
from newsletter.subscribers.erasing import (
    QUESTION_KEPT,
    erase,
    erase_unanswered,
    erase_unconfirmed,
)
from newsletter.subscribers.lists.planning import Proof, RowFate
from newsletter.subscribers.lists.taking import add_by_hand
from newsletter.subscribers.services import Choices, log
from tests.builders import make_administrator, make_concept
from tests.newsletter.making import links_in, make_subscriber
from tests.newsletter.subscribers.lists import planned, read

pytestmark = pytest.mark.django_db

Take = Callable[..., str]
WORDS = "Yes, send me the newsletter."
PLACE = "Paper forms, folder 7"
HEAD = "email,languages,consented_on"
GOOD = """email,languages,consented_on,countries,themes,frequency
ana@example.org,ro en,2024-05-03,RO MD,visits,monthly
ben@straße.example,fr,2024-05-03,"",,
"""


@pytest.fixture
def take(tmp_path: Path) -> Take:
    def run(content: str | bytes, *options: str, proof: str = WORDS) -> str:
        path = tmp_path / "list.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        out = StringIO()
        said = ("--proof", proof, "--where", PLACE) if proof else ()
        call_command("import_subscribers", str(path), *said, *options, stdout=out)
        return out.getvalue()

    return run


def test_a_list_comes_in_with_its_proof(take: Take) -> None:
    make_concept()

    assert "2 new:" in take(GOOD)

    ana = Subscriber.objects.get(email="ana@example.org")
    assert (ana.state, ana.languages, ana.countries) == (State.ACTIVE, ["ro", "en"], ["RO", "MD"])
    assert ana.frequency == "monthly"
    assert [theme.record_id for theme in ana.themes] == ["visits"]
    assert Subscriber.objects.filter(email="ben@xn--strae-oqa.example").exists()
    event = ana.consent_events.get()
    assert (event.action, event.how) == (Action.GIVEN, How.IMPORT)
    assert (event.wording, event.place) == (WORDS, PLACE)
    assert not OutgoingMail.objects.exists()


def test_the_day_of_the_consent_is_shown_and_not_todays(take: Take) -> None:
    take(f"{HEAD}\nana@example.org,en,3.5.2024")

    ana = Subscriber.objects.get()
    assert ana.confirmed_at is not None
    assert timezone.localtime(ana.confirmed_at).date() == dt.date(2024, 5, 3)
    assert timezone.localtime(ana.consent_events.get().at).date() == dt.date(2024, 5, 3)


def test_the_command_takes_the_month_first_where_it_is_told(take: Take) -> None:
    take(f"{HEAD}\nana@example.org,en,05/03/2024", "--month-first")

    assert timezone.localtime(ConsentEvent.objects.get().at).date() == dt.date(2024, 5, 3)


def test_a_dry_run_stores_nothing(take: Take) -> None:
    assert "nothing was stored" in take(f"{HEAD}\nana@example.org,en,2024-05-03", "--dry-run")

    assert not Subscriber.objects.exists()
    assert not ConsentEvent.objects.exists()


def test_a_bad_row_is_named_and_keeps_no_other_out(take: Take) -> None:
    said = take(f"{HEAD}\nana@example.org,en,2024-05-03\nben,en,2024-05-03\n")

    assert "1 new:" in said
    assert "row 3: This is no e-mail address." in said
    assert Subscriber.objects.get().email == "ana@example.org"


# -- without proof --------------------------------------------------------------------------------
def test_whoever_gave_no_proof_gets_one_mail_and_nothing_else(take: Take) -> None:
    take("email,languages\nana@example.org,ro\n", proof="")
    take("email,languages\nana@example.org,ro\n", proof="")

    ana = Subscriber.objects.get()
    assert (ana.state, ana.consent_events.get().action) == (State.PENDING, Action.REQUESTED)
    assert OutgoingMail.objects.count() == 1


@pytest.mark.parametrize("cell", ["", "31.31.2020", "2020", "2999-01-01"])
def test_a_day_that_is_none_is_no_proof(cell: str) -> None:
    (entry,) = planned(f"{HEAD}\nana@example.org,en,{cell}\n").entries

    assert entry.fate == RowFate.ASK
    assert bool(entry.remarks) == bool(cell)


def test_the_mail_leads_to_a_page_that_starts_the_subscription(take: Take, client: Client) -> None:
    take("email\nana@example.org\n", proof="")
    links = links_in(OutgoingMail.objects.get())

    assert client.get(links[0]).status_code == 200
    assert Subscriber.objects.get().state == State.PENDING
    client.post(links[0])

    ana = Subscriber.objects.get()
    assert ana.state == State.ACTIVE
    last = ana.consent_events.order_by("pk").reverse()[0]
    assert (last.action, last.how) == (Action.GIVEN, How.DOUBLE_OPT_IN)


def test_the_mail_also_leads_out_for_good(take: Take, client: Client) -> None:
    take("email\nana@example.org\n", proof="")

    client.post(links_in(OutgoingMail.objects.get())[1])

    assert Subscriber.objects.get().state == State.UNSUBSCRIBED


@pytest.mark.parametrize(("days", "left"), [(-1, 1), (1, 0)])
def test_whoever_does_not_answer_is_erased_after_thirty_days_and_never_asked_again(
    take: Take, days: int, left: int
) -> None:
    take("email\nana@example.org\n", proof="")
    then = timezone.now() - QUESTION_KEPT - timedelta(days=days)
    Subscriber.objects.update(asked_at=then)
    QuerySet(ConsentEvent).update(at=then)

    erase_unconfirmed()
    erase_unanswered()

    assert Subscriber.objects.count() == left
    assert [e.fate for e in planned("email\nana@example.org\n").entries] == [
        RowFate.KNOWN if left else RowFate.ASKED
    ]


# -- known ones -----------------------------------------------------------------------------------
@pytest.mark.parametrize("state", State.values)
def test_an_address_that_is_here_is_skipped_and_counted(take: Take, state: str) -> None:
    make_subscriber("Ana@example.org", state=state)

    said = take(f"{HEAD}\nana@example.org,en,2024-05-03\nben@example.org,en,2024-05-03")

    assert "1 new:" in said
    ended = state not in (State.ACTIVE, State.PENDING)
    assert (f"{RowFate.ENDED.value}:" if ended else f"{RowFate.KNOWN.value}:") in said
    assert Subscriber.objects.get(email="Ana@example.org").state == state


def test_who_left_and_was_erased_does_not_come_back_by_an_old_list() -> None:
    erase(make_subscriber())

    (entry,) = planned(f"{HEAD}\nana@example.org,en,2024-05-03").entries

    assert entry.fate == RowFate.ENDED


def test_who_never_confirmed_may_be_imported(take: Take) -> None:
    subscriber = make_subscriber(state=State.PENDING)
    log(subscriber, Action.REQUESTED, How.FORM)
    log(subscriber, Action.LAPSED, How.AUTOMATIC)
    subscriber.delete()

    assert "1 new:" in take(f"{HEAD}\nana@example.org,en,2024-05-03")


def test_what_another_file_brought_is_skipped_and_the_rest_comes_in(take: Take) -> None:
    take(f"{HEAD}\nreader22@example.org,en,2024-05-03")

    found = planned(read("s15-overlap.csv"))

    assert found.counts()[RowFate.KNOWN] == 1
    assert found.counts()[RowFate.NEW] == 2


@pytest.mark.parametrize(
    "content",
    [
        "Email Address,UNSUB_TIME,UNSUB_REASON\nana@example.org,2020-01-02 03:04:05,x",
        "Email Address,CLEAN_TIME\nana@example.org,2020-01-02 03:04:05",
        "uuid,email,name,status\n1,ana@example.org,Ana,blocklisted",
        "email,status\nana@example.org,Unsubscribed",
    ],
)
def test_who_left_the_other_list_stays_out_for_good(take: Take, content: str) -> None:
    assert "1 ended:" in take(content)
    assert "1 ended:" in take(f"{HEAD}\nana@example.org,en,2024-05-03")

    assert not Subscriber.objects.exists()
    assert ConsentEvent.objects.get().action == Action.WITHDRAWN


def test_the_same_address_twice_comes_in_once(take: Take) -> None:
    said = take(f"{HEAD}\na@example.org,en,2024-05-03\nA@example.org,en,2024-05-03")

    assert "row 3: stands in row 2 already" in said
    assert Subscriber.objects.count() == 1


# -- by hand, and the command ---------------------------------------------------------------------
def test_one_person_is_added_by_hand_with_proof() -> None:
    office = make_administrator()
    proof = Proof(day=dt.date(2024, 5, 3), where=PLACE, words=WORDS)

    made = add_by_hand(
        email="ana@example.org", choices=Choices(languages=["ro"]), proof=proof, by=office
    )

    event = made.consent_events.get()
    assert (event.how, event.place, event.language) == (How.OFFICE, PLACE, "ro")
    entry = ModelLogEntry.objects.get(action="newsletter.subscriber_added")
    assert entry.user == office
    assert "ana@" not in f"{entry.label} {entry.data}"
    services.unsubscribe(made, how=How.OFFICE)
    with pytest.raises(ValidationError, match="only its owner"):
        add_by_hand(
            email="ana@example.org", choices=Choices(languages=["ro"]), proof=proof, by=office
        )


def test_a_file_that_is_not_there_is_named() -> None:
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_subscribers", "/nowhere.csv")


def test_a_file_without_addresses_is_refused(take: Take) -> None:
    with pytest.raises(CommandError, match="no column has addresses"):
        take("name,town\nAna,Iași\n")


@pytest.mark.parametrize("day", ["2024-05-03", ""], ids=["with proof", "to be asked"])
def test_queries_of_an_import_are_constant(take: Take, day: str) -> None:
    counts = []

    for name, number in (("a", 2), ("b", 40)):
        lines = "\n".join(f"{name}{n}@example.org,en,{day}" for n in range(number))
        with CaptureQueriesContext(connection) as queries:
            take(f"{HEAD}\n{lines}")
        counts.append(len(queries))

    assert counts[0] == counts[1]
