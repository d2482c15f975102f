"""The form in steps. What is half filled is kept; only sending asks for everything."""

from __future__ import annotations

import time
from typing import Any, ClassVar

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.countries import country_choices
from core.dates import PartialDate
from core.forms.public import TrappedForm
from core.i18n import current_language, language_choices
from core.mail.addresses import EmailAddressField, same_mailbox
from core.written_dates import WrittenDateField
from joining.models import Application, JoiningPath, Paper
from joining.services import standing
from joining.services.files import kinds_in_words
from joining.steps import Step

#: seconds: nobody reads the page and writes an address faster, no page stays open longer
QUICKEST, SLOWEST = 3, 86_400
_SALT = "joining.since"
_YES_NO = (("True", _("Yes")), ("False", _("Not yet")))
FROM_THE_LIST = {"invalid_choice": _("Please choose one from the list.")}


class AskForLinkForm(TrappedForm):
    """An address, and a trap for programs."""

    email = EmailAddressField()


class BeginForm(AskForLinkForm):
    """Who wants to apply, and the address to prove. A form that was filled in a moment is asked
    for once more: programs don't come back.
    """

    path = forms.ChoiceField(
        label=_("Who applies?"),
        choices=[
            (JoiningPath.ORGANISATION.value, _("An organisation that wants to become a member")),
            (JoiningPath.AFFILIATE.value, _("An affiliate, who follows our news")),
        ],
        initial=JoiningPath.ORGANISATION,
        widget=forms.RadioSelect,
        error_messages={**FROM_THE_LIST, "required": _("Please choose one from the list.")},
    )
    since = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = standing.open_paths()
        path: Any = self.fields["path"]
        path.choices = [each for each in path.choices if each[0] in offered]
        self.fresh = signing.dumps(int(time.time()), salt=_SALT)
        if self.is_bound:
            self.data = dict(self.data.items())
        self.initial["since"] = self.fresh

    def clean(self) -> dict[str, Any]:
        """Ask once more where no person can have been."""
        cleaned = super().clean() or {}
        try:
            began = signing.loads(cleaned.get("since", ""), salt=_SALT, max_age=SLOWEST)
        except signing.BadSignature:
            began = None
        if began is None or time.time() - began < QUICKEST:
            self.data["since"] = self.fresh  # type: ignore[index]  # a copy of ours
            raise ValidationError(_("That was quick. Please press the button once more."))
        return cleaned


class ApplicationStepForm(forms.Form):
    """Abstract: one step. Whatever is right is stored, whatever is wrong is named beside it."""

    use_required_attribute = False
    columns: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, application: Application, step: Step, **kwargs: Any) -> None:
        self.application = application
        kwargs["initial"] = self.stored(application)
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.required = name in step.needs

    def stored(self, application: Application) -> dict[str, Any]:
        """What was answered before, as the form shows it."""
        return {name: getattr(application, name) for name in self.base_fields}

    def full_clean(self) -> None:
        """Take empty answers: the page says which are needed, sending asks for them."""
        needed = [field for field in self.fields.values() if field.required]
        for field in needed:
            field.required = False
        super().full_clean()
        for field in needed:
            field.required = True

    def right_answers(self) -> dict[str, Any]:
        """What can be stored. Call after `is_valid()`."""
        return dict(self.cleaned_data)


def _text(label: Any, *, most: int, help_text: Any = "", **attrs: str) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, help_text=help_text, widget=forms.TextInput(attrs=attrs)
    )


def _long(label: Any, *, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=5000,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": "7"}),
    )


class WhoForm(ApplicationStepForm):
    """Who applies, and who speaks for them."""

    organisation_name = _text(_("Name of the organisation"), most=255, autocomplete="organization")
    country = forms.ChoiceField(label=_("Country"), error_messages=FROM_THE_LIST)
    town = _text(_("Town"), most=120, autocomplete="address-level2")
    website = _text(_("Website"), most=500, inputmode="url", autocomplete="url")
    person = _text(_("Your name"), most=120, autocomplete="name")
    role = _text(_("Your role"), most=120, autocomplete="organization-title")
    phone = _text(_("Telephone"), most=60, help_text=_("If we may call you."), autocomplete="tel")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", "–"), *country_choices()]  # type: ignore[attr-defined]
        if self.application.path == JoiningPath.INDIVIDUAL:
            del self.fields["organisation_name"], self.fields["role"]

    def clean_website(self) -> str:
        """As a browser needs it, of what people write: a page links nothing else."""
        website: str = self.cleaned_data["website"].strip()
        return f"https://{website}" if "." in website and ":" not in website else website


