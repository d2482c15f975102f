"""What is kept about people, in one table: what, why, on what ground, how long, who gets it.

Every application writes its part in `<app>/privacy.py` (core.discovery). The privacy notice, the
office's record of processing and the page “A person's data” are made of it.
"""

from __future__ import annotations

from core.privacy.table import (
    EVERYTHING_ELSE,
    Activity,
    Ground,
    Kept,
    PersonalField,
    holds_nobody,
    register,
)

__all__ = [
    "EVERYTHING_ELSE",
    "Activity",
    "Ground",
    "Kept",
    "PersonalField",
    "holds_nobody",
    "register",
]
