"""Issues: one number of the newsletter, in every language it comes out in, and their archive."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from typing_extensions import override
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import PagePermissionTester
from wagtail.url_routing import RouteResult

from core import columns
from core.base import RecordPage, TranslatedPage, TranslatedRow
from core.editing.panels import tabbed, translated_panels
from core.i18n import LANGS, default_language, languages_of
from core.lists import LanguageListField
from core.presenters import PAGE, presenter_of
from core.record_models import find_record

#: What an issue is shown as besides a page; MAIL is also the last part of the mail's address.
MAIL, PREVIEW = "mail", "preview"
#: What a preview can show besides HTML: suffix of its mode.
TEXT, PHONE = "-text", "-phone"
TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link"]


class SentStays(PagePermissionTester):
    """Permissions on issues and their archive: what was sent can't be deleted, only unpublished.

    The ledger says who got which version; it must not lose what it is about.
    """

    def can_delete(self, ignore_bulk: bool = False) -> bool:  # noqa: FBT001, FBT002 # Wagtail's
        """Refuse where a sending stands in the ledger, for this page or one below it."""
        issues = IssuePage.objects.filter(path__startswith=self.page.path)
        if issues.filter(mailings__isnull=False).exists():
            return False
        return bool(super().can_delete(ignore_bulk))


class ArchivePage(TranslatedPage):
    """The list of all issues; the office writes them below it."""

    translated = ("heading", "intro")
    template = "pages/newsletter/archive.html"
    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["newsletter.IssuePage"]
    page_description = _("The archive of the newsletter.")

    intro = columns.TextColumn(_("introduction"), blank=True)

    edit_handler = tabbed(translated, facts=[])

    class Meta:
        verbose_name = _("newsletter archive")

    @override
    def permissions_for_user(self, user: Any) -> SentStays:
        return SentStays(user, self)


def all_languages() -> list[str]:
    """Return every language of the site: what a new issue comes out in."""
    return list(LANGS)


def next_number() -> int:
    """Return the number that follows the highest one there is. One query."""
    highest = IssuePage.objects.aggregate(highest=models.Max("number"))["highest"]
    return (highest or 0) + 1


class IssuePage(RecordPage):
    """One row is one number of the newsletter. `heading` is the mail's subject.

    `blocks` are its content in order: a block of kind HEADING opens a section, which lasts until
    the next one. What is sent is the revision that was scheduled, never a later draft.
    """

    collection = "issues"
    translated = ("heading", "preheader", "intro")
    template = "pages/newsletter/issue.html"
    parent_page_types: ClassVar[list[str]] = ["newsletter.ArchivePage"]
    subpage_types: ClassVar[list[str]] = []
    shown_as = (PAGE, MAIL, PREVIEW)
    page_description = _("One number of the newsletter, in several languages.")

    number = columns.CountColumn(_("number"), unique=True, default=next_number)
    date = models.DateField(_("date"), default=timezone.localdate)
    languages = LanguageListField(
        _("languages it comes out in"), blank=False, default=all_languages
    )
    preheader = models.CharField(
        _("preview line"),
        max_length=150,
        blank=True,
        help_text=_("Mail programs show it after the subject."),
    )
    intro = columns.RichTextColumn(_("introduction"), blank=True, features=TEXT_FEATURES)

    #: related name of IssueBlock
    blocks: Any

    edit_handler = tabbed(
        translated,
        facts=[
            FieldRowPanel(["number", "date"]),
            FieldPanel("languages"),
            InlinePanel(
                "blocks",
                [
                    FieldPanel("key", widget=forms.HiddenInput, classname="w-hidden"),
                    FieldPanel("kind"),
                    FieldPanel("record_key"),
                    *translated_panels("heading", "text"),
                    FieldPanel("image"),
                    *translated_panels("alt"),
                    FieldPanel("web_address"),
                ],
                label=_("Block"),
            ),
        ],
    )

    class Meta:
        verbose_name = _("newsletter issue")
        verbose_name_plural = _("newsletter issues")

    def working_languages(self) -> tuple[str, ...]:
        """The languages the issue comes out in, in the order of LANGS."""
        return tuple(code for code in LANGS if code in self.languages) or (default_language(),)

    @property
    def available_languages(self) -> tuple[str, ...]:
        """The languages it comes out in and has a subject in."""
        written = languages_of(self, "heading")
        return tuple(code for code in self.working_languages() if code in written)

    @override
    def permissions_for_user(self, user: Any) -> SentStays:
        return SentStays(user, self)

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        """Save a draft in which no two blocks have one name.

        Blocks that one visit of the form added come with the same one: the form copies them.
        """
        blocks, names = list(self.blocks.all()), set()
        for block in blocks:
            if block.key in names:
                block.key = new_block_key()
            names.add(block.key)
        self.blocks.set(blocks)
        return super().save_revision(*args, **kwargs)

    # -- as a page and as a mail -------------------------------------------------------------------
    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """Below its address `mail/` is the mail itself."""
        if path_components == [MAIL] and self.is_public():
            return RouteResult(self, kwargs={"as_mail": True})
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the page, or the mail."""
        if kwargs.pop("as_mail", False):
            return presenter_of(IssuePage, MAIL)(self, request)
        return super().serve(request, *args, **kwargs)

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        """Per language: HTML, plain text, phone; the original language first."""
        names = dict(settings.LANGUAGES)
        offered = self.working_languages()
        return [
            (f"{code}{suffix}", f"{names[code]}: {words}")
            for code in dict.fromkeys((self.original_language, *offered))
            if code in offered
            for suffix, words in (("", _("mail")), (TEXT, _("plain text")), (PHONE, _("phone")))
        ]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show the mail as a draft has it."""
        known = [mode for mode, _label in self.preview_modes]
        mode = mode_name if mode_name in known else known[0]
        return presenter_of(IssuePage, PREVIEW)(self, request, mode)


class BlockKind(models.TextChoices):
    """What a block of an issue is."""

    HEADING = "heading", _("heading of a section")
    RECORD = "record", _("something from the site")
    TEXT = "text", _("text of the office")


def new_block_key() -> str:
    """Return what a block is called in drafts and forms, before it has a primary key."""
    return uuid.uuid4().hex


class IssueBlock(TranslatedRow):
    """One row is one block of an issue, in each of its languages.

    A block of kind RECORD names what it is about (`record_key`, `<collection>/<id>`); where its
    `heading` or `text` are empty in a language, title and summary of that are taken. `key` is what
    the block is called in drafts and forms, where it has no primary key yet.
    """

    translated = ("heading", "text", "alt")

    page = ParentalKey(IssuePage, on_delete=models.CASCADE, related_name="blocks")
    key = models.CharField(max_length=32, default=new_block_key)
    kind = models.CharField(
        _("kind"), max_length=7, choices=BlockKind.choices, default=BlockKind.TEXT
    )
    record_key = models.CharField(_("about"), max_length=180, blank=True, db_index=True)
    heading = models.CharField(_("heading"), max_length=255, blank=True)
    text = columns.RichTextColumn(_("text"), blank=True, features=TEXT_FEATURES)
    image = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
    )
    alt = models.CharField(_("what the picture shows"), max_length=255, blank=True)
    web_address = models.CharField(_("web address"), max_length=500, blank=True)
    sort_order = models.PositiveIntegerField(_("order"), default=0, editable=False)
    sort_order_field = "sort_order"  # Wagtail: rows can be reordered

    class Meta:
        ordering: ClassVar[list[str]] = ["sort_order", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(kind__in=BlockKind.values), name="newsletter_issueblock_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(kind="record") ^ Q(record_key=""),
                name="newsletter_issueblock_record_has_key",
            ),
        ]

    def clean(self) -> None:
        """Refuse a block that says of nothing on the site that it is about it, and the reverse."""
        super().clean()
        if self.kind != BlockKind.RECORD and self.record_key:
            message = _("This field is only for something from the site. Leave it empty.")
            raise ValidationError({"record_key": message}, code="about")
        if self.kind == BlockKind.RECORD and find_record(self.record_key) is None:
            message = _("Nothing on the site has this name. Better add it on the desk.")
            raise ValidationError({"record_key": message}, code="unknown")

    def __str__(self) -> str:
        return self.record_key or f"{self.get_kind_display()} {self.key}"

    @property
    def original_language(self) -> str:
        """The language of the issue's texts of last resort."""
        return self.page.original_language if self.page_id else settings.LANGUAGE_CODE
