"""What the site's own pages keep about people: whom their texts name."""

from __future__ import annotations

from core.privacy import PersonalField, holds_nobody, register
from core.privacy.shared import PUBLISHED, TEXTS, UNTIL_TAKEN_OFF

register(
    PUBLISHED,
    *(
        PersonalField(model=model, what=TEXTS, kept=UNTIL_TAKEN_OFF)
        for model in ("home.HomePage", "home.StandardPage")
    ),
)
holds_nobody("home.MenuEntry", why="where a menu leads")
