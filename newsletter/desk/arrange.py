"""The order of an issue's blocks: functions on lists of blocks, which they return anew.

A block of kind HEADING opens a section, which lasts until the next one. What stands before the
first heading is a section without one. No function asks the database or changes a block.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from newsletter.models import BlockKind, IssueBlock

#: what forms call the section before the first heading
OPENING = ""

Blocks = Sequence[IssueBlock]


@dataclass
class DeskSection:
    """A heading, None for what stands before the first one, and the blocks below it."""

    heading: IssueBlock | None = None
    blocks: list[IssueBlock] = field(default_factory=list)

    @property
    def key(self) -> str:
        """What forms call the section: its heading's key, OPENING without one."""
        return self.heading.key if self.heading else OPENING

    @property
    def whole(self) -> list[IssueBlock]:
        """The heading, where there is one, and the blocks."""
        return [*([self.heading] if self.heading else []), *self.blocks]


class NotThereError(LookupError):
    """There is no block or section of that key (any more)."""


def sections_of(blocks: Blocks) -> list[DeskSection]:
    """Return the sections; the first one has no heading and may be empty."""
    sections = [DeskSection()]
    for block in blocks:
        if block.kind == BlockKind.HEADING:
            sections.append(DeskSection(heading=block))
        else:
            sections[-1].blocks.append(block)
    return sections


def flat(sections: Sequence[DeskSection]) -> list[IssueBlock]:
    """Return the blocks of sections in order."""
    return [block for section in sections for block in section.whole]


def find(blocks: Blocks, key: str) -> IssueBlock:
    """Return the block of that key. Raises NotThereError."""
    for block in blocks:
        if block.key == key:
            return block
    raise NotThereError(key)


def without(blocks: Blocks, key: str) -> list[IssueBlock]:
    """Return the others. Of a heading's section the blocks stay, in the section before."""
    return [block for block in blocks if block.key != key]


def put(
    blocks: Blocks, block: IssueBlock, *, section: str = OPENING, before: str = ""
) -> list[IssueBlock]:
    """Put a block into a section, before another block of it or at its end.

    A `before` that left that section counts as the end. Raises NotThereError for the section.
    """
    sections = sections_of(without(blocks, block.key))
    target = next((each for each in sections if each.key == section), None)
    if target is None:
        raise NotThereError(section)
    places = [each.key for each in target.blocks]
    place = places.index(before) if before in places else len(places)
    target.blocks.insert(place, block)
    return flat(sections)


def step(blocks: Blocks, key: str, by: int) -> list[IssueBlock]:
    """Move a block one place up (-1) or down (+1), across headings; a heading with its section.

    At either end nothing changes. Raises NotThereError.
    """
    block = find(blocks, key)
    if block.kind == BlockKind.HEADING:
        return _section_step(blocks, key, by)
    others = list(without(blocks, key))
    place = [each.key for each in blocks].index(key) + by
    others.insert(max(0, place), block)
    return others


def _section_step(blocks: Blocks, key: str, by: int) -> list[IssueBlock]:
    opening, *sections = sections_of(blocks)
    place = [section.key for section in sections].index(key)
    section = sections.pop(place)
    sections.insert(max(0, place + by), section)
    return flat([opening, *sections])


def section_of(blocks: Blocks, key: str) -> DeskSection:
    """Return the section that a block is in, a heading being in its own. Raises NotThereError."""
    for section in sections_of(blocks):
        if any(block.key == key for block in section.whole):
            return section
    raise NotThereError(key)
