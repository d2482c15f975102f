"""Reading settings from the environment: every value is checked, nonsense is refused by name.

Each function raises ImproperlyConfigured, in one line that names the variable. What may hold a
secret is never repeated in it.
"""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Collection
from contextlib import suppress
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from zoneinfo import available_timezones

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_slug

from core.mail.addresses import normalise_email


def refusal(name: str, reason: str) -> ImproperlyConfigured:
    """Return the error to raise for a variable that makes no sense."""
    return ImproperlyConfigured(f"{name} {reason} (docs/settings.md)")


def text(name: str, default: str = "") -> str:
    """Return the variable, or what is in the file that `<name>_FILE` points to (for secrets)."""
    file = os.environ.get(f"{name}_FILE")
    if file:
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE={file}: {error.strerror}") from error
        except ValueError as error:
            raise ImproperlyConfigured(f"{name}_FILE={file}: no text in UTF-8") from error
    return os.environ.get(name, default)


def line(name: str, default: str = "") -> str:
    """Return a text of one line, without blanks around it and never empty."""
    value = text(name, default).strip()
    if not value or not value.isprintable():
        raise refusal(name, "is no line of text")
    return value


def flag(name: str, *, default: bool = False) -> bool:
    """Return a yes/no variable: 'True', 'False' or empty."""
    value = os.environ.get(name, "")
    if value not in ("", "True", "False"):
        raise ImproperlyConfigured(f"Unexpected value {name}={value}, use 'True' or 'False'")
    return default if value == "" else value == "True"


def listed(name: str, default: str = "") -> list[str]:
    """Return a comma-separated variable as a list without empty parts."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def number(name: str, default: int = 0) -> int:
    """Return a whole number that is not negative."""
    value = os.environ.get(name, "")
    if value and not (value.isascii() and value.isdecimal()):
        raise ImproperlyConfigured(f"Unexpected value {name}={value}, use a whole number")
    return int(value) if value else default


def choice(name: str, default: str, *, of: Collection[str]) -> str:
    """Return one of a few words."""
    value = text(name, default)
    if value not in of:
        raise refusal(name, f"is {value[:40]!r}, use one of: {', '.join(of)}")
    return value


def time_zone(name: str, default: str) -> str:
    """Return the name of a time zone."""
    value = text(name, default)
    if value not in available_timezones():
        raise refusal(name, f"is {value[:40]!r}, which is no time zone such as Europe/Paris")
    return value


def email(name: str, default: str) -> str:
    """Return an address of mail."""
    value = text(name, default)
    try:
        return normalise_email(value)
    except ValidationError:
        raise refusal(name, f"is {value[:80]!r}, which is no address of mail") from None


def slug(name: str, default: str) -> str:
    """Return an id: letters, digits, hyphens."""
    value = text(name, default)
    try:
        validate_slug(value)
    except ValidationError:
        raise refusal(name, f"is {value[:80]!r}, which is no id") from None
    return value


def folder(name: str, default: Path) -> Path:
    """Return a folder that this process may write to; make it if it is missing."""
    value = text(name, str(default))
    path = Path(value or default)
    try:
        path.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no path"
        raise refusal(name, f"is {value[:200]!r}, no folder: {reason}") from None
    if not os.access(path, os.W_OK | os.X_OK):
        raise refusal(name, f"is {value[:200]!r}, a folder that can't be written to")
    return path


def readable_file(name: str) -> str:
    """Return the path of a file, "" for none."""
    value = os.environ.get(name, "")
    if value and not (Path(value).is_file() and os.access(value, os.R_OK)):
        raise refusal(name, f"is {value[:200]!r}, no file that can be read")
    return value


def kept_secret(path: Path) -> str:
    """Return the secret that a file of one's own machine keeps; make one where there is none.

    Of processes that start together all get the same: the file appears whole, or not at all.
    """
    try:
        if not path.exists():
            with tempfile.NamedTemporaryFile(dir=path.parent) as new:  # readable by its owner only
                new.write(secrets.token_urlsafe(60).encode())
                new.flush()
                with suppress(FileExistsError):
                    os.link(new.name, path)
        secret = path.read_text(encoding="ascii").strip()
    except (OSError, ValueError) as error:
        raise refusal("SECRET_KEY", f"can't be kept in {path}: {error}") from None
    if not secret:
        raise refusal("SECRET_KEY", f"can't be kept in {path}: delete that empty file")
    return secret


def pairs(parts: list[str], *, name: str) -> dict[str, str]:
    """Return `NAME=value` parts as a dictionary; `name` is the variable they come from."""
    found = {}
    for place, part in enumerate(parts, start=1):
        key, _sign, value = part.partition("=")
        if not key.strip().isidentifier() or not value.strip():
            raise ImproperlyConfigured(f"{name} has a part that is not NAME=value: no. {place}")
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
