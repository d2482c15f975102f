"""Words for what the members application stores as codes: kinds of organisation, memberships."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.dates import PartialDate
from core.i18n import current_language
from members.models import Membership, MembershipStatus

#: The kinds in use. The field is free text: a new kind is shown as it is until it gets words here.
ORGANISATION_KINDS: dict[str, Promise] = {
    "association": gettext_lazy("association"),
    "charity": gettext_lazy("charity"),
    "childrens_centre": gettext_lazy("children’s centre"),
    "church": gettext_lazy("church"),
    "court": gettext_lazy("court"),
    "foundation": gettext_lazy("foundation"),
    "funder": gettext_lazy("funder"),
    "government": gettext_lazy("government body"),
    "health_body": gettext_lazy("health service"),
    "housing_association": gettext_lazy("housing association"),
    "intergovernmental": gettext_lazy("intergovernmental organisation"),
    "local_authority": gettext_lazy("local authority"),
    "network": gettext_lazy("network"),
    "ngo": gettext_lazy("non-governmental organisation"),
    "ombudsman": gettext_lazy("ombudsperson"),
    "police": gettext_lazy("police"),
    "prison": gettext_lazy("prison"),
    "prison_service": gettext_lazy("prison service"),
    "probation_service": gettext_lazy("probation service"),
    "professional_body": gettext_lazy("professional body"),
    "public_body": gettext_lazy("public body"),
    "school": gettext_lazy("school"),
    "university": gettext_lazy("university"),
    "visitor_centre": gettext_lazy("visitors’ centre"),
}


def in_words(words: Mapping[str, str | Promise], code: str) -> str:
    """Return a code's words in the active language; an unknown code with spaces for underscores."""
    return str(words[code]) if code in words else code.replace("_", " ").strip()


def organisation_kind(code: str) -> str:
    """A kind of organisation in words, e.g. `local authority`."""
    return in_words(ORGANISATION_KINDS, code)


def membership_in_words(membership: Membership) -> SafeString:
    """What a membership is today: `Member organisation since 2016`, `… until 2020`.

    HTML: a category that is named in another language than the reader's says in which.
    """
    category = membership.category.heading_in()
    words: dict[str, str] = {
        "category": str(category) or membership.category.record_id,
        "since": _date(membership.since),
        "until": _date(membership.until),
    }
    status = "ended" if membership_is_over(membership) else membership.status
    sentence = conditional_escape(_SENTENCES[status](words))
    if category.is_fallback:
        words["category"] = format_html("<span{}>{}</span>", category.attrs, category)
    escaped = {name: conditional_escape(text) for name, text in words.items()}
    return mark_safe(sentence % escaped)  # noqa: S308 # sentence and words are escaped


def membership_is_over(membership: Membership) -> bool:
    """Whether a membership ended, by its status or by its last day."""
    from django.utils import timezone

    ended = membership.until_last is not None and membership.until_last < timezone.localdate()
    return ended or membership.status == MembershipStatus.ENDED


def _date(text: str) -> str:
    return PartialDate(text).in_words(current_language()) if text else ""


def _active(dates: dict[str, str]) -> str:
    return _("%(category)s since %(since)s") if dates["since"] else _("%(category)s")


def _applicant(dates: dict[str, str]) -> str:
    if dates["since"]:
        return _("%(category)s since %(since)s: on the way to membership")
    return _("%(category)s: on the way to membership")


def _suspended(_dates: dict[str, str]) -> str:
    return _("%(category)s: membership suspended")


def _ended(dates: dict[str, str]) -> str:
    if dates["since"] and dates["until"]:
        return _("%(category)s from %(since)s until %(until)s")
    if dates["until"]:
        return _("%(category)s until %(until)s")
    return _("%(category)s: ended")


_SENTENCES = {
    MembershipStatus.ACTIVE.value: _active,
    MembershipStatus.APPLICANT.value: _applicant,
    MembershipStatus.SUSPENDED.value: _suspended,
    MembershipStatus.ENDED.value: _ended,
}
