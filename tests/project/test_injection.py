"""Whatever anybody wrote, no output of the site runs it: fifty payloads in every field there is."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from defusedxml import ElementTree
from django.apps import apps
from django.db import connection, models
from django.db.models.query import QuerySet
from django.test import Client
from django.utils import timezone
from django.utils.html import escape
from wagtail.fields import RichTextField
from wagtail.models import Page

from core.dates import PartialDateField
from core.lists import StringListField
from core.showing.exports import safe_cell
from members.models import OrganisationImage, OrganisationPage
from newsletter.composition import compose_issue
from newsletter.digests.composing import compose_digest
from newsletter.models import Frequency, IssuePage, Mailing, MailingState
from practices.models import PracticeImage, PracticePage, ResourceFile, ResourcePage
from search.models import Concept, QueryCount
from search.state.index_state import drain_all
from tests.builders import make_administrator, make_document, make_image
from tests.project.payloads import ADDRESSES, ATTRIBUTES, ELEMENTS, PAYLOADS, is_harmless, lives_in
from tests.project.world import FILES, MACHINES, PAGES, fill_once

pytestmark = pytest.mark.django_db
APPS = ("members", "practices", "newsletter", "home", "search", "wagtailimages", "wagtaildocs")
#: rows that readers or members don't write, and what others check
NOT_PLANTED = frozenset(
    "subscriber indexstate mailing delivery handover change rendition userrendition".split()
)
#: what a record is found by; nobody types it
STRUCTURE = frozenset(
    "slug path url_path record_id record_key key file file_hash title draft_title unit body_hash "
    "expected_digest".split()
)
ADDRESS_FIELDS = frozenset(("website", "web_address", "url", "email", "phone"))
FORMULAS = ("=1+1", "+1", "-1", "@SUM(1)", "\t=1", " =1+1", "=HYPERLINK(1)")
SHORTEST = 20  # characters; shorter columns hold codes


def _fields(model: Any) -> Iterator[models.Field[Any, Any]]:
    for field in model._meta.local_concrete_fields:
        text = isinstance(field, models.CharField | models.TextField)
        coded = field.choices or field.unique or isinstance(field, PartialDateField)
        long = (field.max_length or 10**6) >= SHORTEST
        if (field.name not in STRUCTURE and text and long and not coded) or type(
            field
        ) is StringListField:
            yield field


def plant(text: str, *, address: str, listed: list[str]) -> int:
    """Write a text into every text column of every record; return how many columns there are."""
    planted = 0
    for model in (each for name in APPS for each in apps.get_app_config(name).get_models()):
        if model._meta.model_name in NOT_PLANTED:
            continue
        values: dict[str, Any] = {}
        for field in _fields(model):
            if isinstance(field, StringListField):
                values[field.name] = listed
                continue
            value = address if field.name in ADDRESS_FIELDS else text
            if isinstance(field, RichTextField):  # what the editor makes of it when it is saved
                value = f"<p>{escape(text)}</p>"
            # SQLite holds all fifty in any column
            values[field.name] = (
                value if connection.vendor == "sqlite" else value[: field.max_length]
            )
        if values:
            QuerySet(model).update(**values)
            planted += len(values)
    Page.objects.filter(depth__gt=1).update(title=text[:255], draft_title=text[:255])
    for concept in Concept.objects.all():
        Concept.objects.filter(pk=concept.pk).update(alternative={"en": listed})
        Concept.objects.get(pk=concept.pk).save()  # the vocabulary in memory is read anew
    return planted


@pytest.fixture
def world() -> None:
    fill_once()
    practice = PracticePage.objects.get()
    owner = OrganisationPage.objects.get()
    PracticeImage.objects.create(record=practice, image=make_image())
    OrganisationImage.objects.create(record=owner, image=make_image())
    ResourceFile.objects.create(record=ResourcePage.objects.get(), document=make_document())
    QueryCount.objects.create(month="2026-11-01", language="en", text=ELEMENTS[0], searches=3)


def faults(response: Any) -> list[str]:
    """What lives in an answer, by what sort of answer it is."""
    sort = response.headers["Content-Type"].partition(";")[0]
    body = response.content.decode(errors="replace")
    if sort == "text/html":
        return lives_in(body)
    if sort.endswith("xml"):
        return list(_in_xml(body))
    if sort.endswith("json"):
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        return list(_in_json(json.loads(body)))
    if sort == "text/csv":
        return list(_in_csv(body))
    return []


def _in_xml(body: str) -> Iterator[str]:
    for element in ElementTree.fromstring(body.encode()).iter():
        if element.get("type") in ("html", "xhtml") or element.tag == "description":
            yield from lives_in(element.text or "")
        addresses = [element.get("href") or "", element.get("src") or ""]
        if element.tag.rpartition("}")[2] in ("loc", "link", "id", "uri", "linkd"):
            addresses.append((element.text or "").strip())
        yield from (each for each in addresses if not is_harmless(each))


def _in_json(value: Any, name: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _in_json(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from _in_json(inner, name)
    elif name in ("url", "permalink", "href", "link", "website") and not is_harmless(str(value)):
        yield f"{name}: {value}"


def _in_csv(body: str) -> Iterator[str]:
    for row in csv.reader(io.StringIO(body.removeprefix("\ufeff"))):
        for cell in row:
            if safe_cell(cell) != cell and not _is_number(cell):
                yield cell


def _is_number(cell: str) -> bool:
    try:
        return bool(float(cell)) or True
    except ValueError:
        return False


def live(client: Client, addresses: list[str]) -> dict[str, list[str]]:
    """Addresses whose answer holds something that lives, with what."""
    found = {}
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200, address
        if wrong := faults(response):
            found[address] = wrong[:5]
    return found


# -- the look itself -----------------------------------------------------------------------------
@pytest.mark.parametrize("payload", PAYLOADS)
def test_every_payload_lives_where_nothing_is_escaped(payload: str) -> None:
    places = (
        f"<p>{payload}</p>",
        f"<a href='{payload}'>x</a>",
        f'<a href="{payload}">x</a>',
        f"<p title='{payload}'>x</p>",
        f'<p title="{payload}">x</p>',
        f"<title>{payload}</title>",
        f"<p title=`{payload}`>x</p>",
        f"<textarea>{payload}</textarea>",
    )

    assert any(lives_in(f"<html><body>{place}</body></html>") for place in places)


def test_there_are_fifty_and_the_look_finds_them_in_feeds_tables_and_data() -> None:
    assert len(set(PAYLOADS)) > 50
    assert list(_in_xml(f'<f><s type="html">{"&lt;img src=x onerror=xss()&gt;"}</s></f>'))
    assert list(_in_json({"results": [{"url": ADDRESSES[1]}]})) == [f"url: {ADDRESSES[1]}"]
    assert list(_in_csv("a,=1+1\r\n-2.5,'=1\r\n")) == ["=1+1"]


# -- what readers get ----------------------------------------------------------------------------
TEXT = " ".join(PAYLOADS)
LISTED = [*PAYLOADS]


def test_no_answer_to_a_reader_runs_what_somebody_wrote(client: Client, world: None) -> None:
    assert plant(TEXT, address=ADDRESSES[0], listed=LISTED) > 300
    drain_all()

    answers = [f"/en/{rest}" for rest in (*PAGES, *FILES)] + [
        *MACHINES,
        "/ro/organisations/casa-verde/",
        "/sitemap-pages.xml",
        "/en/search/?q=xss",
        "/en/search/suggestions/?q=script",
        "/en/search/results.csv?q=script",
        "/en/search/results.atom?q=script",
        "/en/search/results.geojson?q=script",
        "/api/v1/search?q=script",
        "/en/map/members.geojson",
        "/en/map/practices.geojson",
    ]
    assert live(client, answers) == {}


@pytest.mark.parametrize(
    "written", [ADDRESSES[1::5], pytest.param(ADDRESSES[1:], marks=pytest.mark.slow)]
)
def test_no_address_that_somebody_wrote_becomes_a_link_that_runs(
    client: Client, world: None, written: tuple[str, ...]
) -> None:
    details = [rest for rest in PAGES if rest.count("/") > 1 and "newsletter" not in rest]
    assert len(details) > 10

    for address in written:
        plant(ATTRIBUTES[0], address=address, listed=[address])

        assert live(client, [f"/en/{rest}" for rest in details]) == {}


def test_no_cell_of_a_table_is_a_formula(client: Client, world: None) -> None:
    drain_all()
    tables = ["/en/search/results.csv?collection=practices", "/en/map/places.csv"]

    for formula in FORMULAS:
        plant(formula, address=formula, listed=[formula])

        assert live(client, tables) == {}


# -- mails, previews and the admin -----------------------------------------------------------------
def test_no_mail_runs_what_somebody_wrote(world: None) -> None:
    plant(TEXT, address=ADDRESSES[0], listed=LISTED)

    now = timezone.now()
    digest = Mailing.objects.create(
        frequency=Frequency.WEEKLY,
        covers_from=now - dt.timedelta(days=1),
        covers_until=now + dt.timedelta(days=1),
        scheduled_for=now,
        time_zone="Europe/Paris",
        state=MailingState.SCHEDULED,
    )

    mails = [
        compose_issue(IssuePage.objects.get(), ("en",)),
        compose_digest(digest, ("en",)),
    ]

    for mail in mails:
        assert not mail.empty
        assert lives_in(mail.html) == []
        assert "\n" not in mail.subject


def test_no_page_of_the_admin_runs_what_somebody_wrote(client: Client, world: None) -> None:
    client.force_login(make_administrator())
    plant(TEXT, address=ADDRESSES[0], listed=LISTED)
    drain_all()
    pages = Page.objects.filter(depth__gt=2)
    owner, issue = OrganisationPage.objects.get(), IssuePage.objects.get()

    addresses = [
        *(f"/admin/pages/{page.pk}/edit/" for page in pages),
        *(f"/admin/pages/{page.pk}/view_draft/?mode=en" for page in pages),
        f"/admin/pages/{owner.pk}/",
        "/admin/",
        "/admin/images/",
        "/admin/documents/",
        "/admin/snippets/search/concept/",
        "/admin/snippets/practices/policy/",
        "/admin/snippets/practices/helpline/",
        f"/admin/newsletter/?issue={issue.pk}",
        f"/admin/newsletter/{issue.pk}/send/",
    ]
    assert live(client, addresses) == {}
