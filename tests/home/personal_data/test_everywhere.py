"""A person who stands everywhere is found everywhere, and erased from everywhere."""

from __future__ import annotations

import json

import pytest
from django.db import models
from wagtail.log_actions import log
from wagtail.users.models import UserProfile

from core.privacy.columns import all_places
from core.privacy.person import PersonSought, personal_data
from core.privacy.table import personal_rows
from core.privacy.texts import places
from home.personal_data.gathering import erase_chosen, gather
from joining.models import Referee
from members.office import ensure_office, office_group
from newsletter.models import Action, ConsentEvent, Delivery, DeliveryState, How
from newsletter.subscribers.services import log as log_consent
from tests.builders import image_file, make_user
from tests.home.personal_data.planting import (
    EMAIL,
    NAME,
    SOUGHT,
    held,
    plant,
    planted_name,
    row_of,
    written,
)
from tests.newsletter.making import make_subscriber
from tests.newsletter.sending.making import make_mailing
from users.models import User

pytestmark = pytest.mark.django_db
BY_NAME = PersonSought(name=NAME)


@pytest.fixture
def office() -> User:
    ensure_office()
    return make_user(email="office@example.org", groups=(office_group(),))


@pytest.fixture
def person() -> User:
    """A login, a reader, and what they left in the log."""
    user = make_user(email=EMAIL, first_name="Zoé", last_name="Qx")
    UserProfile.get_for_user(user).avatar.save("face.png", image_file())
    log(instance=user, action="wagtail.edit", user=user)
    reader = make_subscriber(EMAIL)
    log_consent(reader, Action.GIVEN, How.DOUBLE_OPT_IN)
    Delivery.objects.create(
        mailing=make_mailing(),
        subscriber=reader,
        state=DeliveryState.FAILED,
        last_error=f"{EMAIL} is unknown",
        finished_at=reader.created_at,
    )
    return user


def test_every_table_with_a_person_is_looked_through() -> None:
    ours = {place.model._meta.label for place in places()}

    assert {"wagtailcore.Revision", "core.OutgoingMail", "members.OrganisationPage"} <= ours
    assert len(ours) < len({row.model for _activity, row in personal_rows()})


@pytest.mark.usefixtures("person")
def test_whoever_stands_everywhere_is_erased_everywhere(office: User) -> None:
    planted = plant()
    assert len(planted) > 300
    before = {each.rpartition(".")[0] for each in held()}
    theirs = _looked_through_by_themselves()
    found = gather(SOUGHT)
    assert before - {entry.found.key for entry in found} <= {
        key for key in before if key.partition(":")[0] in theirs or key.startswith("wagtailsearch.")
    }

    outcome = erase_chosen(SOUGHT, {entry.key for entry in found}, by=office)

    told = {entry.found.key for entry, why in outcome.stays if why}
    left = {each.rpartition(".")[0] for each in held()}
    proofs = {key for key in left if key.startswith("newsletter.ConsentEvent:")}
    assert left - proofs <= told
    assert any(key.startswith("consent:") for key in told)
    assert not User.objects.filter(email=EMAIL).exists()
    assert all(key.partition(":")[0] in STAYING for key in left)
    assert ConsentEvent.objects.filter(action=Action.ERASED).exists()


#: addresses of pages, names of files, and what proves a consent
STAYING = {
    "newsletter.ConsentEvent",
    "wagtailcore.Page",
    "wagtailcore.Revision",
    "wagtailimages.Image",
    "wagtailimages.Rendition",
    "wagtaildocs.Document",
    "wagtailcore.UploadedFile",
}


@pytest.mark.usefixtures("person")
def test_the_log_says_what_was_done_and_nothing_of_whom(office: User) -> None:
    plant()
    from wagtail.models import ModelLogEntry

    erase_chosen(SOUGHT, {entry.key for entry in gather(SOUGHT)}, by=office)

    entry = ModelLogEntry.objects.filter(action="cope.person.erased").get()
    assert entry.user_id == office.pk
    assert entry.data["erased"]["login"] == 1
    assert entry.data["code"] not in ("", EMAIL)
    assert EMAIL not in str(entry.data)
    assert NAME not in str(entry.data)


#: in which nobody stands but as a code
CODES = {(ConsentEvent, "digest"), (Referee, "declined")}


def _looked_through_by_themselves() -> set[str]:
    return {label for source in personal_data() for label in source.models}


def _columns() -> list[tuple[type[models.Model], str]]:
    """Every text that can be shown of a table that an application looks through by itself."""
    theirs = _looked_through_by_themselves()
    return [
        (place.model, column)
        for place in all_places()
        for column in place.told
        if place.model._meta.label in theirs and (place.model, column) not in CODES
    ]


@pytest.mark.parametrize(
    ("model", "column"),
    [pytest.param(*each, id=f"{each[0].__name__}.{each[1]}") for each in _columns()],
)
def test_no_text_is_forgotten_by_whoever_looks_through_its_table(
    model: type[models.Model], column: str
) -> None:
    """Found by the name alone in one column, and handed out as it stands there."""
    row = row_of(model)
    before = {entry.key for entry in gather(BY_NAME)}
    if not written(row, column, planted_name(model._meta.get_field(column))):
        pytest.skip("a constraint lets nobody stand there")

    found = [entry for entry in gather(BY_NAME) if entry.key not in before]

    assert found
    told = json.dumps([e.source.export(e.found) for e in found], default=str, ensure_ascii=False)
    assert NAME in told


def test_what_is_not_chosen_stays(office: User, person: User) -> None:
    keys = {entry.key for entry in gather(SOUGHT) if entry.source.name != "login"}

    erase_chosen(SOUGHT, keys, by=office)

    assert User.objects.filter(pk=person.pk).exists()
