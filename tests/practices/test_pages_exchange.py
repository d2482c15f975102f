"""A study visit's page: who visited whom, what they saw and learnt."""

from __future__ import annotations

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from members.models import OrganisationPage
from practices.models import ExchangePage, Visit, VisitTopic
from search.models import Concept, Scheme
from tests.builders import make_concept, make_exchange, make_organisation
from tests.shown import read, read_page

pytestmark = pytest.mark.django_db


def exchange_with(visits: int = 1, *, host: OrganisationPage | None = None) -> ExchangePage:
    exchange = make_exchange(
        organisation=make_organisation(name="Casa Verde"),
        host=host or make_organisation(name="Northern House", country="NO"),
        title="A visit to the north",
        date="2016-04",
        purpose_en="To learn.",
        conclusions_en="It can be done.",
        sources=["Report on the visit, 2015"],
    )
    add_visits(exchange, number=visits)
    return exchange


def add_visits(exchange: ExchangePage, *, number: int) -> None:
    topic = Concept.objects.filter(record_id="leave").first() or make_concept(
        record_id="leave", scheme=Scheme.TOPIC, label="Home leave"
    )
    first = exchange.visits.count()
    for order in range(first + number, first, -1):
        visit = Visit.objects.create(
            record=exchange,
            order=order,
            date="2016-04-12",
            host=make_organisation(name=f"Host {order}"),
            place="Oslo",
            country="NO",
            title_en=f"Stop {order}",
            facts_en="Nine employees.",
            lessons_en="Start small.",
        )
        VisitTopic.objects.create(record=visit, concept=topic)


def test_every_fact_is_on_the_page(client: Client) -> None:
    shown = read_page(client, exchange_with())

    for words in (
        "Study visit A visit to the north Casa Verde · Norway",
        "Why they went To learn.",
        "Oslo, Norway Stop 1 Nine employees. What was learnt Start small. Home leave Host: Host 1",
        "What they concluded It can be done.",
        "Visitor Casa Verde",
        "Host Northern House",
        "Date April 2016",
        "Country visited Norway",
        "Number of visits 1",
        "Report on the visit, 2015",
    ):
        assert words in shown.words
    assert 'href="/en/search/?q=%22Home+leave%22"' in shown.html
    assert shown.headings(1) == ["A visit to the north"]


def test_visits_come_in_their_order(client: Client) -> None:
    assert read_page(client, exchange_with(visits=3)).headings(3) == ["Stop 1", "Stop 2", "Stop 3"]


def test_it_shows_at_the_host_too(client: Client) -> None:
    host = make_organisation(name="Northern House", country="NO")
    exchange_with(host=host)

    shown = read_page(client, host)

    assert "Received study visits A visit to the north Casa Verde" in shown.words


def test_draft_hosts_do_not_show(client: Client) -> None:
    exchange = exchange_with(host=make_organisation(name="Draft house", live=False))
    OrganisationPage.objects.filter(title="Host 1").update(live=False)

    shown = read_page(client, exchange)

    assert "Draft house" not in shown.html
    assert "Host 1" not in shown.html
    assert "Host not stated" in shown.words


def test_a_fallback_says_its_language(client: Client) -> None:
    shown = read_page(client, exchange_with(), language="el")

    assert 'lang="en">A visit to the north</h1>' in shown.html
    assert shown.html.count("text-language") >= 4  # purpose, facts, lessons, conclusions


def test_queries_do_not_grow_with_visits(client: Client) -> None:
    from django.db import connection

    exchange = exchange_with(visits=2)
    address = exchange.url_in("en")
    read(client, address)
    with CaptureQueriesContext(connection) as few:
        read(client, address)
    add_visits(exchange, number=6)
    with CaptureQueriesContext(connection) as many:
        read(client, address)

    assert len(many) == len(few)
