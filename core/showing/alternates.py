"""In which languages something can be read, with the address of each: for `hreflang` and readers.

Templates take the result as `alternates`: base.html writes the links for machines, the component
`also_in.html` those for readers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from core.i18n import LANGS, current_language
from core.showing.addresses import elsewhere


class Alternate(NamedTuple):
    """One language of a page: its code, own name and path."""

    code: str
    name: str
    url: str
    is_current: bool


def alternates(*, languages: Iterable[str], address: Callable[[], str]) -> tuple[Alternate, ...]:
    """List the languages that something is really written in, in the order of LANGS.

    `address` returns the path in the active language; it is called once per language.
    """
    wanted = set(languages)
    current = current_language()
    found = []
    for code in LANGS:
        if code in wanted:
            with translation.override(code):
                url = address()
            name = dict(settings.LANGUAGES)[code]
            found.append(Alternate(code, name, url, code == current))
    return tuple(found)


def same_path(request: HttpRequest) -> Callable[[], str]:
    """Return an `address` for `alternates`: this request's path below another language."""
    return lambda: elsewhere(request.path, current_language())
