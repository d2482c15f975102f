"""The page on which an editor checks a proposed translation beside its original."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.models import Page

from cope_network.core.i18n import loc
from cope_network.core.record_models import find_record
from cope_network.core.translations import (
    Translation,
    TranslationStatus,
    accept,
    decline,
    may_decide,
    original_texts,
)


class TranslationProposalView(TemplateView):
    """Shows original and proposal side by side; POST accepts (perhaps corrected) or declines."""

    template_name = "wagtailadmin/translations/proposal.html"

    @cached_property
    def translation(self) -> Translation:
        """The proposal, while it is open."""
        return get_object_or_404(Translation, pk=self.kwargs["pk"], status=TranslationStatus.OPEN)

    @cached_property
    def record(self) -> Any:
        """The record it is about. Raises Http404 where it is gone, PermissionDenied for others."""
        record = find_record(self.translation.key)
        if record is None:
            raise Http404
        if not may_decide(record, self.request.user):
            raise PermissionDenied
        return record

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One row per field: its label, the original, what stands there now, the proposal."""
        originals = original_texts(self.record)
        language = self.translation.language
        fields = type(self.record)._meta
        return super().get_context_data(
            translation=self.translation,
            record=self.record,
            language_name=dict(settings.LANGUAGES)[language],
            rows=[
                {
                    "name": name,
                    "label": fields.get_field(name).verbose_name,
                    "original": originals.get(name, ""),
                    "current": getattr(self.record, loc(name, language)) or "",
                    "proposed": text,
                }
                for name, text in self.translation.proposed.items()
            ],
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Accept or decline, then return to the record's form."""
        record = self.record
        if "accept" in request.POST:
            texts = {
                name: request.POST.get(f"text-{name}", text)
                for name, text in self.translation.proposed.items()
            }
            accept(self.translation, user=request.user, texts=texts)
            messages.success(request, _("The translation has been taken over."))
        else:
            decline(self.translation, user=request.user)
            messages.success(request, _("The translation has been put aside."))
        if isinstance(record, Page):
            return redirect("wagtailadmin_pages:edit", record.pk)
        return redirect("wagtailadmin_home")
