"""An organisation's page: who it is, how to reach it, what it publishes, where it takes part."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from members.models import NOT_ADMITTED, Confirmation, MembershipStatus, OrganisationPage
from practices.models import PracticePartner, ProjectPage, ProjectPartner, Visit
from search.models import Scheme
from tests.builders import (
    make_category,
    make_concept,
    make_exchange,
    make_membership,
    make_organisation,
    make_practice,
    make_project,
    make_research,
    make_resource,
    make_update,
)
from tests.practices.register_builders import make_helpline
from tests.shown import read, read_page

pytestmark = pytest.mark.django_db


def full_organisation() -> OrganisationPage:
    organisation = make_organisation(
        name="Casa Verde",
        kind="local_authority",
        acronym="CV",
        also_known_as=["Green House", "Maison Verte"],
        country="GB",
        nation="GB-SCT",
        place="Perth",
        address="1 Long Street",
        postcode="PH1 2AB",
        website="https://casa.example.org",
        email="hello@casa.example.org",
        phone="+44 (0) 1738 000 000",
        founded=1997,
        staff=9,
        volunteers=0,
        languages=["ro", "en"],
        summary="Works with families.",
        as_of="2008",
        sources=["https://casa.example.org/about", "guide.pdf"],
        notes="A secret remark of the editors.",
    )
    organisation.set_concepts({Scheme.THEME: [make_concept()]})
    organisation.save()
    return organisation


def test_every_fact_is_on_the_page(client: Client) -> None:
    shown = read_page(client, full_organisation())

    for words in (
        "Casa Verde",
        "Local authority",
        "Short form CV",
        "Green House; Maison Verte",
        "United Kingdom (Scotland)",
        "1 Long Street, PH1 2AB",
        "Perth, Scotland, United Kingdom",
        "hello@casa.example.org",
        "Founded in 1997",
        "Staff 9",
        "Volunteers 0",
        "Works in Romanian, English",
        "Works with families.",
        "casa.example.org/about",
        "Visits",
    ):
        assert words in shown.words
    assert 'href="https://casa.example.org/about"' in shown.html
    assert 'href="/en/themes/visits/"' in shown.html
    assert 'href="/en/countries/gb/"' in shown.html
    assert 'href="mailto:hello@casa.example.org"' in shown.html


def test_the_telephone_link_leaves_out_the_bracketed_zero(client: Client) -> None:
    shown = read_page(client, full_organisation())

    assert 'href="tel:+441738000000">+44 (0) 1738 000 000<' in shown.html


def test_editors_notes_never_show(client: Client) -> None:
    shown = read_page(client, full_organisation())

    assert "secret remark" not in shown.html
    assert "guide.pdf" not in shown.html


@pytest.mark.parametrize("address", ["javascript:alert(1)", "www.example.org", "data:text/html,x"])
def test_only_web_addresses_become_links(client: Client, address: str) -> None:
    organisation = make_organisation(website=address, sources=[address])

    shown = read_page(client, organisation)

    assert f'href="{address}' not in shown.html
    assert shown.words.count(address) >= 2


def test_markup_in_names_is_text(client: Client) -> None:
    organisation = make_organisation(
        name="<script>alert(1)</script>", acronym="<b>", place="<img src=x>", sources=["<i>source"]
    )
    make_practice(organisation=organisation, title="<script>alert(2)</script>")

    shown = read_page(client, organisation)

    assert "<script>alert" not in shown.html
    assert "<img src=x>" not in shown.html
    assert "<i>source" not in shown.html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown.html


def test_there_is_one_main_heading(client: Client) -> None:
    assert read_page(client, full_organisation()).headings(1) == ["Casa Verde"]


# -- membership ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("status", "since", "until", "words"),
    [
        (MembershipStatus.ACTIVE, "2016-04", "", "Full member since April 2016"),
        (MembershipStatus.ACTIVE, "", "", "Full member"),
        (
            MembershipStatus.APPLICANT,
            "2024",
            "",
            "Full member since 2024: on the way to membership",
        ),
        (MembershipStatus.ENDED, "2016", "2020", "Full member from 2016 until 2020"),
        (MembershipStatus.ACTIVE, "2016", "2020", "Full member from 2016 until 2020"),
    ],
)
def test_membership_today_is_told_in_words(
    client: Client, status: str, since: str, until: str, words: str
) -> None:
    organisation = make_organisation()
    make_membership(organisation=organisation, status=status, since=since, until=until)

    shown = read_page(client, organisation)

    assert f"{words} <" in shown.html.replace("</span>", " <")


def test_applications_refusals_and_suspensions_are_told_to_nobody(client: Client) -> None:
    organisation = make_organisation()
    other = make_category(record_id="affiliate", label="Affiliate")
    suspended = MembershipStatus.SUSPENDED
    make_membership(organisation=organisation, status=suspended, since="2010", until="2012")
    for status in NOT_ADMITTED:
        make_membership(organisation=organisation, status=status, category=other, since="")

    words = read_page(client, organisation).words

    assert "Full member from 2010 until 2012" in words
    assert "Affiliate" not in words
    assert "uspended" not in words


def test_an_organisation_without_membership_says_so(client: Client) -> None:
    assert "Not a member of the network." in read_page(client, make_organisation()).words


def test_the_network_itself_is_not_called_a_stranger(client: Client, settings: Settings) -> None:
    organisation = make_organisation(name="The network")
    settings.NETWORK_ORGANISATION = organisation.record_id

    shown = read_page(client, organisation)

    assert "This is the network itself." in shown.words
    assert "Not a member" not in shown.words


# -- age -----------------------------------------------------------------------------------------
def test_old_facts_are_marked_as_old(client: Client) -> None:
    shown = read_page(client, make_organisation(as_of="2008"))

    assert "Old information: as described in 2008; not confirmed since" in shown.words


def test_fresh_facts_say_when_they_held(client: Client) -> None:
    year = str(timezone.localdate().year - 1)

    shown = read_page(client, make_organisation(as_of=year))

    assert f"As described in {year}; not confirmed since." in shown.words
    assert "Old information" not in shown.words


def test_a_recent_confirmation_makes_old_facts_good(client: Client) -> None:
    organisation = make_organisation(as_of="2008")
    year = str(timezone.localdate().year)
    Confirmation.objects.create(page=organisation, confirmed_on=year)

    shown = read_page(client, organisation)

    assert f"As described in 2008; confirmed by the organisation in {year}." in shown.words
    assert "Old information" not in shown.words


# -- what it publishes, and where else it takes part ---------------------------------------------
def test_everything_it_publishes_stands_by_sort(client: Client) -> None:
    organisation = make_organisation()
    make_practice(organisation=organisation, title="Story time")
    make_project(organisation=organisation, title="Closer together")
    make_research(parent=organisation, title="What visits change")
    make_exchange(organisation=organisation, title="A visit to the north")
    make_resource(parent=organisation, title="A leaflet for visitors")
    make_update(organisation=organisation, title="A new family room")

    shown = read_page(client, organisation)

    assert shown.headings(2)[:6] == [
        "Practices",
        "Projects",
        "Studies and reports",
        "Study visits",
        "Materials",
        "News and events",
    ]
    assert shown.headings(3) == [
        "Story time",
        "Closer together",
        "What visits change",
        "A visit to the north",
        "A leaflet for visitors",
        "A new family room",
    ]


def test_drafts_do_not_show_among_its_work(client: Client) -> None:
    organisation = make_organisation()
    make_practice(organisation=organisation, title="A draft practice", live=False)
    make_project(organisation=organisation, title="A draft project", live=False)
    make_research(parent=organisation, title="A draft study", live=False)
    make_exchange(organisation=organisation, title="A draft visit", live=False)
    make_resource(parent=organisation, title="A draft leaflet", live=False)
    make_update(organisation=organisation, title="A draft update", live=False)

    shown = read_page(client, organisation)

    assert "A draft" not in shown.words
    assert "Nothing shared here yet" in shown.words


def test_work_of_others_does_not_show_as_its_own(client: Client) -> None:
    organisation = make_organisation()
    another = make_organisation(name="Another")
    make_practice(organisation=another, title="Of another")
    make_update(organisation=another, title="News of another")

    shown = read_page(client, organisation)

    assert "f another" not in shown.words


def link_everywhere(organisation: OrganisationPage, *, live: bool = True) -> None:
    """Make an organisation partner, funder, host and operator, each in somebody else's record."""
    owner = make_organisation(name="The owner")
    practice = make_practice(organisation=owner, title="Shared practice", live=live)
    PracticePartner.objects.create(
        record=practice, target=organisation, role_en="trains staff", since="2012"
    )
    project = make_project(organisation=owner, title="Shared project", live=live)
    ProjectPartner.objects.create(record=project, target=organisation)
    make_project(organisation=owner, title="Funded project", funder=organisation, live=live)
    make_exchange(organisation=owner, host=organisation, title="Hosted exchange", live=live)
    elsewhere = make_exchange(organisation=owner, title="One stop here", live=live)
    Visit.objects.create(record=elsewhere, host=organisation, title_en="A stop")


