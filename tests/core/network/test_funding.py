"""Funders stand where their contracts want them, in the reader's language, in their time only."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import translation

from core.files.pictures import emblem
from core.i18n import LANGS, Localised
from core.network.funder import Funder
from core.network.funding import funders_now
from core.network.now import network_now
from members.models import OrganisationPage
from members.office import ensure_office, office_group
from newsletter.composition.content import MailContent
from newsletter.composition.html import render_html
from newsletter.composition.plain import render_text
from practices.models import FundedProject
from tests import builders

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 30)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.network.funder.timezone.localdate", lambda: TODAY)


def make_funder(**fields: Any) -> Funder:
    values = {"name": "The Union", "sentence_en": "Co-funded by the Union.", **fields}
    return Funder.objects.create(**values)


@pytest.mark.parametrize(
    ("since", "until", "is_shown"),
    [
        ("", "", True),
        ("2026-11-30", "2026-11-30", True),
        ("2026-12", "", False),
        ("", "2026-11-29", False),
        ("2026", "2026", True),
    ],
)
def test_a_funder_stands_on_pages_within_its_time(
    client: Client, since: str, until: str, is_shown: bool
) -> None:
    make_funder(since=since, until=until)

    page = client.get("/en/practices/").content.decode()

    assert ("Co-funded by the Union." in page) is is_shown


def test_words_are_the_readers_or_marked(client: Client) -> None:
    make_funder(sentence_ro="Cofinanțat de Uniune.", disclaimer_en="Views are the authors’ only.")

    page = client.get("/ro/practices/").content.decode()

    assert "<p>Cofinanțat de Uniune.</p>" in page
    assert '<p class="small" lang="en">Views are the authors’ only.</p>' in page


def test_an_emblem_is_public_while_it_is_shown(client: Client) -> None:
    funder = make_funder(emblem=builders.make_image())
    shown = funders_now(network_now())[0].emblem

    assert shown is not None
    assert client.get(shown.url).status_code == 200
    funder.until = "2026-11"
    funder.save()
    assert client.get(shown.url).status_code == 200
    funder.until = "2026-10"
    funder.save()
    assert client.get(shown.url).status_code == 404


def test_an_emblem_of_a_project_is_public_with_the_project(client: Client) -> None:
    funder = make_funder(emblem=builders.make_image(), everywhere=False)
    shown = emblem(funder.emblem)
    assert shown is not None
    assert client.get(shown.url).status_code == 404
    draft = builders.make_project(title="Draft", live=False)
    FundedProject.objects.create(funder=funder, project=draft)
    assert client.get(shown.url).status_code == 404

    draft.save_revision().publish()
    assert client.get(shown.url).status_code == 200
    assert "Co-funded by the Union." in client.get(draft.url_in("en")).content.decode()
    OrganisationPage.objects.get().unpublish()
    assert client.get(shown.url).status_code == 404


def test_it_stands_in_the_newsletter_in_both_forms() -> None:
    make_funder(emblem=builders.make_image(), disclaimer_fr="N’engage que ses auteurs.")

    with translation.override("fr"):
        letter = MailContent(
            language="fr",
            languages=("fr", "en"),
            subject=Localised("News", "fr", "fr"),
            sections=(),
        )
        html, text = render_html(letter), render_text(letter)

    assert "N’engage que ses auteurs." in html
    assert '<span lang="en">Co-funded by the Union.</span>' in html
    assert 'src="http' in html
    assert "N’engage que ses auteurs." in text


def test_a_project_has_its_own(client: Client) -> None:
    paid, other = builders.make_project(title="Paid"), builders.make_project(title="Other")
    funder = make_funder(everywhere=False)
    FundedProject.objects.create(funder=funder, project=paid)

    assert "Co-funded by the Union." in client.get(paid.url_in("en")).content.decode()
    assert "Co-funded by the Union." not in client.get(other.url_in("en")).content.decode()


def test_an_end_before_the_beginning_is_refused() -> None:
    with pytest.raises(ValidationError, match="2025 comes before 2026"):
        Funder(name="x", since="2026", until="2025").full_clean()


def test_the_office_keeps_them(client: Client) -> None:
    ensure_office()
    client.force_login(builders.make_user(email="office@example.org", groups=(office_group(),)))
    project = builders.make_project(title="Paid")
    texts = dict.fromkeys(f"{name}_{c}" for name in Funder.translated for c in LANGS)

    answer = client.post(
        "/admin/snippets/core/funder/add/",
        {
            **dict.fromkeys(texts, ""),
            "name": "The Union",
            "web_address": "",
            "emblem": "",
            "since": "2026-01",
            "until": "",
            "everywhere": "on",
            "projects-TOTAL_FORMS": "1",
            "projects-INITIAL_FORMS": "0",
            "projects-MIN_NUM_FORMS": "0",
            "projects-MAX_NUM_FORMS": "1000",
            "projects-0-project": str(project.pk),
            "projects-0-id": "",
        },
        follow=True,
    )

    assert answer.redirect_chain, answer.context["form"].errors
    funder = Funder.objects.get()
    assert funder.since_first == date(2026, 1, 1)
    assert [row.project_id for row in funder.projects.all()] == [project.pk]
    assert client.get(f"/admin/snippets/core/funder/edit/{funder.pk}/").status_code == 200


def test_only_an_address_of_the_web_becomes_a_link(client: Client) -> None:
    make_funder(web_address="ftp://example.org/")

    page = client.get("/en/practices/").content.decode()

    assert "The Union" in page
    assert "ftp:" not in page
