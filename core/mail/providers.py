"""What a mail provider's interface answers, by django-anymail: about a mail, or about all of them.

Mails that one queues and the newsletter's both ask here, so an answer means the same to both.
"""

from __future__ import annotations

from enum import Enum

from anymail.exceptions import AnymailAPIError, AnymailError, AnymailRecipientsRefused

#: HTTP: wrong key, no right, wrong address of the interface, too many requests
EVERY_MAIL = {401, 402, 403, 404, 405, 429}


class Meaning(Enum):
    """What an error says."""

    REFUSED = "this mail was refused for good"
    TROUBLE = "no mail can leave now; this one didn't"
    BROKEN = "no answer, or half of one: the mail may have left"


def meaning_of(error: AnymailError) -> Meaning:
    """Return what an error says.

    A 4xx that isn't about every mail, such as 400 and 422, is about this one; what fails before
    anything is asked can't be written as this provider wants it. After a 5xx a gateway may have
    passed the mail on before it failed.
    """
    if isinstance(error, AnymailRecipientsRefused) or not isinstance(error, AnymailAPIError):
        return Meaning.REFUSED
    code: int | None = error.status_code
    if code in EVERY_MAIL:
        return Meaning.TROUBLE
    if code is None or code >= 500:
        return Meaning.BROKEN
    return Meaning.REFUSED
