"""Proposed translations: never public before somebody accepts them, out of date when they are."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from core.translation.proposals import (
    DecidedError,
    Translation,
    TranslationStatus,
    accept,
    decline,
    propose,
)
from core.translation.state import language_states
from practices.models import PracticePage
from tests.builders import make_administrator, make_organisation, make_practice, make_user

pytestmark = pytest.mark.django_db


def romanian_practice() -> PracticePage:
    owner = make_organisation(name="Alternative", language="ro", languages=["ro", "fr"])
    return make_practice(
        organisation=owner, title="Ora de povești", language="ro", summary_ro="Părinții citesc."
    )


def test_an_accepted_translation_enters_the_page() -> None:
    page = romanian_practice()
    translation = propose(page, language="fr", texts={"heading": "L'heure du conte"})

    accept(translation, user=make_administrator())

    page = PracticePage.objects.get()
    assert page.heading_fr == "L'heure du conte"
    assert page.heading_ro == "Ora de povești"
    assert Translation.objects.get().status == TranslationStatus.ACCEPTED


def test_an_unaccepted_translation_never_goes_public() -> None:
    page = romanian_practice()
    propose(page, language="fr", texts={"heading": "Une ébauche non relue"})
    page.summary_ro = "Părinții citesc povești."

    page.save_revision().publish()

    page = PracticePage.objects.get()
    assert page.summary_ro == "Părinții citesc povești."
    assert not page.heading_fr
    response = Client().get(page.url_in("fr"))
    assert "non relue" not in response.content.decode()


def test_accepting_does_not_publish_other_unpublished_changes() -> None:
    page = romanian_practice()
    page.summary_ro = "Nefinisat"
    page.save_revision()
    translation = propose(page, language="fr", texts={"heading": "L'heure du conte"})

    accept(translation, user=make_administrator())

    page = PracticePage.objects.get()
    assert page.summary_ro == "Părinții citesc."
    assert not page.heading_fr
    assert page.get_latest_revision_as_object().heading_fr == "L'heure du conte"


def test_somebody_who_may_not_edit_the_page_may_not_accept() -> None:
    page = romanian_practice()
    translation = propose(page, language="fr", texts={"heading": "L'heure du conte"})

    with pytest.raises(PermissionDenied):
        accept(translation, user=make_user())

    assert Translation.objects.get().status == TranslationStatus.OPEN


def test_a_decided_translation_cannot_be_accepted_again() -> None:
    page = romanian_practice()
    administrator = make_administrator()
    translation = propose(page, language="fr", texts={"heading": "L'heure du conte"})
    decline(translation, user=administrator)

    with pytest.raises(DecidedError):
        accept(translation, user=administrator)


def test_an_accepted_translation_cannot_be_put_aside_by_somebody_slower() -> None:
    page = romanian_practice()
    administrator = make_administrator()
    translation = propose(page, language="fr", texts={"heading": "L'heure du conte"})
    accept(translation, user=administrator)

    with pytest.raises(DecidedError):
        decline(translation, user=administrator)

    assert Translation.objects.get().status == TranslationStatus.ACCEPTED


def test_unknown_fields_and_the_original_language_are_refused() -> None:
    page = romanian_practice()

    with pytest.raises(ValueError, match="no translated field colour"):
        propose(page, language="fr", texts={"colour": "rouge"})
    with pytest.raises(ValueError, match="written in ro"):
        propose(page, language="ro", texts={"heading": "x"})


def test_missing_and_out_of_date_are_computed_from_the_live_text() -> None:
    page = romanian_practice()
    translation = propose(
        page, language="fr", texts={"heading": "L'heure du conte", "summary": "Ils lisent."}
    )
    before = {state.code: state for state in language_states(page)}
    assert before["fr"].is_missing
    assert list(before["fr"].proposals) == [translation]
    assert before["ro"].is_original

    accept(translation, user=make_administrator())
    page = PracticePage.objects.get()
    accepted = {state.code: state for state in language_states(page)}["fr"]
    assert accepted.missing == ()
    assert accepted.outdated == {}

    page.summary_ro = "Părinții înregistrează."
    page.save_revision().publish()
    changed = {state.code: state for state in language_states(PracticePage.objects.get())}["fr"]
    assert changed.outdated == {"summary": 0.5}
    assert changed.changed_percent == 50


def test_the_proposal_is_checked_beside_its_original(client: Client) -> None:
    page = romanian_practice()
    translation = propose(page, language="fr", texts={"heading": "L'heure du compte"})
    client.force_login(make_administrator())
    url = f"/admin/translations/{translation.pk}/"

    shown = client.get(url).content.decode()
    assert "Ora de povești" in shown
    assert "L&#x27;heure du compte" in shown

    client.post(url, {"accept": "1", "text-heading": "L'heure du conte"})
    assert PracticePage.objects.get().heading_fr == "L'heure du conte"
    assert client.get(url, follow=True).status_code == 404


def test_the_proposal_is_closed_to_others(client: Client) -> None:
    translation = propose(romanian_practice(), language="fr", texts={"heading": "Conte"})
    stranger = make_user(is_staff=True)
    client.force_login(stranger)

    response = client.post(f"/admin/translations/{translation.pk}/", {"accept": "1"})

    assert response.status_code == 302  # to the sign-in: a login without access to the admin
    assert Translation.objects.get().status == TranslationStatus.OPEN
