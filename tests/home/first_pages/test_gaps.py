"""A page with an open gap goes online in no way, and the office fills a gap in one go."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from core.network.legal import OfficePage, Role
from core.work.slices import publish_scheduled
from home.first_pages.answers import in_language
from home.first_pages.gaps import line_of, open_gaps
from home.first_pages.planting import plant_first_pages
from home.models import StandardPage
from tests.builders import home_page, make_administrator, make_user
from tests.forms import filled as filled_in
from tests.shown import words_of

pytestmark = pytest.mark.django_db
GAP = "<p>⟦name of the association⟧</p>"


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(make_administrator())
    return client


def draft(body: str = GAP, **more: Any) -> StandardPage:
    page = StandardPage(heading_en="Imprint", body_en=body, live=False, **more)
    home_page().add_child(instance=page)
    page.save_revision()
    return page


def is_live(page: StandardPage) -> bool:
    return StandardPage.objects.get(pk=page.pk).live


def latest(page: StandardPage) -> Any:
    """The latest draft, whoever saved it."""
    return StandardPage.objects.get(pk=page.pk).get_latest_revision_as_object()


def planted(role: Role) -> StandardPage:
    plant_first_pages()
    return StandardPage.objects.get(pk=OfficePage.objects.get(role=role).page_id)


# -- refused ---------------------------------------------------------------------------------------
def test_publishing_names_the_gaps() -> None:
    page = draft(body_fr="<p>⟦a&nbsp;⟧ ⟦b⟧</p>")

    with pytest.raises(ValidationError) as refused:
        page.get_latest_revision().publish()

    assert set(refused.value.message_dict) == {"body_en", "body_fr"}
    assert "⟦name of the association⟧" in str(refused.value)
    assert not is_live(page)


def test_a_page_is_not_made_online_with_a_gap() -> None:
    with pytest.raises(ValidationError):
        home_page().add_child(instance=StandardPage(heading_en="A ⟦gap⟧", body_en="<p>b</p>"))


def test_a_page_with_a_gap_is_not_scheduled() -> None:
    page = draft()
    page.go_live_at = timezone.now() + timedelta(hours=1)
    revision = page.save_revision()

    with pytest.raises(ValidationError) as refused:
        revision.publish()

    assert "⟦name of the association⟧" in str(refused.value)
    assert not page.revisions.exclude(approved_go_live_at=None).exists()


def test_a_change_with_a_gap_is_not_scheduled_for_a_page_that_is_online() -> None:
    page = draft("<p>Text.</p>")
    page.get_latest_revision().publish()
    page.refresh_from_db()
    page.body_en, page.go_live_at = GAP, timezone.now() + timedelta(hours=1)

    with pytest.raises(ValidationError):
        page.save_revision().publish()

    assert is_live(page)
    assert not page.revisions.exclude(approved_go_live_at=None).exists()


def test_scheduling_many_at_once_says_it_in_words(office: Client) -> None:
    page = draft(go_live_at=timezone.now() + timedelta(hours=1))
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

    answer = office.post(f"{address}?id={page.pk}", {"include_descendants": ""})

    assert answer.status_code == 400
    assert "name of the association" in answer.content.decode()


def test_a_schedule_from_before_publishes_no_gap() -> None:
    page = draft()
    past = timezone.now() - timedelta(minutes=1)
    page.revisions.update(approved_go_live_at=past)

    publish_scheduled()

    assert not is_live(page)


def test_a_draft_of_a_page_that_is_online_may_have_gaps() -> None:
    page = draft("<p>Text.</p>")
    page.get_latest_revision().publish()
    page.refresh_from_db()
    page.body_en = GAP
    revision = page.save_revision()

    assert StandardPage.objects.get(pk=page.pk).body_en == "<p>Text.</p>"
    with pytest.raises(ValidationError):
        revision.publish()


def test_the_form_says_what_is_open(office: Client) -> None:
    page = planted(Role.SAFEGUARDING)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])

    answer = office.post(address, {**filled_in(office, address), "action-publish": "1"})

    assert answer.status_code == 200
    assert "fill in what is still open: ⟦name, e-mail" in answer.content.decode()
    assert not is_live(page)
    assert office.post(address, filled_in(office, address)).status_code == 302  # a draft is kept


def test_publishing_many_at_once_says_it_in_words(office: Client) -> None:
    page = draft()
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

    answer = office.post(f"{address}?id={page.pk}", {"include_descendants": ""})

    assert answer.status_code == 400
    assert "name of the association" in answer.content.decode()
    assert not is_live(page)


# -- filled ----------------------------------------------------------------------------------------
def test_the_office_fills_a_gap_in_all_languages(office: Client) -> None:
    page = planted(Role.SAFEGUARDING)
    address = reverse("fill_gaps", args=[page.pk])
    assert "telephone of the person" in office.get(address).content.decode()

    answer = office.post(address, {"gap_0": "Ana <Pop>\n112"})

    back = urlencode({"next": reverse("first_pages")})
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert answer.headers["Location"] == f"{edit}?{back}"
    filled = latest(page)
    assert "Ana &lt;Pop&gt;<br/>112" in filled.body_en
    assert "Ana &lt;Pop&gt;<br/>112" in filled.body_el
    assert open_gaps(filled) == []
    assert not is_live(page)
    filled.latest_revision.publish()
    assert is_live(page)


def test_each_gap_says_what_is_wanted_and_where(office: Client) -> None:
    notice, imprint = planted(Role.NOTICE), planted(Role.IMPRINT)

    words = words_of(office.get(reverse("fill_gaps", args=[notice.pk])).content.decode())
    assert "Name and e-mail address of the data protection officer" in words
    assert "In the text: “Version of ….”" in words
    assert "In the text: “…, …, …. Data protection officer or contact: …”" in words
    words = words_of(office.get(reverse("fill_gaps", args=[imprint.pk])).content.decode())
    assert "In the text: “Telephone: …”" in words
    with translation.override("ro"):
        assert line_of(notice, "date") == "Versiunea din …."


def test_a_gap_alone_on_its_line_is_named_by_its_heading() -> None:
    page = draft("<h2>Hosting</h2><p>⟦who&nbsp;runs it⟧</p><p>⟦a⟧: <b>b</b></p>")

    assert line_of(page, "who runs it") == "Hosting: …"
    assert line_of(page, "a") == "…: b"
    assert line_of(page, "closed") == ""


def test_publishing_leads_back_to_the_list(office: Client) -> None:
    page = draft("<p>Ours.</p>")
    OfficePage.objects.create(role=Role.IMPRINT, page=page)
    (address,) = set(re.findall(r'href="([^"]*/edit/[^"]*)"', shown(office)))

    sent = {**filled_in(office, address), "action-publish": "1"}

    assert office.post(address, sent).headers["Location"] == reverse("first_pages")
    assert is_live(page)
    assert reverse("first_hour") in shown(office)


def shown(office: Client) -> str:
    """The list of the pages every site needs."""
    return str(office.get(reverse("first_pages")).content.decode())


def test_what_stays_empty_stays_open(office: Client) -> None:
    page = planted(Role.IMPRINT)
    gaps = open_gaps(page)
    sent = {f"gap_{gaps.index('email')}": "us@example.net", f"gap_{gaps.index('checked')}": "on"}

    answer = office.post(reverse("fill_gaps", args=[page.pk]), sent)

    assert answer.headers["Location"] == reverse("fill_gaps", args=[page.pk])
    filled = latest(page)
    assert open_gaps(filled) == [gap for gap in gaps if gap not in ("email", "checked")]
    assert '<a href="mailto:us@example.net">us@example.net</a>' in filled.body_nb
    assert "<p></p>" not in filled.body_en


def test_the_list_says_what_to_do_and_takes_another_page(office: Client) -> None:
    plant_first_pages()
    own = draft("<p>Ours.</p>")
    page = office.get(reverse("first_pages")).content.decode()
    assert "Fill in what is open: 9 things" in page

    office.post(reverse("first_pages"), {"role": "imprint", "page": own.pk})

    assert OfficePage.objects.get(role=Role.IMPRINT).page_id == own.pk
    office.post(reverse("first_pages"), {"role": "imprint", "page": own.pk + 999})
    assert OfficePage.objects.get(role=Role.IMPRINT).page_id == own.pk


def test_only_the_office_does_this(client: Client) -> None:
    page = planted(Role.IMPRINT)
    client.force_login(make_user(email="ana@example.org"))

    for address in (reverse("fill_gaps", args=[page.pk]), reverse("first_pages")):
        assert client.get(address).status_code in (302, 403)
        assert client.post(address, {"gap_1": "Ana", "role": "imprint"}).status_code in (302, 403)
    assert OfficePage.objects.get(role=Role.IMPRINT).page_id == page.pk


@pytest.mark.parametrize(
    ("name", "given", "language", "shown"),
    [
        ("date", "1 December 2026", "ro", "1 decembrie 2026"),
        ("date", "01.12.2026", "de", "1. Dezember 2026"),
        ("date", "soon", "de", "soon"),
        ("law", "Romania", "ro", "România"),
        ("place", "deutschland", "el", "Γερμανία"),
        ("place", "Atlantis", "el", "Atlantis"),
        ("conforms", "Partly", "ro", "parțial"),
        ("tested", "încă nu", "en", "not yet"),
        ("dpo", "None has to be named.", "sv", "ingen behöver utses"),
        ("dpo", "Maria Pop", "sv", "Maria Pop"),
        ("name", "not yet", "sv", "not yet"),
    ],
)
def test_an_answer_is_in_the_words_of_each_language(
    name: str, given: str, language: str, shown: str
) -> None:
    assert in_language(name, given, language) == shown
