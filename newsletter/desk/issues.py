"""Which issue the office works on, which were sent, and since when things are new."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.fields.json import KT
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from core.i18n import LANGS, default_language, loc
from members.models import OrganisationPage
from newsletter.models import (
    ArchivePage,
    IssueBlock,
    IssuePage,
    Mailing,
    MailingState,
    State,
    Subscriber,
)

WITHOUT_ISSUES = timedelta(days=31)
BEGINNING = timedelta(hours=1)  # in which a site gets what it begins with, by an import
NO_ARCHIVE = gettext_lazy(
    "The page “Newsletter archive” is missing. It can be added below the home page."
)


def sent_mailings() -> QuerySet[Mailing]:
    """Sendings of issues that are on their way or done: started, scheduled or paused.

    One that was stopped before its first mail doesn't count.
    """
    given_up = Q(state=MailingState.STOPPED, started_at=None)
    return Mailing.objects.filter(issue__isnull=False).exclude(given_up)


def unsent_issues() -> QuerySet[IssuePage]:
    """Issues that nobody scheduled, the highest number first."""
    taken = sent_mailings().values("issue")
    return IssuePage.objects.exclude(pk__in=taken).order_by("-number")


def issue_in_work() -> IssuePage | None:
    """The issue the office works on: the highest number that nobody scheduled. One query."""
    return unsent_issues().first()


def sent_issues() -> QuerySet[IssuePage]:
    """Issues that are scheduled, on their way or sent, the highest number first."""
    return IssuePage.objects.filter(pk__in=sent_mailings().values("issue")).order_by("-number")


def _read_languages() -> tuple[str, ...]:
    """The first languages of all readers, in the order of LANGS, and the default one. One query.

    Only the default one while nobody reads it yet: nobody need untick eleven.
    """
    readers = Subscriber.objects.filter(state=State.ACTIVE).order_by()
    first = set(readers.values_list(KT("languages__0"), flat=True).distinct())
    return tuple(code for code in LANGS if code in {*first, default_language()})


def draft_of(issue: IssuePage) -> IssuePage:
    """The issue as its latest draft has it. One query, however many blocks.

    Wagtail would ask for each block whether its page exists; it is this one.
    """
    if issue.latest_revision is None:
        return issue
    content = dict(issue.latest_revision.content)
    content["blocks"] = [{**block, "page": None} for block in content.get("blocks", ())]
    draft: IssuePage = issue.with_content_json(content)
    return draft


def blocks_of(draft: IssuePage) -> list[IssueBlock]:
    """A draft's blocks in their order."""
    return sorted(draft.blocks.all(), key=lambda block: block.sort_order)


def since_last_issue(*, now: datetime | None = None) -> datetime:
    """From when on things are new: the moment the last issue that was sent was written for good.

    Not when it left: what came in between its last change and its sending would be in no issue.
    31 days ago where none was sent, but not before the site began: what it began with isn't news.
    """
    moment = now or timezone.now()
    started = sent_mailings().filter(started_at__isnull=False, revision__isnull=False)
    last = started.order_by("-revision__created_at").values_list("revision__created_at", flat=True)
    return last.first() or min(moment, max(moment - WITHOUT_ISSUES, _site_began()))


def _site_began() -> datetime:
    """The end of the hour in which the network's own page first came online. One query."""
    own = OrganisationPage.objects.filter(record_id=settings.NETWORK_ORGANISATION)
    first = own.values_list("first_published_at", flat=True).first()
    return first + BEGINNING if first else datetime.min.replace(tzinfo=UTC)


def issues_with(*, but: IssuePage | None = None) -> dict[str, list[int]]:
    """Numbers of the issues that had or will have something: key → numbers, ascending.

    Two queries: blocks of published issues, and the versions of what is scheduled and not online.
    """
    pk = but.pk if but else None
    found: dict[str, set[int]] = defaultdict(set)
    mailings = sent_mailings().exclude(issue=pk)
    rows = IssueBlock.objects.filter(page__in=mailings.values("issue")).exclude(record_key="")
    for key, number in rows.order_by().values_list("record_key", "page__number"):
        found[key].add(number)
    waiting = mailings.filter(issue__live=False, revision__isnull=False)
    for number, content in waiting.values_list("issue__number", "revision__content"):
        for key in keys_in(content):
            found[key].add(number)
    return {key: sorted(numbers) for key, numbers in found.items()}


def keys_in(content: Any) -> list[str]:
    """Keys of what a revision's content is about, in order."""
    blocks = content.get("blocks", []) if isinstance(content, dict) else []
    return [key for key in (block.get("record_key") for block in blocks) if key]


@dataclass(frozen=True, kw_only=True)
class NewIssue:
    """An issue, and whether it was made just now or somebody else had been faster."""

    issue: IssuePage
    created: bool


def last_number() -> int:
    """The highest number there is, 0 without issues. One query."""
    newest = IssuePage.objects.order_by("-number").first()
    return newest.number if newest else 0


@transaction.atomic
def start_issue(*, user: Any, after: int) -> NewIssue:
    """Make the next issue below the archive, unless somebody made one since `after` was the last.

    It comes out in the languages of the newest one, the first in those of the readers. Raises
    ArchivePage.DoesNotExist where the archive was deleted.
    """
    archive = ArchivePage.objects.select_for_update().order_by("path").first()
    if archive is None:
        raise ArchivePage.DoesNotExist
    newest = IssuePage.objects.order_by("-number").first()
    if newest is not None and newest.number > after:
        return NewIssue(issue=newest, created=False)
    language = default_language()
    number = (newest.number if newest else 0) + 1
    with override(language):
        heading = _("Newsletter no. %(number)s") % {"number": number}
    issue = IssuePage(
        number=number, original_language=language, live=False, **{loc("heading", language): heading}
    )
    issue.languages = list(draft_of(newest).working_languages() if newest else _read_languages())
    archive.add_child(instance=issue)
    issue.save_revision(user=user, log_action="wagtail.create")
    return NewIssue(issue=issue, created=True)
