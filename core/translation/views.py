"""The pages on which an editor asks a machine for a translation and checks a proposed one."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.admin_url_finder import AdminURLFinder

from core.record import Record
from core.record_models import find_record
from core.translation.engines import TranslationEngine, current_engine
from core.translation.forms import ProposalForm
from core.translation.proposals import (
    DecidedError,
    Translation,
    TranslationStatus,
    accept,
    decline,
    is_locked,
    may_decide,
)
from core.translation.requests import Lacking, lacking_in, request_translation
from core.translation.tasks import translate
from core.translation.texts import original_language_of, working_copy


def editable(key: str, user: Any) -> Record:
    """Return a record. Raises Http404 where it is gone, and to others, who needn't know of it."""
    record = find_record(key)
    if record is None or not may_decide(record, user):
        raise Http404
    return record


def form_of(record: Record, user: Any) -> str:
    """The address of a record's form."""
    return AdminURLFinder(user).get_edit_url(record) or reverse("wagtailadmin_home")


class AskForTranslationView(TemplateView):
    """Says what is sent to which machine; POST has the worker send it."""

    template_name = "wagtailadmin/translations/ask.html"

    engine: TranslationEngine

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the machine. Raises Http404 where there is none."""
        engine = current_engine()
        if engine is None:
            raise Http404
        self.engine = engine
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def record(self) -> Record:
        """The record. Raises Http404."""
        return editable(
            f"{self.kwargs['collection']}/{self.kwargs['record_id']}", self.request.user
        )

    @cached_property
    def lacking(self) -> Lacking | None:
        """What would be sent."""
        return lacking_in(self.record, self.kwargs["language"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The texts in question."""
        return super().get_context_data(
            engine=self.engine.name,
            record=self.record,
            original_language=original_language_of(working_copy(self.record)),
            lacking=self.lacking,
            back=form_of(self.record, self.request.user),
            **kwargs,
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show what would be sent; with nothing to send return to the form."""
        if self.lacking is None:
            return self.nothing_to_ask()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Have it translated, then return to the record's form."""
        if self.lacking is None:
            return self.nothing_to_ask()
        try:
            asked = request_translation(
                self.record, lacking=self.lacking, engine=self.engine.name, user=request.user
            )
        except IntegrityError:  # pressed twice
            return self.nothing_to_ask()
        translate.enqueue(asked.pk)
        text = _("%(engine)s translates in the background. The proposal then waits for you here.")
        messages.success(request, text % {"engine": self.engine.name})
        return redirect(form_of(self.record, self.request.user))

    def nothing_to_ask(self) -> HttpResponse:
        """Say so and return to the form."""
        messages.info(self.request, _("There is nothing to translate, or it is on its way."))
        return redirect(form_of(self.record, self.request.user))


class TranslationProposalView(TemplateView):
    """Shows original and proposal side by side; POST accepts (perhaps corrected) or declines."""

    template_name = "wagtailadmin/translations/proposal.html"

    @cached_property
    def translation(self) -> Translation:
        """The proposal, while it is open."""
        return get_object_or_404(Translation, pk=self.kwargs["pk"], status=TranslationStatus.OPEN)

    @cached_property
    def record(self) -> Record:
        """The record it is about. Raises Http404 where it is gone, and to others."""
        return editable(self.translation.key, self.request.user)

    @cached_property
    def form(self) -> ProposalForm:
        """The proposed texts, to be corrected."""
        data = self.request.POST if self.request.method == "POST" else None
        copy = working_copy(self.record)
        return ProposalForm(data, translation=self.translation, copy=copy)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One row per text: its label, the original, what stands there now, the proposal."""
        language = self.translation.language
        return super().get_context_data(
            translation=self.translation,
            record=self.record,
            original_language=original_language_of(self.form.copy),
            language_name=dict(settings.LANGUAGES)[language],
            form=self.form,
            rows=self.form.rows(),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Accept or decline, then return to the record's form. Raises Http404 if somebody has."""
        try:
            return self._decided(request)
        except DecidedError:
            raise Http404 from None

    def _decided(self, request: HttpRequest) -> HttpResponse:
        if "accept" not in request.POST:
            decline(self.translation, user=request.user)
            messages.success(request, _("The translation has been put aside."))
            return redirect(form_of(self.record, self.request.user))
        if is_locked(self.record, request.user):
            messages.error(request, _("Somebody has locked this page. Take it over afterwards."))
            return self.render_to_response(self.get_context_data())
        if not self.form.is_valid():
            messages.error(request, _("A text can’t be taken over as it is; see below."))
            return self.render_to_response(self.get_context_data())
        accept(self.translation, user=request.user, texts=self.form.texts())
        messages.success(request, _("The translation has been taken over."))
        return redirect(form_of(self.record, self.request.user))