class WorkForm(ApplicationStepForm):
    """What they do."""

    work = _long(
        _("What do you do for children with a parent in prison?"),
        help_text=_(
            "For whom, where, how many a year, and how you protect the children you meet. Please "
            "name no child and no family."
        ),
    )
    work_since = WrittenDateField(label=_("Since when?"), help_text=_("A year is enough."))

    def stored(self, application: Application) -> dict[str, Any]:
        """Show the date as a person writes it."""
        return {**super().stored(application), "work_since": _in_words(application.work_since)}


class ConstitutionForm(ApplicationStepForm):
    """How they are constituted. No bank data is asked for."""

    legal_form = _text(
        _("Legal form"), most=120, help_text=_("Such as association, foundation, charity.")
    )
    registered = WrittenDateField(
        label=_("Registered since"), help_text=_("A day, a month or a year, as you write it.")
    )
    register_number = _text(_("Number in the register"), most=120)
    two_signatories = forms.TypedChoiceField(
        label=_("Do you have a bank account with two signatories who aren’t related?"),
        help_text=_("Yes or no is enough: please send no bank data."),
        choices=_YES_NO,
        coerce=lambda value: value == "True",
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages=FROM_THE_LIST,
    )

    def stored(self, application: Application) -> dict[str, Any]:
        """Show the date as a person writes it."""
        return {**super().stored(application), "registered": _in_words(application.registered)}


def _in_words(date: str) -> str:
    return PartialDate(date).in_words(current_language()) if date else ""


class RefereeForm(ApplicationStepForm):
    """Whom we may ask."""

    name = _text(_("Name"), most=120)
    email = EmailAddressField(label=_("E-mail"))
    language = forms.ChoiceField(
        label=_("In which language shall we write?"),
        choices=language_choices,
        error_messages=FROM_THE_LIST,
    )
    relation = _text(_("How does this person know your work?"), most=255)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("name", "email", "language"):
            self.fields[name].required = True
        self.fields["email"].widget.attrs["autocomplete"] = "off"

    def stored(self, application: Application) -> dict[str, Any]:
        """What was said of the referee before."""
        referee = getattr(application, "referee", None)
        if referee is None:
            return {"language": current_language()}
        return {name: getattr(referee, name) for name in self.base_fields}

    def clean_email(self) -> str:
        """Refuse the applicant's own address."""
        email: str = self.cleaned_data["email"]
        if same_mailbox(email, self.application.email):
            raise ValidationError(_("This is your own address. Please name somebody else."))
        return email

    def clean_language(self) -> str:
        """The reader's language where none was chosen."""
        return self.cleaned_data["language"] or current_language()


class ContributionForm(ApplicationStepForm):
    """What they would contribute; a person also says whether to be named."""

    contribution = _long(
        _("What would you contribute?"),
        help_text=_(
            "Applicants come to the assembly, answer requests of the network and write for the "
            "newsletter. What would you like to share, and with whom would you like to work?"
        ),
    )
    in_directory = forms.BooleanField(
        label=_("Name me in the public directory, with my name and country"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.application.path != JoiningPath.INDIVIDUAL:
            del self.fields["in_directory"]


class ApplicationPaperForm(forms.Form):
    """One file, and what it is."""

    use_required_attribute = False

    paper = forms.ChoiceField(
        label=_("What is it?"),
        choices=Paper.choices,
        widget=forms.RadioSelect,
        error_messages={**FROM_THE_LIST, "required": _("Please choose one from the list.")},
    )
    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,  # told in our own words
        max_length=255,
        error_messages={"required": _("Please choose a file.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = kinds_in_words()


class SendForm(forms.Form):
    """The answers to the office's questions, and the consent."""

    use_required_attribute = False

    consent = forms.BooleanField(
        error_messages={"required": _("Please tick this, so that we may read your application.")}
    )

    def __init__(self, *args: Any, questions: Any = (), wording: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = list(questions)
        self.fields["consent"].label = wording
        for question in self.questions:
            self.fields[f"answer_{question.pk}"] = forms.CharField(
                label=question.text,
                max_length=5000,
                initial=question.answer,
                widget=forms.Textarea(attrs={"rows": "6"}),
                error_messages={"required": _("Please answer this question.")},
            )
        self.order_fields([*(name for name in self.fields if name != "consent"), "consent"])

    def answers(self) -> dict[int, str]:
        """What was answered, by the question's key. Call after `is_valid()`."""
        return {
            question.pk: self.cleaned_data.get(f"answer_{question.pk}", "")
            for question in self.questions
        }


class RefereeAnswerForm(forms.Form):
    """What a referee says."""

    use_required_attribute = False

    answer = forms.CharField(
        label=_("What should the network know about them?"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": "8"}),
        error_messages={"required": _("Please write a few words, or press “I’d rather not”.")},
    )


FORMS: dict[str, type[ApplicationStepForm]] = {
    "who": WhoForm,
    "work": WorkForm,
    "constitution": ConstitutionForm,
    "referee": RefereeForm,
    "contribution": ContributionForm,
}
