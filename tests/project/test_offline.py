"""What is offline or suspended is nowhere, with all it published; and it comes back whole."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.documents.models import Document

from members.models import Membership, MembershipStatus, OrganisationPage
from newsletter.desk.candidates import CandidateSearch, candidates
from practices.models import (
    Evidence,
    HelplineOperator,
    PracticePage,
    PracticePartner,
    ResourceFile,
    Statistic,
)
from records.exporting import Export
from search.models import IndexState
from search.query import SearchQuery
from search.results.find import find
from search.results.suggest import suggestions
from search.sources.database import records_appeared
from search.state.index_state import drain_all, read_entries
from tests.builders import (
    make_document,
    make_exchange,
    make_membership,
    make_organisation,
    make_practice,
    make_project,
    make_research,
    make_resource,
    make_standard_page,
    make_update,
    organisation_index,
)
from tests.newsletter.issues import about, make_issue
from tests.practices.register_builders import make_helpline, make_statistic
from tests.project.world import addresses, fill_once

pytestmark = pytest.mark.django_db
MARK = "quokka"
KINDS = (make_practice, make_project, make_exchange, make_update)
CALENDARS = (
    "/en/events/calendar.ics",
    "/en/events/calendar.ics?country=RO",
    "/en/events/day/event.ics",
)
EVENT: dict[str, Any] = {"kind": "event", "starts": "2099-06-01", "country": "RO"}


@pytest.fixture
def hidden() -> OrganisationPage:
    """An organisation with one of everything, named by everything that the others publish."""
    fill_once()
    owner = make_organisation(name=f"House {MARK}", country="RO", latitude=47.0, longitude=27.0)
    make_membership(organisation=owner)
    pages = [make(organisation=owner, title=f"{MARK} {place}") for place, make in enumerate(KINDS)]
    pages.append(make_update(organisation=owner, title=f"{MARK} day", slug="day", **EVENT))
    study = make_research(parent=owner, title=f"{MARK} study")
    resource = make_resource(parent=owner, title=f"{MARK} leaflet")
    ResourceFile.objects.create(record=resource, document=make_document(title=f"{MARK} file"))
    shown = PracticePage.objects.get(record_id="story-time")
    PracticePartner.objects.create(record=shown, target=owner)
    Evidence.objects.create(record=shown, direction="works", design="survey", research=study)
    make_exchange(organisation=shown.organisation, host=owner, title="North", slug="north")
    make_project(organisation=shown.organisation, title="South", slug="south", funder=owner)
    make_statistic(record_id="rests", research=study, country="RO")
    HelplineOperator.objects.create(record=make_helpline(record_id="line-9"), target=owner)
    links = "".join(f'<a linktype="page" id="{page.pk}">there</a>' for page in (owner, *pages))
    make_standard_page(title="Guide", body_en=f"<p>{links}</p>")
    make_issue(*(about(page) for page in (owner, *pages, study, resource)), heading_en="All")
    drain_all()
    return owner


def asked() -> list[str]:
    """Every public address, and those that say most of what is hidden."""
    return [
        *addresses("en"),
        *(f"/en/organisations/casa-verde/{name}/" for name in ("north", "south")),
        "/en/statistics/rests/",
        "/en/guide/",
        "/en/events/",
        "/en/events/month/?month=2099-06",
        *CALENDARS,
        "/en/helplines/line-9/",
        "/en/issues/all/",
        "/en/issues/all/mail/",
        f"/en/search/suggestions/?q={MARK[:4]}",
        "/en/search/results.csv",
        "/en/search/results.geojson",
        "/en/search/results.atom",
        "/api/v1/search",
        "/api/v1/vocabulary",
        *(f"/en/map/{layer}.geojson" for layer in ("members", "practices", "exchanges")),
        *(f"/sitemap-{name}.xml" for name in ("organisations", "updates", "projects", "exchanges")),
    ]


def said_by(client: Client, address: str) -> str:
    """The words of an answer; of a workbook those in its sheet."""
    body = client.get(address).content
    if ".xlsx" in address:
        sheet = load_workbook(io.BytesIO(body)).active
        return str(list(sheet.values) if sheet is not None else "").lower()
    return body.decode(errors="replace").lower()  # an applicant's own file is a PDF


def telling(client: Client) -> set[str]:
    """The addresses whose answer names something hidden."""
    return {each for each in asked() if MARK in said_by(client, each)}


def unpublish(owner: OrganisationPage) -> Callable[[], Any]:
    owner.unpublish()
    return lambda: owner.get_latest_revision().publish()


def expire(owner: OrganisationPage) -> Callable[[], Any]:
    OrganisationPage.objects.filter(pk=owner.pk).update(
        expire_at=timezone.now() - dt.timedelta(minutes=1)
    )
    call_command("publish_scheduled")

    def back() -> None:
        page = OrganisationPage.objects.get(pk=owner.pk)
        page.expire_at = None
        page.save_revision().publish()

    return back


def suspend(owner: OrganisationPage) -> Callable[[], Any]:
    membership = Membership.objects.get(organisation=owner)

    def become(status: str) -> None:
        membership.status = status
        membership.save()

    become(MembershipStatus.SUSPENDED)
    return lambda: become(MembershipStatus.ACTIVE)


def exported(*, public: bool) -> str:
    stream = io.StringIO()
    Export(public=public).write(stream)
    return stream.getvalue().lower()


WAYS = pytest.mark.parametrize("way", [unpublish, expire, suspend], ids=lambda way: way.__name__)


@pytest.mark.parametrize(
    "way",
    [suspend, *(pytest.param(way, marks=pytest.mark.slow) for way in (unpublish, expire))],
    ids=lambda way: way.__name__,
)
def test_what_is_closed_is_named_nowhere_and_comes_back(
    client: Client, hidden: OrganisationPage, way: Callable[..., Callable[[], Any]]
) -> None:
    before = telling(client)
    assert len(before) > 25  # the look does find what is there
    assert {"/en/guide/", *CALENDARS} <= before

    back = way(hidden)
    drain_all()

    assert telling(client) == set()
    back()
    drain_all()
    assert telling(client) == before


@WAYS
def test_its_addresses_answer_404_in_every_language_until_it_is_back(
    client: Client, hidden: OrganisationPage, way: Callable[..., Callable[[], Any]]
) -> None:
    pages = [page.specific for page in hidden.get_descendants(inclusive=True)]
    own = [page.url_in(language) for page in pages for language in ("en", "ro")]
    own += [f"/r/{page.key}/" for page in pages]
    before = {address: client.get(address).status_code for address in own}
    assert set(before.values()) == {200, 302}

    back = way(hidden)

    assert {client.get(address).status_code for address in own} == {404}
    assert [page for page in pages if type(page).objects.get(pk=page.pk).is_public()] == []
    back()
    assert {address: client.get(address).status_code for address in own} == before


@WAYS
def test_the_index_hears_of_everything_below_and_beside(
    hidden: OrganisationPage, way: Callable[..., Callable[[], Any]]
) -> None:
    below = {page.specific.key for page in hidden.get_descendants(inclusive=True)}
    named_in = {"practices/story-time", "exchanges/north", "helplines/line-9"}

    way(hidden)

    waiting = set(IndexState.objects.waiting().values_list("key", flat=True))
    assert below | named_in - {"practices/story-time"} <= waiting
    assert not below & set(read_entries(below)[0])


@WAYS
def test_its_files_and_its_place_in_downloads_go_with_it(
    client: Client, hidden: OrganisationPage, way: Callable[..., Callable[[], Any]]
) -> None:
    address = Document.objects.get().url
    assert client.get(address).status_code == 200
    assert MARK in exported(public=True)

    way(hidden)

    assert client.get(address).status_code == 404
    assert MARK not in exported(public=True)


def test_a_suspended_organisation_stays_in_the_whole_export(hidden: OrganisationPage) -> None:
    suspend(hidden)

    assert MARK in exported(public=False)


def test_a_suspension_that_ended_closes_nothing_and_the_next_one_does(
    client: Client, hidden: OrganisationPage
) -> None:
    first = Membership.objects.get(organisation=hidden)
    first.status, first.until = MembershipStatus.SUSPENDED, "2020"
    first.save()
    other = make_membership(organisation=hidden, since="2021")
    assert client.get(hidden.url_in("en")).status_code == 200

    other.status = MembershipStatus.SUSPENDED
    other.save()

    assert client.get(hidden.url_in("en")).status_code == 404


def test_without_the_list_of_organisations_nothing_below_it_is_public(
    client: Client, hidden: OrganisationPage
) -> None:
    IndexState.objects.update(indexed=1, wanted=1)

    organisation_index().unpublish()

    assert OrganisationPage.objects.for_public().count() == 0
    assert client.get(hidden.url_in("en")).status_code == 404
    assert IndexState.objects.waiting().filter(key=hidden.key).exists()
    assert IndexState.objects.waiting().filter(key="practices/story-time").exists()
    assert Statistic.objects.for_public().exists()


@WAYS
def test_digests_and_the_desk_offer_nothing_of_it(
    hidden: OrganisationPage, way: Callable[..., Callable[[], Any]]
) -> None:
    since = timezone.now() - dt.timedelta(days=1)
    query, until = SearchQuery(language="en"), timezone.now() + dt.timedelta(days=1)

    def offered() -> str:
        found = candidates(CandidateSearch(query=query, since=since), issue=None, blocks={})
        return str([records_appeared(query, since=since, until=until), found])

    assert MARK in offered()

    way(hidden)

    assert MARK not in offered()


@WAYS
def test_searches_count_nothing_of_it_before_the_worker_comes(
    hidden: OrganisationPage, way: Callable[..., Callable[[], Any]]
) -> None:
    own = {page.specific.key for page in hidden.get_descendants(inclusive=True)}
    query = SearchQuery.parse({"q": MARK}, "en")
    before = find(query)
    assert own <= {card.key for card in before.cards}

    way(hidden)

    found = find(query)
    assert not own & {card.key for card in found.cards}
    assert found.total == len(found.cards) <= before.total - len(own)
    assert sum(found.facets["collection"].values()) == found.total
    assert not [each for each in suggestions(MARK, language="en") if MARK in each.label]
