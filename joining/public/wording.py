"""The sentence that applicants agree to, as they see it and as it is kept."""

from __future__ import annotations

from django.utils.translation import gettext as _

from core.network.now import network_now


def consent_wording() -> str:
    """What sending an application says, in the language of this request."""
    words = _(
        "The office and the board of %(network)s may read this application and its files, ask the "
        "person I named, and keep all of it for as long as this page says."
    )
    return words % {"network": network_now().name}
