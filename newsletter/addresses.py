"""E-mail addresses: one way to write each, and clear words for what is wrong with the others."""

from __future__ import annotations

import unicodedata

import idna
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _

LONGEST = 254  # octets of an address in the mail protocol (RFC 5321, 4.5.3.1.3 and erratum 1690)

MALFORMED = _("This is no e-mail address. One looks like name@example.org.")
TOO_LONG = _("This is too long for an e-mail address.")
FORBIDDEN = _("An e-mail address has no line breaks or other control characters.")
UNREACHABLE_NAME = _(
    "Before the @ only letters without accents, digits and signs can be used: our mail server "
    "reaches no other addresses."
)
UNKNOWN_DOMAIN = _("What stands after the @ is no name of a mail server.")

_valid = EmailValidator(message=MALFORMED)


def normalise_email(text: str) -> str:
    """Return the address as it is stored: without blanks around it, its domain in ASCII.

    An internationalised domain becomes what the mail servers know (IDNA 2008, RFC 5891). The name
    before the @ stays as it was typed, since only its own server may say that case is nothing.
    Raises ValidationError, with words for the reader.
    """
    if any(unicodedata.category(letter) == "Cc" for letter in text.strip(" \t")):
        raise ValidationError(FORBIDDEN, code="forbidden")
    address = text.strip()
    name, at, domain = address.rpartition("@")
    if not at or not name or not domain:
        raise ValidationError(MALFORMED, code="invalid")
    if len(address) > LONGEST:
        raise ValidationError(TOO_LONG, code="max_length")
    if not name.isascii():
        raise ValidationError(UNREACHABLE_NAME, code="unreachable")
    normalised = f"{name}@{_ascii_domain(domain)}"
    if len(normalised) > LONGEST:
        raise ValidationError(TOO_LONG, code="max_length")
    _valid(normalised)
    return normalised


def _ascii_domain(domain: str) -> str:
    if domain.isascii():
        return domain.lower()
    try:
        return idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError:
        raise ValidationError(UNKNOWN_DOMAIN, code="invalid") from None


def masked_email(email: str) -> str:
    """Return what reminds its owner of a stored address and tells it to nobody else."""
    name, _at, domain = shown_email(email).rpartition("@")
    return f"{name[:1] if len(name) > 1 else ''}…@{domain}"


def shown_email(email: str) -> str:
    """Return a stored address as its owner writes it, the domain in its own letters."""
    name, _at, domain = email.rpartition("@")
    try:
        return f"{name}@{idna.decode(domain)}"
    except idna.IDNAError:
        return email
