"""Sessions that know whose they are, so that they can be listed and ended."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.dateparse import parse_datetime

from core.throttling.clients import client_of
from users.browsers import browser_of, system_of
from users.login_records import Session
from users.models import User

FROM = "signed_in_from"


class SessionStore(DatabaseStore):
    """SESSION_ENGINE: Django's, writing to `Session`."""

    @classmethod
    def get_model_class(cls) -> Any:
        """The table."""
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """The row, with whose it is beside what the session holds."""
        row: Any = super().create_model_instance(data)
        known = data.get(FROM, {})
        row.user_id = data.get(SESSION_KEY)
        row.began_at = parse_datetime(known["at"]) if known else None
        row.network = known.get("network", "")
        row.browser, row.system = known.get("browser", ""), known.get("system", "")
        return row


def note_where(request: HttpRequest, **kwargs: Any) -> None:
    """Receiver of user_logged_in: keep in the session from where it began."""
    del kwargs
    sent = request.META.get("HTTP_USER_AGENT", "")
    request.session[FROM] = {
        "at": timezone.now().isoformat(),
        "network": client_of(request).network,
        "browser": browser_of(sent),
        "system": system_of(sent),
    }


def open_sessions(user: User) -> Any:
    """The sessions of a login that can still be used, the latest first."""
    return Session.objects.filter(user=user, expire_date__gt=timezone.now())


def name_of(session: Session) -> str:
    """What names a session in a form: its key would let in whoever reads it."""
    return salted_hmac("cope_network.users.sessions", session.session_key).hexdigest()[:32]


def end_sessions(user: User, *, but: str | None = None) -> None:
    """End all sessions of a login at once, `but` the one with this key."""
    Session.objects.filter(user=user).exclude(session_key=but or "").delete()
