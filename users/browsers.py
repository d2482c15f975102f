"""Browsers in words: two codes are kept of what a browser says of itself, nothing more."""

from __future__ import annotations

from django.utils.translation import gettext as _

#: What stands in the header, the first that is found; most browsers also claim to be others.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def browser_of(sent: str) -> str:
    """The browser's name; empty for one that isn't known."""
    return next((name for sign, name in BROWSERS if sign in sent), "")


def system_of(sent: str) -> str:
    """The name of what it runs on; empty where it isn't known."""
    return next((name for sign, name in SYSTEMS if sign in sent), "")


def in_words(*, browser: str, system: str) -> str:
    """`Firefox, Android`, or that it isn't known."""
    return ", ".join(filter(None, (browser, system))) or _("unknown browser")
