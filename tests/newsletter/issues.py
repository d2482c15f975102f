"""Issues with blocks, for the tests of composition and archive."""

from __future__ import annotations

import datetime as dt
from typing import Any

from newsletter.models import ArchivePage, BlockKind, IssueBlock, IssuePage
from tests.builders import add_page, home_page


def archive_page() -> ArchivePage:
    """The archive, planted again after a test that emptied the tables."""
    found = ArchivePage.objects.first()
    if found is not None:
        return found
    archive = ArchivePage(heading_en="Newsletter", slug="issues")
    return add_page(archive, parent=home_page())


def heading(**fields: Any) -> IssueBlock:
    """A block that opens a section."""
    return IssueBlock(kind=BlockKind.HEADING, **fields)


def text(**fields: Any) -> IssueBlock:
    """A block that the office wrote."""
    return IssueBlock(kind=BlockKind.TEXT, **fields)


def about(record: Any, **fields: Any) -> IssueBlock:
    """A block about something on the site: a record or its key."""
    return IssueBlock(kind=BlockKind.RECORD, record_key=getattr(record, "key", record), **fields)


def draft_issue(*blocks: IssueBlock, **fields: Any) -> IssuePage:
    """An unsaved issue in English and French with these blocks in order."""
    values: dict[str, Any] = {"languages": ["en", "fr"], "date": dt.date(2026, 11, 25)}
    if not any(name.startswith("heading") for name in fields):
        values["heading_en"] = "What is new"
    issue = IssuePage(**{**values, **fields})
    for place, block in enumerate(blocks):
        block.sort_order = place
    issue.blocks = list(blocks)
    return issue


def make_issue(*blocks: IssueBlock, live: bool = True, **fields: Any) -> IssuePage:
    """An issue in English and French below the archive, with these blocks in order."""
    return add_page(draft_issue(*blocks, **fields), parent=archive_page(), live=live)
