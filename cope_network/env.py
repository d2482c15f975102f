"""Reading settings from the environment: every value is checked, nonsense is refused by name."""

from __future__ import annotations

import os
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    """Return the variable, or the content of the file that `<name>_FILE` points to (for secrets).

    Raises ImproperlyConfigured when that file can't be read.
    """
    file = os.environ.get(f"{name}_FILE")
    if file:
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE={file}: {error.strerror}") from error
    return os.environ.get(name, default)


def flag(name: str, *, default: bool = False) -> bool:
    """Return a yes/no variable.

    Raises ImproperlyConfigured unless it is 'True', 'False' or empty.
    """
    value = os.environ.get(name, "")
    if value not in ("", "True", "False"):
        raise ImproperlyConfigured(f"Unexpected value {name}={value}, use 'True' or 'False'")
    return default if value == "" else value == "True"


def listed(name: str, default: str = "") -> list[str]:
    """Return a comma-separated variable as a list without empty parts."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def number(name: str, default: int = 0) -> int:
    """Return a whole number that is not negative.

    Raises ImproperlyConfigured for anything else.
    """
    value = os.environ.get(name, "")
    if value and not (value.isascii() and value.isdecimal()):
        raise ImproperlyConfigured(f"Unexpected value {name}={value}, use a whole number")
    return int(value) if value else default


def pairs(parts: list[str], *, name: str) -> dict[str, str]:
    """Return `NAME=value` parts as a dictionary; `name` is the variable they come from.

    Raises ImproperlyConfigured for a part without a name or a value, without showing the value.
    """
    found = {}
    for part in parts:
        key, _sign, value = part.partition("=")
        if not key.strip().isidentifier() or not value.strip():
            raise ImproperlyConfigured(f"{name} has a part that is not NAME=value: {key[:20]!r}")
        found[key.strip()] = value.strip()
    return found


def networks(name: str) -> tuple[tuple[IPv4Network | IPv6Network, ...], bool]:
    """Return the networks of a comma-separated variable, and whether `unix` is among them.

    A single address is a network of its own. Raises ImproperlyConfigured for anything else.
    """
    parts = listed(name)
    try:
        found = tuple(ip_network(part) for part in parts if part != "unix")
    except ValueError as error:
        raise ImproperlyConfigured(f"Unexpected value in {name}: {error}") from error
    return found, "unix" in parts
