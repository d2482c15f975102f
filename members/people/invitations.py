"""Inviting somebody to edit for an organisation: sent, sent again, taken back, taken up.

Nothing is given before somebody takes the invitation up: by the link, which came to the address,
and with the login of that address, where there is one. So nobody gets in by having taken the
address of a colleague beforehand, nor by having been sent somebody else's mail.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.users.models import UserProfile

from core.mail.addresses import in_any_case, normalise_email
from core.throttling.answers import when_in_words
from core.throttling.counting import count_all
from core.throttling.middleware import mailbox
from core.throttling.rules import INVITATION, By
from members.editors import add_editor, default_mode, editors_of, mode_of
from members.memberships.former import is_former
from members.models import EditorMode, Invitation, InvitationState, OrganisationPage
from members.models.invitation import lifetime
from members.office import is_office
from members.people import mails
from users.models import User

KEPT = timedelta(days=365)  # after the answer, after it was taken back, or after it expired
MOST_OPEN = 20  # of one organisation, by its editors: nobody fills other people's mailboxes by it
ASK_AGAIN = 24 * 3600  # seconds between two mails that ask for a new link


class InvitationRefused(Exception):
    """It can't be done, for a reason in words for whoever asked."""

    def __init__(self, words: str | Promise) -> None:
        super().__init__(str(words))
        self.words = words


def login_of(email: str) -> User | None:
    """Return the login that has an address, in any spelling."""
    return in_any_case(User.objects.all(), email).first()


def login_meant(invitation: Invitation) -> User | None:
    """The only login that can take it up; None where there is none: any can, or a new one.

    One that closed when its owner left is as good as none: it opens anew, with another password.
    """
    login = invitation.login or login_of(invitation.email)
    return None if login is not None and login.has_left else login


def login_that_left(invitation: Invitation) -> User | None:
    """The login of that address which closed when its owner left."""
    login = login_of(invitation.email)
    return login if login is not None and login.has_left else None


def digest_of(token: str) -> str:
    """What is kept of a link. It has 256 random bits: no salt is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(
    *,
    email: str,
    language: str,
    organisation: OrganisationPage,
    by: User | None,
    mode: str | None = None,
    login: User | None = None,
) -> Invitation:
    """Ask somebody to edit for `organisation`; the mail is queued, in `language`.

    `by` is nobody where the site itself invites, after an admission for example. An editor gives no
    more than his or her own mode. Without `mode` the organisation's own counts. An open invitation
    to the same address is sent again, with what is said now. Raises InvitationRefused, and
    ValidationError for what is no address.
    """
    address = normalise_email(email)
    by_office = by is None or is_office(by)
    _one_at_a_time(organisation.pk)
    if not by_office:
        _refuse_former(organisation)
    if in_any_case(editors_of(organisation).filter(is_active=True), address).exists():
        raise InvitationRefused(_("This person edits here already."))
    there = Invitation.objects.select_for_update().filter(
        organisation=organisation, state=InvitationState.OPEN
    )
    invitation = in_any_case(there, address).first() or Invitation(
        organisation=organisation, email=address
    )
    if not by_office and invitation.pk is None and _open_of(organisation) >= MOST_OPEN:
        raise InvitationRefused(_("Too many invitations are open. Take some of them back first."))
    invitation.language, invitation.login = language, login
    invitation.mode = EditorMode(mode).value if mode else ""
    invitation.by, invitation.by_office = by, by_office
    if by is not None and not by_office:
        _count(address, by=by)
    _send(invitation, action="people.invite", by=by)
    return invitation


def _one_at_a_time(organisation: int) -> None:
    """Hold an organisation, and only then one of its invitations: so nobody waits for each other.

    Whoever is let in holds it, too.
    """
    OrganisationPage.objects.select_for_update().get(pk=organisation)


def _refuse_former(organisation: OrganisationPage) -> None:
    """Raise InvitationRefused where editors may do nothing any more."""
    if is_former(organisation):
        raise InvitationRefused(
            _("For a former member only the office invites. Please write to the office.")
        )


def _count(address: str, *, by: User) -> None:
    """Count a mail that an editor has sent. Raises InvitationRefused for one too many."""
    values = {By.ADDRESS: mailbox(address), By.ACCOUNT: str(by.pk)}
    wait = count_all(INVITATION, values, network="")[-1].wait if settings.THROTTLING else 0
    if wait:
        raise InvitationRefused(f"{_('That was too often')}. {when_in_words(wait)}")


def _open_of(organisation: OrganisationPage) -> int:
    return Invitation.objects.filter(organisation=organisation, state=InvitationState.OPEN).count()


@transaction.atomic
def send_again(invitation: Invitation, *, by: User) -> None:
    """Send it with a new link, valid from now on; the old one opens nothing. Raises as `invite`.

    What an editor sends again is the editor's own from then on, as if it were made anew: it gives
    no more than an editor may give, and falls with him or her.
    """
    row = _locked(invitation)
    if not is_office(by):
        _refuse_former(row.organisation)
        _count(row.email, by=by)
        row.by, row.by_office, row.login = by, False, None
    _send(row, action="people.invite_again", by=by)


@transaction.atomic
def take_back(invitation: Invitation, *, by: User | None) -> None:
    """Close it: its link opens nothing any more. Raises InvitationRefused."""
    _close(_locked(invitation), InvitationState.TAKEN_BACK, by=by)


@transaction.atomic
def decline(invitation: Invitation) -> None:
    """Close it for who was invited. Raises InvitationRefused."""
    _close(_locked(invitation), InvitationState.DECLINED, by=None)


def _locked(invitation: Invitation) -> Invitation:
    """The row, alone. Raises InvitationRefused where it was taken up or closed meanwhile."""
    _one_at_a_time(invitation.organisation_id)
    row = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not row.is_open:
        raise InvitationRefused(
            _("This invitation is no longer open: it was %(state)s.")
            % {"state": row.get_state_display()}
        )
    return row


def _send(invitation: Invitation, *, action: str, by: User | None) -> None:
    token = secrets.token_urlsafe(32)
    invitation.digest = digest_of(token)
    invitation.sent_at = timezone.now()
    invitation.expires_at = invitation.sent_at + lifetime()
    invitation.asked_at = None
    invitation.save()
    mails.send_invitation(invitation, token=token)
    log(instance=invitation, action=action, user=by)


def _close(invitation: Invitation, state: InvitationState, *, by: User | None) -> None:
    invitation.state, invitation.closed_at = state, timezone.now()
    invitation.save()
    log(instance=invitation, action=f"people.{state.name.lower()}", user=by)


def is_void(invitation: Invitation) -> bool:
    """Whether the editor who invited doesn't edit here any more."""
    return not invitation.by_office and _mode_of_inviter(invitation) is None


