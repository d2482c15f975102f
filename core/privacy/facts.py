"""The table in words: for the notice (GDPR art. 13, 14) and the record of processing (art. 30)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from core.privacy.rights import Right, rights
from core.privacy.table import Activity, PersonalField, activities, in_words


@dataclass(frozen=True, kw_only=True)
class ActivityInWords:
    """One activity as a reader sees it; `lines` are (what, how long), `tables` the models."""

    title: str
    people: str
    why: str
    ground: str
    receivers: str
    lines: tuple[tuple[str, str], ...]
    tables: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Cookie:
    """A cookie that the site sets: its name, what it is for, how long it stays in the browser."""

    name: str
    what: str
    kept: str


@dataclass(frozen=True, kw_only=True)
class NoticeFacts:
    """What stands below the privacy notice; no other cookie is set, so none is asked about."""

    activities: tuple[ActivityInWords, ...]
    cookies: tuple[Cookie, ...]
    rights: tuple[Right, ...]


def activities_in_words() -> tuple[ActivityInWords, ...]:
    """Return the whole table in the active language. No query."""
    return tuple(_in_words(activity, rows) for activity, rows in activities().items())


def _in_words(activity: Activity, rows: list[PersonalField]) -> ActivityInWords:
    lines = [(str(row.what), "; ".join(map(str, row.limits()))) for row in rows if str(row.what)]
    return ActivityInWords(
        title=str(activity.title),
        people=str(activity.people),
        why=str(activity.why),
        ground=str(activity.ground.label),
        receivers=str(activity.receivers),
        lines=tuple(dict.fromkeys(lines)),
        tables=tuple(dict.fromkeys(row.model for row in rows)),
    )


def cookies() -> tuple[Cookie, ...]:
    """Return every cookie that the site sets, in the active language."""
    return (
        Cookie(
            name=settings.SESSION_COOKIE_NAME,
            what=_("keeps you signed in; only set when you sign in"),
            kept=in_words(timedelta(seconds=settings.SESSION_COOKIE_AGE)),
        ),
        Cookie(
            name=settings.CSRF_COOKIE_NAME,
            what=_("makes sure that a form comes from this site; only set on pages with a form"),
            kept=in_words(timedelta(seconds=settings.CSRF_COOKIE_AGE)),
        ),
    )


def notice_facts() -> NoticeFacts:
    """Return what the notice says of the site itself, in the reader's language. No query."""
    return NoticeFacts(activities=activities_in_words(), cookies=cookies(), rights=rights())
