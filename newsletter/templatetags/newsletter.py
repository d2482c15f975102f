"""The small sign-up form, for the foot of any page: one question, whether forms are open."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings

from core.i18n import current_language
from core.network.legal import forms_are_open
from newsletter.subscribers.wording import subscribe_wording

register = template.Library()


@register.inclusion_tag("newsletter/signup.html")
def newsletter_signup() -> dict[str, Any]:
    """`{% newsletter_signup %}`: an address, a button, and what one agrees to.

    Empty where the network doesn't send its newsletter from here (NEWSLETTER_SIGNUP), and while
    forms are not open yet.
    """
    if not (settings.NEWSLETTER_SIGNUP and forms_are_open()):
        return {"is_offered": False}
    return {"is_offered": True, "wording": subscribe_wording(), "LANGUAGE_CODE": current_language()}
