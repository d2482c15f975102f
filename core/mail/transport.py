"""Handing a mail to a server, and in which of few ways that may end: for every mail of the site.

SMTP is spoken step by step here, because only then is it known whether a connection that broke may
have delivered the mail: before its content was sent it can't have. Mails of other backends
(providers, the console, tests) are Django's own.
"""

from __future__ import annotations

import contextlib
import re
import smtplib
from email.utils import parseaddr
from typing import Protocol

from anymail.exceptions import AnymailError, AnymailRecipientsRefused
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend
from django.core.mail.message import sanitize_address

from core.mail.providers import Meaning, meaning_of

LONGEST_ANSWER = 500
NOT_WRITABLE = 553  # mailbox name not allowed: said by us, before anybody is asked
TOO_BIG = {523, 552}  # the only refusals of a sender that are about the mail (RFC 1870, 6.1)


#: what smtplib raises before it speaks of a mail
NO_SESSION = (smtplib.SMTPConnectError, smtplib.SMTPHeloError, smtplib.SMTPAuthenticationError)
#: Longest name that a sender has, in characters; mail programs cut longer ones off.
SENDER_NAME = 60


class MailServerError(RuntimeError):
    """The mail server does not answer or does not let us in: no mail can leave now."""


class Refused(Exception):
    """The server took the mail for this reader not, and said so; it was not delivered."""

    def __init__(self, code: int, answer: str) -> None:
        super().__init__(f"{code} {answer}"[:LONGEST_ANSWER])
        self.code = code

    @property
    def passing(self) -> bool:
        """Whether the server asks to come again later (RFC 5321, 4.2.1: 4yz)."""
        return 400 <= self.code < 500


class ConnectionLost(Exception):
    """The connection broke or the server stopped making sense.

    `doubtful`: the content was sent, so the mail may have been delivered. `begun`: the server had
    answered something about this mail already.
    """

    def __init__(self, reason: str, *, doubtful: bool, begun: bool) -> None:
        super().__init__(reason[:LONGEST_ANSWER])
        self.doubtful = doubtful
        self.begun = begun


class Handed(Protocol):
    """A mail to one address. What it consists of is made when somebody wants it."""

    @property
    def to(self) -> str:
        """The address."""

    def content(self) -> bytes:
        """The mail as it travels, with CRLF. Raises ValueError for what can't be written."""

    def message(self) -> EmailMultiAlternatives:
        """The same for Django's backends."""


class Transport(Protocol):
    """A way to the readers. Its connection is opened by the first mail and kept until `close`."""

    #: whether the answer is that of the readers' own world, so that ACCEPTED says something
    speaks_smtp: bool

    def send(self, letter: Handed) -> None:
        """Hand a mail over. Raises Refused, ConnectionLost, MailServerError (nothing was sent)."""

    def close(self) -> None:
        """End the connection; never raises."""


def sender_address() -> str:
    """Return the address that mails come from and that servers report to."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def sender_name() -> str:
    """Return what stands before that address: the network's name, as the office says it."""
    return " ".join(str(settings.WAGTAIL_SITE_NAME).split())[:SENDER_NAME].strip()


def open_transport(backend: BaseEmailBackend | None = None) -> Transport:
    """Return the way that the settings name (or `backend`'s), not opened yet. For the worker."""
    chosen = backend or get_connection(settings.MAIL_DELIVERY_BACKEND)
    return SmtpTransport(chosen) if isinstance(chosen, SmtpBackend) else BackendTransport(chosen)


