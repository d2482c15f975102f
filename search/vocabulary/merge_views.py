"""The office's page on which one keyword takes the place of another: choose, look, merge."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import log

from core.i18n import language_in_words
from core.record_models import record_models
from search.models import Concept
from search.vocabulary.merging import Outlook, merge_concepts, outlook

PERMISSIONS = ("search.change_concept", "search.delete_concept")
URL_NAME = "merge_concept"
SHOWN = 20  # names of one kind; the rest is counted
MERGE_INTO_ANOTHER = gettext_lazy("Merge into another…")


class MergeForm(forms.Form):
    """Which keyword stays."""

    into = forms.ModelChoiceField[Concept](
        queryset=None,
        label=gettext_lazy("The keyword that stays"),
        help_text=gettext_lazy("Only keywords that describe the same are offered."),
    )

    def __init__(self, *args: Any, concept: Concept, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known: Any = Concept.objects  # its type is the base class's manager
        others = known.filter(scheme=concept.scheme).exclude(pk=concept.pk)
        field: Any = self.fields["into"]
        field.queryset = others
        named = sorted(((str(other), other.pk) for other in others), key=lambda each: each[0])
        field.choices = [("", "---------"), *((pk, name) for name, pk in named)]


@dataclass(frozen=True, kw_only=True)
class UsesOfOneKind:
    """How much of one kind names the keyword; `names` with their address in the admin."""

    kind: str
    count: int
    names: list[tuple[str, str]]

    @property
    def rest(self) -> int:
        """How many have no name here."""
        return self.count - len(self.names)


def by_kind(uses: list[Any], *, user: Any) -> list[UsesOfOneKind]:
    """What uses a keyword by kind. Named is what `user` edits; people are only counted."""
    finder, found = AdminURLFinder(user), defaultdict(list)
    for use in uses:
        found[type(use)].append(use)
    kinds = []
    for model, of_kind in found.items():
        shown = of_kind[:SHOWN] if model in record_models().values() else []
        addressed = [(str(use), finder.get_edit_url(use)) for use in shown]
        kinds.append(
            UsesOfOneKind(
                kind=capfirst(str(model._meta.verbose_name_plural)),
                count=len(of_kind),
                names=[(name, url) for name, url in addressed if url],
            )
        )
    return sorted(kinds, key=lambda each: each.kind)


class MergeView(PermissionRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    """Chooses (`?into=`), shows what would change; POST merges. Everybody else gets 403."""

    permission_required = PERMISSIONS
    raise_exception = True
    template_name = "wagtailadmin/vocabulary/merge.html"
    page_title = gettext_lazy("Merge keywords")
    header_icon = "tag"

    @cached_property
    def concept(self) -> Concept:
        """The keyword that goes. Raises Http404."""
        return get_object_or_404(Concept, pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """The keyword that goes."""
        return str(self.concept)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the keywords, this one, here."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("wagtailsnippets_search_concept:list"), "label": _("Keywords")},
            {"url": _edit_url(self.concept), "label": str(self.concept)},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, and what would change once a keyword is chosen."""
        form = kwargs.pop("form", None)
        if form is None:
            form = MergeForm(self.request.GET or None, concept=self.concept)
        into = form.cleaned_data["into"] if form.is_bound and form.is_valid() else None
        context = super().get_context_data(
            **kwargs, form=form, concept=self.concept, into=into, back=_edit_url(self.concept)
        )
        return context | (self._changes(outlook(old=self.concept, into=into)) if into else {})

    def _changes(self, found: Outlook) -> dict[str, Any]:
        return {
            "kinds": by_kind(found.uses, user=self.request.user),
            "words": [(code, language_in_words(code), each) for code, each in found.words.items()],
            "narrower": [(str(each), _edit_url(each)) for each in found.narrower],
            "notes": [(code, language_in_words(code), each) for code, each in found.notes.items()],
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Merge, then show the keyword that stays."""
        del args, kwargs
        form = MergeForm(request.POST, concept=self.concept)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        into, gone = form.cleaned_data["into"], str(self.concept)
        try:
            self._merge(into)
        except Concept.DoesNotExist:
            messages.error(request, _("Somebody else has merged or deleted one of the two."))
            return redirect("wagtailsnippets_search_concept:list")
        text = _("“%(gone)s” is now “%(stays)s”. What was tagged with it is tagged with this one.")
        messages.success(request, text % {"gone": gone, "stays": into})
        return redirect(_edit_url(into))

    @transaction.atomic
    def _merge(self, into: Concept) -> None:
        """Merge, and note it in the history of both."""
        log(instance=self.concept, action="wagtail.delete", user=self.request.user, deleted=True)
        merge_concepts(old=self.concept, into=into)
        log(instance=into, action="wagtail.edit", user=self.request.user, content_changed=True)


def _edit_url(concept: Concept) -> str:
    return reverse("wagtailsnippets_search_concept:edit", args=[concept.pk])


def merge_button(concept: Concept, user: Any) -> Button | None:
    """The way from a keyword to its page here, for those who may merge."""
    if not user.has_perms(PERMISSIONS):
        return None
    address = reverse(URL_NAME, args=[concept.pk])
    return Button(MERGE_INTO_ANOTHER, url=address, icon_name="resubmit", priority=15)


urlpatterns = [path("vocabulary/<int:pk>/merge/", MergeView.as_view(), name=URL_NAME)]
