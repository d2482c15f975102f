"""The editing form: facts first, a tab per working language, the original language required."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from wagtail.models import get_page_models

from core.i18n import LANGS
from members.models import OrganisationPage
from practices.models import Evidence, PracticePage
from search.models import Scheme
from tests.builders import make_administrator, make_concept, make_organisation, make_practice

pytestmark = pytest.mark.django_db


def form_of(client: Client, url: str) -> str:
    client.force_login(make_administrator())
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def add_url(owner: OrganisationPage) -> str:
    return f"/admin/pages/add/practices/practicepage/{owner.pk}/"


def names_in(html: str) -> list[str]:
    return re.findall(r'name="((?:heading|summary|description)_[a-z]{2})"', html)


def test_a_new_page_starts_in_the_organisations_language(client: Client) -> None:
    owner = make_organisation(language="ro", languages=["ro", "en"])

    html = form_of(client, add_url(owner))

    assert '<option value="ro" selected>' in html
    assert sorted(names_in(html)) == sorted(
        f"{field}_{code}"
        for field in ("heading", "summary", "description")
        for code in ("en", "ro")
    )


def test_each_text_stands_once_with_the_originals_on_the_facts_tab(client: Client) -> None:
    owner = make_organisation(language="ro", languages=["ro", "en"])

    html = form_of(client, add_url(owner))

    facts = html[html.index('id="tab-facts"') : html.index('id="tab-english"')]
    assert names_in(facts) == ["heading_ro", "summary_ro", "description_ro"]
    assert 'id="tab-romana"' not in html


def test_no_form_takes_comments(client: Client) -> None:
    """Wagtail would mail them to whoever wrote one before, also after they left."""
    html = form_of(client, add_url(make_organisation()))
    forms = [model.get_edit_handler().get_form_class() for model in get_page_models()[1:]]

    assert "w-comments:init" not in html
    assert len(forms) > 10
    assert not [form for form in forms if "comments" in form.formsets]


def test_rows_offer_the_working_languages_only(client: Client) -> None:
    owner = make_organisation(language="ro", languages=["ro", "en"])

    html = form_of(client, add_url(owner))

    claims = set(re.findall(r'name="evidence-__prefix__-claim_([a-z]{2})"', html))
    assert claims == {"en", "ro"}


def test_an_organisation_that_named_no_languages_gets_all(client: Client) -> None:
    html = form_of(client, add_url(make_organisation()))

    assert len({name for name in names_in(html) if name.startswith("heading")}) == 12


def test_the_form_of_a_live_page_says_which_languages_are_missing(client: Client) -> None:
    owner = make_organisation(language="ro", languages=["ro", "fr", "en"])
    page = make_practice(organisation=owner, language="ro", title="Povești", heading_en="Stories")

    html = form_of(client, f"/admin/pages/{page.pk}/edit/")

    block = html[html.index("w-panel__languages") :]
    states = dict(re.findall(r'<strong lang="(\w\w)">[^<]*</strong>:\s*([^<\n]+)', block))
    assert states["ro"].strip() == "written in this language"
    assert states["fr"].strip() == "missing"
    assert states["en"].strip() == "in part"


def post_data(**changes: str | list[str]) -> dict[str, str | list[str]]:
    data: dict[str, str | list[str]] = {
        "original_language": "ro",
        "heading_ro": "Program nou",
        "summary_ro": "Pentru copii.",
        "kind": "programme",
        "maturity": "pilot",
        "action-publish": "1",
    }
    for rows in (
        "partners", "evidence", "figures", "continues", "adapted_from", "files", "images",
        "comments",
    ):  # fmt: skip
        data[f"{rows}-TOTAL_FORMS"] = data[f"{rows}-INITIAL_FORMS"] = "0"
        data[f"{rows}-MIN_NUM_FORMS"] = data[f"{rows}-MAX_NUM_FORMS"] = "0"
    return {**data, **changes}


def test_a_romanian_practice_needs_romanian_texts_only(client: Client) -> None:
    owner = make_organisation(language="ro", languages=["ro", "en"])
    client.force_login(make_administrator())

    response = client.post(add_url(owner), post_data())

    assert response.status_code == 302
    page = PracticePage.objects.get()
    assert (page.title, page.slug, page.record_id) == ("Program nou", "program-nou", "program-nou")
    assert page.live
    assert page.organisation == owner


def test_a_missing_text_in_the_original_language_is_named_beside_its_field(client: Client) -> None:
    owner = make_organisation(language="ro", languages=["ro", "en"])
    client.force_login(make_administrator())

    response = client.post(add_url(owner), post_data(summary_ro=""))

    html = response.content.decode()
    assert not PracticePage.objects.exists()
    assert "Română is this page&#x27;s original language" in html
    assert 'value="Program nou"' in html


def test_a_draft_needs_its_title_only(client: Client) -> None:
    owner = make_organisation(language="ro", languages=["ro", "en"])
    client.force_login(make_administrator())
    data = post_data(summary_ro="")
    del data["action-publish"]

    client.post(add_url(owner), data)

    assert PracticePage.objects.get().live is False


def test_ticked_keywords_become_rows_and_keep_their_order(client: Client) -> None:
    visits = make_concept(record_id="visits", label="Visits")
    arts = make_concept(record_id="arts", label="Arts")
    youth = make_concept(record_id="youth", label="Youth")
    prison = make_concept(record_id="prison", label="Prison", scheme=Scheme.SETTING)
    owner = make_organisation(language="ro", languages=["ro"])
    page = make_practice(organisation=owner, language="ro", title="Povești")
    page.set_concepts({Scheme.THEME: [visits, arts]})
    page.save_revision().publish()
    client.force_login(make_administrator())

    client.post(
        f"/admin/pages/{page.pk}/edit/",
        post_data(themes=[str(arts.pk), str(visits.pk), str(youth.pk)], settings=[str(prison.pk)]),
    )

    page = PracticePage.objects.get()
    assert page.concepts_of(Scheme.THEME) == [visits, arts, youth]
    assert page.concepts_of(Scheme.SETTING) == [prison]


def test_texts_of_languages_not_offered_survive_an_edit(client: Client) -> None:
    owner = make_organisation(language="ro", languages=["ro"])
    page = make_practice(organisation=owner, language="ro", title="Povești")
    page.evidence.add(
        Evidence(claim_ro="Ajută", claim_el="Βοηθά", direction="works", design="survey")
    )
    page.save_revision().publish()
    row = Evidence.objects.get()
    client.force_login(make_administrator())

    response = client.post(
        f"/admin/pages/{page.pk}/edit/",
        post_data(
            **{
                "evidence-TOTAL_FORMS": "1",
                "evidence-INITIAL_FORMS": "1",
                "evidence-MAX_NUM_FORMS": "10",
                "evidence-0-id": str(row.pk),
                "evidence-0-ORDER": "1",
                "evidence-0-claim_ro": "Ajută mult",
                "evidence-0-direction": "works",
                "evidence-0-design": "survey",
                "evidence-0-waves": "",
                "evidence-0-value": "",
            }
        ),
    )

    assert response.status_code == 302
    row = Evidence.objects.get()
    assert (row.claim_ro, row.claim_el) == ("Ajută mult", "Βοηθά")


@pytest.mark.parametrize(
    "address",
    [
        "practices/policy", "practices/statistic", "practices/recommendation",
        "practices/helpline", "practices/glossaryterm", "search/concept",
        "members/membership", "members/membershipcategory", "members/country",
    ],
)  # fmt: skip
def test_every_register_has_a_list_and_a_form(client: Client, address: str) -> None:
    assert "<h1" in form_of(client, f"/admin/snippets/{address}/")
    assert "<form" in client.get(f"/admin/snippets/{address}/add/").content.decode()


def test_a_text_begins_with_a_low_box_that_grows(client: Client) -> None:
    html = form_of(client, add_url(make_organisation()))
    settings = client.get("/admin/settings/core/networksettings/", follow=True).content.decode()

    texts = re.findall(r"<textarea[^>]*>", html + settings)
    assert sum('name="lead_' in text for text in texts) == len(LANGS)
    grow = [text for text in texts if "w-autosize" in text]
    assert {rows for text in grow for rows in re.findall(r'rows="(\d+)"', text)} == {"2", "4"}
    assert not [text for text in texts if 'rows="10"' in text and "draftail" not in text]
