"""The page on which the office asks members to contribute."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from core.i18n import language_in_words
from core.network.now import network_now
from newsletter.desk.access import DeskPage
from newsletter.desk.calls import (
    AskedLatelyError,
    Recipients,
    Words,
    asked_lately,
    call,
    default_words,
    last_call,
    recipients,
)
from newsletter.desk.issues import NO_ARCHIVE
from newsletter.models import ArchivePage


class CallForm(forms.Form):
    """Subject and text in each language that is needed, a last day, and “all the same”."""

    deadline = forms.DateField(
        label=gettext_lazy("Last day to contribute"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, languages: tuple[str, ...], lately: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages = languages
        for code in languages:
            words = default_words(code)
            self.fields[f"subject-{code}"] = forms.CharField(
                label=gettext_lazy("Subject"),
                max_length=250,
                initial=words.subject,
                widget=forms.TextInput(attrs={"lang": code}),
            )
            self.fields[f"text-{code}"] = forms.CharField(
                label=gettext_lazy("Text"),
                max_length=10_000,
                initial=words.text,
                widget=forms.Textarea(attrs={"rows": 5, "lang": code}),
            )
        if lately:
            self.fields["again"] = forms.BooleanField(
                label=gettext_lazy("Ask again all the same"), required=False
            )

    def groups(self) -> list[dict[str, Any]]:
        """The fields by language."""
        return [
            {
                "name": language_in_words(code),
                "fields": [self[f"subject-{code}"], self[f"text-{code}"]],
            }
            for code in self.languages
        ]

    def words(self) -> dict[str, Words]:
        """What was written, by language, of a valid form."""
        values = self.cleaned_data
        return {
            code: Words(subject=values[f"subject-{code}"], text=values[f"text-{code}"])
            for code in self.languages
        }


class CallView(DeskPage):
    """Shows who will be asked, in which languages, with which words; POST asks them."""

    template_name = "wagtailadmin/newsletter/call.html"
    adds = True
    page_title = gettext_lazy("Ask members to contribute")
    header_icon = "mail"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the desk, here."""
        desk = {"url": reverse("newsletter_desk:desk"), "label": _("Newsletter")}
        return [*self.breadcrumbs_items, desk, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Recipients and the form."""
        found: Recipients = kwargs.get("found") or recipients()
        lately = asked_lately()
        kwargs.setdefault("form", CallForm(languages=found.languages, lately=lately is not None))
        rows = [(each, language_in_words(each.language)) for each in found.asked]
        return super().get_context_data(
            **{**kwargs, "found": found},
            rows=rows,
            lately=lately,
            last=last_call(),
            network=network_now().name,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """Queue the mails, unless members were asked within a day and nobody insists."""
        found = recipients()
        lately = asked_lately() is not None
        form = CallForm(request.POST, languages=found.languages, lately=lately)
        if form.is_valid():
            try:
                done = call(
                    by=self.user,
                    words=form.words(),
                    deadline=form.cleaned_data["deadline"],
                    again=form.cleaned_data.get("again", False),
                )
            except ArchivePage.DoesNotExist:
                messages.error(request, NO_ARCHIVE)
            except AskedLatelyError:
                messages.error(request, _("Nothing was sent: members were asked within a day."))
            else:
                count = len(done.asked)
                words = ngettext(
                    "%(count)s mail is on its way.", "%(count)s mails are on their way.", count
                )
                messages.success(request, words % {"count": count})
                return redirect("newsletter_desk:desk")
        return self.render_to_response(self.get_context_data(form=form, found=found))
