"""Funders in the admin, kept by the office."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
)

from core.editing.panels import translated_panels
from core.editing.snippets import TableViewSet
from core.forms.pages import GuardedForm
from core.network.funder import Funder

EVERYWHERE_HELP = _("Otherwise only on the pages of the projects below.")
TIME_HELP = _("Without a day: always. Outside its time it stands nowhere, nor does its emblem.")


def _folded(name: str) -> MultiFieldPanel:
    """A text in each language, folded until somebody writes it."""
    column: Any = Funder._meta.get_field(name)
    heading = capfirst(column.verbose_name)
    return MultiFieldPanel(translated_panels(name), heading=heading, classname="collapsed")


class FunderViewSet(TableViewSet):
    """Who pays, and what has to be said about it."""

    model = Funder
    icon = "pick"
    add_to_settings_menu = True
    menu_label = _("Funders")
    menu_order = 30
    list_display: ClassVar[list[str]] = ["name", "since", "until", "everywhere"]
    edit_handler = ObjectList(
        [
            FieldRowPanel(["name", "web_address"]),
            "emblem",
            FieldRowPanel(["since", "until"], help_text=TIME_HELP),
            FieldPanel("everywhere", help_text=EVERYWHERE_HELP),
            InlinePanel("projects", [FieldPanel("project")], label=_("Project")),
            *map(_folded, Funder.translated),
        ],
        base_form_class=GuardedForm,
    )