class SmtpTransport:
    """A mail server."""

    speaks_smtp = True

    def __init__(self, backend: SmtpBackend) -> None:
        self._backend = backend
        self._sender = sender_address()

    def send(self, letter: Handed) -> None:
        """Hand a mail over; if the server left since the last one, on a new connection."""
        try:
            to = letter.to if letter.to.isascii() else sanitize_address(letter.to, "utf-8")
            content = _stuffed(letter.content())
        except ValueError as error:
            raise Refused(NOT_WRITABLE, str(error)) from error
        reused = self._open()
        try:
            self._speak(to, content)
        except ConnectionLost as lost:
            self.close()
            if not reused or lost.begun:
                raise
            self._open()
            self._speak(to, content)

    def close(self) -> None:
        """Say goodbye if the server listens, and close the socket."""
        with contextlib.suppress(OSError):
            self._backend.close()
        self._backend.connection = None

    def _open(self) -> bool:
        """Connect unless that is done; return whether it was. Raises MailServerError."""
        try:
            if not self._backend.open():
                return True
            self._smtp.ehlo_or_helo_if_needed()
        except OSError as error:  # smtplib's errors are OSErrors
            self.close()
            raise MailServerError(f"{type(error).__name__}: {error}"[:LONGEST_ANSWER]) from error
        return False

    @property
    def _smtp(self) -> smtplib.SMTP:
        connection = self._backend.connection
        if connection is None:  # closed by this object only
            raise smtplib.SMTPServerDisconnected("not connected")
        return connection

    def _speak(self, to: str, content: bytes) -> None:
        """Say what RFC 5321, 3.3 wants, and raise whatever isn't the answer to hope for."""
        step = 0
        try:
            self._check_sender(*self._smtp.mail(self._sender, self._options(content)))
            step = 1
            self._check(*self._smtp.rcpt(to))
            self._check(*self._smtp.docmd("data"), wanted=3)
            step = 2
            self._smtp.send(content)
            self._check(*self._smtp.getreply())
        except Refused:
            self._reset()
            raise
        except OSError as error:
            reason = f"{type(error).__name__}: {error}"
            self.close_hard()
            raise ConnectionLost(reason, doubtful=step == 2, begun=step > 0) from error

    def _options(self, content: bytes) -> list[str]:
        return [f"size={len(content)}"] if self._smtp.has_extn("size") else []

    def _check_sender(self, code: int, answer: bytes) -> None:
        """Let a refused sender be the server's trouble, which concerns every mail."""
        try:
            self._check(code, answer)
        except Refused as refused:
            if refused.code in TOO_BIG:
                raise
            self.close()
            raise MailServerError(str(refused)) from refused

    def _check(self, code: int, answer: bytes, *, wanted: int = 2) -> None:
        """Raise unless the answer is a positive one of the `wanted` kind (RFC 5321, 4.2.1)."""
        if code // 100 == wanted and 100 <= code <= 599:
            return
        text = answer.decode("utf-8", "replace")
        if code == 421 or not 400 <= code <= 599:
            raise smtplib.SMTPServerDisconnected(f"{code} {text}")
        raise Refused(code, text)

    def _reset(self) -> None:
        """Have the server forget the mail it refused, so that the next one can follow."""
        try:
            self._smtp.rset()
        except OSError:
            self.close_hard()

    def close_hard(self) -> None:
        """Close the socket without a word: the server would not answer."""
        if self._backend.connection is not None:
            self._backend.connection.close()
            self._backend.connection = None


class BackendTransport:
    """Any other mail backend of Django, a provider's too: what it raises says how it ended."""

    speaks_smtp = False

    def __init__(self, backend: BaseEmailBackend) -> None:
        self._backend = backend

    def send(self, letter: Handed) -> None:
        """Hand a mail over, as Django sends it."""
        try:
            self._backend.open()
        except OSError as error:
            raise MailServerError(f"{type(error).__name__}: {error}"[:LONGEST_ANSWER]) from error
        try:
            self._backend.send_messages([letter.message()])
        # providers' errors are ValueErrors or OSErrors, too
        except (AnymailError, ValueError, OSError) as error:
            raise _in_our_words(error) from error

    def close(self) -> None:
        """Close the backend's connection, if it has one."""
        with contextlib.suppress(OSError):
            self._backend.close()


def _in_our_words(error: Exception) -> Exception:
    if isinstance(error, AnymailError):
        return _by_its_provider(error)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, answer = next(iter(error.recipients.values()))
        return Refused(code, answer.decode("utf-8", "replace"))
    reason = f"{type(error).__name__}: {error}"
    if isinstance(error, NO_SESSION):
        return MailServerError(reason[:LONGEST_ANSWER])
    if isinstance(error, smtplib.SMTPResponseException):
        return Refused(error.smtp_code, reason)
    if isinstance(error, ValueError):  # Django's, for what can't be written
        return Refused(NOT_WRITABLE, str(error))
    return ConnectionLost(reason, doubtful=True, begun=True)


def _by_its_provider(error: AnymailError) -> Exception:
    meaning, answer = meaning_of(error), str(error)
    if meaning is Meaning.TROUBLE:
        return MailServerError(answer)
    if meaning is Meaning.BROKEN:
        return ConnectionLost(answer, doubtful=True, begun=True)
    return Refused(550 if isinstance(error, AnymailRecipientsRefused) else 554, answer)


def _stuffed(content: bytes) -> bytes:
    """Return the content as it is sent: a dot more at dots that begin lines (RFC 5321, 4.5.2)."""
    if b"\r\n." in content:
        content = re.sub(rb"(?m)^\.", b"..", content)
    end = b".\r\n" if content.endswith(b"\r\n") else b"\r\n.\r\n"
    return content + end
