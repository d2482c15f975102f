"""What every record shares: a permanent key, translated texts, one public gate."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from modelcluster.models import get_serializable_data_for_fields
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet

from core.admin_search import WrittenStart, WrittenText
from core.date_rules import DatedModel
from core.forms.copying import TranslatedCopyForm
from core.forms.pages import TranslatedPageForm
from core.i18n import (
    LANGS,
    Localised,
    current_language,
    default_language,
    language_choices,
    languages_of,
    loc,
    localised,
)
from core.presenters import PAGE, presenter_of
from core.record_ids import ID_LENGTH, free_record_id, kebab, record_id_field, validate_record_id
from core.tidy import tidy_texts
from core.visibility import PublicQuerySet, is_public, public_condition


def original_language_field() -> models.CharField[str, str]:
    """The language in which a record was written first; the only one that is required."""
    return models.CharField(
        _("original language"),
        max_length=2,
        choices=language_choices,
        default=default_language,
        help_text=_("The language you write in. Other languages can follow later."),
    )


class TranslatedSave(DatedModel):
    """Keeps the un-suffixed columns independent of the language of whoever saves.

    modeltranslation writes them from the active language; they are pinned to the original one.
    """

    #: the fields that have a column per language, in the order in which forms and readers meet them
    translated: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the record's original language active, without unprintable characters."""
        tidy_texts(self)
        with translation.override(getattr(self, "original_language", "") or default_language()):
            super().save(*args, **kwargs)


class TranslatedRow(TranslatedSave):
    """A translated row inside a page or register entry (evidence, figure, visit …)."""

    class Meta:
        abstract = True

    def serializable_data(self) -> dict[str, Any]:
        """Keep the un-suffixed texts out of revisions (each language has its own column)."""
        tidy_texts(self)
        data: dict[str, Any] = get_serializable_data_for_fields(self)
        return {k: v for k, v in data.items() if k not in self.translated}


