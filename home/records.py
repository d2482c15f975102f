"""The office's own pages in the records format."""

from __future__ import annotations

from core.network.gaps import gaps_in
from home.models import HomePage, StandardPage
from records.fields import Draft, Identity, Language, Parent, PlaceAmongSiblings, RichText, Text
from records.place import RecordPlace
from records.registry import Collection, Json, register


def no_gaps_online(record: Json, at: RecordPlace) -> None:
    """Refuse a page with open gaps that isn't a draft: no way leads online with one."""
    if record.get("draft"):
        return
    for name in StandardPage.translated:
        column = "title" if name == "heading" else name
        texts = record.get(column)
        for language, text in texts.items() if isinstance(texts, dict) else ():
            gaps = gaps_in(text) if isinstance(text, str) else []
            if gaps:
                words = " ".join(f"⟦{gap}⟧" for gap in gaps)
                at.refuse(f"{column}.{language}", f"has open gaps: {words}")


def text_online(record: Json, at: RecordPlace) -> None:
    """Refuse a page without a text that isn't a draft."""
    if not record.get("draft") and not record.get("body"):
        at.refuse("body", "required field is missing, expected text by language, in HTML")


PAGES = Collection.of(
    "pages",
    [
        Identity(),
        Text("title", required=True, attribute="heading"),
        Parent("pages"),
        PlaceAmongSiblings(),
        Text("lead"),
        RichText("body"),
        Draft(),
        Language("original_language", required=True),
    ],
    model=StandardPage,
    holder=HomePage,
    rules=(no_gaps_online, text_online),
)

register(PAGES)
