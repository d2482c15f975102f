"""A page's old address leads to it while readers can open it, and names it to nobody after."""

from __future__ import annotations

import pytest
from django.test import Client
from wagtail.contrib.redirects.models import Redirect

from members.models import MembershipStatus
from tests.builders import make_membership, make_organisation, make_practice

pytestmark = pytest.mark.django_db
OLD = "/en/once-upon-a-time"


def test_it_leads_on_while_the_page_is_online(client: Client) -> None:
    page = make_practice(title="Story time")
    Redirect.objects.create(old_path=OLD, redirect_page=page)

    answer = client.get(f"{OLD}/")

    assert answer.status_code == 301
    assert answer["Location"].endswith("/story-time/")
    assert client.get(f"{OLD}/?page=2").status_code == 301


def test_it_names_no_page_that_was_taken_offline(client: Client) -> None:
    page = make_practice(title="Story time")
    Redirect.objects.create(old_path=OLD, redirect_page=page)
    page.unpublish()

    answer = client.get(f"{OLD}/")

    assert answer.status_code == 404
    assert "Location" not in answer
    assert client.get(f"{OLD}/?page=2").status_code == 404


def test_it_names_no_suspended_organisation_and_nothing_below_it(client: Client) -> None:
    organisation = make_organisation(name="Casa Verde")
    practice = make_practice(organisation=organisation)
    for number, page in enumerate((organisation, practice)):
        Redirect.objects.create(old_path=f"{OLD}-{number}", redirect_page=page)
    make_membership(organisation=organisation, status=MembershipStatus.SUSPENDED)

    for number in range(2):
        assert client.get(f"{OLD}-{number}/").status_code == 404
