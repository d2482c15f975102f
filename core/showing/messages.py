"""Messages for the next page, kept with the session: they need no cookie of their own."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.messages.storage.session import SessionStorage


class QuietStorage(SessionStorage):
    """Looks into the session of those who have one: for all others pages stay the same."""

    # the stubs of Django leave out what storages override
    def _get(self, *args: Any, **kwargs: Any) -> Any:
        if settings.SESSION_COOKIE_NAME not in self.request.COOKIES:
            return [], True
        return super()._get(*args, **kwargs)  # type: ignore[misc]
