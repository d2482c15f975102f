"""What is known of people with an account, beside their login."""

from __future__ import annotations

from wagtail.users.models import UserProfile

from core.i18n import LANGS, default_language
from users.models import User


def language_of(user: User, *, otherwise: str = "") -> str:
    """The language `user` chose for the admin, else `otherwise`, else the default one."""
    profiles = UserProfile.objects.filter(user_id=user.pk)
    chosen = profiles.values_list("preferred_language", flat=True).first()
    return next(code for code in (chosen, otherwise, default_language()) if code in LANGS)
