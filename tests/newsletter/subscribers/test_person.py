"""A person in the newsletter: the subscription, and the lines that prove a consent."""

from __future__ import annotations

import pytest

from core.privacy.person import PersonFound, PersonSought
from newsletter.models import Action, ConsentEvent, How
from newsletter.pseudonyms import digest_of
from newsletter.subscribers.erasing import erase
from newsletter.subscribers.person import SOURCE
from tests.newsletter.making import make_subscriber

pytestmark = pytest.mark.django_db
EVA = PersonSought(name="Eva Sol")


@pytest.fixture
def noted() -> str:
    """A consent on paper, of which the office has noted who gave it; its address is erased."""
    reader = make_subscriber("reader@example.org")
    ConsentEvent.objects.create(
        subscriber=reader,
        digest=digest_of(reader.email),
        action=Action.GIVEN,
        how=How.IMPORT,
        wording="Signed by Eva Sol",
        place="talk with Eva Sol",
    )
    erase(reader)
    return digest_of(reader.email)


def found(sought: PersonSought) -> dict[str, PersonFound]:
    return {each.key: each for each in SOURCE.find(sought)}


def test_a_note_on_consent_is_found_by_name(noted: str) -> None:
    (proof,) = found(EVA).values()

    line = next(line for line in SOURCE.export(proof)["consent"] if line["where"])
    assert proof.key == f"consent:{noted}"
    assert proof.by_name
    assert "Eva Sol" in str(proof.where)
    assert "art. 7(1)" in str(proof.stays)
    assert (line["wording"], line["where"]) == ("Signed by Eva Sol", "talk with Eva Sol")


def test_the_note_of_an_address_is_surely_hers(noted: str) -> None:
    (proof,) = found(PersonSought(email="reader@example.org", name="Eva Sol")).values()

    assert not proof.by_name


def test_an_address_made_of_the_name_is_found_and_for_the_office_to_decide() -> None:
    reader = make_subscriber("eva.sol@example.org")

    found_one = found(EVA)[str(reader.pk)]

    assert found_one.by_name


def test_proof_stays_whoever_it_names(noted: str) -> None:
    for each in found(EVA).values():
        SOURCE.erase(each, EVA)

    assert ConsentEvent.objects.filter(place="talk with Eva Sol").exists()
