"""Where on the map of Europe one thing is: a drawing with one spot, no script."""

from __future__ import annotations

from dataclasses import dataclass

from core.kinds import kind_of
from maps.drawing import BREAKS, Drawing, Spot, draw
from maps.places import Located, Precision
from maps.projection import HEIGHT, WIDTH, on_sheet, project
from members.models import OrganisationPage

RADIUS = "24"  # units of the sheet: the drawing is shown small


@dataclass(frozen=True, kw_only=True)
class Locator:
    """A drawing and what its spot stands for, in words ("" where that isn't known)."""

    drawing: Drawing
    precision: str


def locator_of(place: Located, *, country: str) -> Locator | None:
    """Draw where something is, its country shaded; None without a point or beyond the drawing."""
    point = place.point
    position = project(*point) if point is not None and on_sheet(*point) else None
    if position is None:
        return None
    x, y = position
    spot = Spot(
        x=f"{x:.1f}",
        y=f"{y:.1f}",
        radius=RADIUS,
        count=1,
        layer=OrganisationPage.collection,
        tone=kind_of(OrganisationPage.collection).tone,
        words="",
        url="",
    )
    shapes = draw([], counts={country: BREAKS[2]}).shapes
    known = place.precision in Precision.values
    return Locator(
        drawing=Drawing(WIDTH, HEIGHT, shapes, (spot,)),
        precision=str(Precision(place.precision).label) if known else "",
    )
