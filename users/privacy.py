"""What a login keeps about its owner."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.privacy import EVERYTHING_ELSE, Kept, PersonalField, register
from core.privacy.shared import LOGINS

register(
    LOGINS,
    PersonalField(
        model="users.User",
        fields=(EVERYTHING_ELSE,),
        what=_("name, e-mail address, a code made from the password, rights, last sign-in"),
        kept=Kept(words=_("until the office or the person closes the login")),
    ),
)
