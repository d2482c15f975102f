"""The text that the office sends to whoever asked: what was given or erased, what stays and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.formats import date_format

from core.network.now import network_now
from core.privacy.person import PersonFound
from home.personal_data.gathering import Entry

TEMPLATE = "mail/personal_data.txt"


def answer(
    *,
    language: str,
    given: Sequence[Entry] = (),
    erased: Sequence[Entry] = (),
    stays: Sequence[tuple[Entry, str]] = (),
    reason: str = "",
) -> str:
    """Return the answer in the person's language; `reason` is the office's for what it let be."""
    with translation.override(language):
        lines = dict.fromkeys(
            f"{entry.found.what}: {why or reason}" if why or reason else str(entry.found.what)
            for entry, why in stays
        )
        return render_to_string(
            TEMPLATE,
            {
                "today": date_format(timezone.localdate()),
                "network": network_now(),
                "given": counted(entry.found for entry in given),
                "erased": counted(entry.found for entry in erased),
                "stays": list(lines),
            },
        ).strip()


def counted(found: Iterable[PersonFound]) -> list[str]:
    """Return what was found, each kind once, with how many there are."""
    numbers = Counter(str(each.what) for each in found)
    return [f"{what} ({number})" if number > 1 else what for what, number in numbers.items()]
