"""System checks: what the newsletter needs of its surroundings."""

from __future__ import annotations

import warnings
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from newsletter.subscribers.webhooks import BACKEND, webhook_urls

HINT = "See docs/newsletter.md, “A mail provider”."


@checks.register
def provider_can_send(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """newsletter.E001: a provider that isn't set up would be found out by the first mail only."""
    backend: str = settings.MAIL_DELIVERY_BACKEND
    if not backend.startswith(BACKEND):
        return []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # anymail's own checks say what it warns of
            import_string(backend)()
            for pattern in webhook_urls():
                view: Any = pattern.callback
                view.view_class(**view.view_initkwargs)
    except (ImportError, ImproperlyConfigured) as error:
        # anymail's say which package or which part of ANYMAIL is missing
        return [
            checks.Error(
                f"EMAIL_BACKEND={backend} can't be used: {' '.join(str(error).split())}",
                hint=HINT,
                id="newsletter.E001",
            )
        ]
    return []
