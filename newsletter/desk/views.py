"""The desk itself: what could be told on the left, the issue on the right, and its changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from core.i18n import current_language
from newsletter.desk import edits
from newsletter.desk.access import DeskPage
from newsletter.desk.balance import balance, record_keys
from newsletter.desk.candidates import (
    CandidateSearch,
    candidates,
    events_to_come,
    first_day,
    options,
    read_choice,
)
from newsletter.desk.edits import Edited, EditRefusedError
from newsletter.desk.issues import (
    NO_ARCHIVE,
    draft_of,
    issue_in_work,
    last_number,
    sent_issues,
    start_issue,
    unsent_issues,
)
from newsletter.desk.outline import outline_of
from newsletter.models import ArchivePage, IssuePage, Mailing

DESK = "newsletter_desk:desk"
EARLIER = 6  # issues


def whole_number(text: str) -> int:
    """Read a number that an address or a form names; 0, which is nobody's, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


class DeskView(DeskPage):
    """Candidates and the issue in work. `issue` in the address names another unsent one."""

    template_name = "wagtailadmin/newsletter/desk.html"
    page_title = gettext_lazy("Newsletter")

    @cached_property
    def issue(self) -> IssuePage | None:
        """The issue that is worked on, None where there is none."""
        asked = self.request.GET.get("issue", "")
        found = unsent_issues().filter(pk=whole_number(asked)).first() if asked else None
        return found or issue_in_work()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, and here."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Everything the desk shows, in a number of queries that depends on collections only."""
        choice = read_choice(self.request.GET)
        issue = self.issue
        draft = draft_of(issue) if issue else None
        picked = record_keys(draft) if draft else {}
        earlier = earlier_issues()
        return super().get_context_data(
            issue=issue,
            draft=draft,
            outline=outline_of(draft) if draft else None,
            locked=locked_by_others(issue, self.request.user) if issue else "",
            found=candidates(choice, issue=issue, blocks=picked),
            choice=choice,
            since=first_day(choice.since),
            options=options(),
            chosen=chosen(choice),
            balance=balance(list(picked), but=issue, language=current_language()),
            last_number=last_number(),
            unsent=unsent_issues()[:EARLIER],
            earlier=earlier,
            sent_before=any(mailing and mailing.started_at for _issue, mailing in earlier),
            back=self.request.GET.urlencode(),
            pages_query=without_page(self.request.GET),
            coming=events_to_come().count(),
            **kwargs,
        )


def chosen(choice: CandidateSearch) -> dict[str, str]:
    """The value that each filter's list shows: its first one."""
    return {name: values[0] for name, values in choice.query.filters if values}


def without_page(params: QueryDict) -> str:
    """The address without its page, ending in "&" unless empty."""
    kept = params.copy()
    kept.pop("page", None)
    return f"{kept.urlencode()}&" if kept else ""


def locked_by_others(issue: IssuePage, user: Any) -> str:
    """Who has locked the issue for everybody else; "" where `user` may change it."""
    try:
        edits.refuse_if_closed(issue, user)
    except EditRefusedError as refused:
        return str(refused)
    return ""


def earlier_issues() -> list[tuple[IssuePage, Mailing | None]]:
    """The last issues that were scheduled or sent, each with its newest sending. Two queries."""
    issues = list(sent_issues()[:EARLIER])
    newest: dict[int | None, Mailing] = {}
    for mailing in Mailing.objects.filter(issue__in=issues).order_by("created_at", "pk"):
        newest[mailing.issue_id] = mailing
    return [(issue, newest.get(issue.pk)) for issue in issues]


class StartView(DeskPage):
    """Makes the next issue. Only by POST."""

    http_method_names = ["post"]  # as Django declares it

    def post(self, request: HttpRequest) -> HttpResponse:
        """Make it, unless somebody made one since the page was shown."""
        after = whole_number(request.POST.get("after", ""))
        try:
            started = start_issue(user=request.user, after=after)
        except ArchivePage.DoesNotExist:
            messages.error(request, NO_ARCHIVE)
            return redirect(DESK)
        number = {"number": started.issue.number}
        if started.created:
            messages.success(
                request, _("Newsletter no. %(number)s is ready to be filled.") % number
            )
        else:
            messages.warning(
                request, _("Somebody made newsletter no. %(number)s a moment ago.") % number
            )
        return redirect(f"{reverse(DESK)}?issue={started.issue.pk}")


Post = QueryDict
#: what a form asks for in `do` → how it is done
ACTIONS: dict[str, Callable[[int, Post, Any], Edited]] = {
    "add": lambda pk, post, user: edits.add_record(
        pk,
        post.get("record", ""),
        section=post.get("section", ""),
        before=post.get("before", ""),
        user=user,
    ),
    "section": lambda pk, post, user: edits.add_section(pk, post.get("heading", ""), user=user),
    "text": lambda pk, post, user: edits.add_text(
        pk, post.get("heading", ""), section=post.get("section", ""), user=user
    ),
    "up": lambda pk, post, user: edits.move(pk, post.get("key", ""), -1, user=user),
    "down": lambda pk, post, user: edits.move(pk, post.get("key", ""), 1, user=user),
    "place": lambda pk, post, user: edits.place(
        pk,
        post.get("key", ""),
        section=post.get("section", ""),
        before=post.get("before", ""),
        user=user,
    ),
    "remove": lambda pk, post, user: edits.remove(pk, post.get("key", ""), user=user),
    "restore": lambda pk, post, user: edits.restore(pk, post.get("key", ""), user=user),
    "refill": lambda pk, post, user: edits.refill(pk, post.get("key", ""), user=user),
}


class ChangeView(DeskPage):
    """Makes one change to an issue and returns to the desk as it was. Only by POST."""

    http_method_names = ["post"]  # as Django declares it
    adds = True

    def post(self, request: HttpRequest, issue: int) -> HttpResponse:
        """Do what `do` says; what can't be done is said in words."""
        back = QueryDict(request.POST.get("back", ""), mutable=True)
        back["issue"] = str(issue)
        target = f"{reverse(DESK)}?{back.urlencode()}"
        action = ACTIONS.get(request.POST.get("do", ""))
        if action is None:
            messages.error(request, _("Nothing was changed."))
            return redirect(target)
        try:
            edited = action(issue, request.POST, request.user)
        except EditRefusedError as refused:
            messages.error(request, str(refused))
            return redirect(target)
        say = messages.success if edited.changed else messages.info
        say(request, edited.message)
        return redirect(f"{target}#block-{edited.key}" if edited.key else target)
