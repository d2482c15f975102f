"""The editing form's tabs: facts, one tab per language, the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList, Panel, PublishingPanel, TabbedInterface

from cope_network.core.i18n import LANGS, loc


def language_tabs(
    fields: Sequence[str], *, options: Mapping[str, Mapping[str, Any]] | None = None
) -> list[ObjectList]:
    """One tab per language, each with the translated fields; `options` are FieldPanel's by field."""
    options = options or {}
    return [
        ObjectList(
            [FieldPanel(loc(name, code), **options.get(name, {})) for name in fields], heading=label
        )
        for code, label in settings.LANGUAGES
    ]


def tabbed(
    fields: Sequence[str],
    *,
    facts: Sequence[Panel | str],
    more: Sequence[Panel | str] = (),
    options: Mapping[str, Mapping[str, Any]] | None = None,
) -> TabbedInterface:
    """The form of a translated page.

    Facts come first, then one tab per language with the texts `fields`, then details `more` and
    the address and schedule.
    """
    return TabbedInterface(
        [
            ObjectList(["original_language", *facts], heading=_("Facts")),
            *language_tabs(fields, options=options),
            *([ObjectList(list(more), heading=_("More details"))] if more else []),
            ObjectList(["slug", PublishingPanel()], heading=_("Address and schedule")),
        ]
    )


def translated_panels(field: str, **options: Any) -> list[FieldPanel]:
    """One FieldPanel per language for a field of a row or a register entry."""
    return [FieldPanel(loc(field, code), **options) for code in LANGS]
