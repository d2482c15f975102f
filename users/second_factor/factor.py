"""A login's second factor: whether there is one and must be, setting it up, checking a code."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail.log_actions import log

from core.lately import lately
from users.login_records import FactorReset, RecoveryCode
from users.models import User
from users.second_factor.mails import Event, tell
from users.sessions import end_sessions

#: in the session: its owner gave a code
GIVEN = "second_factor_given"
#: Whoever keeps other people's logins has to have one.
KEEPS_LOGINS = "users.change_user"
CODES = 10
#: for so long a new key is shown, without another code, to whoever has the session
BEGUN_FOR = timedelta(minutes=30)
#: no letter or digit that is taken for another one on paper
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
LENGTH = 10  # 31 signs: 49 bits, and each login is asked so often only


def has_factor(user: User) -> bool:
    """Whether a login asks for a code. One query."""
    return bool(TOTPDevice.objects.filter(user=user, confirmed=True).exists())


def is_required(user: User) -> bool:
    """Whether a login must have one: those of the office and of administrators, in production."""
    return settings.SECOND_FACTOR_REQUIRED and (user.is_superuser or user.has_perm(KEEPS_LOGINS))


def _one_at_a_time(user: User) -> None:
    """Hold the login, before anything of its factor, until the transaction ends."""
    User.objects.select_for_update().get(pk=user.pk)


@transaction.atomic
def begin(user: User) -> None:
    """Draw a new key, to be confirmed by a first code; until then nothing changes."""
    _one_at_a_time(user)
    TOTPDevice.objects.filter(user=user, confirmed=False).delete()
    TOTPDevice.objects.create(user=user, name="telephone", confirmed=False)


def begun(user: User) -> Any | None:
    """The key that waits for its first code, None where there is none or it waits for too long."""
    return _begun(user).first()


def _begun(user: User) -> Any:
    mine = TOTPDevice.objects.filter(user=user, confirmed=False)
    return mine.filter(lately("created_at", within=BEGUN_FOR))


@transaction.atomic
def confirm(user: User, *, code: str, session: str | None) -> list[str] | None:
    """Confirm the new key by its first code; return recovery codes, None for a wrong code.

    A key from before goes, and so do all sessions but the one with the key `session`. A reset that
    somebody asked for is of the telephone before: it stops.
    """
    _one_at_a_time(user)
    device = _begun(user).select_for_update().first()
    if device is None or not _fits(device, tidied(code)):
        return None
    TOTPDevice.objects.filter(user=user, confirmed=True).delete()
    device.confirmed = True
    device.save()
    _settle_resets(user)
    end_sessions(user, but=session)
    log(instance=user, action="users.factor_set_up", user=user)
    tell(user, Event.SET_UP)
    return draw_codes(user)


@transaction.atomic
def draw_codes(user: User) -> list[str]:
    """Return new recovery codes, shown this once; those from before work no longer."""
    _one_at_a_time(user)
    codes = ["".join(secrets.choice(ALPHABET) for _n in range(LENGTH)) for _m in range(CODES)]
    RecoveryCode.objects.filter(user=user).delete()
    RecoveryCode.objects.bulk_create(
        [RecoveryCode(user=user, digest=digest_of(code)) for code in codes]
    )
    return [f"{code[:5]}-{code[5:]}" for code in codes]


@transaction.atomic
def fits(user: User, code: str) -> bool:
    """Whether a code of the telephone or of the paper fits; each fits once, however many ask."""
    typed = tidied(code)
    if typed.isdecimal():
        device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=True).first()
        return device is not None and _fits(device, typed)
    used, _each = RecoveryCode.objects.filter(user=user, digest=digest_of(typed)).delete()
    if used:
        log(instance=user, action="users.recovery_code", user=user)
        tell(user, Event.RECOVERY_CODE, count=user.recovery_codes.count())
    return bool(used)


def _fits(device: Any, code: str) -> bool:
    return len(code) == device.digits and bool(device.verify_token(code))


def forget(user: User, *, but: str | None = None) -> None:
    """Take the factor from a login, and end its sessions but one. To be called in a transaction."""
    TOTPDevice.objects.filter(user=user).delete()
    RecoveryCode.objects.filter(user=user).delete()
    _settle_resets(user)
    end_sessions(user, but=but)


def _settle_resets(user: User) -> None:
    """Stop the reset that is asked for, if one is: it would take what is set up after it."""
    open_one = user.factor_resets.filter(state=FactorReset.State.OPEN)
    open_one.update(state=FactorReset.State.STOPPED)


@transaction.atomic
def turn_off(user: User, *, but: str | None) -> None:
    """Do that because its owner, who gave a code, wants so; the session `but` stays."""
    forget(user, but=but)
    log(instance=user, action="users.factor_off", user=user)
    tell(user, Event.OFF)


def tidied(code: str) -> str:
    """What was typed, without what people put between groups of signs."""
    return "".join(sign for sign in code.lower() if sign.isascii() and sign.isalnum())[:40]


def digest_of(code: str) -> str:
    """What is kept of a recovery code."""
    salt = "cope_network.users.recovery_code"
    return salted_hmac(salt, tidied(code), algorithm="sha256").hexdigest()
