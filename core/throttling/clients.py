"""Who asks: the address of the reader's own connection, also behind proxies that are trusted."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "unknown"
MOST_PROXIES = 10  # of a chain in X-Forwarded-For; what is longer is made up

Address = IPv4Address | IPv6Address


@dataclass(frozen=True, kw_only=True)
class Client:
    """`key`: what is counted, never stored as it is; `network`: what may be stored, shortened."""

    key: str
    network: str


def client_of(request: HttpRequest) -> Client:
    """Return who asks. All of an IPv6 /64 is one client: it is one household or office."""
    address = address_of(request)
    if address is None:
        return Client(key=UNKNOWN, network="")
    version = address.version
    counted, shown = (32, 24) if version == 4 else (64, 48)
    return Client(
        key=str(ip_network((address, counted), strict=False)),
        network=str(ip_network((address, shown), strict=False)),
    )


def address_of(request: HttpRequest) -> Address | None:
    """Return the address of the last machine that isn't one of TRUSTED_PROXIES.

    X-Forwarded-For is read from its end, and only as far as each machine that wrote a part of it is
    trusted: what a reader writes into it says nothing.
    """
    nearest = _parsed(request.META.get("REMOTE_ADDR", ""))
    if not _is_trusted(nearest, socket=not request.META.get("REMOTE_ADDR")):
        return nearest
    written = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    for part in reversed(written[-MOST_PROXIES:]):
        further = _parsed(part)
        if further is None:
            break
        nearest = further
        if not _is_trusted(further):
            break
    return nearest


def _is_trusted(address: Address | None, *, socket: bool = False) -> bool:
    if socket:  # a proxy on this machine, by a socket in the file system
        return settings.TRUSTED_PROXIES_SOCKET
    return address is not None and any(address in network for network in settings.TRUSTED_PROXIES)


def _parsed(text: str) -> Address | None:
    """Read an address, with or without a port; an IPv4 address in an IPv6 one is the former."""
    bare = text.strip()
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        address = ip_address(bare.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
