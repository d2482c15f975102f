"""Issues and sendings, as the tests of the desk need them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from core.i18n import LANGS
from newsletter.desk import edits
from newsletter.desk.issues import blocks_of, draft_of, last_number, start_issue
from newsletter.models import IssueBlock, IssuePage, Mailing, MailingState
from tests.builders import make_administrator
from users.models import User


def make_issue(*, user: User | None = None, languages: Sequence[str] = LANGS) -> IssuePage:
    """The next issue, as the button of the desk makes it; a first one in `languages`."""
    issue = start_issue(user=user, after=last_number()).issue
    if issue.number == 1:
        issue.languages = list(languages)
        issue.save()
        issue.save_revision(user=user, overwrite_revision=issue.latest_revision)
    return issue


def somebody() -> User:
    """An administrator; the same one each time."""
    found = User.objects.filter(is_superuser=True).first()
    return found or make_administrator()


def blocks(issue: IssuePage) -> list[IssueBlock]:
    """The blocks of an issue's latest draft."""
    return blocks_of(draft_of(IssuePage.objects.get(pk=issue.pk)))


def outline(issue: IssuePage) -> list[str]:
    """What an issue's latest draft says, in order: records' keys, headings with a #."""
    return [
        each.record_key or ("# " if each.kind == "heading" else "") + (each.heading_en or "")
        for each in blocks(issue)
    ]


def make_sent_issue(
    *records: Any, sent_at: datetime | None = None, live: bool = True, **fields: Any
) -> IssuePage:
    """An issue about some records that went out a day ago (or at `sent_at`)."""
    issue = make_issue()
    for record in records:
        edits.add_record(issue.pk, record.key, user=somebody())
    issue = IssuePage.objects.get(pk=issue.pk)
    revision = issue.latest_revision
    if live:
        revision.publish()
    at = sent_at or timezone.now() - timedelta(days=1)
    values = {"state": MailingState.FINISHED, "started_at": at, "finished_at": at, **fields}
    Mailing.objects.create(issue=issue, revision=revision, scheduled_for=at, **values)
    type(revision).objects.filter(pk=revision.pk).update(created_at=at)
    return issue


def published(page: Any, *, at: datetime, first: datetime | None = None) -> Any:
    """Pretend that a page was published at a moment, for the first time then or at `first`."""
    Page.objects.filter(pk=page.pk).update(last_published_at=at, first_published_at=first or at)
    return page
