"""Every mail around an application is in its reader's language, whoever pressed the button."""

from __future__ import annotations

import inspect
from types import FunctionType
from typing import Any

import pytest
from django.utils import translation
from wagtail.users.models import UserProfile

from core.i18n import LANGS
from core.mail.outgoing import OutgoingMail
from core.network.now import network_now
from joining import mails
from joining.models import Application, Referee
from members.office import ensure_office, office_group
from tests.builders import make_user
from tests.joining.making import make_sent

pytestmark = pytest.mark.django_db

MORE: dict[str, dict[str, Any]] = {
    "send_question": {"text": "Ab dem 1. 2. 2019?"},
    "tell_office": {"event": "sent"},
}
#: lines that are the same in every language: links, names, addresses
SHORTEST = 25


def senders() -> list[FunctionType]:
    """Every public function of the module."""
    return [
        each
        for name, each in vars(mails).items()
        if inspect.isfunction(each) and each.__module__ == mails.__name__ and name[0] != "_"
    ]


def lines(sender: FunctionType, language: str) -> set[str]:
    """What a mail says to a reader of `language` while somebody works in German."""
    OutgoingMail.objects.all().delete()
    asked: Any = Referee if "referee" in inspect.signature(sender).parameters else Application
    about = asked.objects.get()
    about.language = language
    UserProfile.objects.update(preferred_language=language)
    with translation.override("de"):
        sender(about, **MORE.get(sender.__name__, {}))
    (mail,) = OutgoingMail.objects.all()
    said = {mail.subject, *mail.text.splitlines()} - {network_now().name}
    return {line for line in said if len(line) > SHORTEST and "://" not in line}


@pytest.mark.parametrize("sender", senders(), ids=lambda each: str(each.__name__))
def test_a_mail_is_in_its_readers_language(sender: FunctionType) -> None:
    make_sent()
    ensure_office()
    UserProfile.get_for_user(make_user(groups=(office_group(),)))

    told = {language: lines(sender, language) for language in LANGS}

    for language, said in told.items():
        assert said, language
        others = set().union(*(told[other] for other in told if other != language))
        assert {line for line in said & others if "Ab dem" not in line} == set(), language
