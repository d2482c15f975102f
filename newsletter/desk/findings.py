"""What the checks of an issue found, as the desk shows it: by gravity, then by place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from newsletter.desk.checks import Level, Remark, check_issue
from newsletter.desk.outline import titles_of
from newsletter.models import IssuePage


@dataclass(frozen=True, kw_only=True)
class RemarkedPlace:
    """A block, or the issue itself, with what was found there; `url` is where it is corrected."""

    key: str
    title: str
    url: str
    lines: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Graveness:
    """All findings of a level. `is_grave`: they should be corrected before anything is sent."""

    is_grave: bool
    count: int
    places: tuple[RemarkedPlace, ...]


def findings_of(draft: IssuePage, *, more: Sequence[Remark] = ()) -> list[Graveness]:
    """Run the checks on a draft; the gravest level first, levels without findings left out.

    `more` was found elsewhere (links to other sites that lead nowhere).
    """
    found = [*check_issue(draft), *more]
    titles = titles_of(draft) if found else {}
    levels = []
    for level in Level:
        of_level = [finding for finding in found if finding.level == level]
        if of_level:
            places = _places(of_level, draft, titles)
            levels.append(
                Graveness(is_grave=level == Level.ERROR, count=len(of_level), places=places)
            )
    return levels


def _places(
    findings: Iterable[Remark], draft: IssuePage, titles: dict[str, str]
) -> tuple[RemarkedPlace, ...]:
    """Findings by block, in the order of the issue; the issue itself first."""
    by_key: dict[str, list[str]] = {key: [] for key in ("", *titles)}
    for finding in findings:
        by_key.setdefault(finding.block_key or "", []).append(finding.text)
    return tuple(
        RemarkedPlace(
            key=key,
            title=titles.get(key) or (_("without heading") if key else _("The issue itself")),
            url=reverse("newsletter_desk:write_block", args=[draft.pk, key])
            if key
            else reverse("newsletter_desk:write", args=[draft.pk]),
            lines=tuple(dict.fromkeys(lines)),
        )
        for key, lines in by_key.items()
        if lines
    )
