"""What the office's pages do where something is missing or strange, and with many readers."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.lists import StringListField
from core.mail.outgoing import OutgoingMail
from newsletter.desk.issues import NO_ARCHIVE, start_issue
from newsletter.desk.recipients import SegmentForm
from newsletter.models import ArchivePage, IssuePage
from tests.builders import make_administrator
from tests.members.world import signed_in
from tests.newsletter.making import make_subscriber
from tests.shown import words_of

pytestmark = pytest.mark.django_db
DESK = "/admin/newsletter/"


@pytest.fixture
def office(db: None) -> Client:
    return signed_in(make_administrator())


@pytest.fixture
def _no_archive(db: None) -> None:
    for page in ArchivePage.objects.all():
        page.delete()


# -- without an archive ---------------------------------------------------------------------------
@pytest.mark.usefixtures("_no_archive")
def test_no_issue_is_made_without_an_archive_and_the_desk_says_why(office: Client) -> None:
    response = office.post(f"{DESK}start/", {"after": "0"}, follow=True)

    assert str(NO_ARCHIVE) in words_of(response.content.decode())
    assert not IssuePage.objects.exists()
    with pytest.raises(ArchivePage.DoesNotExist):
        start_issue(user=None, after=0)


@pytest.mark.usefixtures("_no_archive")
def test_nobody_is_asked_to_contribute_without_an_archive(office: Client) -> None:
    response = office.post(f"{DESK}call/", {"deadline": ""})

    assert str(NO_ARCHIVE) in words_of(response.content.decode())
    assert not OutgoingMail.objects.exists()


# -- numbers that are none ------------------------------------------------------------------------
@pytest.mark.parametrize("number", ["²", "٣", "9" * 30, "-1", ""])
def test_a_number_that_is_none_counts_as_none(office: Client, number: str) -> None:
    assert office.get(DESK, {"issue": number}).status_code == 200

    response = office.post(reverse("newsletter_desk:start"), {"after": number})

    assert response.status_code == 302
    assert IssuePage.objects.get().number == 1


# -- many readers ---------------------------------------------------------------------------------
def test_countries_of_readers_are_read_once_a_combination(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(30):
        chosen = ["RO", "MD"] if number % 2 else ["RO"]
        make_subscriber(f"reader{number}@example.org", countries=chosen)
    make_subscriber("all@example.org", countries=[])
    read: list[Any] = []
    from_db = StringListField.from_db_value

    def counted(self: Any, value: Any, *args: Any) -> Any:
        read.append(value)
        return from_db(self, value, *args)

    monkeypatch.setattr(StringListField, "from_db_value", counted)

    form = SegmentForm()

    assert sorted(code for code, _name in form.fields["countries"].choices) == ["MD", "RO"]
    assert len(read) == 2
