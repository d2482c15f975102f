"""Asking members to contribute: whom, in which language, with which link, and not too often."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import PageLogEntry
from wagtail.users.models import UserProfile

from core.mail.outgoing import OutgoingMail
from members.editors import add_editor
from members.models import MembershipStatus, OrganisationPage
from members.office import office_group
from newsletter.desk.calls import AskedLatelyError, Words, call, default_words, recipients
from tests.builders import make_membership, make_organisation, make_user
from tests.shown import words_of
from users.models import User

pytestmark = pytest.mark.django_db
CALL = "/admin/newsletter/call/"


@pytest.fixture
def office_user(db: None) -> User:
    return make_user(email="office@example.org", groups=(office_group(),), is_superuser=True)


@pytest.fixture
def office(office_user: User) -> Client:
    client = Client()
    client.force_login(office_user)
    return client


def member(name: str, *emails: str, language: str = "en", **membership: Any) -> OrganisationPage:
    """A member with editors."""
    organisation = make_organisation(name=name, language=language)
    make_membership(organisation=organisation, **membership)
    for email in emails:
        found = User.objects.filter(email=email).first() or make_user(email=email)
        add_editor(user=found, organisation=organisation)
    return organisation


def mail_to(email: str) -> OutgoingMail:
    return OutgoingMail.objects.get(to=email)


def test_editors_of_members_are_asked_once_each() -> None:
    first, second = member("A", "a@example.org", "b@example.org"), member("B", "b@example.org")
    nobody = member("C")
    member("Former", "f@example.org", status=MembershipStatus.ENDED)
    member("Over", "o@example.org", until="2020")
    left = member("D", "left@example.org")
    User.objects.filter(email="left@example.org").update(is_active=False)

    found = recipients()

    assert [(each.user.email, each.organisations) for each in found.asked] == [
        ("a@example.org", (first,)),
        ("b@example.org", (first, second)),
    ]
    assert found.unreached == (nobody, left)


def test_each_is_written_to_in_his_or_her_language(office_user: User) -> None:
    member("Casa", "ro@example.org", language="ro")
    member("Haus", "de@example.org", language="de")
    profile = UserProfile.get_for_user(User.objects.get(email="de@example.org"))
    profile.preferred_language = "fr"
    profile.save()

    found = call(
        by=office_user,
        words={
            "fr": Words(subject="Quoi de neuf ?", text="Racontez-nous."),
            "ro": Words(subject="Ce mai e nou?", text="Povestiți-ne."),
        },
        deadline=date(2026, 12, 1),
    )

    assert found.languages == ("fr", "ro")
    french, romanian = mail_to("de@example.org"), mail_to("ro@example.org")
    assert (french.subject, romanian.subject) == ("Quoi de neuf ?", "Ce mai e nou?")
    assert "Bonjour" in french.text
    assert "1 décembre 2026" in french.text
    assert "1 decembrie 2026" in romanian.text


def test_the_link_opens_the_form_of_the_own_organisation(office_user: User) -> None:
    first, second = member("A", "a@example.org"), member("B", "a@example.org")

    call(by=office_user, words={}, deadline=None)

    text = mail_to("a@example.org").text
    for organisation in (first, second):
        assert f"/admin/pages/add/members/updatepage/{organisation.pk}/" in text
    assert default_words("en").text in text


def test_the_form_shows_who_will_be_asked_and_the_words(office: Client) -> None:
    member("Casa", "ro@example.org", language="ro")
    member("Nobody’s")

    html = office.get(CALL).content.decode()

    assert "ro@example.org Casa Romanian" in words_of(html)
    assert "Nobody’s" in words_of(html)
    assert 'name="subject-ro"' in html
    assert 'name="subject-de"' not in html
    assert not OutgoingMail.objects.exists()


def filled(**values: str) -> dict[str, str]:
    return {"subject-en": "News?", "text-en": "Tell us.", "deadline": "2099-01-01", **values}


def test_asking_twice_within_a_day_warns_and_needs_a_tick(office: Client) -> None:
    member("A", "a@example.org")
    office.post(CALL, filled())

    warned = words_of(office.get(CALL).content.decode())
    refused = office.post(CALL, filled())
    assert "Members were asked within a day" in warned
    assert "Nothing was sent" in refused.content.decode()
    assert OutgoingMail.objects.count() == 1

    office.post(CALL, filled(again="on"))
    assert OutgoingMail.objects.count() == 2


def test_after_a_day_they_may_be_asked_again(office_user: User) -> None:
    member("A", "a@example.org")
    call(by=office_user, words={}, deadline=None)
    with pytest.raises(AskedLatelyError):
        call(by=office_user, words={}, deadline=None)
    PageLogEntry.objects.update(timestamp=timezone.now() - timedelta(hours=25))

    call(by=office_user, words={}, deadline=None)

    assert OutgoingMail.objects.count() == 2


def test_a_mail_without_subject_or_with_a_broken_day_is_refused(office: Client) -> None:
    member("A", "a@example.org")

    page = office.post(CALL, filled(**{"subject-en": " ", "deadline": "soon"}))

    assert page.content.decode().count('role="alert"') == 2
    assert not OutgoingMail.objects.exists()


def test_a_subject_stays_one_line(office: Client) -> None:
    member("A", "a@example.org")

    office.post(CALL, filled(**{"subject-en": "News?\nBcc: x@example.org"}))

    assert "\n" not in mail_to("a@example.org").subject
