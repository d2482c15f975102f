"""What the tests of a module share: built once, in a transaction that is never kept.

Building a world takes longer than most tests that ask something about it. Each test still runs in a
transaction of its own inside this one, and gets its own copy of the objects.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.core.cache import cache
from django.db import transaction
from django.test import override_settings
from django.utils import translation

T = TypeVar("T")


@contextmanager
def kept(build: Callable[[], T], *, blocker: Any, **settings: Any) -> Iterator[T]:
    """Give what `build` makes, in English; take it back at the end. `settings` hold all the time.

    For fixtures of the scope "module" that depend on `django_db_setup`; `blocker` is
    pytest-django's `django_db_blocker`.
    """
    with blocker.unblock(), override_settings(**settings), transaction.atomic():
        cache.clear()
        with translation.override("en"):
            made = build()
        yield made
        transaction.set_rollback(True)
    cache.clear()
