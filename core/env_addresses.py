"""Settings that are addresses: of the site, of what it listens on, and of other servers.

Like core.env: ImproperlyConfigured in one line by name, without user names and passwords.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

import dj_database_url
import dj_email_url

from core import env

_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\]")
#: addresses on which a server listens everywhere; nobody can be sent there
EVERYWHERE = ("0.0.0.0", "[::]")  # noqa: S104 # compared only
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
DATABASES = ("postgresql", "postgres", "sqlite")
#: our schemes → those of dj-email-url, and what it has to be told
MAIL_SCHEMES = {
    "smtp": "smtp",
    "smtp+tls": "submission",
    "smtp+ssl": "smtp",
    "submission": "submission",
    "console": "console",
    "file": "file",
    "memory": "memory",
    "dummy": "dummy",
}
SSL_PORT = 465


def _parts(name: str, value: str) -> SplitResult:
    """Take an address apart, the port included."""
    try:
        parts = urlsplit(value)
        _port = parts.port  # parsed, and refused, only when asked for
    except ValueError:
        raise env.refusal(name, "is no address: look at its host and port") from None
    if parts.port == 0 or any(character.isspace() for character in value):
        raise env.refusal(name, "is no address: look at its host and port")
    return parts


def host_name(value: str) -> bool:
    """Tell whether a text can be the name or number of a host, without a port."""
    return _HOST.fullmatch(value) is not None and ".." not in value


def web_address(name: str, default: str = "") -> str:
    """Return an address such as `https://host/path`, "" for none."""
    value = env.text(name, default)
    if value:
        parts = _parts(name, value)
        if parts.scheme not in ("http", "https") or not host_name(_bracketed(parts)):
            raise env.refusal(name, "is no address such as https://www.example.org/")
    return value


def site_address(name: str, default: str) -> str:
    """Return the site's own address without a slash at its end: scheme, host, perhaps a port."""
    value = env.text(name, default).rstrip("/") or default
    parts = _parts(name, value)
    if (
        parts.scheme not in ("http", "https")
        or not host_name(_bracketed(parts))
        or value.lower() != f"{parts.scheme}://{parts.netloc}".lower()
        or "@" in parts.netloc
    ):
        raise env.refusal(name, "is no address such as https://www.example.org, without a path")
    return value


def _bracketed(parts: SplitResult) -> str:
    host = parts.hostname or ""
    return f"[{host}]" if ":" in host else host


def hosts(name: str, default: Iterable[str]) -> list[str]:
    """Return host names, also `.example.org` for all below it and `*` for any."""
    found = env.listed(name) or list(default)
    for host in found:
        if host != "*" and not host_name(host.removeprefix(".")):
            raise env.refusal(name, f"has {host[:80]!r}: expected names of hosts only, no address")
    return found


def host(name: str) -> str:
    """Return a host, perhaps with a port and a path below it; "" for none."""
    value = env.text(name)
    if value:
        parts = _parts(name, f"https://{value}")
        more = "@" in parts.netloc or parts.query or parts.fragment
        if not host_name(_bracketed(parts)) or "//" in value or more:
            raise env.refusal(name, "is no host such as nominatim.example.org")
    return value


def tiles(name: str) -> str:
    """Return the address of map tiles, "" for none."""
    value = env.text(name)
    if value:
        parts = _parts(name, value.replace("{s}", "s"))
        known = parts.scheme in ("http", "https") and host_name(_bracketed(parts))
        if not known or not all(part in value for part in ("{z}", "{x}", "{y}")):
            raise env.refusal(
                name, "is no address such as https://tiles.example.org/{z}/{x}/{y}.png"
            )
    return value


# -- where the server listens --------------------------------------------------------------------
def listening(name: str, default: str) -> str:
    """Return `host:port`, the address on which the site's own server listens."""
    value = env.text(name, default)
    check_listening(value, name=name)
    return value


def check_listening(value: str, *, name: str) -> None:
    """Raise ImproperlyConfigured unless a text is `host:port`."""
    address, _colon, port = value.rpartition(":")
    number = int(port) if port.isascii() and port.isdecimal() else 0
    if not host_name(address) or not 0 < number < 2**16:
        raise env.refusal(name, f"is {value[:80]!r}, which is no host:port such as 127.0.0.1:8000")


def address_for_people(value: str) -> str:
    """Return the address by which people reach a server that listens on `host:port`."""
    address, _colon, port = value.rpartition(":")
    return f"http://{_own_number() if address in EVERYWHERE else address}:{port}"


def hosts_of(value: str, site: str) -> list[str]:
    """Return the names by which a server on `host:port`, or the address `site`, may be asked."""
    address = value.rpartition(":")[0]
    found = [address, *LOOPBACK, _bracketed(urlsplit(site))]
    if address in EVERYWHERE:
        found += [_own_number(), socket.gethostname().lower()]
    return [name for name in dict.fromkeys(found) if host_name(name)]


def _own_number() -> str:
    """Return this machine's number in its network, 127.0.0.1 where it has none.

    Nothing is sent: a datagram socket that is connected only chooses its own end. The other end is
    a number that belongs to nobody (RFC 5737).
    """
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
    except OSError:
        return "127.0.0.1"


# -- other servers -------------------------------------------------------------------------------
def database(name: str, default: Path) -> dict[str, Any]:
    """Return Django's settings of the database; `default` is a file of SQLite."""
    value = env.text(name) or f"sqlite:///{default}"
    parts = _parts(name, value)
    if parts.scheme not in DATABASES:
        raise env.refusal(
            name, f"begins with {parts.scheme[:20]!r}, use one of: sqlite, postgresql"
        )
    found: dict[str, Any] = dict(dj_database_url.parse(value, conn_max_age=60))
    if not found["NAME"]:
        raise env.refusal(name, "names no database: …://host/name or sqlite:////path/db.sqlite3")
    if parts.scheme == "sqlite" and not Path(found["NAME"]).parent.is_dir():
        raise env.refusal(name, "is a file in a folder that doesn't exist")
    return found


def mail_server(name: str, default: str) -> dict[str, Any]:
    """Return Django's settings of the mail server."""
    value = env.text(name) or default
    parts = _parts(name, value)
    if parts.scheme not in MAIL_SCHEMES:
        raise env.refusal(name, f"begins with none of: {', '.join(MAIL_SCHEMES)}")
    over_network = MAIL_SCHEMES[parts.scheme] in ("smtp", "submission")
    if over_network and not host_name(_bracketed(parts)):
        raise env.refusal(name, "names no host: smtp+tls://user:password@mail.example.org:587")
    if parts.scheme == "file" and not Path(parts.path).is_dir():
        raise env.refusal(name, "names no folder that exists: file:///path")
    own = value.removeprefix(parts.scheme)
    try:
        found: dict[str, Any] = dj_email_url.parse(MAIL_SCHEMES[parts.scheme] + own)
    except ValueError:
        raise env.refusal(name, "has a timeout that is no number") from None
    if parts.scheme == "smtp+ssl":
        found |= {"EMAIL_USE_SSL": True, "EMAIL_PORT": parts.port or SSL_PORT}
    if parts.scheme == "file":
        found["EMAIL_FILE_PATH"] = parts.path
    return found
