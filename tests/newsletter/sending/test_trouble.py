"""What holds one mailing back doesn't hold the others, and says nothing about a reader."""

from __future__ import annotations

from typing import Any

import pytest

from core.mail.outgoing import OutgoingMail
from core.mail.transport import MailServerError
from newsletter.composition.composed import Composed
from newsletter.composition.html import CompileError
from newsletter.models import Delivery, Mailing, MailingState
from newsletter.sending import schedule
from newsletter.sending.letters import Letter
from newsletter.sending.versions import Readership
from tests.newsletter.making import make_subscriber
from tests.newsletter.sending.making import (
    Recorder,
    add_readers,
    composed,
    make_issue,
    make_mailing,
    send_all,
    states,
)

pytestmark = pytest.mark.django_db


def test_a_mailing_that_can_t_be_composed_is_paused_and_the_others_go_out() -> None:
    add_readers(2)
    broken = make_mailing(issue=make_issue(title="Broken"))
    sound = make_mailing(issue=make_issue(title="Sound"))

    def compose(mailing: Mailing, readership: Readership) -> Composed:
        if mailing.pk == broken.pk:
            raise CompileError("unclosed tag")
        return composed(mailing, readership)

    send_all(Recorder(), compose=compose)

    broken.refresh_from_db()
    assert broken.state == MailingState.PAUSED
    assert broken.reason == "The mail could not be put together: CompileError: unclosed tag"
    assert OutgoingMail.objects.get().subject == "The newsletter was paused: Broken"
    rows = Delivery.objects.filter(mailing=broken).values_list("state", "attempts", "leased_until")
    assert set(rows) == {("queued", 0, None)}
    assert states(sound) == {"accepted": 2}
    schedule.resume(broken, by=None)
    send_all(Recorder())
    assert states(broken) == {"accepted": 2}


def test_a_digest_without_a_period_is_paused() -> None:
    make_subscriber(frequency="weekly")
    mailing = Mailing.objects.create(frequency="weekly", state=MailingState.SENDING)

    from newsletter.sending.versions import compose

    send_all(Recorder(), compose=compose)

    mailing.refresh_from_db()
    assert mailing.state == MailingState.PAUSED


@pytest.mark.parametrize("name", ["ana", "Ana"])
def test_what_the_server_says_about_an_address_isn_t_shown_as_the_reason(name: str) -> None:
    make_subscriber("ana@example.org")
    mailing = make_mailing()

    def answers(_letter: Letter) -> Any:
        raise MailServerError(f"429 too many mails to {name}@example.org")

    with pytest.raises(MailServerError) as caught:
        send_all(Recorder(answers))

    mailing.refresh_from_db()
    assert mailing.reason == str(caught.value) == "429 too many mails to …"
