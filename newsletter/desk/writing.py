"""The small form for an issue's subject and introduction, and for a block's texts, by language."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.db.models import CharField
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from typing_extensions import override
from wagtail.admin import messages
from wagtail.fields import RichTextField

from core.i18n import LANGS, current_language, language_in_words, loc
from newsletter.desk import edits
from newsletter.desk.access import DeskPage
from newsletter.desk.edits import EditRefusedError
from newsletter.desk.issues import blocks_of, draft_of
from newsletter.desk.teasers import as_paragraphs, as_plain, is_plain
from newsletter.models import BlockKind, IssueBlock, IssuePage
from search.results.find import load_cards

OF_ISSUE = ("heading", "preheader", "intro")
OF_BLOCK = {
    BlockKind.HEADING: ("heading",),
    BlockKind.RECORD: ("heading", "text"),
    BlockKind.TEXT: ("heading", "text"),
}


class TextsForm(forms.Form):
    """Texts of an issue or block in some languages: `text-<column>` and, hidden, `was-<column>`.

    `was` says which text the form was shown with, so that nobody overwrites unread what somebody
    else wrote meanwhile. Rich text with more than paragraphs is left to the full editor.
    """

    def __init__(
        self, data: Any = None, *, target: Any, names: Collection[str], languages: Collection[str]
    ) -> None:
        super().__init__(data)
        self.target = target
        self.columns: dict[str, tuple[str, str]] = {}
        self.elsewhere: dict[str, tuple[str, str]] = {}
        for code in languages:
            for name in names:
                column = loc(name, code)
                if self._is_rich(name) and not is_plain(getattr(target, column) or ""):
                    self.elsewhere[column] = (name, code)
                else:
                    self.columns[column] = (name, code)
                    self._add(column, name, code)

    def _is_rich(self, name: str) -> bool:
        return isinstance(self.target._meta.get_field(name), RichTextField)

    def _add(self, column: str, name: str, code: str) -> None:
        field = self.target._meta.get_field(name)
        rich = self._is_rich(name)
        shown = plain(self.target, column)
        label = "subject" if isinstance(self.target, IssuePage) and name == "heading" else ""
        self.fields[f"text-{column}"] = forms.CharField(
            label=_("Subject") if label else capfirst(str(field.verbose_name)),
            required=False,
            max_length=None if rich else field.max_length,
            initial=shown,
            help_text=field.help_text,
            widget=forms.Textarea(attrs={"rows": 4, "lang": code})
            if rich
            else forms.TextInput(attrs={"lang": code}),
        )
        self.fields[f"was-{column}"] = forms.CharField(
            required=False, initial=digest(shown), widget=forms.HiddenInput
        )

    def groups(self) -> list[dict[str, Any]]:
        """The fields by language: code, name, fields, and names of what the full editor edits."""
        codes = dict.fromkeys(code for _name, code in (*self.columns.values(),
                                                       *self.elsewhere.values()))  # fmt: skip
        return [
            {
                "code": code,
                "name": language_in_words(code),
                "fields": [
                    (self[f"text-{column}"], self[f"was-{column}"])
                    for column, (_name, of) in self.columns.items()
                    if of == code
                ],
                "elsewhere": [
                    capfirst(str(self.target._meta.get_field(name).verbose_name))
                    for name, of in self.elsewhere.values()
                    if of == code
                ],
            }
            for code in codes
        ]

    def written(self) -> list[dict[str, Any]]:
        """The languages in which there is something, and always the first one."""
        return [group for number, group in enumerate(self.groups()) if not number or _has(group)]

    def unwritten(self) -> list[dict[str, Any]]:
        """The other languages."""
        return [group for group in self.groups()[1:] if not _has(group)]

    def changes(self) -> dict[str, Any]:
        """What was changed in the form: column → text as it is stored."""
        found: dict[str, Any] = {}
        for column, (name, _code) in self.columns.items():
            text = self.cleaned_data[f"text-{column}"].replace("\r\n", "\n").strip()
            if digest(text) != self.cleaned_data[f"was-{column}"]:
                found[column] = as_paragraphs(text) if self._is_rich(name) else text
        return found

    def was(self) -> dict[str, str]:
        """What the form was shown with: column → digest."""
        return {column: self.cleaned_data[f"was-{column}"] for column in self.columns}

    def say_conflicts(self, current: Mapping[str, str]) -> None:
        """Show what others wrote meanwhile beside one's own text; the next try overwrites it."""
        read = {f"was-{column}": digest(text) for column, text in current.items()}
        self.data = {**self.data.dict(), **read}  # type: ignore[attr-defined]  # a QueryDict
        for column, text in current.items():
            words = _("Somebody changed this meanwhile to: “%(text)s”. Save again to replace it.")
            self.add_error(f"text-{column}", words % {"text": text})


