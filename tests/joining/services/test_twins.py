"""The same organisation twice: who learns of it."""

from __future__ import annotations

import pytest
from django.test import Client

from joining.services.twins import host_of, pages_like, twins_of
from tests.builders import make_organisation
from tests.joining.making import address, mails, make_application, make_sent

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("website", "host"),
    [
        ("https://www.casaclara.example/es", "casaclara.example"),
        ("casaclara.example", "casaclara.example"),
        ("http://[", ""),
        ("", ""),
    ],
)
def test_a_site_by_its_host(website: str, host: str) -> None:
    assert host_of(website) == host


def test_a_stranger_is_told_nothing(client: Client) -> None:
    make_sent(website="casaclara.example")
    second = make_application(email="mallory@example.org", website="casaclara.example")

    client.post(address(second, "send"), {"consent": "on"})

    told = [mail for mail in mails() if mail.to == "mallory@example.org"]
    assert len(told) == 1  # that it arrived
    assert [mail.to for mail in mails()].count("ana@casaclara.example") == 0


def test_a_colleague_is_told_kindly(client: Client) -> None:
    make_sent(website="https://www.casaclara.example/")
    second = make_application(email="eva@casaclara.example", language="en")

    client.post(address(second, "send"), {"consent": "on"})

    subjects = [mail.subject for mail in mails() if mail.to == "eva@casaclara.example"]
    assert "Your organisation has applied already" in subjects


def test_the_office_sees_both() -> None:
    first = make_sent(organisation_name="Casa Clara")
    by_name = make_sent(email="b@example.org", organisation_name=" CASA CLARÁ ")
    other = make_sent(email="c@example.org", organisation_name="Casa Verde")
    make_application(email="d@example.org")  # a draft is its applicant's own

    assert twins_of(first) == [by_name]
    assert twins_of(other) == []


def test_pages_that_may_be_the_same() -> None:
    page = make_organisation(name="Casa Clara", country="ES")
    make_organisation(name="Casa Clara", country="PT")

    assert pages_like(make_sent()) == [page]