def inviter_now(invitation: Invitation) -> User | None:
    """Whoever invited, while he or she still may: nobody else is told what becomes of it."""
    by = invitation.by
    if by is None or (invitation.by_office and not is_office(by)) or is_void(invitation):
        return None
    return by


def _mode_now(invitation: Invitation) -> EditorMode:
    """How the person will edit, as things stand: an editor gives no more than both are given."""
    organisation = invitation.organisation
    access = getattr(organisation, "editor_access", None)
    own = EditorMode(access.mode) if access else default_mode(organisation)
    wanted = EditorMode(invitation.mode) if invitation.mode else own
    if invitation.by_office:
        return wanted
    held = _mode_of_inviter(invitation)
    return EditorMode.DIRECT if {wanted, own, held} == {EditorMode.DIRECT} else EditorMode.CHECKED


def _mode_of_inviter(invitation: Invitation) -> EditorMode | None:
    by = invitation.by
    if by is None or not by.is_active or is_former(invitation.organisation):
        return None
    return mode_of(user=by, organisation=invitation.organisation)


@transaction.atomic
def take_up(invitation: Invitation, *, user: User) -> None:
    """Let `user`, who holds the link and signed in, edit. Raises InvitationRefused."""
    row = _takable(invitation)
    meant = login_meant(row)
    if meant is not None and meant.pk != user.pk:
        raise InvitationRefused("This invitation is for another login.")
    _let_in(row, user)


@transaction.atomic
def take_up_new(invitation: Invitation, *, first_name: str, last_name: str, password: str) -> User:
    """Return a new login for who holds the link, which edits. Raises InvitationRefused."""
    row = _takable(invitation)
    if login_meant(row) is not None:
        raise InvitationRefused("There is a login with this address already.")
    user = login_that_left(row) or User(email=row.email)
    user.first_name, user.last_name = first_name, last_name
    user.is_active = True
    user.set_password(password)
    _save_new(user)
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = row.language
    profile.save(update_fields=["preferred_language"])
    _let_in(row, user)
    return user


def _save_new(user: User) -> None:
    """Save a login. Raises InvitationRefused where another invitation made it a moment ago."""
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError:
        raise InvitationRefused("There is a login with this address already.") from None


def _takable(invitation: Invitation) -> Invitation:
    row = _locked(invitation)
    if row.is_expired:
        raise InvitationRefused("This invitation has expired.")
    if is_void(row):
        raise InvitationRefused("This invitation no longer holds.")
    return row


def _let_in(invitation: Invitation, user: User) -> None:
    add_editor(user=user, organisation=invitation.organisation, mode=_mode_now(invitation))
    invitation.login = user
    _close(invitation, InvitationState.TAKEN_UP, by=user)
    mails.tell_taken_up(invitation, by=inviter_now(invitation))


@transaction.atomic
def ask_again(invitation: Invitation) -> None:
    """Tell whoever invited that the link had expired and another one is wanted; once a day."""
    row = _locked(invitation)
    now = timezone.now()
    if row.asked_at is None or (now - row.asked_at).total_seconds() >= ASK_AGAIN:
        row.asked_at = now
        row.save()
        mails.ask_for_new_link(row, by=inviter_now(row))


def forget_old() -> bool:
    """Delete invitations that were closed, or expired, so long ago. A slice of the worker."""
    before = timezone.now() - KEPT
    found: Any = Invitation.objects.filter(
        Q(closed_at__lt=before) | Q(closed_at=None, expires_at__lt=before)
    )
    found.delete()
    return False


def find(token: str) -> Invitation | None:
    """The invitation that a link opens, whatever became of it."""
    found: Any = Invitation.objects.select_related("organisation", "by", "login")
    return found.filter(digest=digest_of(token)).first()
