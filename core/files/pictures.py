"""Pictures in the sizes of one list: a page view never makes one.

Small pictures get their sizes when they are saved, larger ones by the worker. One of which nothing
can be made is set aside with the reason, stands in the office's report, and holds up no other.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Count, Q
from django.db.models.signals import post_save
from django.db.transaction import on_commit
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.images import get_image_model
from wagtail.images.models import Filter

from core.files.intake.pictures import DAMAGED
from core.files.intake.states import AGAIN_AFTER, PictureIntake, set_aside
from core.i18n import Localised, localised
from core.lately import lately

logger = logging.getLogger(__name__)

#: Sizes by name, each in Wagtail's words from the smallest file to the largest. A picture keeps
#: its own size where it is smaller. Changing the list: the worker makes what is missing.
SIZES: dict[str, tuple[str, ...]] = {
    "thumb": ("fill-160x160|format-webp",),
    "card": ("fill-480x300|format-webp", "fill-960x600|format-webp"),
    "page": ("max-800x800|format-webp", "max-1600x1600|format-webp"),
    "emblem": ("max-240x96|format-png", "max-480x192|format-png"),  # mails know no WebP
    "share": ("fill-1200x630|format-jpeg",),  # for mails and for previews on other sites
}
SPECS: tuple[str, ...] = tuple(spec for specs in SIZES.values() for spec in specs)
BATCH = 10  # images per turn of the worker
#: Pictures with more pixels get their sizes by the worker: a request waits a second at most.
AT_ONCE = 3_000_000


@dataclass(frozen=True, kw_only=True)
class Picture:
    """An image in one size, ready to show; width and height in pixels."""

    url: str
    srcset: str
    width: int
    height: int
    alt: Localised
    credit: str
    licence: str

    def __html__(self) -> SafeString:
        """The `<img>` element; an empty `alt` where nobody described the picture."""
        return format_html(
            '<img src="{}" srcset="{}" sizes="(min-width: {}px) {}px, 100vw" width="{}" '
            'height="{}" alt="{}"{} loading="lazy" decoding="async">',
            *(self.url, self.srcset, self.width, self.width, self.width),
            *(self.height, self.alt, self.alt.attrs),
        )

    def __str__(self) -> str:
        return self.__html__()


def make_renditions(image: Any) -> bool:
    """Make the renditions of `image` that are missing; False, and set aside, if it is damaged."""
    try:
        image.get_renditions(*SPECS)
    except DAMAGED as error:
        logger.warning("image %s: no renditions: %s", image.pk, error, extra={"image": image.pk})
        set_aside(image, str(error) or type(error).__name__)
        return False
    PictureIntake.objects.filter(image=image).exclude(problem="").update(problem="")
    return True


def picture(row: Any, size: str) -> Picture | None:
    """Return a record's picture (a RecordImage row) in `size`; None while it is not made yet.

    Reads only. One query, none where `image__renditions` was prefetched. Raises KeyError for an
    unknown size.
    """
    return _shown(
        row.image, size, alt=localised(row, "alt"), credit=row.credit, licence=row.licence
    )


def emblem(image: Any) -> Picture | None:
    """Return a logo or an emblem beside the name of whose it is, so without words of its own."""
    return _shown(image, "emblem", alt=Localised("", None, ""), credit="", licence="")


def _shown(image: Any, size: str, *, alt: Localised, credit: str, licence: str) -> Picture | None:
    filters = [Filter(spec=spec) for spec in SIZES[size]]
    found = image.find_existing_renditions(*filters)
    made = [found[wanted] for wanted in filters if wanted in found]
    if not made:
        logger.warning("image %s has no rendition %r", image.pk, size)
        return None
    distinct = {rendition.width: rendition for rendition in made}
    shown = made[0]
    return Picture(
        url=shown.url,
        srcset=", ".join(f"{each.url} {width}w" for width, each in distinct.items()),
        width=shown.width,
        height=shown.height,
        alt=alt,
        credit=credit,
        licence=licence,
    )


def make_missing() -> bool:
    """Make what an import or a new list of sizes left missing; a slice of the worker."""
    set_aside_lately = Q(intake__problem__gt="") & lately("intake__problem_at", within=AGAIN_AFTER)
    images = (
        get_image_model()
        .objects.annotate(
            made=Count(
                "renditions__filter_spec",
                filter=Q(renditions__filter_spec__in=SPECS),
                distinct=True,
            )
        )
        .filter(made__lt=len(SPECS), intake__digest__gt="")  # never of a file that isn't clean
        .exclude(set_aside_lately)
        .order_by("pk")
    )
    results = [make_renditions(image) for image in images[:BATCH]]
    return any(results)


def make_soon(image: Any) -> None:
    """Make the renditions of a picture that is small enough; the others are the worker's.

    When everything is written: nobody waits for the database meanwhile.
    """
    on_commit(partial(_make_small, image), robust=True)


def _make_small(image: Any) -> None:
    small = image.width * image.height <= AT_ONCE
    if small and PictureIntake.objects.filter(image=image, digest__gt="").exists():
        make_renditions(image)


def _on_save(instance: Any, raw: bool = False, **kwargs: Any) -> None:  # noqa: FBT001, FBT002 # Django's
    del kwargs
    if not raw:
        make_soon(instance)


def connect() -> None:
    """Make renditions at every save of an image; called once when Django is ready."""
    post_save.connect(_on_save, sender=get_image_model(), dispatch_uid="core-pictures")
