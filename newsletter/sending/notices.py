"""What the office is told by mail about a mailing, in the site's own language."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.i18n import default_language
from core.mail.outgoing import queue_mail
from core.network.now import network_now
from core.showing.addresses import whole
from newsletter.models import Mailing


def paused(mailing: Mailing) -> None:
    """Tell that a mailing was paused, and why."""
    with override(default_language()):
        _queue(
            mailing,
            subject=_("The newsletter was paused: %(mailing)s"),
            text=_("No more mails of “%(mailing)s” leave until you let them."),
        )


def late(mailing: Mailing) -> None:
    """Ask whether a mailing should still start."""
    with override(default_language()):
        _queue(
            mailing,
            subject=_("Should the newsletter still be sent? %(mailing)s"),
            text=_("“%(mailing)s” was not sent. It waits for your answer."),
        )


def _queue(mailing: Mailing, *, subject: str, text: str) -> None:
    values = {"mailing": str(mailing)}
    address = whole(reverse("wagtailadmin_home"))
    queue_mail(
        to=network_now().office_email,
        subject=subject % values,
        text=f"{text % values}\n\n{mailing.reason}\n\n{address}\n",
    )
