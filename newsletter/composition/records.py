"""What an issue needs of the things it is about: through the public gate, in few queries."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, prefetch_related_objects
from wagtail.images.models import Filter

from core.dates import PartialDate
from core.files.pictures import SIZES
from core.i18n import texts_of
from core.showing.cards import Card
from members.models import UpdatePage
from newsletter.composition.content import MailPicture, first_written
from newsletter.composition.prose import absolute
from search.entry import SearchEntry
from search.results.find import load_found
from search.sources.registry import by_collection, source_of

#: JPEG: some mail programs know no WebP.
SIZE = "share"


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What a block is about: its card and entry, the last day to answer, its first picture."""

    card: Card
    entry: SearchEntry | None
    deadline: str = ""
    image_row: Any = None


def load_subjects(keys: Collection[str], language: str) -> dict[str, Subject]:
    """Return what is public of `keys`, words in `language`.

    A number of queries that depends on how many collections there are among the keys, not on how
    many keys.
    """
    found = load_found(list(dict.fromkeys(keys)), language)
    deadlines = _deadlines(found, language)
    images = _images(found)
    return {
        key: Subject(
            card=card, entry=entry, deadline=deadlines.get(key, ""), image_row=images.get(key)
        )
        for key, (card, entry) in found.items()
    }


def _deadlines(keys: Iterable[str], language: str) -> dict[str, str]:
    ids = by_collection(keys).get(UpdatePage.collection, [])
    if not ids:
        return {}
    rows = UpdatePage.objects.for_public().filter(record_id__in=ids).exclude(deadline="")
    return {
        f"{UpdatePage.collection}/{record_id}": PartialDate(day).in_words(language)
        for record_id, day in rows.values_list("record_id", "deadline")
    }


def _images(keys: Iterable[str]) -> dict[str, Any]:
    """The first picture (a RecordImage row) of each record that can have some."""
    found: dict[str, Any] = {}
    for collection, ids in by_collection(keys).items():
        model: Any = getattr(source_of(collection), "model", None)
        if not hasattr(model, "images"):
            continue
        rows = model._meta.get_field("images").related_model.objects
        ordered = rows.filter(record__record_id__in=ids).order_by("record", "sort_order", "pk")
        for row in ordered.annotate(of=F("record__record_id")).select_related("image"):
            found.setdefault(f"{collection}/{row.of}", row)
    prefetch_related_objects(list(found.values()), "image__renditions")
    return found


def with_renditions(rows: Sequence[Any]) -> None:
    """Load the pictures of rows that have an `image`; two queries."""
    prefetch_related_objects([row for row in rows if row.image_id], "image__renditions")


def picture_in_mail(row: Any, *, languages: Sequence[str], asked: str) -> MailPicture | None:
    """Return the picture of a row (`image`, `alt`) for a mail; None while its size isn't made.

    What it shows is told in the first of `languages` that has it.
    """
    size = Filter(spec=SIZES[SIZE][0])
    made = row.image.find_existing_renditions(size).get(size)
    if made is None:
        return None
    return MailPicture(
        url=absolute(made.url),
        width=made.width,
        height=made.height,
        alt=first_written(texts_of(row, "alt"), languages, asked=asked),
        credit=getattr(row, "credit", ""),
    )
