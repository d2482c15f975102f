"""Whether colours can be told apart, as the Web Content Accessibility Guidelines (WCAG 2.2) say."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

#: Contrast ratios, 1 to 21: of text (success criterion 1.4.3), of shapes (1.4.11).
TEXT = 4.5
SHAPE = 3.0
#: What the mark and the name stand on, in each scheme (`--surface` and `--ground` in tokens.css).
LIGHT_GROUNDS = ("#ffffff", "#fbf8f7")
DARK_GROUNDS = ("#251c28", "#1b141d")

_HEX = re.compile(r"#[0-9a-f]{6}")


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, 0 to 1."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def colour_as_stored(text: str) -> str:
    """`#rrggbb` of what people write (`7A2447`, `#abc`). Raises ValidationError for other words."""
    digits = text.strip().lower().removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    colour = f"#{digits}"
    if not _HEX.fullmatch(colour):
        raise ValidationError(
            _("This is no colour. One is written with six digits or letters from a to f: #7a2447."),
            code="invalid",
        )
    return colour


def check_contrast(colour: str, *, dark: bool, least: float) -> None:
    """Raise ValidationError where a colour is too close to a ground of the light or dark scheme."""
    found = min(contrast(colour, ground) for ground in (DARK_GROUNDS if dark else LIGHT_GROUNDS))
    if found >= least:
        return
    words = (
        _(
            "%(colour)s is too dark for the dark pages: its contrast is %(found)s to 1, and at "
            "least %(least)s to 1 is needed so that everybody can see it. Take a lighter one."
        )
        if dark
        else _(
            "%(colour)s is too light for the light pages: its contrast is %(found)s to 1, and at "
            "least %(least)s to 1 is needed so that everybody can see it. Take a darker one."
        )
    )
    # rounded down: what is refused mustn't look like enough
    values = {"colour": colour, "found": f"{int(found * 100) / 100:g}", "least": f"{least:g}"}
    raise ValidationError(words % values, code="contrast")
