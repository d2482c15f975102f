"""The dialog for copying a page: what can't be stored is refused beside its field."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext as _
from wagtail.admin.forms.pages import CopyForm
from wagtail.models import Page

from core.i18n import is_blank


class TranslatedCopyForm(CopyForm):
    """Wagtail's form asks for no more than a title and a slug, however long or empty they are."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, column in (("new_title", "title"), ("new_slug", "slug")):
            longest = Page._meta.get_field(column).max_length
            self.fields[name].max_length = longest
            self.fields[name].validators.append(MaxLengthValidator(longest))
            self.fields[name].widget.attrs["maxlength"] = str(longest)

    def clean_new_title(self) -> str:
        """Refuse a title of which nothing can be seen."""
        title: str = self.cleaned_data["new_title"]
        if is_blank(title):
            raise ValidationError(_("Please write a title: of this one nothing can be seen."))
        return title
