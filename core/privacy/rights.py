"""What people may ask of the network (GDPR art. 12 to 22, 77), by the grounds their data stand on.

The notice and the file that a person gets say it in these words (art. 13(2), 15(1)).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.privacy.table import Ground, activities


@dataclass(frozen=True, kw_only=True)
class Right:
    """One right; without `ground` people have it whatever their data stand on.

    What has to stand out from the rest (art. 21(4)) is `strong`.
    """

    words: str | Promise
    ground: Ground | None = None
    strong: bool = False


RIGHTS = (
    Right(
        words=_(
            "You may ask what we keep about you and get a copy of it, also as a file for another "
            "program (art. 15 and 20 GDPR)."
        )
    ),
    Right(
        words=_(
            "You may have what is wrong put right, and what we no longer need erased or set aside "
            "(art. 16 to 18 GDPR)."
        )
    ),
    Right(
        words=_(
            "You may object at any time to what we keep for our legitimate interest (art. 21 "
            "GDPR). A mail that says so is enough."
        ),
        ground=Ground.INTEREST,
        strong=True,
    ),
    Right(
        words=_(
            "You may take back a consent at any time; what was done before stays lawful (art. 7(3) "
            "GDPR)."
        ),
        ground=Ground.CONSENT,
    ),
    Right(
        words=_(
            "You may complain to the data protection authority of the country where you live or "
            "work (art. 77 GDPR)."
        )
    ),
)


def rights() -> tuple[Right, ...]:
    """Return the rights that go with what the table of personal data really holds."""
    grounds = {activity.ground for activity in activities()}
    return tuple(right for right in RIGHTS if right.ground is None or right.ground in grounds)