class RegisterEntry(TranslatedSave):
    """A record of a register that the network office keeps (law and policy, helplines …)."""

    collection: ClassVar[str]
    heading_field: ClassVar[str]

    record_id = record_id_field()
    updated_at = models.DateTimeField(auto_now=True, editable=False)

    objects = PublicQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["record_id"]

    @property
    def key(self) -> str:
        """`<collection>/<id>`, the record's name everywhere."""
        return f"{self.collection}/{self.record_id}"

    @property
    def available_languages(self) -> tuple[str, ...]:
        """The languages the entry's heading is written in."""
        return languages_of(self, self.heading_field)

    def heading_in(self, language: str | None = None) -> Localised:
        """The entry's heading in the asked language or a fallback."""
        return localised(self, self.heading_field, language)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Give a new entry its permanent id, made from its heading."""
        if not self.record_id:
            original = getattr(self, "original_language", default_language())
            wanted = kebab(str(self.heading_in(original)), otherwise=self.collection)
            self.record_id = free_record_id(type(self), wanted=wanted, pk=self.pk)
        super().save(*args, **kwargs)

    def __str__(self) -> str:
        return str(self.heading_in()) or self.record_id


class RecordPageQuerySet(PageQuerySet):
    """Pages: what is live below pages that are live is public, unless it is closed."""

    def for_public(self) -> RecordPageQuerySet:
        """The public gate: what a visitor may see."""
        return self.filter(public_condition())


RecordPageManager = PageManager.from_queryset(RecordPageQuerySet)


class TranslatedPage(TranslatedSave, Page):
    """A page whose texts stand in one column per language; `title` is derived from `heading`.

    Why not translated titles: Wagtail rewrites `title` from whatever language is active.
    """

    title: str
    slug: str

    original_language = original_language_field()
    heading = models.CharField(_("title"), max_length=255, blank=True)

    objects = RecordPageManager()

    # the admin's own search finds a page by its title in any language
    search_fields: ClassVar[list[Any]] = [
        *Page.search_fields,
        *(WrittenText(loc("heading", code), boost=2) for code in LANGS),
        *(WrittenStart(loc("heading", code)) for code in LANGS),
    ]
    base_form_class = TranslatedPageForm
    required_in_original: ClassVar[tuple[str, ...]] = ("heading",)
    private_page_options: ClassVar[list[str]] = []
    copy_form_class = TranslatedCopyForm
    #: what has to have a presenter (see core.presenters)
    shown_as: ClassVar[tuple[str, ...]] = (PAGE,)

    class Meta:
        abstract = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # __dict__ and not getattr: must not trigger the loading of deferred fields
        self._loaded = (self.__dict__.get("title"), self._loaded_heading())

    def _loaded_heading(self) -> str:
        field = loc("heading", self.__dict__.get("original_language") or default_language())
        return self.__dict__.get(field) or ""

    # -- languages -------------------------------------------------------------------------------
    def working_languages(self) -> tuple[str, ...]:
        """The languages that the editing form offers; all of them by default."""
        return LANGS

    @property
    def available_languages(self) -> tuple[str, ...]:
        """The languages the page's title is written in."""
        return languages_of(self, "heading")

    def heading_in(self, language: str | None = None) -> Localised:
        """The page's title in the asked language or a fallback."""
        return localised(self, "heading", language)

    # -- title and slug --------------------------------------------------------------------------
    def untitled(self) -> str:
        """What stands for a title where none is known."""
        return ""

    def _nameless(self) -> str:
        """The address of a page whose title has nothing that could stand in one."""
        return getattr(self, "collection", "page")

    def sync_title(self) -> None:
        """Derive `title` and a missing slug from the heading in the original language.

        A title that was assigned instead (Wagtail's copy dialog) becomes the heading.
        """
        field = loc("heading", self.original_language)
        loaded_title, loaded_heading = self._loaded
        current = getattr(self, field, "") or ""
        assigned = self.title != loaded_title and current == loaded_heading
        assigned = assigned or (self._state.adding and not self.heading_in(self.original_language))
        if self.title and assigned and self.title != self.untitled():
            setattr(self, field, self.title)
        heading = str(self.heading_in(self.original_language)) or self.untitled()
        if heading:
            self.title = heading[:255]
        nameable = heading or "heading" not in self.required_in_original
        if not self.slug and nameable and (self.path or getattr(self, "_cached_parent_obj", None)):
            self.slug = self._get_autogenerated_slug(kebab(heading, otherwise=self._nameless()))
        self._loaded = (self.title, getattr(self, field, "") or "")

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Derive the title before Wagtail checks it; an error knows which page it is about."""
        self.sync_title()
        try:
            super().full_clean(*args, **kwargs)
        except ValidationError as error:
            setattr(error, "instance", self)  # noqa: B010 - read by AdminErrorsMiddleware
            raise

    def minimal_clean(self) -> None:
        """Derive the title before a draft is saved."""
        self.sync_title()
        super().minimal_clean()

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        """Derive the title (Wagtail skips cleaning on some paths)."""
        self.sync_title()
        return super().save_revision(*args, **kwargs)

    # -- revisions -------------------------------------------------------------------------------
    def serializable_data(self) -> dict[str, Any]:
        """Keep the un-suffixed texts, and unprintable characters, out of revisions."""
        tidy_texts(self)
        data: dict[str, Any] = super().serializable_data()
        return {k: v for k, v in data.items() if k not in self.translated}

    def with_content_json(self, content: dict[str, Any]) -> Any:
        """Ignore un-suffixed texts in a revision: they would land in the active language."""
        suffixed = {k: v for k, v in content.items() if k not in self.translated}
        return super().with_content_json(suffixed)

    # -- editing ---------------------------------------------------------------------------------
    def get_admin_display_title(self) -> str:
        """Mark titles in the page explorer that aren't in the admin's language."""
        title = super().get_admin_display_title()
        if self.original_language != current_language():
            return f"{title} [{self.original_language}]"
        return str(title)

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        """One preview per working language, the original first."""
        codes = dict.fromkeys((self.original_language, *self.working_languages()))
        return [(code, dict(settings.LANGUAGES)[code]) for code in codes]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Render the page in the language that `mode_name` is the code of."""
        language = mode_name if mode_name in LANGS else self.original_language
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = super().serve_preview(request, mode_name)
            if hasattr(response, "render"):
                response = response.render()  # lazily rendered later, the language would be lost
            response.headers["Content-Language"] = language
            return response

    # -- showing ---------------------------------------------------------------------------------
    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Wagtail's context, and everything that the page's presenter shows."""
        shown = presenter_of(type(self))(self, request)
        return {**super().get_context(request, *args, **kwargs), **shown}

    # -- addresses -------------------------------------------------------------------------------
    def is_public(self) -> bool:
        """Whether a visitor may see the page: the gate's question about one page. One query."""
        return is_public(self)

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """Find the page an address leads to; 404 where the public gate doesn't let it through."""
        found = super().route(request, path_components)
        if not path_components and not self.is_public():
            raise Http404(f"{self.url_path} isn't public")
        return found

    def url_in(self, language: str, request: HttpRequest | None = None) -> str:
        """The page's address below `/<language>/`."""
        with translation.override(language):
            return str(self.get_url(request) or "")

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """One entry per language the page is really written in, with its alternates."""
        urls: dict[str, Any] = {}
        if not self.is_public():
            return []
        for code in self.available_languages:
            with translation.override(code):
                urls[code] = self.get_full_url(request)
        return [
            {
                "location": url,
                "lastmod": self.last_published_at or self.latest_revision_created_at,
                "alternates": [{"lang_code": c, "location": u} for c, u in urls.items()],
            }
            for url in urls.values()
        ]


class RecordPage(TranslatedPage):
    """A page that is a record: it has a permanent id in its collection."""

    collection: ClassVar[str]

    record_id = models.CharField(
        _("permanent id"),
        max_length=ID_LENGTH,
        unique=True,
        blank=True,
        editable=False,
        validators=[validate_record_id],
    )

    @classmethod
    def reserved_slugs(cls, parent: Page) -> frozenset[str]:
        """Addresses below a page that no page of this class may take."""
        del parent
        return frozenset()

    #: a copy and an alias are records of their own
    exclude_fields_in_copy: ClassVar[list[str]] = ["record_id"]

    class Meta:
        abstract = True

    @property
    def key(self) -> str:
        """`<collection>/<id>`, the record's name everywhere."""
        return f"{self.collection}/{self.record_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; a new alias and a copy get an id of their own first, also below what is copied."""
        if self._state.adding and self.alias_of_id:
            self.record_id = ""
        if self._state.adding and not self.record_id:
            self.sync_title()
        super().save(*args, **kwargs)

    def with_content_json(self, content: dict[str, Any]) -> Any:
        """Keep the permanent id whatever a revision says: a copy's are copies of the original's."""
        page = super().with_content_json(content)
        page.record_id = self.record_id or page.record_id
        return page

    def sync_title(self) -> None:
        """Give the record its id at creation: its slug, `-2` and so on where that is taken."""
        super().sync_title()
        if self.record_id or not self.slug:
            return
        wanted = kebab(self.slug, otherwise=self._nameless())
        self.record_id = free_record_id(type(self), wanted=wanted, pk=self.pk)
        self.title = self.title or self.untitled()[:255]
