"""The home application's models: pages of the office, and entries of menus."""

from __future__ import annotations

from home.models.menu import MenuEntry, MenuPlace
from home.models.pages import HomePage, StandardPage

__all__ = ["HomePage", "MenuEntry", "MenuPlace", "StandardPage"]
