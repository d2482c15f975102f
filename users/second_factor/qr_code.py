"""What a telephone reads, and what is typed into it. The one module that knows segno."""

from __future__ import annotations

from base64 import b32encode
from typing import Any
from urllib.parse import quote, urlencode

import segno
from django.utils.safestring import SafeString, mark_safe

from core.network.now import network_now
from users.models import User


def _secret(device: Any) -> str:
    return b32encode(device.bin_key).decode("ascii").rstrip("=")


def address_of(device: Any, user: User) -> str:
    """A key with its names, as apps for codes read it (Key URI Format of Google Authenticator)."""
    issuer = network_now().name
    values = {"secret": _secret(device), "issuer": issuer}
    label = f"{quote(issuer)}:{quote(user.email)}"
    return f"otpauth://totp/{label}?{urlencode(values, quote_via=quote)}"


def drawn(text: str) -> SafeString:
    """A QR code as an SVG element, without style or script; a quiet zone around it, white below."""
    code = segno.make(text, error="m", micro=False)
    svg = code.svg_inline(omitsize=True, border=4, dark="#000", light="#fff", lineclass="")
    return mark_safe(svg)  # noqa: S308 # drawn here: the text is in squares


def in_groups(device: Any) -> str:
    """The key for those who type it: base 32, in groups of four."""
    text = _secret(device)
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))
