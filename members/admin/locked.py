"""A page that somebody locked stays as it is for everybody else, by whichever way they come.

Wagtail's form asks for the lock; publishing and deleting from lists and through the admin's
interface for programs ask for rights only.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wagtail.locks import BasicLock
from wagtail.models import PagePermissionTester


def connect() -> None:
    """Let a lock count wherever Wagtail asks whether somebody may publish or delete."""
    for name in ("can_publish", "can_delete"):
        setattr(PagePermissionTester, name, _unless_locked(getattr(PagePermissionTester, name)))


def _unless_locked(plain: Callable[..., bool]) -> Callable[..., bool]:
    def may(self: PagePermissionTester, *args: Any, **kwargs: Any) -> bool:
        locked = self.page.locked and BasicLock(self.page).for_user(self.user)
        return not locked and plain(self, *args, **kwargs)

    return may
