"""What the worker does for logins."""

from __future__ import annotations

from core.work.worker import register_slice
from users.second_factor.resets import carry_out_due

register_slice("users: resets of the second factor", carry_out_due, every=60, deletes=True)
