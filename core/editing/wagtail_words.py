"""Words that Wagtail says once, when it is imported, said in the language of whoever reads them.

A few of Wagtail's classes translate their labels in the class body: the first language to import
them would be everybody's.
"""

from __future__ import annotations

from typing import Any

from django.db.models import ForeignKey
from django.utils.functional import lazy
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as said
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page
from wagtail.snippets.widgets import AdminSnippetChooser

# Not marked for translation: Wagtail's own catalogues have them.
CHOOSER_WORDS = {
    "choose_one_text": "Choose",
    "choose_another_text": "Choose another",
    "edit_item_text": "Edit",
    "search_tab_label": "Search",
    "create_action_label": "Create",
}


REDIRECT_COLUMNS = {
    "old_path": "From",
    "site": "Site",
    "link": "To",
    "get_is_permanent_display": "Type",
}
PICTURE_FIELDS = {
    "format": "Format",
    "image_is_decorative": "Image is decorative",
    "alt_text": "Alt text",
}


def _named(text: str, kind: Any) -> str:
    return gettext(text) % {"object": kind}


_about: Any = lazy(_named, str)


class PageChooser(AdminPageChooser):
    """Wagtail's field for a page; what it asks for is named in the editor's language."""

    choose_one_text: Any

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if self.model is not Page and "choose_one_text" not in kwargs:
            kind = capfirst(self.model._meta.verbose_name)
            self.choose_one_text = format_lazy("{} ({})", AdminPageChooser.choose_one_text, kind)


class RowChooser(AdminSnippetChooser):
    """Wagtail's field for a row of a table, named in the editor's language likewise."""

    model: Any
    choose_one_text: Any
    choose_another_text: Any
    link_to_chosen_text: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.model._meta.verbose_name
        self.choose_one_text = _about("Choose %(object)s", kind)
        self.choose_another_text = _about("Choose another %(object)s", kind)
        self.link_to_chosen_text = _about("Edit this %(object)s", kind)


def _for_key(db_field: Any) -> dict[str, Any]:
    return {"widget": PageChooser(target_models=[db_field.remote_field.model])}


def _say_in_redirects() -> None:
    from wagtail.contrib.redirects.filters import RedirectsReportFilterSet
    from wagtail.contrib.redirects.views import IndexView

    kind = RedirectsReportFilterSet.base_filters["is_permanent"]
    words = {True: "Permanent", False: "Temporary"}
    kind.label = said("Type")
    kind.extra["choices"] = [(value, said(word)) for value, word in words.items()]
    kind.extra["empty_label"] = said("All")
    IndexView.export_headings = {name: said(word) for name, word in REDIRECT_COLUMNS.items()}


def _say_in_pictures() -> None:
    from wagtail.images.forms import ImageInsertionForm

    for name, word in PICTURE_FIELDS.items():
        ImageInsertionForm.base_fields[name].label = said(word)


def connect() -> None:
    """Put words that follow the reader in place of Wagtail's; called once when Django is ready."""
    for name, word in CHOOSER_WORDS.items():
        setattr(ChooserViewSet, name, said(word))
    register_form_field_override(ForeignKey, to=Page, override=_for_key)
    _say_in_redirects()
    _say_in_pictures()
