"""One of everything that has a public address, and a world that grows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from joining.links import token_of, token_of_referee
from joining.models import Application, Referee
from members.models import Country, Invitation, OrganisationPage
from members.people.invitations import digest_of, lifetime
from newsletter.models import State, Subscriber
from newsletter.subscribers.links import Purpose, make_token
from practices.models import Evidence
from tests.builders import (
    make_concept,
    make_exchange,
    make_membership,
    make_organisation,
    make_practice,
    make_project,
    make_research,
    make_resource,
    make_standard_page,
    make_update,
)
from tests.joining.making import make_application, make_file
from tests.newsletter.issues import about, make_issue, text
from tests.newsletter.making import make_subscriber
from tests.practices.register_builders import (
    make_helpline,
    make_policy,
    make_recommendation,
    make_statistic,
    make_term,
)

#: of the application that `fill_once` makes, of its referee, and of a file of it
KEY, FILE = "key-of-an-application", 99_001
REGISTERS = (make_policy, make_statistic, make_recommendation)


def _token(state: str, purpose: Purpose) -> str:
    """What opens the page of the subscriber that `fill_once` makes in this state."""
    return make_token(Subscriber(key=f"key-of-{state}"), purpose)


def fill_once() -> None:
    """One record of every collection, with relations, topics, evidence and a country's text."""
    theme = make_concept()
    make_standard_page(title="About the network", slug="about")
    Country.objects.create(record_id="RO", introduction_en="About Romania.")
    make_term()
    for state in (State.PENDING, State.ACTIVE):
        make_subscriber(f"{state}@example.org", state=state, key=f"key-of-{state}")
    for make in REGISTERS:
        make(country="RO", themes=[theme])
    row = make_application(key=KEY)
    make_file(row, pk=FILE)
    row.referee.key = KEY
    row.referee.save()
    fill_more(theme, number=0)
    Invitation.objects.create(
        organisation=OrganisationPage.objects.get(record_id="casa-verde"),
        email="invited@example.org",
        language="ro",
        digest=digest_of(KEY),
        by_office=True,
        expires_at=timezone.now() + lifetime(),
    )


def fill_more(theme: Any, *, number: int) -> None:
    """One more member with one more of everything it can publish."""
    tail = "" if number == 0 else f" {number}"
    owner = make_organisation(
        name=f"Casa Verde{tail}", country="RO", latitude=47.16, longitude=27.58
    )
    make_membership(organisation=owner)
    practice = make_practice(organisation=owner, title=f"Story time{tail}")
    practice.set_concepts({"theme": [theme]})
    practice.save_revision().publish()
    study = make_research(parent=owner, title=f"What visits change{tail}", year=2016)
    Evidence.objects.create(
        record=practice, direction="works", design="survey", research=study, claim_en="It helps."
    )
    make_project(organisation=owner, title=f"Closer together{tail}")
    make_exchange(organisation=owner, host=owner, title=f"Two days in Oslo{tail}")
    make_resource(parent=owner, title=f"A leaflet{tail}")
    update = make_update(organisation=owner, title=f"A new family room{tail}")
    make_update(organisation=owner, title=f"An open day{tail}", kind="event", starts="2099-06-13")
    make_issue(about(update), text(heading_en="A word"), heading_en=f"News of May{tail}")
    make_helpline(record_id=f"line-{number}", operator=owner, country="RO", nation="")
    for make in REGISTERS if number else ():
        make(record_id=f"entry-{number}", country="RO", themes=[theme])
    if number:
        make_term(record_id=f"term-{number}", term_en=f"Term {number}")


#: addresses below the language that answer with a page, once `fill_once` has run
PAGES: tuple[str, ...] = (
    "",
    "about/",
    "organisations/",
    "organisations/casa-verde/",
    "organisations/casa-verde/story-time/",
    "organisations/casa-verde/what-visits-change/",
    "organisations/casa-verde/closer-together/",
    "organisations/casa-verde/two-days-in-oslo/",
    "organisations/casa-verde/a-leaflet/",
    "organisations/casa-verde/a-new-family-room/",
    "organisations/casa-verde/an-open-day/",
    "library/",
    "membership/",
    "practices/",
    "practices/?country=RO&theme=visits&colour=red",
    "projects/",
    "research/",
    "exchanges/",
    "resources/",
    "updates/",
    "events/",
    "events/past/",
    "events/month/",
    "events/month/?month=2099-06",
    "policies/",
    "policies/visits-act/",
    "statistics/",
    "statistics/children-no/",
    "recommendations/",
    "recommendations/ask-children/",
    "helplines/",
    "helplines/line-0/",
    "glossary/",
    "glossary/family-day/",
    "countries/",
    "countries/ro/",
    "countries/mt/",
    "themes/",
    "themes/visits/",
    "search/",
    "search/?q=visits&country=XX",
    "map/",
    "map/embed/",
    "issues/",
    "issues/news-of-may/",
    "join/",
    "join/begin/",
    "join/sent/",
    "join/link/",
    f"join/my/{token_of(Application(key=KEY))}/",
    f"join/my/{token_of(Application(key=KEY))}/who/",
    f"join/my/{token_of(Application(key=KEY))}/papers/",
    f"join/my/{token_of(Application(key=KEY))}/send/",
    f"join/my/{token_of(Application(key=KEY))}/withdraw/",
    f"join/referee/{token_of_referee(Referee(key=KEY))}/",
    "network/imprint/",
    f"invitation/{KEY}/",
    "newsletter/subscribe/",
    "newsletter/sent/",
    "newsletter/links/",
    f"newsletter/confirm/{_token(State.PENDING, Purpose.CONFIRM)}/",
    f"newsletter/preferences/{_token(State.ACTIVE, Purpose.PREFERENCES)}/",
    f"newsletter/unsubscribe/{_token(State.ACTIVE, Purpose.UNSUBSCRIBE)}/",
)
#: addresses below the language that answer with something else than a page
FILES: tuple[str, ...] = (
    "updates/feed.xml",
    "events/calendar.ics",
    "events/an-open-day/event.ics",
    f"join/my/{token_of(Application(key=KEY))}/files/{FILE}/",
    "newsletter/feed.xml",
    "issues/news-of-may/mail/",
    "search/suggestions/?q=vis",
    "search/results.csv?q=visits",
    "search/results.xlsx?q=visits",
    "search/results.geojson?q=visits",
    "search/results.atom?q=visits",
    "map/map.js",
    "map/places.csv",
    "map/organisations.geojson",
)
#: addresses without a language
MACHINES: tuple[str, ...] = (
    "/robots.txt",
    "/network.css",
    "/sitemap.xml",
    "/sitemap-practices.xml",
    "/sitemap-policies.xml",
    "/sitemap-lists.xml",
    "/api/v1/search?q=visits",
    "/wp-content/uploads/wp-google-maps/1markers.xml",
)
#: addresses that lead elsewhere
REDIRECTS: tuple[str, ...] = (
    "/",
    "/en/members/",
    "/r/practices/story-time/",
    "/practices/",
    "/en/newsletter/",
    f"/newsletter/one-click/{_token(State.ACTIVE, Purpose.UNSUBSCRIBE)}/",
)


#: addresses that only the proxy leads to, and what they answer
REFUSALS: dict[str, int] = {"/too-large/": 413, "/en/too-large/": 413}


def addresses(*languages: str) -> Iterator[str]:
    """All addresses that answer 200, the localised ones in these languages."""
    for language in languages:
        yield from (f"/{language}/{rest}" for rest in (*PAGES, *FILES))
    yield from MACHINES
