"""The registers in the admin, edited by the network office."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, Panel, TabbedInterface
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from core.editing.panels import register_tabs
from core.editing.snippets import TableViewSet
from core.i18n import LANGS
from practices.forms import PolicyForm
from practices.models import GlossaryTerm, Helpline, Policy, Recommendation, Statistic
from search.vocabulary.tag_forms import TaggedEntryForm


class RegisterViewSet(TableViewSet):
    """A register: facts and one tab per language, found by its texts in any language."""

    facts: ClassVar[Sequence[Panel | str]]
    form_class: ClassVar[type[TaggedEntryForm] | None] = None
    list_per_page = 50

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        heading = self.model.heading_field
        self.search_fields = ["record_id", *(f"{heading}_{code}" for code in LANGS)]

    def get_edit_handler(self) -> TabbedInterface:
        """The form: facts, then one tab per language."""
        handler = register_tabs(self.model.translated, facts=self.facts)
        if self.form_class:
            handler.base_form_class = self.form_class
        return handler.bind_to_model(self.model)


class PolicyViewSet(RegisterViewSet):
    """Law and policy."""

    model = Policy
    icon = "doc-full"
    menu_label = _("Law and policy")
    list_display: ClassVar[list[str]] = ["__str__", "country", "year", "status"]
    list_filter: ClassVar[list[str]] = ["country", "status"]
    form_class = PolicyForm
    facts = (
        "original_language",
        FieldRowPanel(["kind", "status", "year"]),
        FieldRowPanel(["country", "nation"]),
        "body",
        "articles",
        "web_address",
        FieldPanel("themes"),
        "sources",
    )


class StatisticViewSet(RegisterViewSet):
    """Facts and figures."""

    model = Statistic
    icon = "table"
    menu_label = _("Facts and figures")
    list_display: ClassVar[list[str]] = ["__str__", "country", "year", "value", "unit"]
    list_filter: ClassVar[list[str]] = ["country", "year"]
    form_class = TaggedEntryForm
    facts = (
        "original_language",
        FieldRowPanel(["value", "unit", "qualifier"]),
        FieldRowPanel(["country", "nation", "year"]),
        FieldRowPanel(["method", "official", "n"]),
        FieldRowPanel(["interval_low", "interval_high"]),
        FieldRowPanel(["comparison_value", "comparison_group"]),
        "research",
        FieldPanel("themes"),
        "sources",
    )


class RecommendationViewSet(RegisterViewSet):
    """Recommendations."""

    model = Recommendation
    icon = "clipboard-list"
    menu_label = _("Recommendations")
    list_display: ClassVar[list[str]] = ["__str__", "country", "year", "status"]
    list_filter: ClassVar[list[str]] = ["country", "status"]
    form_class = TaggedEntryForm
    facts = (
        "original_language",
        FieldRowPanel(["country", "year", "status"]),
        FieldPanel("themes"),
        FieldPanel("stages"),
        "sources",
    )


class HelplineViewSet(RegisterViewSet):
    """Helplines."""

    model = Helpline
    icon = "help"
    menu_label = _("Helplines")
    list_display: ClassVar[list[str]] = ["__str__", "country", "phone", "confirmed_on"]
    list_filter: ClassVar[list[str]] = ["country"]
    facts = (
        FieldRowPanel(["phone", "email"]),
        FieldRowPanel(["country", "nation"]),
        FieldPanel(
            "confirmed_on",
            help_text=_("The number is shown only if it was confirmed within twelve months."),
        ),
        "as_of",
        InlinePanel("operators", label=_("Operator")),
        "sources",
    )


class GlossaryViewSet(RegisterViewSet):
    """The glossary."""

    model = GlossaryTerm
    icon = "openquote"
    menu_label = _("Glossary")
    list_display: ClassVar[list[str]] = ["__str__", "acronym", "country"]
    list_filter: ClassVar[list[str]] = ["country"]
    facts = (FieldRowPanel(["acronym", "country"]), "also_known_as", "sources")


class RegisterGroup(SnippetViewSetGroup):
    """The registers under one menu entry."""

    menu_label = _("Registers")
    menu_icon = "folder-open-inverse"
    menu_order = 250
    items = (
        PolicyViewSet,
        StatisticViewSet,
        RecommendationViewSet,
        HelplineViewSet,
        GlossaryViewSet,
    )


register_snippet(RegisterGroup)
