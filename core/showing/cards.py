"""What a list needs in order to show one thing, whatever it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core.i18n import Localised

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
