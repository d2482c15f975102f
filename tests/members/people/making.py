"""An invitation and its link, for tests."""

from __future__ import annotations

import re
from typing import Any

from core.mail.outgoing import OutgoingMail
from members.models import Invitation, OrganisationPage
from members.people.invitations import invite
from users.models import User

PASSWORD = "langes-wort-42"
NEW: dict[str, Any] = {
    "first_name": "Ioana", "last_name": "Pop", "password": PASSWORD, "repeated": PASSWORD,
}  # fmt: skip


def make_invitation(
    *, organisation: OrganisationPage, by: User | None = None, **more: Any
) -> Invitation:
    """An open invitation of somebody without a login, by the office."""
    values = {"email": "nou@casa.example", "language": "ro", "mode": "checked", **more}
    return invite(organisation=organisation, by=by, **values)


def link_in_mail(*, to: str = "nou@casa.example") -> str:
    """The path in the latest mail to an address."""
    mail = OutgoingMail.objects.filter(to=to).order_by("-pk")[0]
    found = re.search(r"https?://[^/\s]+(/\S+)", mail.text)
    assert found is not None
    return found[1]