def test_its_parts_in_the_work_of_others_show(client: Client) -> None:
    organisation = make_organisation()
    link_everywhere(organisation)
    make_helpline(operator=organisation)

    shown = read_page(client, organisation)

    for words in (
        "Partner in practices Shared practice The owner · trains staff · since 2012",
        "Partner in projects Shared project The owner",
        "Funds Funded project The owner",
        "Hosted exchange The owner",
        "One stop here The owner",
        "Runs helplines Family line",
    ):
        assert words in shown.words


def test_drafts_of_others_do_not_show(client: Client) -> None:
    organisation = make_organisation()
    link_everywhere(organisation, live=False)

    shown = read_page(client, organisation)

    for title in ("Shared", "Funded", "Hosted", "One stop"):
        assert title not in shown.words


# -- languages -----------------------------------------------------------------------------------
def test_a_fallback_says_its_language(client: Client) -> None:
    organisation = make_organisation(name="Casa Verde", language="ro", summary="Pentru familii.")

    shown = read_page(client, organisation)

    assert "Shown in Romanian; not yet in English." in shown.words
    assert '<h1 lang="ro">Casa Verde</h1>' in shown.html
    assert 'lang="ro">Pentru familii.' in shown.html


def test_a_text_in_the_readers_language_has_no_note(client: Client) -> None:
    shown = read_page(client, make_organisation())

    assert "Shown in" not in shown.words
    assert "<h1>Casa Verde</h1>" in shown.html


