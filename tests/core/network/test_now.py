"""What the network is called comes from the office, and where it says nothing from the operator."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from core.mail.outgoing import OutgoingMail, queue_mail
from core.network.now import name_of_site, network_now
from core.network.settings import NetworkSettings
from tests import builders
from tests.project.sources import modules, named

pytestmark = pytest.mark.django_db


def office_says(**values: Any) -> None:
    row = NetworkSettings.objects.get()
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def test_a_migrated_site_has_the_one_row_and_says_what_the_operator_set(settings: Any) -> None:
    settings.NETWORK_NAME, settings.NETWORK_ADDRESS = "Nordlys", "1 Main Street"

    network = network_now()

    assert NetworkSettings.objects.count() == 1
    assert (network.name, network.office_address) == ("Nordlys", "1 Main Street")
    assert (network.office_email, network.licence_name) == ("office@example.org", "CC BY 4.0")
    assert not network.lead


def test_what_the_office_says_stands_on_pages_and_in_mails(client: Client) -> None:
    office_says(
        name="Rete Ponti",
        office_email="ufficio@example.org",
        licence_name="CC BY-SA 4.0",
        licence_url="https://creativecommons.org/licenses/by-sa/4.0/",
        social=["https://www.linkedin.com/company/ponti"],
    )
    queue_mail(to="somebody@example.org", subject="Hello", text="Hello")

    page = client.get("/en/practices/").content.decode()
    sender = OutgoingMail.objects.get().message().from_email

    assert "Rete Ponti</span>" in page
    assert "mailto:ufficio@example.org" in page
    assert "CC BY-SA 4.0</a>" in page
    assert 'href="https://www.linkedin.com/company/ponti" rel="me">LinkedIn</a>' in page
    assert "Children of Prisoners Europe" not in page
    assert sender == "Rete Ponti <office@example.org>"


def test_the_sentence_is_the_readers_or_marked_as_another(client: Client) -> None:
    office_says(lead_en="We stand beside children.", lead_it="Accanto ai bambini.")

    assert "<p>Accanto ai bambini.</p>" in client.get("/it/").content.decode()
    assert '<p lang="en">We stand beside children.</p>' in client.get("/fr/").content.decode()
    with translation.override("it"):
        assert str(network_now().lead) == "Accanto ai bambini."


def test_a_page_asks_once(client: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        client.get("/en/")

    asked = [q for q in queries.captured_queries if "core_networksettings" in q["sql"]]
    assert len(asked) == 1


def test_families_are_led_to_the_page_of_the_office_while_it_is_online(client: Client) -> None:
    page = builders.make_standard_page(title="Who helps")
    office_says(helpline_page=page)

    def strip() -> str:
        return client.get("/en/").content.decode().partition('class="help-strip__link"')[2][:60]

    assert "/en/who-helps/" in strip()
    page.unpublish()
    assert "/en/helplines/" in strip()


def test_a_site_elsewhere_is_called_as_people_call_it() -> None:
    assert name_of_site("https://uk.linkedin.com/company/x") == "LinkedIn"
    assert name_of_site("https://www.example.org/x") == "example.org"
    assert name_of_site("https://notx.com/") == "notx.com"


def test_nothing_else_reads_the_operators_settings_of_the_network() -> None:
    names = ("NETWORK_NAME", "OFFICE_EMAIL", "NETWORK_ADDRESS", "CONTENT_LICENCE_")

    found = {
        named(path)
        for path in modules()
        if any(f"settings.{name}" in path.read_text("utf-8") for name in names)
    }

    assert found == {"core/network/now.py"}
