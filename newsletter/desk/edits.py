"""Every change the desk makes to an issue: on its latest draft, one after the other.

The issue's row is locked while a change is made, and blocks are named by their key, so two people
who work at once lose nothing: whoever comes second changes what the first one left. What can't be
done any more (somebody removed the block) is refused in words, with `EditRefusedError`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Revision

from core.i18n import current_language, loc
from newsletter.desk import arrange
from newsletter.desk.arrange import Blocks, NotThereError
from newsletter.desk.issues import blocks_of, draft_of
from newsletter.desk.teasers import teasers
from newsletter.models import BlockKind, IssueBlock, IssuePage
from search.entry import SearchEntry
from search.state.index_state import read_entries

#: what the page's log calls the changes
ADDED, REMOVED, MOVED = "newsletter.add", "newsletter.remove", "newsletter.move"
WRITTEN, RESTORED = "newsletter.write", "newsletter.restore"
LOOKED_THROUGH = 50  # versions in which a removed block is looked for


class EditRefusedError(Exception):
    """A change that can't be made; the message says why, in words for the screen."""


class UnreadError(Exception):
    """Texts were not stored, since somebody wrote others meanwhile: `texts` by column."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        super().__init__(", ".join(texts))
        self.texts = texts


@dataclass(frozen=True, kw_only=True)
class Edited:
    """What came of a change: words for the screen, the block it was about ("" for none).

    `changed` is False where the issue was that way already.
    """

    message: str
    key: str = ""
    changed: bool = True


#: Takes a draft and its blocks; returns the new list and what to say. None: nothing to change.
Change = Callable[[IssuePage, list[IssueBlock]], tuple[Sequence[IssueBlock] | None, Edited]]


@transaction.atomic
def edit(issue_pk: int, change: Change, *, user: Any, action: str) -> Edited:
    """Make one change to the latest draft under the issue's lock; a new version and a log entry.

    Raises EditRefusedError if the issue is gone, not this user's to edit, locked by somebody else,
    or if the change finds no block of that key.
    """
    issue = locked(issue_pk)
    refuse_if_closed(issue, user)
    draft = draft_of(issue)
    try:
        blocks, edited = change(draft, blocks_of(draft))
    except NotThereError as error:
        raise EditRefusedError(
            _("Nothing was changed: somebody removed this from the issue in the meantime.")
        ) from error
    if blocks is None:
        return Edited(message=edited.message, key=edited.key, changed=False)
    for place, block in enumerate(blocks):
        block.sort_order = place
    draft.blocks.set(blocks)
    before = issue.latest_revision
    revision = draft.save_revision(user=user, clean=False)
    data = {"key": edited.key, "message": edited.message, "before": before.pk if before else None}
    log(
        instance=draft, action=action, user=user, revision=revision, data=data, content_changed=True
    )
    return edited


def locked(issue_pk: int) -> IssuePage:
    """Lock an issue until the end of the transaction and return it as it is now.

    It is read by a statement of its own: the one that waited for the lock would still show the
    tables it didn't lock as they were before. Raises EditRefusedError for an issue that is gone.
    """
    rows = IssuePage.objects.select_for_update(of=("self",)).filter(pk=issue_pk)
    issue = IssuePage.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).first()
    if issue is None:
        raise EditRefusedError(_("This issue was deleted."))
    return issue


def refuse_if_closed(issue: IssuePage, user: Any) -> None:
    """Raise EditRefusedError where `user` may not edit the issue or somebody else has locked it."""
    permissions = issue.permissions_for_user(user)
    if not permissions.can_edit():
        raise EditRefusedError(_("You may not edit this issue."))
    if permissions.page_locked():
        raise EditRefusedError(
            _("Nothing was changed: %(name)s has locked this issue.") % {"name": locker(issue)}
            if issue.locked
            else _("Nothing was changed: this issue is locked.")
        )


def locker(issue: IssuePage) -> str:
    """The name of whoever locked an issue."""
    return str(issue.locked_by.get_full_name() or issue.locked_by) if issue.locked_by else "–"


# -- adding ----------------------------------------------------------------------------------------
def add_record(
    issue_pk: int, record_key: str, *, user: Any, section: str = "", before: str = ""
) -> Edited:
    """Add something public at the end of a section (or before a block of it), with its teaser.

    Adding it twice changes nothing. Raises EditRefusedError, also for what is not online.
    """
    entries, _failed = read_entries([record_key])
    entry = entries.get(record_key)
    if entry is None:
        raise EditRefusedError(_("Nothing was added: this is not online any more."))

    def change(
        draft: IssuePage, blocks: list[IssueBlock]
    ) -> tuple[Sequence[IssueBlock] | None, Edited]:
        title = entry.title_in(current_language())
        present = next((block for block in blocks if block.record_key == record_key), None)
        if present is not None:
            words = _("“%(title)s” is in this issue already.") % {"title": title}
            return None, Edited(message=words, key=present.key)
        block = IssueBlock(kind=BlockKind.RECORD, record_key=record_key)
        fill(block, entry, draft.working_languages())
        added = arrange.put(blocks, block, section=section, before=before)
        words = _("Added: “%(title)s”.") % {"title": title}
        return added, Edited(message=words, key=block.key)

    return edit(issue_pk, change, user=user, action=ADDED)


def fill(block: IssueBlock, entry: SearchEntry | None, languages: Sequence[str]) -> list[str]:
    """Put a teaser into each language that has none; return the languages that got one."""
    filled = []
    for code, text in teasers(entry, languages).items():
        if not getattr(block, loc("text", code)):
            setattr(block, loc("text", code), text)
            filled.append(code)
    return filled


def add_section(issue_pk: int, heading: str, *, user: Any) -> Edited:
    """Add a section at the end, its heading in the language of whoever adds it."""
    return _add_written(issue_pk, BlockKind.HEADING, heading, user=user, section=None)


def add_text(issue_pk: int, heading: str, *, user: Any, section: str = "") -> Edited:
    """Add a text of the office at the end of a section; it is written afterwards."""
    return _add_written(issue_pk, BlockKind.TEXT, heading, user=user, section=section)


def _add_written(
    issue_pk: int, kind: BlockKind, heading: str, *, user: Any, section: str | None
) -> Edited:
    heading = " ".join(heading.split())[:255]
    if not heading:
        raise EditRefusedError(_("Please write a heading."))

    def change(
        draft: IssuePage, blocks: list[IssueBlock]
    ) -> tuple[Sequence[IssueBlock] | None, Edited]:
        offered = draft.working_languages()
        language = current_language() if current_language() in offered else offered[0]
        block = IssueBlock(kind=kind, **{loc("heading", language): heading})
        added = [*blocks, block] if section is None else arrange.put(blocks, block, section=section)
        return added, Edited(message=_("Added: “%(title)s”.") % {"title": heading}, key=block.key)

    return edit(issue_pk, change, user=user, action=ADDED)


# -- moving ----------------------------------------------------------------------------------------
def move(issue_pk: int, key: str, by: int, *, user: Any) -> Edited:
    """Move a block one place up (-1) or down (+1), a heading with its whole section."""
    return _move(issue_pk, key, lambda blocks: arrange.step(blocks, key, by), user=user)


def place(issue_pk: int, key: str, *, section: str, user: Any, before: str = "") -> Edited:
    """Move a block into a section, before a block of it or at its end."""

    def placed(blocks: Blocks) -> list[IssueBlock]:
        block = arrange.find(blocks, key)
        if block.kind == BlockKind.HEADING:
            raise EditRefusedError(_("A section can’t be moved into another section."))
        return arrange.put(blocks, block, section=section, before=before)

    return _move(issue_pk, key, placed, user=user)


def _move(
    issue_pk: int, key: str, moved: Callable[[Blocks], list[IssueBlock]], *, user: Any
) -> Edited:
    def change(
        draft: IssuePage, blocks: list[IssueBlock]
    ) -> tuple[Sequence[IssueBlock] | None, Edited]:
        after = moved(blocks)
        if [block.key for block in after] == [block.key for block in blocks]:
            return None, Edited(message=_("It stands there already."), key=key)
        return after, Edited(message=_where(draft, after, key), key=key)

    return edit(issue_pk, change, user=user, action=MOVED)


def _where(draft: IssuePage, blocks: Blocks, key: str) -> str:
    """Say where a block stands now."""
    block = arrange.find(blocks, key)
    title = title_of(block, draft)
    if block.kind == BlockKind.HEADING:
        headings = [each.key for each in blocks if each.kind == BlockKind.HEADING]
        return _("Section “%(title)s” is now section %(number)s of %(total)s.") % {
            "title": title,
            "number": headings.index(key) + 1,
            "total": len(headings),
        }
    section = arrange.section_of(blocks, key)
    keys = [each.key for each in section.blocks]
    values = {"title": title, "number": keys.index(key) + 1, "total": len(keys)}
    if section.heading is None:
        return _("“%(title)s” is now number %(number)s of %(total)s.") % values
    values["section"] = title_of(section.heading, draft)
    return _("“%(title)s” is now number %(number)s of %(total)s in “%(section)s”.") % values


def title_of(block: IssueBlock, draft: IssuePage) -> str:
    """A block's name for messages: its heading in the reader's language, else the title of what it
    is about, else its heading in another language.

    One query or a few where something is looked up.
    """
    own = getattr(block, loc("heading", current_language()))
    if own:
        return str(own)
    entries, _failed = read_entries([block.record_key] if block.record_key else [])
    if entry := entries.get(block.record_key):
        return entry.title_in(current_language())
    for code in (draft.original_language, *draft.working_languages()):
        if heading := getattr(block, loc("heading", code)):
            return str(heading)
    return block.record_key or str(_("without heading"))


# -- removing and restoring ------------------------------------------------------------------------
def remove(issue_pk: int, key: str, *, user: Any) -> Edited:
    """Remove a block; of a section only the heading, its blocks join the section before.

    Removing it twice changes nothing.
    """

    def change(
        draft: IssuePage, blocks: list[IssueBlock]
    ) -> tuple[Sequence[IssueBlock] | None, Edited]:
        if all(block.key != key for block in blocks):
            return None, Edited(message=_("It was removed already."), key=key)
        title = title_of(arrange.find(blocks, key), draft)
        words = _("Removed: “%(title)s”.") % {"title": title}
        return arrange.without(blocks, key), Edited(message=words, key=key)

    return edit(issue_pk, change, user=user, action=REMOVED)


def restore(issue_pk: int, key: str, *, user: Any) -> Edited:
    """Bring a removed block back with its texts, before the block it stood before if that is there.

    Restoring it twice changes nothing. Raises EditRefusedError if no recent version has it.
    """

    def change(
        draft: IssuePage, blocks: list[IssueBlock]
    ) -> tuple[Sequence[IssueBlock] | None, Edited]:
        former, followers = _removed(draft, key)
        title = title_of(former, draft)
        words = _("“%(title)s” is in this issue already.") % {"title": title}
        same = former.record_key and any(b.record_key == former.record_key for b in blocks)
        if same or any(block.key == key for block in blocks):
            return None, Edited(message=words, key=key)
        keys = [block.key for block in blocks]
        at = next((keys.index(each) for each in followers if each in keys), len(keys))
        restored = [*blocks[:at], former, *blocks[at:]]
        return restored, Edited(message=_("Restored: “%(title)s”.") % {"title": title}, key=key)

    return edit(issue_pk, change, user=user, action=RESTORED)


def _removed(draft: IssuePage, key: str) -> tuple[IssueBlock, list[str]]:
    """The block as the newest version with it had it, and the keys that followed it there."""
    revisions = Revision.page_revisions.filter(object_id=str(draft.pk)).order_by(
        "-created_at", "-pk"
    )
    for revision in revisions[:LOOKED_THROUGH]:
        if key not in [block.get("key") for block in revision.content.get("blocks", ())]:
            continue
        former = blocks_of(revision.as_object())
        keys = [block.key for block in former]
        block = former[keys.index(key)]
        block.pk = None
        return block, keys[keys.index(key) + 1 :]
    raise EditRefusedError(_("This can’t be restored any more."))


# -- writing ---------------------------------------------------------------------------------------
#: tells what somebody else wrote in the columns that are to be overwritten
Unread = Callable[[Any, Mapping[str, str]], Mapping[str, str]]


def write(
    issue_pk: int, key: str, texts: Mapping[str, str], *, user: Any, unread: Unread | None = None
) -> Edited:
    """Store texts by column, of a block, or of the issue itself where `key` is empty.

    The columns that are not named stay as they are, so two people may write in two languages.
    Raises UnreadError where `unread` finds that a text would be overwritten that nobody saw.
    """

    def change(
        draft: IssuePage, blocks: list[IssueBlock]
    ) -> tuple[Sequence[IssueBlock] | None, Edited]:
        target = arrange.find(blocks, key) if key else draft
        others = unread(target, texts) if unread else {}
        if others:
            raise UnreadError(others)
        different = {
            name: text for name, text in texts.items() if (getattr(target, name) or "") != text
        }
        for name, text in different.items():
            setattr(target, name, text)
        return (blocks if different else None), Edited(message=_("Saved."), key=key)

    return edit(issue_pk, change, user=user, action=WRITTEN)


def refill(issue_pk: int, key: str, *, user: Any) -> Edited:
    """Fill a block's empty languages with the teaser of what it is about, as that is now."""

    def change(
        draft: IssuePage, blocks: list[IssueBlock]
    ) -> tuple[Sequence[IssueBlock] | None, Edited]:
        block = arrange.find(blocks, key)
        entries, _failed = read_entries([block.record_key] if block.record_key else [])
        filled = fill(block, entries.get(block.record_key), draft.working_languages())
        if not filled:
            words = _("No further language has a summary to take over.")
            return None, Edited(message=words, key=key)
        words = _("Taken over from the summary: %(languages)s.") % {"languages": ", ".join(filled)}
        return blocks, Edited(message=words, key=key)

    return edit(issue_pk, change, user=user, action=WRITTEN)
