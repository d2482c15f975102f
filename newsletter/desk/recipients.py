"""Who an issue would go to: a segment, read from an address, and its readers by language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.db.models import Count
from django.db.models.fields.json import KT
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.countries import country_name
from core.folding import order_of
from core.i18n import current_language, language_choices, language_in_words
from core.moments import instead_of, moments_of, offset_of
from core.time_zones import time_zone_choices
from newsletter.models import IssuePage, Mailing, Subscriber
from newsletter.sending.schedule import Segment
from newsletter.sending.segments import readers_of
from search.vocabulary.concepts import current_vocabulary

NOW, LATER = "now", "later"
FIRST, SECOND = "first", "second"
#: which of two times, with how far the clock is ahead then
WHICH = {
    FIRST: gettext_lazy("The first time (UTC%(offset)s)"),
    SECOND: gettext_lazy("The second time, an hour later (UTC%(offset)s)"),
}


@dataclass(frozen=True, kw_only=True)
class Readers:
    """Readers whose first language is `code`; `served`: the issue comes out in it."""

    code: str
    name: str
    count: int
    served: bool


def readers_by_language(issue: IssuePage, segment: Segment) -> list[Readers]:
    """Count who would get the issue now, by the first language they read. One query."""
    mailing = Mailing(issue=issue, **segment.values())
    rows = readers_of(mailing).order_by().annotate(first=KT("languages__0"))
    counts = rows.values_list("first").annotate(count=Count("pk"))
    served = issue.working_languages()
    found = [
        Readers(code=code, name=language_in_words(code), count=count, served=code in served)
        for code, count in counts
    ]
    return sorted(found, key=lambda each: (-each.count, order_of(each.name)))


class SegmentForm(forms.Form):
    """Which readers. Nothing ticked means all."""

    languages = forms.MultipleChoiceField(
        label=gettext_lazy("First language"),
        choices=language_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    countries = forms.MultipleChoiceField(
        label=gettext_lazy("Interested in these countries"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    themes = forms.MultipleChoiceField(
        label=gettext_lazy("Interested in these topics"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    members_only = forms.BooleanField(label=gettext_lazy("Only members"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # each combination once, not a list for each subscriber; the usual order would undo that
        named = (
            Subscriber.objects.exclude(countries=[]).order_by().values_list("countries", flat=True)
        )
        codes = {code for combination in named.distinct().iterator() for code in combination}
        self.fields["countries"].choices = _sorted(  # type: ignore[attr-defined]  # a choice field
            (code, country_name(code)) for code in codes
        )
        terms = current_vocabulary().terms.values()
        language = current_language()
        self.fields["themes"].choices = _sorted(  # type: ignore[attr-defined]  # a choice field
            (term.value, capfirst(term.label_in(language)))
            for term in terms
            if term.scheme == "theme"
        )

    def segment(self) -> Segment:
        """The segment of a valid form."""
        values = self.cleaned_data
        return Segment(
            languages=values["languages"],
            countries=values["countries"],
            themes=values["themes"],
            members_only=values["members_only"],
        )


class ScheduleForm(SegmentForm):
    """Which readers, and when: at once, or at a time in any time zone."""

    when = forms.ChoiceField(
        label=gettext_lazy("When"),
        choices=[(NOW, gettext_lazy("At once")), (LATER, gettext_lazy("On a day, at a time"))],
        initial=NOW,
        widget=forms.RadioSelect,
    )
    date = forms.DateField(
        label=gettext_lazy("Day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    time = forms.TimeField(
        label=gettext_lazy("Time"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        choices=time_zone_choices,
        initial=settings.TIME_ZONE,
        required=False,
    )
    which = forms.ChoiceField(
        label=gettext_lazy("Which of the two"), choices=list(WHICH.items()), required=False
    )
    is_twice = False

    def clean(self) -> dict[str, Any]:
        """Ask for day and time where they are needed; refuse a moment that doesn't exist or was."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("when") != LATER or self.errors:
            return values
        for name in ("date", "time"):
            if not values.get(name):
                self.add_error(name, _("Please fill this in."))
        if not self.errors:
            values["moment"] = self._moment(values)
        return values

    def _moment(self, values: dict[str, Any]) -> datetime | None:
        """Which moment day and time mean; asks where they mean two, says where they mean none."""
        wall, zone = datetime.combine(values["date"], values["time"]), self.zone()
        moments = moments_of(wall, zone)
        if not moments:
            near = [f"{moment:%H:%M}" for moment in instead_of(wall, zone)]
            words = _(
                "The clocks are put forward then: there is no such time. Do you mean %(earlier)s "
                "or %(later)s?"
            )
            self.add_error("time", words % {"earlier": near[0], "later": near[1]})
            return None
        self.is_twice = len(moments) > 1
        if self.is_twice:
            which: Any = self.fields["which"]
            which.choices = [
                (name, words % {"offset": offset_of(moment)})
                for (name, words), moment in zip(WHICH.items(), moments, strict=True)
            ]
            if values.get("which") not in WHICH:
                self.add_error("which", _("The clocks are put back then: this time comes twice."))
                return None
        moment = moments[-1 if self.is_twice and values["which"] == SECOND else 0]
        if moment <= timezone.now():
            self.add_error("date", _("This time has passed."))
        return moment

    def moment_fields(self) -> list[forms.BoundField]:
        """Day, time and zone; which of the two it is where the clocks are put back."""
        names = ("date", "time", "time_zone", *(("which",) if self.is_twice else ()))
        return [self[name] for name in names]

    def segment_fields(self) -> list[forms.BoundField]:
        """Lists of which some may be ticked."""
        return [self[name] for name in ("languages", "countries", "themes")]

    def zone(self) -> ZoneInfo:
        """The time zone of a form whose fields are valid."""
        return ZoneInfo(self.cleaned_data.get("time_zone") or settings.TIME_ZONE)

    def moment(self) -> datetime | None:
        """When to send, of a valid form; None for at once."""
        found: datetime | None = self.cleaned_data.get("moment")
        return found


def segment_in_words(segment: Segment) -> list[str]:
    """What limits a segment, a line each; nothing for everybody. One query for topics."""
    language = current_language()
    lines = []
    if segment.members_only:
        lines.append(_("Only members"))
    if segment.languages:
        names = ", ".join(language_in_words(code) for code in segment.languages)
        lines.append(_("First language: %(names)s") % {"names": names})
    if segment.countries:
        names = ", ".join(country_name(code) for code in segment.countries)
        lines.append(_("Interested in these countries: %(names)s") % {"names": names})
    if segment.themes:
        vocabulary = current_vocabulary()
        terms = [(theme, vocabulary.concept(theme)) for theme in segment.themes]
        names = ", ".join(term.label_in(language) if term else theme for theme, term in terms)
        lines.append(_("Interested in these topics: %(names)s") % {"names": names})
    return lines


def _sorted(choices: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(choices, key=lambda choice: order_of(choice[1]))