def test_only_languages_it_has_are_offered(client: Client) -> None:
    organisation = make_organisation(heading_fr="Maison Verte")

    shown = read_page(client, organisation)

    assert 'rel="alternate" hreflang="fr"' in shown.html
    assert 'rel="alternate" hreflang="ro"' not in shown.html
    assert "Also available in: Français" in shown.words


def test_its_page_works_in_every_language(client: Client) -> None:
    organisation = full_organisation()
    make_membership(organisation=organisation)

    for language in ("fr", "ro", "pl", "el"):
        assert len(read_page(client, organisation, language=language).headings(1)) == 1


# -- cost ----------------------------------------------------------------------------------------
def test_queries_do_not_grow_with_its_work(client: Client) -> None:
    from django.db import connection

    organisation = make_organisation()
    address = organisation.url_in("en")

    def grow(number: int) -> None:
        for _each in range(number):
            make_practice(organisation=organisation)
            project = make_project(organisation=organisation)
            make_update(organisation=organisation)
            year = str(2000 + organisation.memberships.count())
            make_membership(organisation=organisation, since=year, until=year)
            link_everywhere(organisation)
            assert isinstance(project, ProjectPage)

    grow(2)
    read(client, address)  # fills the caches of sites and content types
    with CaptureQueriesContext(connection) as few:
        read(client, address)
    grow(5)
    with CaptureQueriesContext(connection) as many:
        read(client, address)

    assert len(many) == len(few)


# -- where it is ---------------------------------------------------------------------------------
def test_a_small_map_shows_where_it_is(client: Client) -> None:
    organisation = make_organisation(
        country="RO", place="Iași", latitude=47.16, longitude=27.59, precision="town"
    )

    shown = read_page(client, organisation)

    assert shown.html.count('class="map-drawing"') == 1
    assert shown.html.count("<circle class=") == 1
    assert "Iași, Romania (the spot shows the town)" in shown.words
    assert 'href="/en/map/?country=RO"' in shown.html


@pytest.mark.parametrize("point", [{}, {"country": "AU", "latitude": -33.9, "longitude": 151.2}])
def test_there_is_no_small_map_without_a_point_in_europe(
    client: Client, point: dict[str, Any]
) -> None:
    assert "map-drawing" not in read_page(client, make_organisation(**point)).html
