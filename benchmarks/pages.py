"""One page of every kind, in two languages."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import translation
from wagtail.models import get_page_models

from benchmarks.timing import timing

LANGUAGES = ("en", "fr")
OTHERS = ("/{}/map/", "/{}/countries/fr/", "/{}/search/")


def measure(*, rounds: int) -> list[str]:
    """Return a row for each address."""
    return [f"{address:<70} {timing(address, rounds=rounds)}" for address in addresses()]


def addresses() -> Iterator[str]:
    """Yield the addresses: of each page class one live page."""
    for model in get_page_models():
        page = model.objects.live().filter(depth__gte=2).order_by("pk").first()
        if page is None:
            continue
        for language in LANGUAGES:
            with translation.override(language):
                yield page.specific.get_url()
    for address in OTHERS:
        yield from (address.format(language) for language in LANGUAGES)
