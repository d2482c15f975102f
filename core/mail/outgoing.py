"""Mails leave by the worker: a request only writes a row, in its own transaction.

`queue_mail` writes it. What Django and Wagtail send by themselves (a new password, a comment) comes
by QueueBackend, which is EMAIL_BACKEND; the mail server is behind MAIL_DELIVERY_BACKEND.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterable, Sequence
from datetime import timedelta
from email.utils import formataddr
from typing import ClassVar

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.leases import Leased, LeasedQuerySet
from core.mail.transport import (
    ConnectionLost,
    MailServerError,
    Refused,
    Transport,
    open_transport,
    sender_address,
    sender_name,
)

logger = logging.getLogger(__name__)

BATCH = 20
ROWS = 500  # written at once
LEASE = timedelta(minutes=10)  # longer than a batch can take with EMAIL_TIMEOUT per mail
GIVE_UP_AFTER = 16  # attempts; with the growing pauses about a day and a half
KEPT = timedelta(days=30)  # a sent mail names people: it does not stay


class OutgoingMail(Leased):
    """One row is one mail to one address, waiting, sent or given up."""

    class State(models.TextChoices):
        """Where the mail is; it changes in one direction only."""

        QUEUED = "queued", _("waiting")
        SENT = "sent", _("handed to the mail server")
        FAILED = "failed", _("given up")

    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    to = models.EmailField(pgettext_lazy("of a mail", "to"), max_length=254)
    reply_to = models.EmailField(_("reply to"), max_length=254, blank=True)
    subject = models.CharField(_("subject"), max_length=250)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML"), blank=True)
    #: the part of the site that must find the mail again, also after its text is gone; "" for none
    about = models.CharField(max_length=20, blank=True, editable=False)
    token = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    created_at = models.DateTimeField(_("written"), auto_now_add=True)

    objects: ClassVar[LeasedQuerySet[OutgoingMail]] = LeasedQuerySet.as_manager()  # type: ignore[assignment]  # a manager made from the query set

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="queued", finished_at=None)
                | (~models.Q(state="queued") & models.Q(finished_at__isnull=False)),
                name="mail_finished_unless_queued",
            )
        ]

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"

    def message(self) -> EmailMultiAlternatives:
        """Return the mail as Django sends it.

        Its Message-ID is always the same, so that a mail sent a second time after a crash between
        the mail server's answer and ours can be recognised as the same.
        """
        domain = sender_address().rpartition("@")[2] or "localhost"
        mail = EmailMultiAlternatives(
            subject=self.subject,
            body=self.text,
            from_email=formataddr((sender_name(), sender_address())),
            to=[self.to],
            reply_to=[self.reply_to] if self.reply_to else None,
            headers={"Message-ID": f"<{self.token}@{domain}>", "Auto-Submitted": "auto-generated"},
        )
        if self.html:
            mail.attach_alternative(self.html, "text/html")
        return mail

    def content(self) -> bytes:
        """Return the same as it travels. Raises ValueError for what can't be written."""
        return self.message().message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]  # Django's


def queue_mail(
    *,
    to: str | Sequence[str],
    subject: str,
    text: str,
    html: str = "",
    reply_to: str = "",
    about: str = "",
) -> list[OutgoingMail]:
    """Queue one mail per address, in the caller's transaction: no commit, no mail.

    Give texts already in the reader's language. Line breaks in the subject become blanks. `about`
    names the part of the site that must find the mail again, up to 20 characters.
    """
    said = {"subject": subject, "text": text, "html": html, "reply_to": reply_to, "about": about}
    addresses = [to] if isinstance(to, str) else list(dict.fromkeys(to))
    return queue_mails(written_mail(to=each, **said) for each in addresses)


def written_mail(*, to: str, subject: str, **said: str) -> OutgoingMail:
    """Return one mail as `queue_mail` takes it, for `queue_mails`; nothing is stored yet."""
    return OutgoingMail(to=to, subject=" ".join(subject.split())[:250], **said)


def queue_mails(mails: Iterable[OutgoingMail]) -> list[OutgoingMail]:
    """Queue mails that say something else to each; a query for some hundred of them."""
    return OutgoingMail.objects.bulk_create(mails, batch_size=ROWS)


class QueueBackend(BaseEmailBackend):
    """Queues a mail per recipient instead of sending it. Sender and headers are the site's own."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Return how many messages were queued. Raises ValueError for one with attachments."""
        for message in email_messages:
            if message.attachments:
                raise ValueError("a mail with attachments can't be queued")
            queue_mail(
                to=message.recipients(),
                subject=str(message.subject),
                text=str(message.body),
                html=_html_of(message),
                reply_to=next(iter(message.reply_to), ""),
            )
        return len(email_messages)


def _html_of(message: EmailMessage) -> str:
    parts = getattr(message, "alternatives", [])
    return next((str(part.content) for part in parts if part.mimetype == "text/html"), "")


def send_waiting_mails() -> bool:
    """Send a batch of waiting mails; return whether there were any. A slice of the worker.

    Raises MailServerError when the server does not answer, so that the worker leaves it alone.
    """
    mails = OutgoingMail.objects.all().take(limit=BATCH, lease=LEASE)
    found = bool(mails)
    transport = open_transport()
    try:
        while mails:
            _send(mails.pop(0), transport)
    except MailServerError:
        untried = OutgoingMail.objects.filter(pk__in=[mail.pk for mail in mails])
        untried.update(leased_until=None, attempts=F("attempts") - 1)
        raise
    finally:
        transport.close()
    return found


def _send(mail: OutgoingMail, transport: Transport) -> None:
    try:
        transport.send(mail)
    except Refused as refused:
        _note_failure(mail, refused, is_final=not refused.passing)
    except (ConnectionLost, MailServerError) as error:
        _note_failure(mail, error, is_final=False)
        transport.close()
        raise MailServerError(str(error)) from error
    else:
        # What was sent does not stay: it names people and may hold a link that opens something.
        mail.finish(state=OutgoingMail.State.SENT, last_error="", text="", html="")


def _note_failure(mail: OutgoingMail, error: Exception, *, is_final: bool) -> None:
    reason = f"{type(error).__name__}: {error}"
    if mail.attempts >= GIVE_UP_AFTER or is_final:
        logger.error("mail %s given up: %s", mail.pk, reason)
        mail.finish(state=OutgoingMail.State.FAILED, last_error=reason)
    else:
        logger.warning("mail %s waits after attempt %s: %s", mail.pk, mail.attempts, reason)
        mail.put_back(error=reason)


def forget_old_mails() -> None:
    """Delete mails finished more than thirty days ago."""
    OutgoingMail.objects.filter(finished_at__lt=timezone.now() - KEPT).delete()
