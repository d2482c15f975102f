"""Dates that can't be are refused beside their field, and by the import in words."""

from __future__ import annotations

import datetime as dt
import json
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from core.date_rules import DateRules
from members.models import Confirmation, Membership, MembershipStatus, UpdatePage
from members.periods import Period
from practices.models import Helpline, Policy, ResourcePage, Statistic
from tests.builders import (
    make_administrator,
    make_category,
    make_membership,
    make_organisation,
    make_practice,
    make_project,
    make_research,
    make_update,
)
from tests.forms import errors_of, filled

NEXT_YEAR = timezone.localdate().year + 1
TODAY = dt.date(2026, 11, 30)


# -- the rules -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("start", "end", "wrong"),
    [
        ("2016-04", "2016", False),
        ("2016", "2016-04", False),
        ("2016-04", "2016-04-01", False),
        ("2016-04-12", "2016-04", False),
        ("2016-05", "2016-04", True),
        ("2017", "2016", True),
        ("2016-05-02", "2016-05-01", True),
        ("", "2016", False),
        ("2016", "", False),
        ("nonsense", "2016", False),
        (12, 6, True),
        (6, 12, False),
        (None, 6, False),
    ],
)
def test_an_end_before_its_start(start: Any, end: Any, wrong: bool) -> None:
    rules = DateRules(order=(("a", "b"),))

    found = rules.problems({"a": start, "b": end}.get, today=TODAY)

    assert bool(found) is wrong
    assert set(found) <= {"b"}


@pytest.mark.parametrize(
    ("date", "wrong"),
    [
        ("2026", False),
        ("2026-11", False),
        ("2026-11-30", False),
        ("2026-12", True),
        ("2027", True),
        (2026, False),
        (2027, True),
        ("", False),
        (None, False),
        (True, False),
    ],
)
def test_a_date_that_lies_ahead(date: Any, wrong: bool) -> None:
    found = DateRules(past=("a",)).problems({"a": date}.get, today=TODAY)

    assert bool(found) is wrong


@given(
    st.lists(
        st.one_of(st.none(), st.text(), st.integers(), st.floats(), st.booleans()),
        min_size=2,
        max_size=2,
    )
)
def test_any_values_are_judged_without_an_error(values: list[Any]) -> None:
    rules = DateRules(past=("a",), order=(("a", "b"),))

    assert set(rules.problems(dict(zip("ab", values, strict=True)).get, today=TODAY)) <= {"a", "b"}


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        (("2010", "2016"), ("2016", ""), False),
        (("2010", "2016"), ("2015", ""), True),
        (("2010", ""), ("2020", ""), True),
        (("2010", "2016-04-12"), ("2016-04-12", ""), False),
        (("2010", "2016-04-13"), ("2016-04-12", ""), True),
        (("", "2023-06-09"), ("2023-06-09", ""), False),
        (("", ""), ("2015", ""), True),
        (("2010", "2012"), ("2014", "2016"), False),
    ],
)
def test_memberships_at_the_same_time(
    one: tuple[str, str], other: tuple[str, str], together: bool
) -> None:
    first, second = (
        Period.of(since=since, until=until, ended=False) for since, until in (one, other)
    )

    assert first.overlaps(second) is second.overlaps(first) is together