class IssueForm(TextsForm):
    """The texts of an issue, and `languages`, the ones it comes out in.

    Of two people who tick boxes at once the second one counts; nothing written is lost thereby.
    """

    def __init__(self, data: Any = None, *, target: IssuePage, **kwargs: Any) -> None:
        super().__init__(data, target=target, **kwargs)
        self.fields["languages"] = forms.MultipleChoiceField(
            label=capfirst(str(target._meta.get_field("languages").verbose_name)),
            choices=[(code, language_in_words(code)) for code in LANGS],
            initial=list(target.working_languages()),
            widget=forms.CheckboxSelectMultiple,
        )

    @override
    def changes(self) -> dict[str, Any]:
        """The languages in the site's order, where they were changed."""
        ticked = [code for code in LANGS if code in self.cleaned_data["languages"]]
        same = ticked == list(self.target.working_languages())
        return {**super().changes(), **({} if same else {"languages": ticked})}

    @override
    def say_conflicts(self, current: Mapping[str, str]) -> None:
        """The base form keeps one value per field; languages have several."""
        super().say_conflicts(current)
        self.data = {**self.data, "languages": self.cleaned_data["languages"]}


def _has(group: dict[str, Any]) -> bool:
    """Whether a language has a text, or one that somebody is about to write."""
    return bool(group["elsewhere"]) or any(text.value() for text, _was in group["fields"])


def plain(target: Any, column: str) -> str:
    """A stored text as the form shows it."""
    stored = getattr(target, column) or ""
    field = target._meta.get_field(column)
    return stored if isinstance(field, CharField) else as_plain(stored)


def digest(text: str) -> str:
    """A short digest of a text as the form shows it."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def unread(target: Any, texts: Mapping[str, str], was: Mapping[str, str]) -> dict[str, str]:
    """What others wrote since `was`, in columns that would be overwritten: column → their text."""
    return {
        column: plain(target, column)
        for column, text in texts.items()
        if column in was
        and digest(plain(target, column)) != was[column]
        and (getattr(target, column) or "") != text
    }


class WriteView(DeskPage):
    """Subject, preview line and introduction of an issue in its languages; and which these are."""

    template_name = "wagtailadmin/newsletter/write.html"
    header_icon = "edit"
    form_class: type[TextsForm] = IssueForm
    key = ""

    @cached_property
    def draft(self) -> IssuePage:
        """The issue's latest draft. Raises Http404."""
        return draft_of(get_object_or_404(IssuePage, pk=self.kwargs["issue"]))

    @cached_property
    def target(self) -> Any:
        """What is written: the draft itself or a block of it; None for a block that is gone."""
        return self.draft

    def get_page_title(self) -> str:
        """What is written."""
        return _("Subject and introduction")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the desk, here."""
        desk = {"url": self.back(), "label": _("Newsletter")}
        return [*self.breadcrumbs_items, desk, {"url": "", "label": self.get_page_title()}]

    def back(self) -> str:
        """The desk with this issue."""
        return f"{reverse('newsletter_desk:desk')}?issue={self.kwargs['issue']}"

    def names(self) -> Collection[str]:
        """The fields that are written."""
        return OF_ISSUE

    def languages(self) -> list[str]:
        """The issue's languages, its original one first."""
        original = self.draft.original_language
        return list(dict.fromkeys((original, *self.draft.working_languages())))

    def make_form(self, data: Any = None) -> TextsForm:
        """The form, perhaps with what was sent."""
        return self.form_class(
            data, target=self.target, names=self.names(), languages=self.languages()
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, and what stands in place of an empty text."""
        kwargs.setdefault("form", self.make_form())
        return super().get_context_data(
            issue=self.draft, target=self.target, key=self.key, back=self.back(), **kwargs
        )

    def gone(self) -> HttpResponse:
        """Say that the block was removed."""
        messages.error(self.request, _("Somebody removed this from the issue in the meantime."))
        return redirect(self.back())

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form."""
        return self.gone() if self.target is None else super().get(request, *args, **kwargs)

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Store what was changed; show what others wrote meanwhile before it is overwritten."""
        del args, kwargs
        if self.target is None:
            return self.gone()
        form = self.make_form(request.POST)
        if form.is_valid():
            try:
                edited = edits.write(
                    self.draft.pk,
                    self.key,
                    form.changes(),
                    user=request.user,
                    unread=lambda target, texts: unread(target, texts, form.was()),
                )
            except edits.UnreadError as error:
                form.say_conflicts(error.texts)
            except EditRefusedError as refused:
                messages.error(request, str(refused))
            else:
                messages.success(request, edited.message)
                anchor = f"#block-{self.key}" if self.key else ""
                return redirect(f"{self.back()}{anchor}")
        return self.render_to_response(self.get_context_data(form=form))


class WriteBlockView(WriteView):
    """A block's heading and text in each language of the issue."""

    page_title = gettext_lazy("Edit text")
    form_class = TextsForm

    @cached_property
    def key(self) -> str:  # type: ignore[override]  # read from the address here
        """The block's key."""
        return str(self.kwargs["key"])

    @cached_property
    def target(self) -> IssueBlock | None:
        """The block."""
        return next((each for each in blocks_of(self.draft) if each.key == self.key), None)

    def get_page_title(self) -> str:
        """What is written."""
        return str(edits.title_of(self.target, self.draft)) if self.target else _("Edit text")

    def names(self) -> Collection[str]:
        """The fields of this kind of block."""
        return OF_BLOCK[BlockKind(self.target.kind)] if self.target else ()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the block is about besides, in the reader's language."""
        key = self.target.record_key if self.target else ""
        card = load_cards([key], current_language()).get(key) if key else None
        return super().get_context_data(card=card, **kwargs)
