"""Links of an issue to other sites, followed one by one: by a command or the worker, on demand."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from newsletter.desk.checks import Level, Remark, addresses_of, is_private, texts_with_places
from newsletter.desk.public_web import open_address
from newsletter.models import IssuePage

AT_ONCE = 10
ALL = slice(None)
#: What a site answers to programs though people get the page; says nothing about the link.
REFUSES_PROGRAMS = frozenset({401, 403, 405, 429, 503, 999})

#: An address → its HTTP status. Raises OSError where nothing answers.
Opener = Callable[[str], int]


def links_to_others(issue: IssuePage) -> dict[str, tuple[str | None, str | None]]:
    """Return the issue's links to other sites: address → (block's key, language)."""
    found: dict[str, tuple[str | None, str | None]] = {}
    for text, language, key in texts_with_places(issue):
        for address in addresses_of(text):
            found.setdefault(address, (key, language))
    for block in issue.blocks.all():
        if block.web_address:
            found.setdefault(block.web_address, (block.key, None))
    return {
        address: place
        for address, place in found.items()
        if address.startswith(("http://", "https://"))
        and not address.startswith(f"{settings.SITE_URL}/")
        and not is_private(address)
    }


@dataclass(frozen=True, kw_only=True)
class DeadLink:
    """A link that leads nowhere: the error's HTTP status, or 0 where nothing answers."""

    address: str
    status: int
    block_key: str | None
    language: str | None

    def finding(self) -> Remark:
        """Return it in words of the active language."""
        if self.status:
            words = _("This address answers with error %(status)s: %(address)s")
        else:
            words = _("No answer from this address: %(address)s")
        return Remark(
            level=Level.WARNING,
            text=words % {"status": self.status, "address": self.address},
            block_key=self.block_key,
            language=self.language,
        )


def dead_links(
    issue: IssuePage, *, opener: Opener = open_address, part: slice = ALL
) -> list[DeadLink]:
    """Follow a part of the issue's links to other sites, AT_ONCE at a time; return the dead ones.

    No database is used while they are followed.
    """
    links = list(links_to_others(issue).items())[part]
    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        statuses = pool.map(lambda link: _status(link[0], opener), links)
        return [
            DeadLink(address=address, status=status, block_key=key, language=language)
            for (address, (key, language)), status in zip(links, statuses, strict=True)
            if status is not None
        ]


def _status(address: str, opener: Opener) -> int | None:
    """The error of an address, 0 where nothing answers; None where it leads somewhere."""
    try:
        status = opener(address)
    except OSError:
        return 0
    return None if status < 400 or status in REFUSES_PROGRAMS else status
