"""What a login keeps about its owner."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.privacy import EVERYTHING_ELSE, Kept, PersonalField, register
from core.privacy.person import register_personal_data
from core.privacy.shared import LOGINS, WITH_THE_LOGIN
from core.work.slices import TIDYING
from users.models import LEFT_KEPT
from users.person import SOURCE

register(
    LOGINS,
    PersonalField(
        model="users.User",
        fields=(EVERYTHING_ELSE,),
        what=_("name, e-mail address, a code made from the password, rights, last sign-in"),
        kept=(
            Kept(words=_("until the office or the person closes the login")),
            Kept(
                words=_("%(time)s after the person left the last organisation"),
                time=LEFT_KEPT,
                by="people: logins that left",
            ),
        ),
        lets_in=("password",),
    ),
    PersonalField(
        model="users.Session",
        what=_("open sessions: since when, browser, shortened network address"),
        kept=Kept(
            words=_("until signing out, at most %(time)s"),
            time=lambda: timedelta(seconds=settings.SESSION_COOKIE_AGE),
            by=TIDYING,
        ),
        lets_in=(EVERYTHING_ELSE,),
    ),
    PersonalField(
        model="otp_totp.TOTPDevice",
        what=_("the key of the telephone that shows codes for signing in, and when it was used"),
        kept=WITH_THE_LOGIN,
        lets_in=(EVERYTHING_ELSE,),
    ),
    PersonalField(
        model="users.RecoveryCode", what="", kept=WITH_THE_LOGIN, lets_in=(EVERYTHING_ELSE,)
    ),
    PersonalField(model="users.FactorReset", what="", kept=WITH_THE_LOGIN),
)
register_personal_data(SOURCE)
