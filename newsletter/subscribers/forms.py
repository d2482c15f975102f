"""The public forms: sign up, say what one wants, ask for one's own links."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.countries import country_name
from core.folding import order_of
from core.forms.public import TrappedForm
from core.i18n import LANGS, current_language, language_choices
from core.mail.addresses import EmailAddressField, masked_email
from members.models import OrganisationPage
from newsletter.models import Frequency, Subscriber
from newsletter.subscribers.services import Choices
from search.models import Concept, Scheme

LANGUAGE_SLOTS = 4
FROM_THE_LIST = {"invalid_choice": _("Please choose one from the list.")}
NTH_LANGUAGE = (
    _("First choice"),
    _("Second choice"),
    _("Third choice"),
    _("Fourth choice"),
)
FURTHER_LANGUAGE = _("Choice no. %(number)s")


class AddressForm(TrappedForm):
    """An address and a trap for programs."""

    email = EmailAddressField()


def countries_offered(*, also: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Countries with a public organisation, and `also`; as (code, name), by name. One query."""
    public = OrganisationPage.objects.for_public().order_by()
    codes = {*public.values_list("country", flat=True).distinct(), *also} - {""}
    named = ((code, country_name(code)) for code in codes)
    return sorted(named, key=lambda item: order_of(item[1]))


def frequencies_offered(*, also: str) -> list[tuple[str, Any]]:
    """How often one may hear of the network: what is really sent, and `also`."""
    sent = {*(Frequency.values if settings.NEWSLETTER_DIGESTS else [Frequency.ISSUES]), also}
    return [(value, label) for value, label in Frequency.choices if value in sent]


class ChoicesFormMixin(forms.Form):
    """Languages in order, frequency, countries and themes. Two queries however much there is."""

    frequency = forms.ChoiceField(
        label=_("How often?"),
        choices=Frequency.choices,
        initial=Frequency.ISSUES,
        widget=forms.RadioSelect,
        error_messages={**FROM_THE_LIST, "required": _("Please choose one from the list.")},
    )
    countries = forms.MultipleChoiceField(
        label=_("Countries"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=FROM_THE_LIST,
        help_text=_("Tick none to hear of all of them."),
    )
    themes = forms.MultipleChoiceField(
        label=_("Topics"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=FROM_THE_LIST,
        help_text=_("Tick none to hear of all of them."),
    )

    def add_choices(self, *, chosen: Choices | None = None) -> None:
        """Fill the lists; `chosen` adds what is chosen already, so that it can be kept."""
        known: Any = Concept.objects  # its type is the base class’s manager
        self._themes = {c.record_id: c for c in known.filter(scheme=Scheme.THEME)}
        for concept in chosen.themes if chosen else ():
            self._themes.setdefault(concept.record_id, concept)
        labelled = [(key, str(concept)) for key, concept in self._themes.items()]
        self._field("themes").choices = sorted(labelled, key=lambda item: order_of(item[1]))
        also = chosen.countries if chosen else ()
        self._field("countries").choices = countries_offered(also=also)
        current = chosen.frequency if chosen else Frequency.ISSUES
        self._field("frequency").choices = frequencies_offered(also=current)
        self._add_languages(LANGUAGE_SLOTS if chosen is None else len(chosen.languages))

    def _field(self, name: str) -> Any:
        return self.fields[name]

    def _add_languages(self, number: int) -> None:
        slots = min(max(number, LANGUAGE_SLOTS), len(LANGS))
        for position in range(slots):
            first = position == 0
            choices = language_choices() if first else [("", "–"), *language_choices()]
            self.fields[f"language_{position + 1}"] = forms.ChoiceField(
                label=NTH_LANGUAGE[position]
                if position < len(NTH_LANGUAGE)
                else FURTHER_LANGUAGE % {"number": position + 1},
                choices=choices,
                required=first,
                error_messages={
                    **FROM_THE_LIST,
                    "required": _("Please choose one from the list."),
                },
            )

    @property
    def language_fields(self) -> list[forms.BoundField]:
        """The lists of languages, the favourite one first."""
        return [self[name] for name in self.fields if name.startswith("language_")]

    @property
    def has_limits(self) -> bool:
        """Whether a country or topic is ticked or wrong, so that their lists stand open."""
        names = ("countries", "themes")
        return any(self[name].errors or self[name].value() for name in names)

    def choices(self) -> Choices:
        """What was chosen, after validation. Of a language named twice the first place counts."""
        names = [name for name in self.fields if name.startswith("language_")]
        named = [self.cleaned_data.get(name) for name in names]
        return Choices(
            languages=list(dict.fromkeys(code for code in named if code)),
            countries=self.cleaned_data["countries"],
            themes=[self._themes[key] for key in self.cleaned_data["themes"]],
            frequency=self.cleaned_data["frequency"],
        )


class SubscribeForm(ChoicesFormMixin, AddressForm):
    """The whole sign-up form. It starts with the language of the page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_choices()
        self.initial.setdefault("language_1", current_language())


class SmallSubscribeForm(AddressForm):
    """The sign-up form that asks for the address only, for the foot of any page."""

    def choices(self) -> Choices:
        """Everything, in the language of the page."""
        return Choices(languages=[current_language()])


class PreferencesForm(ChoicesFormMixin):
    """What a subscriber wants. The address is hinted at beside it and doesn't change.

    Not the whole address: the link stands in every newsletter, which may be forwarded.
    """

    use_required_attribute = False

    def __init__(self, *args: Any, subscriber: Subscriber, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = Choices(
            languages=subscriber.languages,
            countries=subscriber.countries,
            themes=subscriber.themes,
            frequency=subscriber.frequency,
        )
        self.add_choices(chosen=chosen)
        self.initial.update(
            frequency=chosen.frequency,
            countries=list(chosen.countries),
            themes=[concept.record_id for concept in chosen.themes],
            **{f"language_{n}": code for n, code in enumerate(chosen.languages, start=1)},
        )
        self.address = masked_email(subscriber.email)
