"""A page's old address leads to it while readers can open it, and names it to nobody after.

An address that it has while it is offline is none of readers'.
"""

from __future__ import annotations

from typing import Any

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


def rename(page: Any, slug: str) -> None:
    page.refresh_from_db()
    page.slug = slug
    page.save()


@pytest.mark.parametrize("way", ["taken off", "parent taken off", "suspended"])
def test_no_address_leads_on_that_it_only_had_while_it_was_offline(
    client: Client, django_capture_on_commit_callbacks: Any, way: str
) -> None:
    organisation = make_organisation(name="Casa Verde")
    membership = make_membership(organisation=organisation)
    page = make_practice(organisation=organisation, title="Story time")
    if way == "suspended":
        type(membership).objects.update(status=MembershipStatus.SUSPENDED)
    else:
        closed = page if way == "taken off" else organisation
        closed.unpublish()

    with django_capture_on_commit_callbacks(execute=True):
        rename(page, "the-secret-name")
        rename(page, "final-name")

    assert not Redirect.objects.exists()
    type(membership).objects.update(status=MembershipStatus.ACTIVE)
    type(page).objects.update(live=True)
    type(organisation).objects.update(live=True)
    assert client.get(page.url_in("en")).status_code == 200
    secret = page.url_in("en").replace("final-name", "the-secret-name")
    assert client.get(secret).status_code == 404


@pytest.mark.parametrize("hidden", [True, False])
def test_a_move_is_told_by_where_it_was(
    hidden: bool,  # a parameter of the test
) -> None:
    before, after = make_organisation(name="Before"), make_organisation(name="After")
    page = make_practice(organisation=before, title="Story time")
    (before if hidden else after).unpublish()
    page.refresh_from_db()

    page.move(after, pos="last-child")

    assert Redirect.objects.exists() is not hidden
