"""What the office and an editor do with invitations on a page, and what they are told then."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from members.models import Invitation, OrganisationPage
from members.people.invitations import InvitationRefused, send_again, take_back

SHOWN = 50  # of one organisation


def invitations_of(organisation: OrganisationPage) -> QuerySet[Invitation]:
    """An organisation's latest invitations, with who sent them. One query."""
    return organisation.invitations.select_related("by")[:SHOWN]


def say_sent(request: HttpRequest, invitation: Invitation) -> None:
    """Say what happens now; the same whether there is a login with the address or not."""
    words = _("%(email)s gets a mail with an invitation, and edits as soon as it is taken up.")
    messages.success(request, words % {"email": invitation.email})


def act_on(request: HttpRequest, *, organisation: OrganisationPage) -> bool:
    """Send an invitation again or take it back; return whether a button said so.

    Raises Http404 for an invitation of another organisation.
    """
    for name in ("send_again", "take_back"):
        if name in request.POST:
            key = request.POST[name]
            known = key if key.isdecimal() and len(key) < 19 else 0
            invitation = get_object_or_404(organisation.invitations, pk=known)
            _act(request, name, invitation)
            return True
    return False


def _act(request: HttpRequest, name: str, invitation: Invitation) -> None:
    by = request.user
    assert by.is_authenticated  # noqa: S101 # the admin asks for a login
    try:
        if name == "take_back":
            take_back(invitation, by=by)
            messages.success(request, _("The invitation is taken back."))
        else:
            send_again(invitation, by=by)
            say_sent(request, invitation)
    except InvitationRefused as error:
        messages.error(request, str(error))
