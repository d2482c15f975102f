"""Links of an issue to other sites, followed one by one: by a command or the worker, on demand."""

from __future__ import annotations

import http.client
import socket
import urllib.error
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

import idna
from django.conf import settings
from django.utils.translation import gettext as _

from newsletter.issue_checks import Finding, Level, addresses_of, is_private, texts_with_places
from newsletter.models import IssuePage

TIMEOUT = 10  # seconds for each address
AT_ONCE = 10
ALL = slice(None)
#: signs that stand in addresses as they are; of a % something is encoded already
KEPT = "%/:;=?@&+$,!~*'()[]|"
AGENT = "Mozilla/5.0 (compatible; cope_network link check)"
#: What a site answers to programs though people get the page; says nothing about the link.
REFUSES_PROGRAMS = frozenset({401, 403, 405, 429, 503, 999})

#: An address → its HTTP status. Raises OSError where nothing answers.
Opener = Callable[[str], int]


class Unreachable(OSError):
    """The address belongs to a private network."""


def open_address(address: str) -> int:
    """Fetch an address' head and return the status, redirects followed.

    Letters that no address has on its way (é, blanks, names like straße.example) are encoded as
    browsers do. Raises OSError where nothing answers or what is asked for is no address,
    Unreachable where it leads into a private network.
    """
    opener = urllib.request.build_opener(_PublicOnly())
    try:
        target = encoded(address)
        _refuse_private(target)
        request = urllib.request.Request(target, headers={"User-Agent": AGENT})  # noqa: S310 - http(s)
        with opener.open(request, timeout=TIMEOUT) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        return error.code
    except (http.client.HTTPException, ValueError) as error:
        raise OSError(str(error)) from error


def encoded(address: str) -> str:
    """Return an address in ASCII; what is encoded already stays. Raises ValueError.

    The host by IDNA 2008 (RFC 5891), the rest as UTF-8 in per cent signs (RFC 3986, 2.5).
    """
    parts = urlsplit(address.strip())
    host = parts.hostname or ""
    place = parts.netloc
    if not place.isascii():
        port = f":{parts.port}" if parts.port else ""
        place = f"{idna.encode(host, uts46=True).decode('ascii')}{port}"
    path, query = (quote(part, safe=KEPT) for part in (parts.path, parts.query))
    return urlunsplit((parts.scheme, place, path, query, ""))


class _PublicOnly(urllib.request.HTTPRedirectHandler):
    """Follows redirects to public addresses only."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> urllib.request.Request | None:
        found = super().redirect_request(*args, **kwargs)
        if found is not None:
            _refuse_private(found.full_url)
        return found


def _refuse_private(address: str) -> None:
    """Raise Unreachable unless an address is http(s) and all its host's addresses are public."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or is_private(address):
        raise Unreachable(address)
    for found in socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM):
        if not ip_address(str(found[4][0]).partition("%")[0]).is_global:
            raise Unreachable(address)


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

    def finding(self) -> Finding:
        """Return it in words of the active language."""
        if self.status:
            words = _("This address answers with error %(status)s: %(address)s")
        else:
            words = _("No answer from this address: %(address)s")
        return Finding(
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
