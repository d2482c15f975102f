"""An existing list comes in with proof, all of it or nothing, and every mistake is named."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.mail.outgoing import OutgoingMail
from newsletter.models import Action, ConsentEvent, How, State, Subscriber
from newsletter.subscribers.services import log
from tests.builders import make_concept
from tests.newsletter.making import make_subscriber

pytestmark = pytest.mark.django_db
Take = Callable[..., str]
PROOF = "Signed lists of the general assembly 2024, binder 3: “Send me the newsletter.”"
HEAD = "email,languages,consented_on"
GOOD = f"""{HEAD},countries,themes,frequency
ana@example.org,ro en,2024-05-03,RO MD,visits,monthly
ben@straße.example,fr,2024-05-03,"",,
"""


@pytest.fixture
def take(tmp_path: Path) -> Take:
    def run(content: str | bytes, *options: str) -> str:
        path = tmp_path / "list.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        out = StringIO()
        call_command("import_subscribers", str(path), "--proof", PROOF, *options, stdout=out)
        return out.getvalue()

    return run


def test_a_list_comes_in_with_its_proof(take: Take) -> None:
    make_concept()

    assert take(GOOD) == "2 subscribers were imported\n"

    ana = Subscriber.objects.get(email="ana@example.org")
    assert (ana.state, ana.languages, ana.countries) == (State.ACTIVE, ["ro", "en"], ["RO", "MD"])
    assert ana.frequency == "monthly"
    assert [theme.record_id for theme in ana.themes] == ["visits"]
    assert Subscriber.objects.filter(email="ben@xn--strae-oqa.example").exists()
    event = ana.consent_events.get()
    assert (event.action, event.how, event.wording) == (Action.GIVEN, How.IMPORT, PROOF)
    assert event.at.date().isoformat() == "2024-05-03"
    assert not OutgoingMail.objects.exists()


def test_a_dry_run_stores_nothing(take: Take) -> None:
    make_concept()

    assert "2 subscribers can be imported" in take(GOOD, "--dry-run")

    assert not Subscriber.objects.exists()
    assert not ConsentEvent.objects.exists()


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("", "line 1: the column email is missing"),
        ("email\nana@example.org", "line 1: the column languages is missing"),
        (f"{HEAD},name\n", "line 1: unknown column 'name'"),
        (f"{HEAD},email\n", "line 1: the column email stands twice"),
        (f"{HEAD}\n", "the file has no lines beside its headings"),
        (f"{HEAD}\nana@example.org,en", "line 2: 2 fields, expected 3"),
        (f"{HEAD}\nana,en,2024-05-03", "line 2: email: This is no e-mail address."),
        (f"{HEAD}\n,en,2024-05-03", "line 2: email: is empty"),
        (f'{HEAD}\n"a@b.example\nBcc: x@b.example",en,2024-05-03', "line 2: email: An e-mail"),
        (f"{HEAD}\nana@example.org,en tlh,2024-05-03", "line 2: languages: Unknown language: tlh"),
        (f"{HEAD}\nana@example.org,en en,2024-05-03", "line 2: languages: Each may stand"),
        (f"{HEAD}\nana@example.org,,2024-05-03", "line 2: languages: is empty"),
        (f"{HEAD}\nana@example.org,en,", "line 2: consented_on: is empty"),
        (f"{HEAD}\nana@example.org,en,3 May", "line 2: consented_on: '3 May' is no day"),
        (f"{HEAD}\nana@example.org,en,2999-01-01", "line 2: consented_on: 2999-01-01 is in the"),
        (f"{HEAD},countries\na@example.org,en,2024-05-03,XX", "line 2: countries: Unknown"),
        (f"{HEAD},themes\na@example.org,en,2024-05-03,x", "line 2: themes: unknown theme: x"),
        (f"{HEAD},frequency\na@example.org,en,2024-05-03,x", "line 2: frequency: 'x' is none"),
        (
            f"{HEAD}\na@example.org,en,2024-05-03\nA@example.org,en,2024-05-03",
            "line 3: email: stands in line 2 already",
        ),
        (HEAD.encode() + b"\nan\xe9@example.org,en,2024-05-03", "line 2: the file is not UTF-8"),
        (f'{HEAD}\n"ana@example.org,en,2024-05-03', "line 2: "),
        (f"{HEAD}\n{'x' * 200_000},en,2024-05-03", "line 2: field larger than"),
        (f"{HEAD}\n{'x' * 10_000}@example.org,en,2024-05-03", "line 2: email: This is too long"),
    ],
)
def test_a_mistake_is_named_and_nothing_comes_in(
    take: Take, content: str | bytes, problem: str
) -> None:
    with pytest.raises(CommandError) as refusal:
        take(content)

    assert str(refusal.value).startswith("nothing was imported\n")
    assert problem in str(refusal.value)
    assert not Subscriber.objects.exists()


def test_one_bad_line_keeps_the_good_ones_out(take: Take) -> None:
    with pytest.raises(CommandError) as refusal:
        take(f"{HEAD}\nana@example.org,en,2024-05-03\nben,xx,never")

    lines = str(refusal.value).splitlines()
    assert [line.split(": ")[1] for line in lines[1:]] == ["email", "languages", "consented_on"]
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize("state", State.values)
def test_an_address_that_is_here_is_not_imported(take: Take, state: str) -> None:
    make_subscriber("Ana@example.org", state=state)

    with pytest.raises(CommandError, match=rf"line 2: email: is here already \({state}\)"):
        take(f"{HEAD}\nana@example.org,en,2024-05-03")


def test_who_left_and_was_erased_does_not_come_back_by_an_old_list(take: Take) -> None:
    make_subscriber()
    call_command("erase_subscriber", "ana@example.org", stdout=StringIO())

    with pytest.raises(CommandError, match="only its owner can subscribe it again"):
        take(f"{HEAD}\nana@example.org,en,2024-05-03")


def test_who_never_confirmed_may_be_imported(take: Take) -> None:
    subscriber = make_subscriber(state=State.PENDING)
    log(subscriber, Action.REQUESTED, How.FORM)
    log(subscriber, Action.LAPSED, How.AUTOMATIC)
    subscriber.delete()

    assert take(f"{HEAD}\nana@example.org,en,2024-05-03") == "1 subscribers were imported\n"


@pytest.mark.parametrize("proof", ["", "  ", "x" * 2001])
def test_there_is_no_import_without_proof(tmp_path: Path, proof: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text(f"{HEAD}\nana@example.org,en,2024-05-03")

    with pytest.raises(CommandError, match="--proof"):
        call_command("import_subscribers", str(path), "--proof", proof)


def test_a_file_that_is_not_there_is_named() -> None:
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_subscribers", "/nowhere.csv", "--proof", PROOF)


def test_queries_of_an_import_are_constant(take: Take) -> None:
    counts = []

    for name, number in (("a", 2), ("b", 40)):
        lines = "\n".join(f"{name}{n}@example.org,en,2024-05-03" for n in range(number))
        with CaptureQueriesContext(connection) as queries:
            take(f"{HEAD}\n{lines}")
        counts.append(len(queries))

    assert counts[0] == counts[1]
