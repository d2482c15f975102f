"""The site's own addresses: permanent ones, machines' files, the best language."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from core.i18n import LANGS
from newsletter.models import State
from newsletter.subscribers.links import Purpose, path_to
from tests.builders import (
    make_administrator,
    make_category,
    make_concept,
    make_organisation,
    make_practice,
    make_standard_page,
)
from tests.newsletter.making import make_subscriber
from tests.practices.register_builders import make_policy, make_term

pytestmark = pytest.mark.django_db


# -- languages -------------------------------------------------------------------
@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        ("ro,en;q=0.5", "/ro/"),
        ("nb-NO", "/nb/"),
        ("no, nn", "/nb/"),
        ("nn-NO,en;q=0.5", "/nb/"),
        ("no", "/nb/"),
        ("ja", "/en/"),
    ],
)
def test_bare_address_leads_to_the_readers_language(
    client: Client, accepted: str, expected: str
) -> None:
    response = client.get("/", headers={"accept-language": accepted})

    assert response["Location"] == expected


@pytest.mark.parametrize(
    "address",
    [
        "/nothing-here/",
        "/practices/x/y/",
        "/policies/none/",
        "/nothing",
        "/r/practices/none/",
        "/x?y=1",
    ],
)
def test_unknown_address_is_not_found_at_once(client: Client, address: str) -> None:
    response = client.get(address)

    assert response.status_code == 404
    assert "Accept-Language" in response["Vary"]


def test_a_form_sent_without_a_language_does_nothing(client: Client) -> None:
    """Finding out where it leads must not send it past what counts forms."""
    subscriber = make_subscriber()
    address = path_to(subscriber, Purpose.UNSUBSCRIBE).removeprefix("/en")

    response = client.post(address)

    subscriber.refresh_from_db()
    assert response.status_code == 404
    assert subscriber.state == State.ACTIVE
    assert client.get(address).status_code == 302


@pytest.mark.parametrize("address", ["/practices/?country=RO", "/policies/visits-act/", "/about/"])
def test_known_address_without_a_language_leads_to_the_readers(
    client: Client, address: str
) -> None:
    make_policy()
    make_standard_page(title="About", slug="about")

    response = client.get(address, headers={"accept-language": "ro"})

    assert response.status_code == 302
    assert response["Location"] == f"/ro{address}"


def test_unknown_address_in_the_admin_is_told_in_the_admins_words(client: Client) -> None:
    client.force_login(make_administrator())

    response = client.get("/admin/nothing-here/")

    assert response.status_code == 404
    assert "wagtailadmin/404.html" in [template.name for template in response.templates]


# -- permanent addresses ---------------------------------------------------------
def test_permanent_address_of_a_page_leads_to_the_readers_language(client: Client) -> None:
    make_practice(organisation=make_organisation(name="Casa"), title="Story time")

    response = client.get("/r/practices/story-time/", headers={"accept-language": "fr"})

    assert response["Location"] == "/fr/organisations/casa/story-time/"
    assert "Accept-Language" in response["Vary"]


def test_language_chosen_before_comes_before_the_browsers(client: Client) -> None:
    make_policy()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ro"

    response = client.get("/r/policies/visits-act/", headers={"accept-language": "fr"})

    assert response["Location"] == "/ro/policies/visits-act/"


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("concepts/visits", "/en/themes/visits/"),
        ("concepts/prison", "/en/search/?setting=prison"),
        ("glossary/family-day", "/en/glossary/family-day/"),
        ("categories/full", "/en/members/?category=full"),
    ],
)
def test_every_sort_of_record_has_a_permanent_address(
    client: Client, key: str, expected: str
) -> None:
    make_concept()
    make_concept(record_id="prison", scheme="setting", label="Prison")
    make_term()
    make_category()

    assert client.get(f"/r/{key}/")["Location"] == expected


@pytest.mark.parametrize("key", ["practices/draft", "practices/none", "nothing/x", "countries/fr"])
def test_permanent_address_of_what_is_not_public_is_not_found(client: Client, key: str) -> None:
    make_practice(title="Draft", live=False)

    assert client.get(f"/r/{key}/", follow=True).status_code == 404


# -- machines' files ---------------------------------------------------------------
def test_sitemap_names_only_languages_that_a_record_has(client: Client) -> None:
    make_policy(title_en="", title_nb="Lov", title_ro="Lege", original_language="nb")

    text = client.get("/sitemap-policies.xml").content.decode()

    for code in ("nb", "ro"):
        assert f"/{code}/policies/visits-act/" in text
    assert "/en/policies/" not in text
    assert 'hreflang="fr"' not in text


def test_sitemap_leaves_drafts_out(client: Client) -> None:
    make_practice(title="Draft", live=False)
    make_practice(title="Shown")

    text = client.get("/sitemap-practices.xml").content.decode()

    assert "/shown/" in text
    assert "/draft/" not in text


def test_sitemap_names_all_its_parts(client: Client) -> None:
    text = client.get("/sitemap.xml").content.decode()

    for part in ("home", "organisations", "practices", "helplines", "topics", "lists"):
        assert f"/sitemap-{part}.xml" in text


def test_sitemap_leads_to_joining_and_membership_in_every_language(client: Client) -> None:
    text = client.get("/sitemap-lists.xml").content.decode()

    for code in LANGS:
        assert f"/{code}/join/</loc>" in text
        assert f"/{code}/membership/</loc>" in text


def test_robots_keep_out_of_the_admin_and_find_the_sitemap(client: Client) -> None:
    text = client.get("/robots.txt").content.decode()

    assert "Disallow: /admin/" in text
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in text


@pytest.mark.parametrize("host", ["testserver", "localhost"])
def test_sitemaps_name_the_sites_own_address_whoever_asks(client: Client, host: str) -> None:
    make_practice(title="Shown")

    for address in ("/sitemap.xml", "/sitemap-practices.xml"):
        text = client.get(address, HTTP_HOST=host).content.decode()
        assert f"<loc>{settings.SITE_URL}/" in text, address
        assert f"//{host}/" not in text, address


def test_members_lead_to_the_directory_with_their_filters(client: Client) -> None:
    assert client.get("/ro/members/?category=full")["Location"] == (
        "/ro/organisations/?category=full"
    )


# -- pages of the office -------------------------------------------------------------
def test_page_of_the_office_is_shown_and_marked_in_another_language(client: Client) -> None:
    make_standard_page(title="Über uns", language="de", body_de="<p>Wer wir sind.</p>", slug="wir")

    page = client.get("/fr/wir/").content.decode()

    assert '<h1 lang="de">Über uns</h1>' in page
    assert '<div class="prose" lang="de">' in page


def test_error_page_speaks_the_readers_language(client: Client) -> None:
    response = client.get("/ro/nothing-here/")

    assert response.status_code == 404
    assert '<html lang="ro">' in response.content.decode()
