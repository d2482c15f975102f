"""The editing form's tabs: facts with the original texts, one tab per other language, the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    PublishingPanel,
    TabbedInterface,
)

from core.i18n import LANGS, Translated, has_content, loc
from core.record_models import record_models
from core.translation.engines import current_engine
from core.translation.state import language_states
from core.translation.texts import original_language_of


class TextPanel(FieldPanel):
    """A translated field in one language.

    Each field stands twice in the panel tree, on the facts tab and on its language's tab, and is
    shown once: on the facts tab where its language is the page's original one.
    """

    def __init__(self, field_name: str, *args: Any, **kwargs: Any) -> None:
        self.language = kwargs.pop("language")
        self.on_facts_tab = kwargs.pop("on_facts_tab")
        super().__init__(field_name, *args, **kwargs)

    def clone_kwargs(self) -> dict[str, Any]:
        """Keep our own options when Wagtail clones the panel."""
        return {
            **super().clone_kwargs(),
            "language": self.language,
            "on_facts_tab": self.on_facts_tab,
        }

    class BoundPanel(FieldPanel.BoundPanel):
        """The panel of one page."""

        def is_shown(self) -> bool:
            """Show the field in the one place where it belongs."""
            original = self.instance.original_language == self.panel.language
            return original == self.panel.on_facts_tab and super().is_shown()


class LanguagesPanel(Panel):
    """Says which of the working languages a page has, which are missing or out of date."""

    class BoundPanel(Panel.BoundPanel):
        """The panel of one page."""

        template_name = "wagtailadmin/panels/languages.html"

        def is_shown(self) -> bool:
            """A new page has nothing to say yet."""
            return bool(self.instance.pk)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add one state per working language, and the machine that may be asked."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            context["states"] = language_states(self.instance)
            engine = current_engine() if type(self.instance) in record_models().values() else None
            context["engine"] = engine.name if engine else ""
            context["undescribed"] = undescribed_pictures(self.instance)
            return context


def undescribed_pictures(record: Translated) -> int:
    """How many pictures nobody described in the record's original language; imports leave some."""
    if not hasattr(record, "images"):
        return 0
    column = loc("alt", original_language_of(record))
    return sum(not has_content(getattr(row, column)) for row in record.images.all())


def text_panels(
    fields: Sequence[str],
    codes: Sequence[str],
    *,
    on_facts_tab: bool,
    options: Mapping[str, Mapping[str, Any]] | None = None,
) -> list[TextPanel]:
    """Panels of translated fields in some languages; `options` are FieldPanel's, by field."""
    return [
        TextPanel(
            loc(name, code),
            language=code,
            on_facts_tab=on_facts_tab,
            **(options or {}).get(name, {}),
        )
        for name in fields
        for code in codes
    ]


def tabbed(
    fields: Sequence[str],
    *,
    facts: Sequence[Panel | str],
    more: Sequence[Panel | str] = (),
    options: Mapping[str, Mapping[str, Any]] | None = None,
) -> TabbedInterface:
    """The form of a translated page.

    The facts tab opens with the texts `fields` in the original language, then the few `facts`
    everybody fills in, then `more`, folded. Each other working language has a tab.
    """
    return TabbedInterface(
        [
            ObjectList(_facts_tab(fields, facts, more, options), heading=_("Facts")),
            *(
                ObjectList(
                    text_panels(fields, [code], on_facts_tab=False, options=options),
                    heading=label,
                )
                for code, label in settings.LANGUAGES
            ),
            ObjectList(["slug", PublishingPanel()], heading=_("Address and schedule")),
        ]
    )


def _facts_tab(
    fields: Sequence[str],
    facts: Sequence[Panel | str],
    more: Sequence[Panel | str],
    options: Mapping[str, Mapping[str, Any]] | None,
) -> list[Panel | str]:
    first, rest = fields[:2], fields[2:]
    tab = [
        LanguagesPanel(),
        *text_panels(first, LANGS, on_facts_tab=True, options=options),
        *facts,
        *text_panels(rest, LANGS, on_facts_tab=True, options=options),
        "original_language",
    ]
    if more:
        tab.append(MultiFieldPanel(list(more), heading=_("More details"), classname="collapsed"))
    return tab


def translated_panels(*fields: str) -> list[FieldPanel]:
    """One FieldPanel per language for each field of a row or a register entry."""
    return [FieldPanel(loc(field, code)) for field in fields for code in LANGS]


def pictures_panel() -> InlinePanel:
    """The pictures of a record (rows of a RecordImage with the related name `images`)."""
    return InlinePanel(
        "images",
        [FieldPanel("image"), *translated_panels("alt"), "credit", "licence"],
        label=_("Picture"),
    )


def register_tabs(fields: Sequence[str], *, facts: Sequence[Panel | str]) -> TabbedInterface:
    """The form of a register entry: its languages and facts, then one tab per language."""
    return TabbedInterface(
        [
            ObjectList([LanguagesPanel(), *facts], heading=_("Facts")),
            *(
                ObjectList([FieldPanel(loc(name, code)) for name in fields], heading=label)
                for code, label in settings.LANGUAGES
            ),
        ]
    )
