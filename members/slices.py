"""What the worker does for organisations."""

from __future__ import annotations

from core.work.worker import register_slice
from members.search_index import touch_ended

register_slice("memberships that ended", touch_ended, every=6 * 3600)
