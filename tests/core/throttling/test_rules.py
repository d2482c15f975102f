"""Every form that a stranger can send is counted, and a room full of people is let through."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings as project
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve
from pytest_django import Settings

from core.mail.outgoing import OutgoingMail
from core.throttling import counting
from core.throttling.counting import ThrottleCount, count_all, digest
from core.throttling.rules import (
    API,
    GETS,
    LOCKED_MAIL,
    OTHER_POST,
    POSTS,
    SIGN_IN,
    By,
    Rule,
    rule_for,
)
from newsletter.models import State, Subscriber
from newsletter.subscribers.links import Purpose, make_token
from tests.builders import PASSWORD, make_administrator, make_user
from tests.newsletter.making import form, links_in, make_subscriber
from tests.project.test_urls import read_only

pytestmark = pytest.mark.django_db

SUBSCRIBE, LINKS, RESET = (
    "/en/newsletter/subscribe/",
    "/en/newsletter/links/",
    "/admin/password_reset/",
)
ME = "127.0.0.1/32"
SAMPLES = {
    "int": "1",
    "str": "a",
    "slug": "a",
    "path": "a",
    "uuid": "0" * 8 + "-0000" * 3 + "-" + "0" * 12,
}
#: addresses that regular expressions describe → one of each
BY_HAND = {r"^((?:[\w\-]+/)*)$": "a/"}


def exhaust(rule: Rule) -> None:
    """Let the client of the tests have reached the rule's limit."""
    until = int(time.time()) + 300
    for limit in rule.limits:
        if limit.by is By.CLIENT:
            ThrottleCount.objects.create(
                rule=f"{rule.name}: {limit.by}",
                key=digest(rule, limit, ME),
                count=limit.most,
                since=until - 300,
                until=until,
            )


# -- everything is counted -------------------------------------------------------------------------
def addresses(patterns: list[Any], before: str = "") -> Iterator[str]:
    """Yield an address for each pattern of a resolver."""
    for entry in patterns:
        source = str(entry.pattern)
        part = re.sub(r"<(?:(\w+):)?\w+>", lambda found: SAMPLES[found[1] or "str"], source)
        part = BY_HAND.get(source, _of_expression(part))
        if isinstance(entry, URLResolver):
            yield from addresses(entry.url_patterns, before + part)
        elif isinstance(entry, URLPattern):
            yield before + part


def _of_expression(source: str) -> str:
    """An address for the regular expressions that Wagtail uses."""
    plain = re.sub(r"\(\?P<\w+>[^()]*\)|\(\[?\S*?\)", "1", source)
    return plain.removeprefix("^").removesuffix("$").replace("\\Z", "").replace("\\", "")


def test_every_address_refuses_a_stranger_s_form_beyond_a_limit(client: Client) -> None:
    for rule in (*POSTS, OTHER_POST):
        exhaust(rule)
    not_refused, reached = {}, 0

    for address in dict.fromkeys(f"/{path}" for path in addresses(get_resolver().url_patterns)):
        try:
            resolve(address)
        except Resolver404:
            not_refused[address] = 404
            continue
        reached += 1
        answer = client.post(address)
        if answer.status_code != 429 or not int(answer["Retry-After"]):
            not_refused[address] = answer.status_code

    assert not_refused == {}
    assert reached > 350


def test_the_table_names_views_that_exist() -> None:
    found = {match.view_name for match in _matches()}
    named = {name for rule in (*POSTS, *GETS) for name in rule.views}

    assert named - found == {"newsletter_provider"}  # only where a provider is set up
    assert any(name.startswith("api:") for name in found)


def test_every_file_of_results_is_counted() -> None:
    counted = {name for rule in GETS for name in rule.views}
    files = {match.view_name for match in _matches() if "/search/results." in f"/{match.route}"}

    assert len(files) >= 4
    assert files <= counted


def test_every_list_and_file_for_readers_is_counted() -> None:
    """Calendars and feeds are made of what a search finds, lists of the same queries."""
    counted = {name for rule in GETS for name in rule.views}
    routes = {match.view_name: match.route for match in _matches() if "admin" not in match.route}
    files = {name for name, route in routes.items() if re.search(r"\.(ics|csv|xlsx|xml)$", route)}
    lists = {name for name in routes if name.endswith("_list") or name.startswith("events_")}

    assert len(files) > 6
    assert len(lists) > 12
    assert (files | lists) - counted == {"sitemap", "sitemap_part", "old_markers"}


def _matches() -> Iterator[Any]:
    for path in addresses(get_resolver().url_patterns):
        try:
            yield resolve(f"/{path}")
        except Resolver404:
            continue


def test_names_of_rules_are_different() -> None:
    names = [rule.name for rule in (*POSTS, *GETS, API, OTHER_POST, SIGN_IN, LOCKED_MAIL)]

    assert len(names) == len(set(names))
    assert "core.throttling.middleware.ThrottleMiddleware" in project.MIDDLEWARE


# -- answers ---------------------------------------------------------------------------------------
def test_a_page_says_when_in_the_reader_s_language(client: Client) -> None:
    exhaust(POSTS[0])

    answer = client.post("/fr/newsletter/subscribe/", form())

    assert answer.status_code == 429
    assert 295 <= int(answer["Retry-After"]) <= 300
    assert answer["Cache-Control"] == "no-store"
    assert '<html lang="fr"' in answer.content.decode()
    assert "Content-Security-Policy" in answer
    page = client.post(SUBSCRIBE, form()).content.decode()
    assert "Please try again in 5 minutes." in page


