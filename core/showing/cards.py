"""What a list needs in order to show one thing, whatever it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from core.i18n import Localised

#: Characters of a text in a card; the whole stands on the thing's own page.
LONGEST: Final = 500

#: Addresses don't depend on the request: one site, one tree.
NO_REQUEST: Any = None


@dataclass(frozen=True, kw_only=True)
class Card:
    """One thing in a list: results, directory, country and theme pages, the list beside the map.

    `place` is in words; `snippet` is safe HTML with `<mark>`, in `snippet_language`; `facts` are
    (label, value) in words; `reasons` say why a search found it.
    """

    key: str
    collection: str
    kind_label: str
    url: str
    title: Localised
    summary: Localised
    organisation: str = ""
    organisation_url: str = ""
    place: str = ""
    languages: tuple[str, ...] = ()
    original_language: str = ""
    date: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    snippet: str = ""
    snippet_language: str = ""
    reasons: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Shorten what is long, so that a list stays a list whatever somebody wrote."""
        summary = self.summary._replace(value=shortened(self.summary.value))
        facts = tuple((label, shortened(value)) for label, value in self.facts)
        object.__setattr__(self, "summary", summary)
        object.__setattr__(self, "facts", facts)


def shortened(text: Any) -> Any:
    """Return a text that is too long for a card cut at a word, with “…”; anything else as it is."""
    if not isinstance(text, str) or len(text) <= LONGEST:
        return text
    start = " ".join(text[: 2 * LONGEST].split())[:LONGEST]
    return (start.rpartition(" ")[0] or start[:-1]).rstrip(" ,;:–-") + "…"
