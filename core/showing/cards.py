"""What a list needs in order to show one thing, whatever it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.utils.text import capfirst

from core.i18n import Localised, current_language
from core.record import Record

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

    @classmethod
    def of(cls, record: Record, *, url: str, **shown: Any) -> Card:
        """A record's card at an address; what isn't named is as the record has it.

        That is key, collection, kind, title, and its languages.
        """
        usual: dict[str, Any] = {
            "kind_label": capfirst(str(record._meta.verbose_name)),
            "title": record.heading_in(),
            "summary": Localised(None, None, current_language()),
            "languages": record.available_languages,
            "original_language": getattr(record, "original_language", ""),
        }
        return cls(key=record.key, collection=record.collection, url=url, **usual | shown)

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
