"""Asking members to contribute: whom, in which languages, and the mail to each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.log_actions import log
from wagtail.models import PageLogEntry
from wagtail.users.models import UserProfile

from core.i18n import LANGS, default_language
from core.lately import was_lately
from core.mail.outgoing import queue_mail
from core.network.now import network_now
from members.models import EditorAccess, OrganisationPage
from newsletter.models import ArchivePage
from users.models import User

CALLED = "newsletter.call"
TOO_SOON = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Somebody to ask: the login, its language, and the members he or she edits for."""

    user: User
    language: str
    organisations: tuple[OrganisationPage, ...]


@dataclass(frozen=True, kw_only=True)
class Recipients:
    """Whom a call goes to; `unreached` are members that nobody edits for."""

    asked: tuple[Asked, ...]
    unreached: tuple[OrganisationPage, ...]

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that are needed, in the order of LANGS."""
        used = {each.language for each in self.asked}
        return tuple(code for code in LANGS if code in used)


@dataclass(frozen=True, kw_only=True)
class Words:
    """What the office writes in one language."""

    subject: str
    text: str


def recipients() -> Recipients:
    """Return who edits for organisations that are members today, a row a person. Five queries."""
    found = OrganisationPage.objects.for_public().members()
    members = {page.pk: page for page in found.order_by("title")}
    access = EditorAccess.objects.filter(organisation__in=members)
    pairs: dict[int, list[int]] = {}
    for group in ("checked", "direct"):
        rows = access.filter(**{f"{group}__user__is_active": True})
        for organisation, user in rows.values_list("organisation", F(f"{group}__user")):
            pairs.setdefault(user, []).append(organisation)
    users = User.objects.in_bulk(pairs)
    chosen = dict(
        UserProfile.objects.filter(user__in=pairs).values_list("user_id", "preferred_language")
    )
    asked = [
        _asked(user, [members[pk] for pk in members if pk in pairs[user.pk]], chosen.get(user.pk))
        for user in sorted(users.values(), key=lambda user: user.email)
    ]
    reached = {pk for pks in pairs.values() for pk in pks}
    return Recipients(
        asked=tuple(asked),
        unreached=tuple(page for pk, page in members.items() if pk not in reached),
    )


def _asked(user: User, organisations: Sequence[OrganisationPage], chosen: str | None) -> Asked:
    candidates = (chosen or "", organisations[0].original_language, default_language())
    language = next(code for code in candidates if code in LANGS)
    return Asked(user=user, language=language, organisations=tuple(organisations))


def default_words(language: str) -> Words:
    """What a call says in a language unless the office writes something else."""
    with override(language):
        values = {"network": network_now().name}
        return Words(
            subject=_("What is new with you? Our newsletter is being made"),
            text=_(
                "we are putting the next newsletter of %(network)s together. Please tell the "
                "others what is new with you: news, an event, a call for partners, something you "
                "learnt. A few lines are enough, in your own language."
            )
            % values,
        )


def last_call() -> PageLogEntry | None:
    """When members were last asked, and by whom; None for never. One query."""
    calls = PageLogEntry.objects.filter(action=CALLED).select_related("user")
    return calls.order_by("-timestamp", "-pk").first()


def asked_lately() -> PageLogEntry | None:
    """The last call if it is less than a day old."""
    last = last_call()
    return last if last is not None and was_lately(last.timestamp, within=TOO_SOON) else None


class AskedLatelyError(Exception):
    """Members were asked less than a day ago; `entry` says when and by whom."""

    def __init__(self, entry: PageLogEntry) -> None:
        super().__init__(str(entry.timestamp))
        self.entry = entry


@transaction.atomic
def call(
    *, by: User, words: Mapping[str, Words], deadline: date | None, again: bool = False
) -> Recipients:
    """Queue a mail to every editor of a member, in his or her language; return who was asked.

    Languages that `words` lacks get the default ones. Raises AskedLatelyError where members were
    asked within a day, unless `again`; two people who press at once send one call. Raises
    ArchivePage.DoesNotExist where the archive was deleted: its history is where calls are noted.
    """
    archive = ArchivePage.objects.select_for_update(of=("self",)).order_by("pk").first()
    if archive is None:
        raise ArchivePage.DoesNotExist
    lately = asked_lately()
    if lately is not None and not again:
        raise AskedLatelyError(lately)
    found = recipients()
    for each in found.asked:
        _queue(each, words.get(each.language) or default_words(each.language), deadline)
    people = {"mails": len(found.asked), "deadline": deadline.isoformat() if deadline else ""}
    log(instance=archive, action=CALLED, user=by, data=people)
    return found


def _queue(asked: Asked, words: Words, deadline: date | None) -> None:
    with override(asked.language):
        text = render_to_string("mail/newsletter_call.txt", letter(asked, words, deadline))
    queue_mail(
        to=asked.user.email,
        subject=words.subject,
        text=text.strip() + "\n",
        reply_to=network_now().office_email,
    )


def letter(asked: Asked, words: Words, deadline: date | None) -> dict[str, Any]:
    """What the mail says, for its template, in the active language."""
    return {
        "text": words.text,
        "deadline": deadline,
        "links": [(str(each.heading_in()), form_address(each)) for each in asked.organisations],
        "network": network_now().name,
    }


def form_address(organisation: OrganisationPage) -> str:
    """The form for news of an organisation; whoever isn't signed in gets there by signing in."""
    path = reverse("wagtailadmin_pages:add", args=["members", "updatepage", organisation.pk])
    return f"{settings.WAGTAILADMIN_BASE_URL}{path}"
