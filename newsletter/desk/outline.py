"""An issue as the desk shows it: sections and blocks with words, and what was removed lately."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import PageLogEntry

from core.i18n import Localised, current_language, has_content, language_in_words, loc
from core.showing.cards import Card
from newsletter.desk.arrange import DeskSection, sections_of
from newsletter.desk.edits import REMOVED
from newsletter.desk.issues import blocks_of
from newsletter.desk.teasers import on_one_line
from newsletter.models import BlockKind, IssueBlock, IssuePage
from search.results.find import load_cards

SHOWN_REMOVED = 5


@dataclass(frozen=True, kw_only=True)
class Item:
    """A block on the desk.

    `text` is plain and on one line. `languages` are those of the issue with a text of the block's
    own (code, name), `missing` names of the others; `gone`: what it is about is no longer online.
    """

    key: str
    title: Localised
    kind: str
    source: str
    text: Localised
    languages: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]
    gone: bool
    first: bool
    last: bool


@dataclass(frozen=True, kw_only=True)
class SectionShown:
    """A section on the desk; `key` is "" and `title` None for what stands before the first one."""

    key: str
    title: Localised | None
    missing: tuple[str, ...]
    items: tuple[Item, ...]
    first: bool
    last: bool


@dataclass(frozen=True, kw_only=True)
class Removed:
    """A block that was removed and can be restored: its key and what the log said."""

    key: str
    message: str
    by: str


@dataclass(frozen=True, kw_only=True)
class Outline:
    """A whole issue."""

    sections: tuple[SectionShown, ...]
    removed: tuple[Removed, ...]

    @property
    def count(self) -> int:
        """Number of blocks that aren't headings."""
        return sum(len(section.items) for section in self.sections)


def outline_of(draft: IssuePage) -> Outline:
    """Read a draft for the desk, in the active language; a number of queries by collection."""
    blocks = blocks_of(draft)
    keys = [block.record_key for block in blocks if block.record_key]
    shown = _Shown(draft, load_cards(keys, current_language()), blocks)
    sections = sections_of(blocks)
    if len(sections) > 1 and not sections[0].blocks:
        sections = sections[1:]
    return Outline(
        sections=tuple(shown.section(section, sections) for section in sections),
        removed=_removed_lately(draft, blocks),
    )


def titles_of(draft: IssuePage) -> dict[str, str]:
    """What each block of a draft is called, by its key, in order; "" where it has no heading."""
    blocks = blocks_of(draft)
    keys = [block.record_key for block in blocks if block.record_key]
    shown = _Shown(draft, load_cards(keys, current_language()), blocks)
    return {block.key: str(shown.title(block)) for block in blocks}


class _Shown:
    """Puts blocks into words."""

    def __init__(
        self, draft: IssuePage, cards: Mapping[str, Card], blocks: Sequence[IssueBlock]
    ) -> None:
        self.draft = draft
        self.cards = cards
        self.languages = draft.working_languages()
        self.order = [block.key for block in blocks if block.kind != BlockKind.HEADING]

    def section(self, section: DeskSection, all_sections: Sequence[DeskSection]) -> SectionShown:
        headed = [each.key for each in all_sections if each.heading]
        heading = section.heading
        return SectionShown(
            key=section.key,
            title=self.text(heading, "heading") if heading else None,
            missing=self.missing(heading, "heading") if heading else (),
            items=tuple(self.item(block) for block in section.blocks),
            first=headed[:1] == [section.key],
            last=headed[-1:] == [section.key],
        )

    def item(self, block: IssueBlock) -> Item:
        card = self.cards.get(block.record_key)
        title = self.title(block)
        text = self.text(block, "text")
        kind = card.kind_label if card else capfirst(str(block.get_kind_display()))
        return Item(
            key=block.key,
            title=title,
            kind=kind,
            source=card.organisation if card else "",
            text=text._replace(value=on_one_line(str(text))),
            languages=tuple((code, language_in_words(code)) for code in self.having(block, "text")),
            missing=self.missing(block, "text"),
            gone=bool(block.record_key) and card is None,
            first=self.order[0] == block.key,
            last=self.order[-1] == block.key,
        )

    def title(self, block: IssueBlock) -> Localised:
        """A block's own heading, else the title of what it is about, else nothing.

        Where only one of the two is in the reader's language, that one.
        """
        card = self.cards.get(block.record_key)
        own = self.text(block, "heading")
        if card is None or (own and not own.is_fallback):
            return own
        return own if own and card.title.is_fallback else card.title

    def text(self, block: IssueBlock, field: str) -> Localised:
        """A block's own text: the reader's language, the issue's original one, any."""
        asked = current_language()
        for code in dict.fromkeys((asked, self.draft.original_language, *self.languages)):
            value = getattr(block, loc(field, code))
            if has_content(value):
                return Localised(value, code, asked)
        return Localised(None, None, asked)

    def having(self, block: IssueBlock, field: str) -> list[str]:
        return [c for c in self.languages if has_content(getattr(block, loc(field, c)))]

    def missing(self, block: IssueBlock, field: str) -> tuple[str, ...]:
        having = self.having(block, field)
        return tuple(language_in_words(code) for code in self.languages if code not in having)


def _removed_lately(draft: IssuePage, blocks: Sequence[IssueBlock]) -> tuple[Removed, ...]:
    """What was removed last and isn't back. One query."""
    present = {block.key for block in blocks}
    entries = PageLogEntry.objects.filter(page=draft.pk, action=REMOVED).select_related("user")
    found: dict[str, Removed] = {}
    for entry in entries.order_by("-timestamp", "-pk")[: SHOWN_REMOVED * 4]:
        key = str(entry.data.get("key", ""))
        if key not in present and key not in found and len(found) < SHOWN_REMOVED:
            by = entry.user.get_full_name() or str(entry.user) if entry.user else _("somebody")
            found[key] = Removed(key=key, message=str(entry.data.get("message", "")), by=by)
    return tuple(found.values())