def test_programs_get_what_programs_read(client: Client, settings: Settings) -> None:
    for rule in (*POSTS, *GETS):
        exhaust(rule)
    click = client.post("/newsletter/one-click/a/", {"List-Unsubscribe": "One-Click"})
    assert (click.status_code, click["Content-Type"]) == (429, "text/plain")

    for _time in range(API.limits[0].most):
        client.get("/api/v1/openapi.json")
    answer = client.get("/api/v1/search?q=a")

    assert answer.status_code == 429
    assert answer.json()["retry_after"] == int(answer["Retry-After"]) > 0
    assert "try again" in answer.json()["error"]


def test_reads_are_counted_without_writing(client: Client, monkeypatch: Any) -> None:
    # however slow the machine is, all come within the same minute
    monkeypatch.setattr(counting, "time", SimpleNamespace(time=time.time, monotonic=lambda: 1.0))
    search = next(rule for rule in GETS if rule.name == "search")
    with read_only():
        found = [client.head("/en/search/").status_code for _time in range(search.limits[0].most)]
        answer = client.get("/en/search/")

    assert set(found) == {200}
    assert answer.status_code == 429
    assert client.get("/en/search/", REMOTE_ADDR="192.0.2.1").status_code == 200
    assert not ThrottleCount.objects.exists()
    assert client.get("/en/newsletter/subscribe/").status_code == 200


def test_every_address_of_the_search_and_of_the_interface_is_counted() -> None:
    names = {match.view_name for match in _matches()}
    costly = {name for name in names if name.startswith(("search:", "api:"))}

    assert len(costly) > 8
    assert {n for n in costly if rule_for(n, writes=False, signed_in=False) is None} == set()


def test_whoever_is_signed_in_works_as_fast_as_he_or_she_likes(client: Client) -> None:
    exhaust(OTHER_POST)
    client.force_login(make_administrator())

    assert client.post("/en/newsletter/confirm/a/").status_code == 404
    assert not ThrottleCount.objects.exclude(rule="other form: client").exists()


def test_one_rule_costs_one_statement(client: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        client.post("/en/newsletter/confirm/a/")

    counting = [query["sql"] for query in queries if "throttlecount" in query["sql"]]
    assert len(counting) == 1
    assert "ON CONFLICT" in counting[0]


# -- a mailbox, a room, the hour -------------------------------------------------------------------
def test_eighty_five_forms_for_one_mailbox_send_few_mails(client: Client) -> None:
    found = [
        client.post(
            SUBSCRIBE, form(email=f"Ana+{number}@Example.org"), REMOTE_ADDR=f"198.51.100.{number}"
        ).status_code
        for number in range(85)
    ]

    assert found == [302] * 3 + [429] * 82
    assert OutgoingMail.objects.count() == 3


def test_eighty_five_forms_of_one_client_for_all_the_world_end(client: Client) -> None:
    sent = 0
    for number in range(100):
        sent += client.post(SUBSCRIBE, form(email=f"p{number}@example.org")).status_code == 302

    assert sent == 90


def test_all_clients_together_send_so_many_in_an_hour(client: Client) -> None:
    (rule,) = (rule for rule in POSTS if rule.name == "newsletter sign-up")
    (everybody,) = (limit for limit in rule.limits if limit.by is By.EVERYBODY)
    only = Rule(name=rule.name, limits=(everybody,))
    for _time in range(everybody.most):
        count_all(only, {By.EVERYBODY: ""}, network="")

    assert client.post(SUBSCRIBE, form()).status_code == 429


@pytest.mark.parametrize("address", [LINKS, RESET])
def test_mails_on_request_are_few_for_a_known_and_an_unknown_address(
    client: Client, address: str
) -> None:
    make_subscriber("known@example.org")
    make_user(email="known@example.org")

    for email in ("known@example.org", "unknown@example.org"):
        found = [client.post(address, {"email": email}).status_code for _time in range(4)]
        assert found == [302, 302, 302, 429]


def test_thirty_people_in_one_room_sign_up_and_sign_in(client: Client) -> None:
    people = [f"person{number}@example.org" for number in range(30)]
    for email in people:
        make_user(email=email)
        assert client.post(SUBSCRIBE, form(email="person@")).status_code == 200  # a slip
        assert client.post(SUBSCRIBE, form(email=email)).status_code == 302
    for mail in OutgoingMail.objects.all():
        (path,) = (link for link in links_in(mail) if "/confirm/" in link)
        assert client.post(path).status_code == 302
    for email in people:
        visitor = Client()
        first = visitor.post("/admin/login/", {"username": email, "password": "a slip"})
        second = visitor.post("/admin/login/", {"username": email, "password": PASSWORD})
        assert (first.status_code, second.status_code) == (200, 302)

    assert Subscriber.objects.filter(state=State.ACTIVE).count() == 30


def test_a_provider_s_mail_programs_unsubscribe_hundreds_of_readers(client: Client) -> None:
    token = make_token(make_subscriber(), Purpose.UNSUBSCRIBE)
    click = {"List-Unsubscribe": "One-Click"}

    found = {
        client.post(f"/newsletter/one-click/{token}/", click).status_code for _time in range(400)
    }

    assert found == {200}
