"""Both lost, telephone and codes: somebody else asks for a reset, and it is done a day later.

Everybody who keeps the logins hears of it and can stop it: one of them alone, or whoever took over
one's session, opens no other login. The day begins when a mail has left to somebody else than who
asked: while mails wait, nobody has heard of it. Where nobody is left, `manage.py
reset_second_factor` does it at once.
"""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.backends import ModelBackend
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log

from core.mail.addresses import in_any_case
from core.mail.outgoing import OutgoingMail
from core.showing.addresses import whole
from users.login_records import FactorReset
from users.models import User
from users.rights import may_change
from users.second_factor.factor import KEEPS_LOGINS, forget, has_factor
from users.second_factor.mails import Event, tell, tell_asked

NOTICE = timedelta(hours=24)
SALT = "cope_network.users.factor_reset"


def keepers() -> list[User]:
    """Everybody who keeps the logins: the office and administrators."""
    return list(ModelBackend().with_perm(KEEPS_LOGINS))


@transaction.atomic
def ask(user: User, *, by: User) -> FactorReset | None:
    """Ask for it, and tell everybody who may stop it, its owner too; None where there is nothing.

    Raises PermissionDenied for one's own and for a login that may do more.
    """
    if not _may_ask(by, user):
        raise PermissionDenied
    User.objects.select_for_update().get(pk=user.pk)
    if not has_factor(user):
        return None
    open_one = user.factor_resets.filter(state=FactorReset.State.OPEN).first()
    if open_one is not None:
        return open_one
    reset = FactorReset.objects.create(user=user, by=by, due_at=timezone.now() + NOTICE)
    log(instance=user, action="users.factor_reset_asked", user=by)
    for keeper in {each.pk: each for each in [*keepers(), user]}.values():
        link = whole(reverse("stop_factor_reset", args=[token_of(reset, keeper)]))
        values = {"by": by.get_full_name(), "due": reset.due_at, "link": link}
        tell_asked(user, to=keeper, about=_about(reset), **values)
    return reset


def _about(reset: FactorReset) -> str:
    """What its mails are found by."""
    return f"reset {reset.pk}"


def _was_told(reset: FactorReset) -> bool:
    """Whether a mail has left a day ago to somebody else than who asked."""
    sent = OutgoingMail.objects.filter(
        about=_about(reset),
        state=OutgoingMail.State.SENT,
        finished_at__lte=timezone.now() - NOTICE,
    )
    if reset.by is None:
        return False
    own = in_any_case(sent, reset.by.email, field="to")
    return sent.exclude(pk__in=own.values("pk")).exists()


def token_of(reset: FactorReset, user: User) -> str:
    """What lets one person stop one reset."""
    return signing.dumps([reset.pk, user.pk], salt=SALT)


def opened_by(token: str) -> tuple[FactorReset, User] | None:
    """The reset that a link is about, and whose link it is; None for one that opens nothing.

    Nor does that of somebody who keeps no logins any more, unless it is the own one's.
    """
    try:
        key, owner = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    reset = FactorReset.objects.filter(pk=key).select_related("user", "by").first()
    user = User.objects.filter(pk=owner, is_active=True).first()
    if reset is None or user is None:
        return None
    return (reset, user) if user == reset.user or user.has_perm(KEEPS_LOGINS) else None


@transaction.atomic
def stop(reset: FactorReset, *, by: User | None) -> None:
    """Stop it (`by` None: it stopped by itself); nothing where it is done or stopped already."""
    changed = FactorReset.objects.filter(pk=reset.pk, state=FactorReset.State.OPEN)
    if changed.update(state=FactorReset.State.STOPPED):
        log(instance=reset.user, action="users.factor_reset_stopped", user=by)


def carry_out_due() -> bool:
    """Do those whose day is over; return whether there were any. A slice of the worker.

    Whoever asked must still be allowed to: who left meanwhile opens nothing. One of which nobody
    has heard yet waits.
    """
    found = False
    due = FactorReset.objects.filter(state=FactorReset.State.OPEN, due_at__lte=timezone.now())
    for reset in due.select_related("user", "by"):
        with transaction.atomic():
            row = FactorReset.objects.filter(pk=reset.pk, state=FactorReset.State.OPEN)
            if not _may_ask(reset.by, reset.user):
                stop(reset, by=None)
            elif _was_told(reset) and row.update(state=FactorReset.State.DONE):
                carry_out(reset.user, by=reset.by)
                found = True
    return found


def _may_ask(by: User | None, user: User) -> bool:
    """Whether somebody may ask for another login's reset; one who is closed has no rights."""
    return by is not None and by != user and by.has_perm(KEEPS_LOGINS) and may_change(by, user)


def carry_out(user: User, *, by: User | None) -> None:
    """Forget a login's factor and say so to its owner. To be called in a transaction.

    With it one is done that somebody asked for: else it would take what is set up meanwhile.
    """
    open_one = user.factor_resets.filter(state=FactorReset.State.OPEN)
    open_one.update(state=FactorReset.State.DONE)
    forget(user)
    log(instance=user, action="users.factor_reset", user=by)
    tell(user, Event.RESET)
