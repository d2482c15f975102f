"""What templates of the admin ask about whoever looks."""

from __future__ import annotations

from typing import Any

from django import template

from core.forms.sight import sees_every_page

register = template.Library()


@register.simple_tag(takes_context=True)
def sees_everything(context: Any) -> bool:
    """Tell whether numbers over all pages say nothing that the user may not know."""
    request = context.get("request")
    user = getattr(request, "user", None)
    return user is not None and sees_every_page(user)
