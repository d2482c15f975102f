"""The office's forms about subscribers: one by hand, a file, and what its columns mean."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.i18n import current_language, language_choices
from core.mail.addresses import EmailAddressField
from core.showing.facts import date_in_words
from newsletter.subscribers.forms import ChoicesFormMixin
from newsletter.subscribers.lists.columns import ListField, guess
from newsletter.subscribers.lists.planning import Answers, Proof
from newsletter.subscribers.lists.table import LARGEST_FILE, TOO_LARGE, ListTable
from newsletter.subscribers.lists.values import ambiguous_day, read_day

LONGEST_WORDS = 2000
SAMPLES = 3
ALL_OR_NONE = _(
    "Day, place and words make a proof together. Fill in what is missing, or leave all three empty."
)
ONCE = _("“%(name)s” can be one column only.")
NO_ADDRESS = _("Say which column has the e-mail addresses.")
DAY_HELP = _("As you write it: 3.5.2024 or 3 May 2024. This day is shown, not today’s.")
WHERE_HELP = _("The form, event or office, and where the paper or file lies.")
ORDER = _("A day such as %(value)s in this list is")
DAY_FIRST, MONTH_FIRST = "day", "month"
WORDS_HELP = _("The sentence that stood there.")


class ProofFields(forms.Form):
    """When, where and to which words somebody agreed."""

    consented_on = forms.CharField(label=_("Agreed on"), max_length=60, help_text=DAY_HELP)
    where = forms.CharField(label=_("Where"), max_length=200, help_text=WHERE_HELP)
    words = forms.CharField(
        label=_("To which words"),
        max_length=LONGEST_WORDS,
        help_text=WORDS_HELP,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_consented_on(self) -> dt.date | None:
        """The day, as people write it; none that is still to come."""
        text = self.cleaned_data["consented_on"]
        return read_day(text, today=timezone.localdate()) if text else None

    def proof_fields(self) -> list[forms.BoundField]:
        """The three, for a template."""
        return [self[name] for name in ("consented_on", "where", "words")]


class AddSubscriberForm(ChoicesFormMixin, ProofFields):
    """One person who agreed elsewhere."""

    email = EmailAddressField(label=_("E-mail address"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_choices()
        self.initial.setdefault("language_1", current_language())
        self.fields["email"].widget.attrs["autocomplete"] = "off"

    def limit_fields(self) -> list[forms.BoundField]:
        """How often, and of what; everything is chosen to begin with."""
        return [self[name] for name in ("frequency", "countries", "themes")]

    def proof(self) -> Proof:
        """The proof of a valid form."""
        values = self.cleaned_data
        return Proof(day=values["consented_on"], where=values["where"], words=values["words"])


class ListFileForm(forms.Form):
    """The file. It is read and let go."""

    file = forms.FileField(
        label=_("File with the list"),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
    )

    def clean_file(self) -> Any:
        """A file that isn't too large to be read at once."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise ValidationError(TOO_LARGE)
        return file


class ColumnsForm(ProofFields):
    """What each column means, and what holds for rows that don't say it themselves."""

    language = forms.ChoiceField(label=_("Language of rows that name none"))

    def __init__(self, *args: Any, table: ListTable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table = table
        language: Any = self.fields["language"]
        language.choices = language_choices()
        language.initial = current_language()
        for field in ("consented_on", "where", "words"):
            self.fields[field].required = False
        self._offer_order()
        for number, guessed in enumerate(guess(table)):
            self.fields[f"column_{number}"] = forms.ChoiceField(
                label=table.headings[number] or _("Column %(number)s") % {"number": number + 1},
                choices=[(value, capfirst(str(label))) for value, label in ListField.choices],
                required=False,
                initial=guessed.value,
            )

    def _offer_order(self) -> None:
        """Ask which number is the month, where a column has days that don't show it."""
        columns = map(self.table.column, range(len(self.table.headings)))
        example = next(filter(None, map(ambiguous_day, columns)), "")
        if example:
            readings = (
                (order, read_day(example, today=dt.date.max, month_first=order == MONTH_FIRST))
                for order in (DAY_FIRST, MONTH_FIRST)
            )
            self.fields["order"] = forms.ChoiceField(
                label=ORDER % {"value": example},
                choices=[(order, date_in_words(day.isoformat())) for order, day in readings],
                required=False,
            )

    def columns(self) -> list[tuple[forms.BoundField, Sequence[str]]]:
        """Each column's field with some of what stands in it."""
        return [
            (self[f"column_{number}"], [c for c in self.table.column(number)[:20] if c][:SAMPLES])
            for number in range(len(self.table.headings))
        ]

    def clean(self) -> dict[str, Any]:
        """One column of a kind, one with addresses, and no half of a proof."""
        values: dict[str, Any] = super().clean() or {}
        chosen = [values.get(f"column_{n}", "") for n in range(len(self.table.headings))]
        for kind in dict.fromkeys(each for each in chosen if each):
            if chosen.count(kind) > 1:
                self.add_error(None, ValidationError(ONCE % {"name": ListField(kind).label}))
        if ListField.EMAIL not in chosen:
            self.add_error(None, ValidationError(NO_ADDRESS))
        said = {name for name in ("consented_on", "where", "words") if values.get(name)}
        if said and not self.errors and len(said | set(chosen) & set(self._parts())) < 3:
            self.add_error(None, ValidationError(ALL_OR_NONE))
        self.chosen = chosen
        return values

    @staticmethod
    def _parts() -> tuple[str, ...]:
        return (ListField.DAY.value, ListField.WHERE.value, ListField.WORDS.value)

    def answers(self) -> Answers:
        """What a valid form says."""
        values = self.cleaned_data
        return Answers(
            columns=self.chosen,
            language=values["language"],
            day=values["consented_on"],
            where=values["where"],
            words=values["words"],
            month_first=order == MONTH_FIRST if (order := values.get("order")) else None,
        )

    def sent(self) -> list[tuple[str, str]]:
        """Names and values, for the next step."""
        return [(name, self.data.get(name, "")) for name in self.fields]
