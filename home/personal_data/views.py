"""“A person’s data”: look for somebody, hand out what is kept, erase it, answer."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from core.i18n import LANGS, default_language
from home.personal_data import processing
from home.personal_data.answer import answer
from home.personal_data.archive import archive
from home.personal_data.forms import AnswerForm, SoughtForm
from home.personal_data.gathering import Entry, erase_chosen, gather, note_given
from home.personal_data.letter import LetterForm, letter_for, send
from members.office_pages import OfficeMenuItem, OfficeView
from users.models import User

URL_NAME = "personal_data"
TITLE = _("A person’s data")
CHOSEN = "chosen"
#: shown at once, of what is found; the office may ask for all
SHOWN = 200


class PersonView(OfficeView):
    """All steps on one address, by POST: neither address nor name stands in a log of requests."""

    template_name = "wagtailadmin/personal_data/person.html"
    adds = True
    page_title = TITLE
    header_icon = "user"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the empty form."""
        return self.render_to_response(self.get_context_data(form=SoughtForm()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Look, hand out, ask once more, erase, answer: what the pressed button says."""
        form = SoughtForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        steps = {"give": self.give, "ask": self.ask, "erase": self.erase, "send": self.send}
        return steps.get(request.POST.get("step", ""), self.look)(form)

    def look(self, form: SoughtForm) -> HttpResponse:
        """Show what is found; what surely is the person's is ticked."""
        entries = gather(form.sought())
        ticked = {e.key for e in entries if not e.found.by_name and not e.found.caution}
        answering = self.answering(entries)
        if not entries and "language" in self.request.POST:
            answering = AnswerForm(self.request.POST)
        return self.answer_with(form, entries, ticked=ticked, answering=answering)

    def give(self, form: SoughtForm) -> HttpResponse:
        """Hand out what is ticked, as a file; not before all that is found was shown."""
        entries, chosen = self.chosen(form)
        given = [entry for entry in entries if entry.key in chosen]
        answering = AnswerForm(self.request.POST)
        if not given or self.more(entries) or not answering.is_valid():
            return self.answer_with(form, entries, ticked=chosen, answering=answering)
        note_given(form.sought(), given, by=self.user)
        content = archive(form.sought(), given, language=answering.cleaned_data["language"])
        return HttpResponse(
            content,
            content_type="application/zip",
            headers={"Content-Disposition": 'attachment; filename="data.zip"'},
        )

    def ask(self, form: SoughtForm) -> HttpResponse:
        """Show once more what would go, and what stays."""
        entries, chosen = self.chosen(form)
        answering = AnswerForm(self.request.POST)
        going = [e for e in entries if e.key in chosen and not e.found.stays]
        asks = bool(going) and answering.is_valid()
        return self.answer_with(
            form, entries, ticked=chosen, answering=answering, asks=asks, going=going
        )

    def erase(self, form: SoughtForm) -> HttpResponse:
        """Erase, and show the answer to send."""
        answering = AnswerForm(self.request.POST)
        chosen = set(self.request.POST.getlist(CHOSEN))
        if not answering.is_valid():
            return self.ask(form)
        outcome = erase_chosen(form.sought(), chosen, by=self.user)
        stays = [(entry, why) for entry, why in outcome.stays if why or not entry.found.by_name]
        language = answering.cleaned_data["language"]
        text = answer(
            language=language,
            erased=outcome.erased,
            stays=stays,
            reason=answering.cleaned_data["reason"],
        )
        letter = letter_for(form.sought(), text=text, language=language)
        return self.render_to_response(
            self.get_context_data(
                form=SoughtForm(), sought=form.sought(), outcome=outcome, letter=letter
            )
        )

    def send(self, form: SoughtForm) -> HttpResponse:
        """Send the answer by mail; where the address is none, ask for another one."""
        letter = LetterForm(self.request.POST)
        if not letter.is_valid():
            context = self.get_context_data(form=form, sought=form.sought(), letter=letter)
            return self.render_to_response(context)
        send(letter, sought=form.sought(), by=self.user)
        messages.success(self.request, _("The answer is on its way."))
        return redirect(URL_NAME)

    @property
    def user(self) -> User:
        """Whoever looks; nobody gets here without signing in."""
        return cast(User, self.request.user)

    def chosen(self, form: SoughtForm) -> tuple[list[Entry], set[str]]:
        """What is found now, and the keys that were ticked."""
        return gather(form.sought()), set(self.request.POST.getlist(CHOSEN))

    def more(self, entries: list[Entry]) -> int:
        """How many of these are not shown, until somebody asks for all."""
        return 0 if "all" in self.request.POST else max(len(entries) - SHOWN, 0)

    def answering(self, entries: list[Entry]) -> AnswerForm:
        """The form of the answer, in the language the person is known to read."""
        known = [each.found.language for each in entries if each.found.language in LANGS]
        return AnswerForm(initial={"language": next(iter(known), default_language())})

    def answer_with(
        self,
        form: SoughtForm,
        entries: list[Entry],
        *,
        ticked: set[str],
        answering: AnswerForm,
        asks: bool = False,
        going: list[Entry] | None = None,
    ) -> HttpResponse:
        """Show the page with what was found."""
        sought = form.sought()
        names = dict.fromkeys(e.found.name for e in entries if e.found.name and not e.found.by_name)
        language = _known(answering["language"].value())
        text = answer(language=language, given=[e for e in entries if e.key in ticked])
        letter = letter_for(sought, text=text, language=language)
        more = self.more(entries)
        shown = entries[:SHOWN] if more else entries
        return self.render_to_response(
            self.get_context_data(
                form=form,
                sought=sought,
                rows=[(entry, entry.key in ticked) for entry in shown],
                more=more,
                shows_all="all" in self.request.POST,
                answering=answering,
                asks=asks,
                going=going or [],
                other_names=[] if sought.name else list(names),
                answer=text,
                letter=None if entries else letter,
                found_nothing=not entries,
            )
        )


def _known(language: str) -> str:
    """The language, or the site's own where there is no such language."""
    return language if language in LANGS else default_language()


def menu_item() -> OfficeMenuItem:
    """The entry among the reports."""
    return OfficeMenuItem(
        TITLE, reverse(URL_NAME), name="personal-data", icon_name="user", order=1300
    )


urlpatterns: list[URLPattern] = [
    path("personal-data/", PersonView.as_view(), name=URL_NAME),
    path(
        "personal-data/processing/",
        processing.ProcessingView.as_view(),
        name=processing.URL_NAME,
    ),
]
