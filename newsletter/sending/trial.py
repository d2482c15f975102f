"""A test of an issue: the real mail, to people of the office, without a row in the ledger."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.files.serving import with_keys
from core.mail.addresses import normalise_email
from core.mail.outgoing import OutgoingMail, queue_mail
from core.showing.addresses import whole
from newsletter.composition import compose_issue
from newsletter.composition.composed import Composed, header_line
from newsletter.composition.marks import PREFERENCES, UNSUBSCRIBE, personalised
from newsletter.models import IssuePage
from newsletter.sending.versions import checked, composing
from newsletter.subscribers.mails import ABOUT


def send_test(
    issue: IssuePage,
    *,
    to: Sequence[str],
    languages: Sequence[str],
    compose: Callable[[IssuePage, tuple[str, ...]], Composed] = compose_issue,
) -> list[OutgoingMail]:
    """Queue an issue as readers of `languages` (in their order) get it, marked as a test.

    The links for a reader's own pages lead to the sign-up form; pictures that aren't online yet are
    shown all the same, for some days. Raises ValidationError for what is
    no address, MailTooLarge, and NotComposed.
    """
    addresses = [normalise_email(address) for address in to]
    with composing():
        composed = compose(issue, tuple(languages))
    made = checked(composed)
    with override(made.language):
        page = whole(reverse("newsletter:subscribe"))
        subject = _("Test: %(subject)s") % {"subject": header_line(made.subject)}
    links = {UNSUBSCRIBE: page, PREFERENCES: page}
    return queue_mail(
        to=addresses,
        subject=subject,
        text=personalised(made.text, links),
        html=with_keys(personalised(made.html, links)),
        about=ABOUT,
    )
