"""Memberships in words."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.dates import PartialDate
from core.i18n import current_language
from members.memberships.former import former_among
from members.memberships.standing import state_today
from members.models import Membership, MembershipStatus


def membership_in_words(membership: Membership) -> SafeString:
    """What a public membership is today: `Member organisation since 2016`, `… until 2020`.

    HTML: a category that is named in another language than the reader's says in which.
    """
    category = membership.category.heading_in()
    words: dict[str, str] = {
        "category": str(category) or membership.category.record_id,
        "since": _date(membership.since),
        "until": _date(membership.until),
    }
    status = "ended" if membership_is_over(membership) else membership.status
    applicant = membership.applicant_since and not membership.since
    if status == MembershipStatus.APPLICANT or applicant:
        words["since"] = _date(membership.applicant_since or membership.since)
    if status == MembershipStatus.ENDED and applicant:
        status = "was_applicant"
    sentence = conditional_escape(_SENTENCES[status](words))
    if category.is_fallback:
        words["category"] = format_html("<span{}>{}</span>", category.attrs, category)
    escaped = {name: conditional_escape(text) for name, text in words.items()}
    return mark_safe(sentence % escaped)  # noqa: S308 # sentence and words are escaped


def membership_is_over(membership: Membership) -> bool:
    """Whether a membership ended, by its status or by its last day."""
    return state_today(membership) == MembershipStatus.ENDED


def _date(text: str) -> str:
    return PartialDate(text).in_words(current_language()) if text else ""


def _active(dates: dict[str, str]) -> str:
    return _("%(category)s since %(since)s") if dates["since"] else _("%(category)s")


def _applicant(dates: dict[str, str]) -> str:
    if dates["since"]:
        return _("%(category)s since %(since)s: on the way to membership")
    return _("%(category)s: on the way to membership")


def _ended(dates: dict[str, str]) -> str:
    if dates["since"] and dates["until"]:
        return _("%(category)s from %(since)s until %(until)s")
    if dates["until"]:
        return _("%(category)s until %(until)s")
    return _("%(category)s: ended")


def _was_applicant(dates: dict[str, str]) -> str:
    if dates["until"]:
        return _("%(category)s: an applicant from %(since)s until %(until)s")
    return _("%(category)s: an applicant once")


_SENTENCES = {
    MembershipStatus.ACTIVE.value: _active,
    MembershipStatus.APPLICANT.value: _applicant,
    MembershipStatus.ENDED.value: _ended,
    "was_applicant": _was_applicant,
}


def standing_of(keys: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """What organisations are or were to the network, in words, by key. Two queries.

    A member's memberships of today; what a former member is called.
    """
    wanted = list(keys)
    active = Membership.objects.active().filter(organisation__in=wanted)
    found: dict[int, tuple[str, ...]] = {}
    for row in active.select_related("category", "organisation__dissolution"):
        pk = row.organisation_id or 0
        found[pk] = (*found.get(pk, ()), membership_in_words(row))
    former = former_among(pk for pk in wanted if pk not in found)
    return found | {pk: (words,) for pk, words in former.items()}
