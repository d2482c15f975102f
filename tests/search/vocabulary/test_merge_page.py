"""The office's page that merges keywords: choose, look, merge; addresses of both stay."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import translation
from wagtail.log_actions import registry

from core.former_keys import FormerKey
from members.editors import add_editor
from members.models import EditorMode
from members.office import ensure_office, office_group
from newsletter.models import SubscriberTheme
from search.models import Concept, Scheme
from search.vocabulary.merging import merge_concepts
from tests.builders import (
    make_administrator,
    make_concept,
    make_organisation,
    make_practice,
    make_user,
)
from tests.newsletter.making import make_subscriber

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Client:
    client = Client(HTTP_HOST="localhost")
    ensure_office()
    client.force_login(make_user(groups=(office_group(),)))
    return client


@pytest.fixture
def old() -> Concept:
    return make_concept(
        record_id="visiting", label="Visiting", label_ro="Vizite", note_en="Old note"
    )


@pytest.fixture
def into() -> Concept:
    return make_concept(record_id="visits", label="Visits")


def address(concept: Concept) -> str:
    return f"/admin/vocabulary/{concept.pk}/merge/"


def test_the_way_there_stands_in_the_list_and_on_the_keywords_page(
    office: Client, old: Concept
) -> None:
    for url in ("", f"edit/{old.pk}/"):
        said = office.get(f"/admin/snippets/search/concept/{url}").content.decode()
        assert f'href="{address(old)}"' in said


def test_keywords_that_describe_the_same_are_offered(
    office: Client, old: Concept, into: Concept
) -> None:
    prison = make_concept(record_id="prison", label="In prison", scheme=Scheme.SETTING)

    said = office.get(address(old)).content.decode()

    assert f'<option value="{into.pk}">' in said
    assert f'<option value="{prison.pk}">' not in said
    assert f'<option value="{old.pk}">' not in said


def test_what_would_change_is_shown_before_anything_does(
    office: Client, old: Concept, into: Concept
) -> None:
    page = make_practice(title="Story time")
    page.set_concepts({"theme": [old]})
    page.save_revision().publish()
    make_concept(record_id="tables", label="Visiting tables", broader=old)
    SubscriberTheme.objects.create(subscriber=make_subscriber("ana@example.org"), concept=old)

    said = office.get(address(old), {"into": into.pk}).content.decode()

    assert "Practices: 1" in said
    assert f'<a href="/admin/pages/{page.pk}/edit/">Story time</a>' in said
    assert "Subscribers: 1" in said
    assert "ana@example.org" not in said
    assert '<span lang="ro">Vizite</span>' in said
    assert "Visiting tables" in said
    assert "Old note" in said
    assert Concept.objects.filter(pk=old.pk).exists()


def test_the_button_merges_and_says_so(office: Client, old: Concept, into: Concept) -> None:
    page = make_practice()
    page.set_concepts({"theme": [old]})
    page.save_revision().publish()

    response = office.post(address(old), {"into": into.pk}, follow=True)

    assert response.redirect_chain == [(f"/admin/snippets/search/concept/edit/{into.pk}/", 302)]
    assert "“Visiting” is now “Visits”." in response.content.decode()
    assert not Concept.objects.filter(pk=old.pk).exists()
    actions = {entry.action for entry in registry.get_logs_for_instance(into)}
    assert "wagtail.edit" in actions


@pytest.mark.parametrize("chosen", ["", "0", "x", "itself"])
def test_what_was_not_offered_is_refused(office: Client, old: Concept, chosen: str) -> None:
    response = office.post(address(old), {"into": str(old.pk) if chosen == "itself" else chosen})

    assert response.status_code == 200
    assert "error-message" in response.content.decode()
    assert Concept.objects.filter(pk=old.pk).exists()


def test_what_is_gone_is_not_found(office: Client, old: Concept, into: Concept) -> None:
    merge_concepts(old=old, into=into)

    assert office.post(f"/admin/vocabulary/{old.pk or 999999}/merge/").status_code == 404


def test_it_is_the_office_s(old: Concept, into: Concept) -> None:
    client = Client(HTTP_HOST="localhost")
    editor = make_user()
    add_editor(user=editor, organisation=make_organisation(), mode=EditorMode.DIRECT)
    client.force_login(editor)

    for response in (client.get(address(old)), client.post(address(old), {"into": into.pk})):
        assert (response.status_code, response.headers["Location"]) == (302, "/admin/")
    assert Concept.objects.filter(pk=old.pk).exists()


# -- addresses ------------------------------------------------------------------------------------
def test_both_permanent_addresses_lead_to_the_one_that_stays(old: Concept, into: Concept) -> None:
    last = make_concept(record_id="contact", label="Contact")
    merge_concepts(old=old, into=into)
    merge_concepts(old=into, into=last)

    client = Client(HTTP_HOST="localhost", headers={"accept-language": "fr"})
    for record_id in ("visiting", "visits", "contact"):
        response = client.get(f"/r/concepts/{record_id}/")
        assert response.headers["Location"] == "/fr/themes/contact/"
    response = client.get("/ro/themes/visiting/")
    assert response.headers["Location"] == "/ro/themes/contact/"
    assert client.get("/ro/themes/never-was/").status_code == 404


def test_an_id_that_leads_elsewhere_is_not_given_again(old: Concept, into: Concept) -> None:
    merge_concepts(old=old, into=into)

    with translation.override("en"):
        again = Concept(scheme=Scheme.THEME, label_en="Visiting")
        again.save()

    assert again.record_id == "visiting-2"
    assert [str(each) for each in FormerKey.objects.all()] == [
        "concepts/visiting → concepts/visits"
    ]


def test_administrators_may_merge(old: Concept, into: Concept) -> None:
    client = Client(HTTP_HOST="localhost")
    client.force_login(make_administrator())

    assert client.get(address(old), {"into": into.pk}).status_code == 200