# -- models --------------------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("make", "fields", "wrong"),
    [
        (make_organisation, {"as_of": f"{NEXT_YEAR}"}, "as_of"),
        (make_organisation, {"founded": NEXT_YEAR}, "founded"),
        (make_practice, {"started": "2016", "ended": "2015"}, "ended"),
        (make_project, {"start": "2016-05", "end": "2016-04"}, "end"),
        (make_research, {"year": NEXT_YEAR}, "year"),
        (make_update, {"date": f"{NEXT_YEAR}-01"}, "date"),
        (make_update, {"starts": "2016-05-02", "ends": "2016-05-01"}, "ends"),
    ],
)
def test_pages_refuse_what_can_t_be(make: Any, fields: dict[str, Any], wrong: str) -> None:
    page = make()
    for name, value in fields.items():
        setattr(page, name, value)

    with pytest.raises(ValidationError) as refusal:
        page.full_clean()

    assert list(refusal.value.error_dict) == [wrong]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "fields", "wrong"),
    [
        (Helpline, {"confirmed_on": f"{NEXT_YEAR}"}, "confirmed_on"),
        (Helpline, {"as_of": f"{NEXT_YEAR}"}, "as_of"),
        (Policy, {"year": NEXT_YEAR, "status": "in_force"}, "year"),
        (Statistic, {"year": NEXT_YEAR, "value": 1}, "year"),
        (Statistic, {"interval_low": 3, "interval_high": 2, "value": 1}, "interval_high"),
        (ResourcePage, {"age_from": 12, "age_to": 6}, "age_to"),
        (Confirmation, {"confirmed_on": f"{NEXT_YEAR}-01-01"}, "confirmed_on"),
    ],
)
def test_entries_refuse_what_can_t_be(model: Any, fields: dict[str, Any], wrong: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        model(**fields).clean()

    assert list(refusal.value.error_dict) == [wrong]


@pytest.mark.django_db
def test_what_is_planned_may_lie_ahead() -> None:
    make_update(kind="event", date=f"{NEXT_YEAR}", starts=f"{NEXT_YEAR}").full_clean()
    make_practice(maturity="planned", started=f"{NEXT_YEAR}").full_clean()
    make_project(start="2026", end=f"{NEXT_YEAR}").full_clean()
    Policy(year=NEXT_YEAR, status="proposed", title_en="P", record_id="p").full_clean()
    Statistic(year=NEXT_YEAR, method="estimate", value=1, record_id="s").full_clean()


@pytest.mark.django_db
def test_news_that_goes_online_by_itself_may_bear_that_day() -> None:
    page = make_update()
    page.go_live_at = timezone.now() + timedelta(days=400)
    page.date = f"{NEXT_YEAR}"

    page.full_clean()


# -- forms ---------------------------------------------------------------------------------------
@pytest.fixture
def browser(db: None) -> Client:
    client = Client(HTTP_HOST="localhost")
    client.force_login(make_administrator())
    return client


def test_a_form_says_it_beside_the_field_while_saving_too(browser: Client) -> None:
    page = make_update()
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    changes = {"kind": "event", "starts": "2026-05-02", "ends": "2026-05-01"}

    response = browser.post(url, filled(browser, url, **changes))

    assert errors_of(response) == {"ends": ["2026-05-01 comes before 2026-05-02."]}
    assert UpdatePage.objects.get().get_latest_revision_as_object().ends == ""


def test_the_office_can_t_make_two_memberships_at_once(browser: Client) -> None:
    organisation = make_organisation()
    first = make_membership(organisation=organisation, since="2015")
    add = reverse("wagtailsnippets_members_membership:add")
    fields = {"organisation": organisation.pk, "category": first.category_id, "status": "active"}
    data = filled(browser, add, form=add, **fields, since="2020", until="")

    refused = browser.post(add, data)
    backwards = browser.post(add, {**data, "since": "2012", "until": "2010"})

    assert "already (2015 – …)" in str(errors_of(refused)["since"])
    assert "until" in errors_of(backwards)
    assert browser.post(add, {**data, "since": "2010", "until": "2015"}).status_code == 302
    edit = reverse("wagtailsnippets_members_membership:edit", args=[first.pk])
    assert browser.post(edit, filled(browser, edit, form=edit)).status_code == 302
    assert Membership.objects.count() == 2


# -- import --------------------------------------------------------------------------------------
def refused(tmp_path: Path, **collections: Any) -> list[str]:
    path = tmp_path / "records.json"
    path.write_text(json.dumps({"format": "cope-records/1", **collections}))
    with pytest.raises(CommandError) as refusal:
        call_command("import_records", str(path), stdout=StringIO())
    return str(refusal.value).splitlines()[1:]


@pytest.mark.django_db
def test_the_import_refuses_the_same_in_words(tmp_path: Path) -> None:
    make_category(record_id="full")
    member = {"category": "full", "status": MembershipStatus.ACTIVE}
    organisation = {
        "id": "o",
        "name": {"en": "O"},
        "kind": "charity",
        "country": "GB",
        "original_language": "en",
        "founded": NEXT_YEAR,
        "as_of": f"{NEXT_YEAR}",
        "confirmed_on": f"{NEXT_YEAR}-01",
        "memberships": [
            {**member, "since": "2010"},
            {**member, "since": "2015"},
            {**member, "since": "2009", "until": "2008"},
        ],
    }
    helpline = {
        "id": "h",
        "name": {"en": "H"},
        "phone": "1",
        "country": "GB",
        "confirmed_on": f"{NEXT_YEAR}",
    }

    lines = refused(tmp_path, organisations=[organisation], helplines=[helpline])

    assert [line.split(": ")[0] for line in lines] == [
        "organisations / o / memberships[1]",
        "organisations / o / as_of",
        "organisations / o / founded",
        "organisations / o / memberships[2].until",
        "organisations / o / confirmed_on",
        "helplines / h / confirmed_on",
    ]
    assert f"{NEXT_YEAR} lies in the future." in lines[1]
    assert "2008 comes before 2009." in lines[3]
