"""What the site's own pages keep about people: whom their texts name."""

from __future__ import annotations

from core.privacy import PersonalField, holds_nobody, register
from core.privacy.person import register_personal_data
from core.privacy.shared import PUBLISHED, TEXTS, UNTIL_TAKEN_OFF
from core.privacy.texts import SOURCE

register(
    PUBLISHED,
    *(
        PersonalField(model=model, what=TEXTS, kept=UNTIL_TAKEN_OFF)
        for model in ("home.HomePage", "home.StandardPage")
    ),
)
register_personal_data(SOURCE)
holds_nobody("home.MenuEntry", why="where a menu leads")
