"""The bytes of a reader's mail. All but the reader's own is made once for a version.

Text and HTML are quoted-printable with lines of at most 76 characters (RFC 2045, 6.7), so that no
server on the way has a reason to change them, which would break a DKIM signature (RFC 6376, 5.3).
The stored texts are cut at their marks; what stands in their place gets lines of its own.
"""

from __future__ import annotations

import binascii
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.utils import format_datetime, formataddr

from django.core.mail import EmailMultiAlternatives

from core.mail.addresses import normalise_email
from core.mail.transport import SENDER_NAME, sender_address
from newsletter.composition.composed import header_line
from newsletter.composition.marks import PREFERENCES, UNSUBSCRIBE, personalised
from newsletter.models import Delivery, Subscriber, Variant
from newsletter.subscribers.links import list_headers
from newsletter.subscribers.personal import links_of

MARK = re.compile(f"({UNSUBSCRIBE}|{PREFERENCES})")
LINE_BREAK = re.compile(r"\r\n|\r|\n")
SOFT = b"=\r\n"
HALF_LINE = 38


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One mail on its way: `content` is made when somebody wants it, `message` for providers."""

    delivery: int
    to: str
    content: Callable[[], bytes]
    message: Callable[[], EmailMultiAlternatives]


def message_id(token: uuid.UUID) -> str:
    """Return the Message-ID of a delivery: the same one in every attempt."""
    return f"<{token}@{sender_address().rpartition('@')[2] or 'localhost'}>"


class Template:
    """A version of a mailing, ready for its readers."""

    def __init__(self, variant: Variant, *, network: str) -> None:
        """Encode what is the same for everybody; `network` is the name that it comes from."""
        self.variant = variant
        self._subject = header_line(variant.subject)
        self._sender = header_line(network, longest=SENDER_NAME), sender_address()
        boundary = f"=_{uuid.uuid4().hex}".encode()  # quoted-printable text never holds "=_"
        self._head = b"".join(
            [
                b"From: " + _from_header(self._sender) + b"\r\n",
                b"Subject: " + _encoded(self._subject, name="Subject") + b"\r\n",
                b"MIME-Version: 1.0\r\n",
                b'Content-Type: multipart/alternative; boundary="' + boundary + b'"\r\n',
                b"Content-Language: " + variant.language.encode() + b"\r\n",
            ]
        )
        self._pieces: list[bytes | str] = [
            *_part(b"plain", variant.text, boundary=boundary),
            *_part(b"html", variant.html, boundary=boundary),
            b"\r\n--" + boundary + b"--\r\n",
        ]
        self.size = len(self._head) + sum(len(piece) for piece in self._pieces)

    def letter(self, delivery: Delivery, subscriber: Subscriber, *, now: datetime) -> Letter:
        """Return the mail of one reader. Raises ValidationError if the address is none."""
        address = normalise_email(subscriber.email)
        return Letter(
            delivery=delivery.pk,
            to=address,
            content=lambda: self._bytes(delivery, subscriber, to=address, now=now),
            message=lambda: self._message(delivery, subscriber, to=address),
        )

    def _bytes(
        self, delivery: Delivery, subscriber: Subscriber, *, to: str, now: datetime
    ) -> bytes:
        headers = {
            "To": to,
            "Date": format_datetime(now),
            "Message-ID": message_id(delivery.token),
            **list_headers(subscriber),
        }
        own = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        links = {mark: _on_own_lines(link) for mark, link in links_of(subscriber).items()}
        return b"".join(
            [
                self._head,
                own.encode("ascii"),
                *(links[piece] if isinstance(piece, str) else piece for piece in self._pieces),
            ]
        )

    def _message(
        self, delivery: Delivery, subscriber: Subscriber, *, to: str
    ) -> EmailMultiAlternatives:
        links = links_of(subscriber)
        headers = {"Message-ID": message_id(delivery.token), **list_headers(subscriber)}
        message = EmailMultiAlternatives(
            subject=self._subject,
            body=personalised(self.variant.text, links),
            from_email=formataddr(self._sender),
            to=[to],
            headers={**headers, "Content-Language": self.variant.language},
        )
        message.attach_alternative(personalised(self.variant.html, links), "text/html")
        return message


def _from_header(sender: tuple[str, str]) -> bytes:
    name, address = sender
    if name.isascii():
        return formataddr((name, address)).encode("ascii")
    return _encoded(name, name="From") + b" <" + address.encode("ascii") + b">"


def _encoded(text: str, *, name: str) -> bytes:
    """Return a header's value as encoded words (RFC 2047), folded between words."""
    charset = "us-ascii" if text.isascii() else "utf-8"
    return Header(text, charset, header_name=name).encode(linesep="\r\n").encode("ascii")


def _part(subtype: bytes, text: str, *, boundary: bytes) -> list[bytes | str]:
    """Return a part of the mail in pieces: bytes, and marks as text."""
    head = (
        b"\r\n--" + boundary + b"\r\nContent-Type: text/" + subtype + b"; charset=utf-8\r\n"
        b"Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    )
    pieces: list[bytes | str] = [head]
    for part in MARK.split(LINE_BREAK.sub("\r\n", text)):
        is_mark = part in (UNSUBSCRIBE, PREFERENCES)
        pieces.append(part if is_mark else _quoted(part))
    return pieces


def _on_own_lines(link: str) -> bytes:
    return SOFT + _quoted(link) + SOFT


def _quoted(text: str) -> bytes:
    """Encode a text with CRLF, or without any line break: then the encoder writes bare LF.

    Its last line may be as long as a line can be; it is cut so that a soft break can follow.
    """
    encoded = binascii.b2a_qp(text.encode(), istext=True)
    encoded = encoded.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    before, line_break, last = encoded.rpartition(b"\r\n")
    cut = last.rfind(b"=", 0, HALF_LINE) if b"=" in last[HALF_LINE - 2 : HALF_LINE] else HALF_LINE
    tail = last[:cut] + SOFT + last[cut:] if len(last) > HALF_LINE else last
    return before + line_break + tail
