"""Asking the public web whether an address answers, and nothing in this house or its neighbours'.

The name is looked up once; what was found is checked and then connected to, so that a name can't
say something else a moment later. That goes for each step of a redirect.
"""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
import time
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from threading import Timer
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

import idna

TIMEOUT = 10  # seconds for each step on the network
LONGEST = 25.0  # seconds for one address, however slowly it answers
MOST_REDIRECTS = 10
MOST_TRIED = 3  # of the addresses that a name has
REDIRECTS = frozenset({301, 302, 303, 307, 308})
#: signs that stand in addresses as they are; of a % something is encoded already
KEPT = "%/:;=?@&+$,!~*'()[]|"
HEADERS = {
    "User-Agent": "Mozilla/5.0 (compatible; cope_network link check)",
    "Accept": "*/*",
    "Connection": "close",
}

#: what Python calls global, although it leads through a gateway to any IPv4 address, to many
#: machines, or to the one that gives a cloud's machines their secrets
REFUSED = tuple(
    ip_network(text)
    for text in (
        "::/96",  # IPv4 in IPv6, as nobody writes it any more
        "::ffff:0:0/96",  # … and as programs do
        "::ffff:0:0:0/96",  # … and as translators do (SIIT)
        "64:ff9b::/96",  # NAT64
        "64:ff9b:1::/48",
        "2001::/23",  # Teredo and other protocols' own
        "2002::/16",  # 6to4
        "3fff::/20",  # documentation
        "5f00::/16",  # segment routing
        "fec0::/10",  # private, as it once was
        "192.0.0.0/24",  # protocols' own: 192.0.0.9 and .10 are any machine that is nearest
        "192.88.99.0/24",  # 6to4
        "168.63.129.16/32",
    )
)


class Unreachable(OSError):
    """The address belongs to a private network."""


def is_public_machine(address: IPv4Address | IPv6Address) -> bool:
    """Whether it is one machine of the public network."""
    if not address.is_global or address.is_multicast:
        return False
    return not any(address in each for each in REFUSED if each.version == address.version)


def open_address(address: str) -> int:
    """Ask for an address and return the HTTP status, redirects followed.

    Letters that no address has on its way (é, blanks, names like straße.example) are encoded as
    browsers do. Raises OSError where nothing answers or what is asked for is no address,
    Unreachable where it leads into a private network.
    """
    ends = time.monotonic() + LONGEST
    try:
        target = encoded(address)
        for _step in range(MOST_REDIRECTS + 1):
            status, location = _ask(target, ends=ends)
            if status not in REDIRECTS or not location:
                return status
            target = encoded(urljoin(target, location))
    except (http.client.HTTPException, ValueError) as error:
        raise OSError(str(error)) from error
    raise OSError(f"more than {MOST_REDIRECTS} redirects")


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


def _ask(target: str, *, ends: float) -> tuple[int, str]:
    """Return status and new place. HEAD first; what refuses that is asked as a reader would."""
    parts = urlsplit(target)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Unreachable(target)
    machines = _looked_up(parts.hostname, parts.port or (443 if parts.scheme == "https" else 80))
    place = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    for method in ("HEAD", "GET"):
        status, location = _ask_one_of(
            machines, parts.scheme, method=method, place=place, ends=ends
        )
        if status < 400:
            break
    return status, location


def _looked_up(host: str, port: int) -> list[tuple[str, str, int]]:
    """Return (name, address, port) of a host. Raises Unreachable unless all of it is public."""
    found = []
    for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        text = str(entry[4][0])
        if "%" in text or not is_public_machine(ip_address(text)):
            raise Unreachable(host)
        found.append((host, text, port))
    return found[:MOST_TRIED]


def _ask_one_of(
    machines: list[tuple[str, str, int]], scheme: str, *, method: str, place: str, ends: float
) -> tuple[int, str]:
    """Ask the first machine that can be connected to. Raises OSError if none can."""
    trouble: OSError = Unreachable("no address")
    for host, address, port in machines:
        left = ends - time.monotonic()
        if left <= 0:
            raise TimeoutError(f"{host} did not end within {LONGEST:.0f} s")
        connection = _Pinned(host, address, port, tls=scheme == "https")
        clock = Timer(left, connection.break_off)
        clock.daemon = True
        clock.start()
        try:
            connection.request(method, place, headers=HEADERS)
            answer = connection.getresponse()  # the head only: nothing more is read
            if connection.broken_off:
                raise TimeoutError(f"{host} did not end within {LONGEST:.0f} s")
            return answer.status, answer.headers.get("Location", "")
        except OSError as error:
            trouble = error
        finally:
            clock.cancel()
            connection.close()
    raise trouble


class _Pinned(http.client.HTTPConnection):
    """A connection to an address that was checked; its host is only named."""

    def __init__(self, host: str, address: str, port: int, *, tls: bool) -> None:
        super().__init__(host, port, timeout=TIMEOUT)
        self.default_port = 443 if tls else 80
        self.broken_off = False
        self._address = address
        self._tls = ssl.create_default_context() if tls else None

    def connect(self) -> None:
        """Connect to the address; the certificate has to be the name's."""
        self.sock = socket.create_connection((self._address, self.port), TIMEOUT)
        if self._tls is not None:
            sock = self._tls.wrap_socket(
                self.sock, server_hostname=self.host, do_handshake_on_connect=False
            )
            self.sock = sock
            sock.do_handshake()

    def break_off(self) -> None:
        """End it, whatever it waits for."""
        self.broken_off = True
        with contextlib.suppress(OSError, AttributeError):
            self.sock.shutdown(socket.SHUT_RDWR)
