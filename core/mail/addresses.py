"""E-mail addresses: one way to write each, and clear words for what is wrong with the others.

It stands below everything: accounts, records and the newsletter take no other addresses.
"""

from __future__ import annotations

import unicodedata
from ipaddress import ip_address
from typing import Any, TypeVar

import idna
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

RowsT = TypeVar("RowsT", bound=QuerySet[Any])

LONGEST = 254  # octets of an address in the mail protocol (RFC 5321, 4.5.3.1.3 and erratum 1690)
LONGEST_NAME = 64  # octets before the @ (RFC 5321, 4.5.3.1.1)

MALFORMED = _("This is no e-mail address. One looks like name@example.org.")
TOO_LONG = _("This is too long for an e-mail address.")
NAME_TOO_LONG = _("Before the @ an e-mail address has 64 characters at most.")
FORBIDDEN = _("An e-mail address has no line breaks or other control characters.")
SEVERAL = _("Please give one e-mail address only.")
UNREACHABLE_NAME = _(
    "Before the @ only letters without accents, digits and signs can be used: our mail server "
    "reaches no other addresses."
)
UNKNOWN_DOMAIN = _("What stands after the @ is no name of a mail server.")
NUMBER = _(
    "After the @ stands the number of a machine. Please give the name of the mail server, as in "
    "name@example.org."
)
PRIVATE = _(
    "What stands after the @ is known on one machine or in one house only: mails from us don’t "
    "arrive there."
)

#: names that the public name service doesn't know (RFC 6761, RFC 6762, RFC 8375, RFC 9476 …)
PRIVATE_DOMAINS = frozenset(
    """localhost localdomain local internal intranet lan home corp private invalid onion alt
    arpa""".split()
)
_valid = EmailValidator(message=MALFORMED, allowlist=[])


def folded(address: str) -> str:
    """What an address is compared by: case says nothing. Only ASCII letters have it in an address.

    Else the sign of Kelvin would be a k, and somebody who typed it somebody else.
    """
    return address.lower() if address.isascii() else address


def in_any_case(rows: RowsT, *addresses: str, field: str = "email") -> RowsT:
    """Rows whose `field` is one of some addresses, in any case; the unique indexes serve it.

    `iexact` would be UPPER() on PostgreSQL, for which there is none, and takes ı for i.
    """
    wanted = [folded(address) for address in addresses]
    return rows.alias(folded_address=Lower(field)).filter(folded_address__in=wanted)


def same_mailbox(one: str, other: str) -> bool:
    """Whether two stored addresses most likely reach one person: case and `+tag` are nothing.

    What follows a + before the @ is the subaddress (RFC 5233), which the same person reads.
    """
    first, second = (folded(address).rpartition("@") for address in (one, other))
    names = {name.partition("+")[0] for name, _at, _domain in (first, second)}
    return len(names) == 1 and first[2] == second[2]


def normalise_email(text: str) -> str:
    """Return the address as it is stored: without blanks around it, its domain in ASCII.

    An internationalised domain becomes what the mail servers know (IDNA 2008, RFC 5891). The name
    before the @ stays as it was typed, since only its own server may say that case is nothing.
    Raises ValidationError, with words for the reader.
    """
    if any(unicodedata.category(letter) == "Cc" for letter in text.strip(" \t")):
        raise ValidationError(FORBIDDEN, code="forbidden")
    address = text.strip()
    if address.count("@") > 1:
        raise ValidationError(SEVERAL, code="several")
    name, at, domain = address.rpartition("@")
    if not at or not name or not domain:
        raise ValidationError(MALFORMED, code="invalid")
    if len(address) > LONGEST:
        raise ValidationError(TOO_LONG, code="max_length")
    _check_name(name)
    normalised = f"{name}@{_ascii_domain(domain)}"
    if len(normalised) > LONGEST:
        raise ValidationError(TOO_LONG, code="max_length")
    _valid(normalised)
    return normalised


def validate_email_address(value: str) -> None:
    """Raise ValidationError unless mails can be sent to it; a validator for fields of models."""
    normalise_email(value)


def as_stored(text: str) -> str:
    """Return an address as it would be stored; of one that is refused today, what was typed."""
    try:
        return normalise_email(text)
    except ValidationError:
        return "".join(sign for sign in text if unicodedata.category(sign) != "Cc").strip()


def _check_name(name: str) -> None:
    if not name.isascii():
        raise ValidationError(UNREACHABLE_NAME, code="unreachable")
    if len(name) > LONGEST_NAME:
        raise ValidationError(NAME_TOO_LONG, code="max_length")
    if '"' in name:  # quoted names: hardly a server has them, and they hide other things
        raise ValidationError(MALFORMED, code="invalid")


def _ascii_domain(domain: str) -> str:
    """Return a domain that the public name service may know. Raises ValidationError."""
    try:
        known = domain if domain.isascii() else idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError:
        raise ValidationError(UNKNOWN_DOMAIN, code="invalid") from None
    known = known.lower()
    if _is_number(known):
        raise ValidationError(NUMBER, code="number")
    if known.rpartition(".")[2] in PRIVATE_DOMAINS:
        raise ValidationError(PRIVATE, code="private")
    return known


def _is_number(domain: str) -> bool:
    """Whether a domain is the address of a machine, however written; no top domain is a number."""
    if domain.startswith("[") or domain.rpartition(".")[2].isdecimal():
        return True
    try:
        ip_address(domain)
    except ValueError:
        return False
    return True


class EmailAddressField(forms.CharField):
    """An e-mail address; cleans to the way it is stored, says what is wrong with it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Your e-mail address"))
        kwargs.setdefault(
            "widget",
            forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        )
        kwargs.setdefault("error_messages", {"required": _("Please enter your e-mail address.")})
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        """Keep line breaks, which `normalise_email` refuses, from being stripped silently."""
        return str(value or "").strip(" ")

    def clean(self, value: Any) -> str:
        """Return the normalised address. Raises ValidationError."""
        cleaned = super().clean(value)
        return normalise_email(cleaned) if cleaned else cleaned


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
