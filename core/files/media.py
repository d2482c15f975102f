"""Images and files of records: alternative text by language, credit, licence."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.base import TranslatedRow
from core.i18n import language_choices


class RecordImage(TranslatedRow):
    """Abstract: one row is one picture of a record. A subclass adds the ParentalKey `record`.

    Pictures are content here, none is mere decoration, so that what is put online needs a word of
    what each shows (WCAG 1.1.1). Only forms ask for it: what is imported may lack it.
    """

    translated = ("alt",)

    #: texts that a form asks for in the page's original language before the page goes online,
    #: and with which words
    asked_in_original: ClassVar[dict[str, Any]] = {
        "alt": _("Please say what the picture shows, for readers who can’t see it.")
    }

    image = models.ForeignKey(
        "wagtailimages.Image", on_delete=models.CASCADE, related_name="+", verbose_name=_("image")
    )
    alt = models.CharField(
        _("what the picture shows"),
        max_length=255,
        blank=True,
        help_text=_("For readers who can't see it. Never a child who could be recognised."),
    )
    credit = models.CharField(_("credit"), max_length=255, blank=True)
    licence = models.CharField(_("licence"), max_length=255, blank=True)
    sort_order = models.PositiveIntegerField(default=0, editable=False)
    sort_order_field = "sort_order"  # Wagtail: rows can be reordered

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["sort_order", "pk"]

    def __str__(self) -> str:
        return self.credit or f"image {self.image_id}"


class RecordFile(TranslatedRow):
    """Abstract: one row is one file of a record. A subclass adds the ParentalKey `record`."""

    translated = ("title",)

    document = models.ForeignKey(
        "wagtaildocs.Document", on_delete=models.CASCADE, related_name="+", verbose_name=_("file")
    )
    title = models.CharField(_("title"), max_length=255, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=language_choices, blank=True)
    sort_order = models.PositiveIntegerField(default=0, editable=False)
    sort_order_field = "sort_order"  # Wagtail: rows can be reordered

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["sort_order", "pk"]

    def __str__(self) -> str:
        return f"file {self.document_id}"
