"""The network's year, held against a world that was counted by hand."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from home.year.counting import YearCount
from home.year.tables import Table, Year
from members.models import Membership, MembershipCategory, MembershipPath, MembershipStatus
from members.office import office_group
from newsletter.models import Action, ConsentEvent, How
from search.models import QueryCount
from tests.builders import (
    make_administrator,
    make_category,
    make_membership,
    make_organisation,
    make_practice,
    make_user,
)
from tests.newsletter.making import make_subscriber

pytestmark = pytest.mark.django_db
ENDED = MembershipStatus.ENDED
TODAY = dt.date(2026, 11, 30)
PAGE = "/admin/reports/network-year/"


def tables(year: int = 2025) -> dict[str, Table]:
    found = YearCount(Year(year=year, today=TODAY)).tables()
    return {table.name: table for table in found}


def rows(table: Table) -> dict[Any, Any]:
    return {row[0]: row[1] for row in table.rows}


def test_members_are_those_of_the_last_day() -> None:
    ana, bea, eva = (make_organisation(name=name, country="RO") for name in ("Ana", "Bea", "Eva"))
    norway = make_organisation(name="Nor", country="NO")
    make_membership(organisation=ana, since="2019", status=MembershipStatus.ACTIVE)
    make_membership(organisation=bea, since="2025-03-01", status=MembershipStatus.ACTIVE)
    make_membership(organisation=norway, since="2026-01-01", status=MembershipStatus.ACTIVE)
    make_membership(
        organisation=eva, since="2016", until="2025-06-30", status=MembershipStatus.ENDED
    )

    found = tables()

    assert found["members"].rows[-1][-1] == 2
    assert rows(found["countries"]) == {"Romania": 2}
    moves = {row[0]: row[1:] for row in found["moves"].rows}
    assert moves["became members"] == (1, "Bea", 0)
    assert moves["left"] == (1, "Eva", 0)
    assert tables(2026)["members"].rows[-1][-1] == 3


def test_what_was_shared_is_what_went_online_in_the_year() -> None:
    romanian = make_organisation(country="RO")
    for number, year in enumerate((2024, 2025, 2025, 2025)):
        page = make_practice(
            organisation=romanian, title=f"Practice {number}", live=number != 3, language="ro"
        )
        when = dt.datetime(year, 6, 1, 12, tzinfo=dt.UTC)
        type(page).objects.filter(pk=page.pk).update(first_published_at=when)

    found = tables()

    assert rows(found["kinds"])["Practices"] == 2
    assert rows(found["shared_countries"]) == {"Romania": 2, "together": 2}
    assert rows(found["languages"]) == {"Romanian": 2, "together": 2}


def test_readers_are_counted_from_the_consent_log() -> None:
    for number in range(7):
        _consent(f"d{number}", Action.GIVEN, 2024)
    _consent("d0", Action.WITHDRAWN, 2025)
    _consent("d1", Action.ERASED, 2026)
    _consent("new", Action.GIVEN, 2025)

    found = rows(tables()["readers"])

    assert found["readers on 31 December 2025"] == 5
    assert found["subscribed within the year"] == "fewer than 5"
    assert rows(tables(2026)["readers"])["readers on 30 November 2026"] == 5


def test_what_came_and_how_many_there_are_do_not_tell_how_few_left() -> None:
    """20 readers, 8 more, 2 fewer: whoever knows 20, 8 and 26 knows the 2."""
    for number in range(28):
        _consent(f"d{number}", Action.GIVEN, 2024 if number < 20 else 2025)
    for number in range(2):
        _consent(f"d{number}", Action.WITHDRAWN, 2025)

    before, after = rows(tables(2024)["readers"]), rows(tables(2025)["readers"])

    assert after["unsubscribed within the year"] == "fewer than 5"
    assert after["subscribed within the year"] == 8
    told = after["readers on 31 December 2025"]
    assert before["readers on 31 December 2024"] + 8 - told != 2
    assert told % 5 == 0


def test_few_persons_are_in_no_number() -> None:
    person = make_category(record_id="individual", label="Individual member")
    MembershipCategory.objects.filter(pk=person.pk).update(path=MembershipPath.INDIVIDUAL)
    make_membership(organisation=make_organisation(name="Ana"), since="2025-03-01")
    for number in range(3):
        Membership.objects.create(
            name=f"P{number}",
            category=MembershipCategory.objects.get(pk=person.pk),
            status=MembershipStatus.SUSPENDED if number else MembershipStatus.ACTIVE,
            since="2025-03-01",
        )

    found = tables()

    assert {row[0]: row[1:] for row in found["members"].rows} == {
        "Full member": (1, 0, 0, 1),
        "together": (1, 0, 0, 1),
        "Individual member": ("", "", "", "fewer than 5"),
    }
    moves = {row[0]: row[1:] for row in found["moves"].rows}
    assert moves["became members"] == (1, "Ana", "fewer than 5")


def test_a_single_person_more_is_in_no_two_years() -> None:
    person = make_category(record_id="individual", label="Individual member")
    MembershipCategory.objects.filter(pk=person.pk).update(path=MembershipPath.INDIVIDUAL)
    for number in range(12):
        Membership.objects.create(
            name=f"P{number}",
            category=MembershipCategory.objects.get(pk=person.pk),
            status=MembershipStatus.ACTIVE,
            since="2025-03-01" if number else "2024-03-01",
        )

    told = {row[0]: row[-1] for row in tables(2025)["members"].rows}

    assert told["Individual member"] == 10


def _consent(digest: str, action: Action, year: int) -> None:
    when = dt.datetime(year, 5, 1, 12, tzinfo=dt.UTC)
    ConsentEvent.objects.create(digest=digest, action=action, how=How.FORM, at=when)


def test_small_groups_of_readers_stand_together() -> None:
    for number in range(6):
        make_subscriber(f"en{number}@example.org", languages=["en"])
    make_subscriber("el@example.org", languages=["el", "en"])

    assert rows(tables()["reader_languages"]) == {"other languages together": 5}


def test_questions_without_an_answer_are_told_if_many_asked_them() -> None:
    month = dt.date(2025, 4, 1)
    for text, number in (("lawyer", 9), ("ana pop", 2)):
        QueryCount.objects.create(
            month=month, language="en", digest=text, text=text, searches=number, nothing=number
        )

    found = rows(tables()["questions"])

    assert "lawyer" in found
    assert "ana pop" not in found
    assert "fewer than 5" in {row[2] for row in tables()["questions"].rows}


def test_every_number_says_where_it_comes_from() -> None:
    assert all(table.source for table in tables().values())


def test_more_of_everything_costs_no_more_queries() -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            tables()
        return len(queries)

    first = make_organisation(country="RO")
    make_membership(organisation=first, since="2019", status=MembershipStatus.ACTIVE)
    make_practice(organisation=first)
    before = cost()
    for number in range(4):
        other = make_organisation(name=f"Other {number}", country="NO")
        make_membership(organisation=other, since="2020", status=MembershipStatus.ACTIVE)
        make_practice(organisation=other, title=f"Other practice {number}")

    assert cost() == before


def test_the_page_and_the_workbook_say_the_same(client: Client) -> None:
    client.force_login(make_administrator())
    organisation = make_organisation(name="=Ana", country="RO")
    make_membership(organisation=organisation, since="2025", status=MembershipStatus.ACTIVE)

    page = client.get(f"{PAGE}?year=2025").content.decode()
    answer = client.get(f"{PAGE}2025.xlsx")

    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert len(book.sheetnames) == page.count('class="year__table"') == 9
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert "=Ana" in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert sum(str(cell.value).startswith("Source: ") for cell in cells) == 9


@pytest.mark.parametrize("given", ["1", "x", "99999999999", "-3", "²"])
def test_a_year_that_nobody_can_mean_is_no_error(client: Client, given: str) -> None:
    user = make_user(email="office@example.org")
    user.groups.add(office_group())
    client.force_login(user)

    assert client.get(PAGE, {"year": given}).status_code in (200, 404)


def test_only_the_office_reads_it(client: Client) -> None:
    client.force_login(make_user(email="ana@example.org"))

    for address in (PAGE, f"{PAGE}2026.xlsx"):
        assert client.get(address).status_code in (302, 403)
