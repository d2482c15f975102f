"""The answer as a mail: the office reads it, changes what it likes, and sends it from the page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from core.i18n import language_choices
from core.mail.addresses import EmailAddressField
from core.mail.outgoing import KEPT, queue_mail
from core.network.now import network_now
from core.privacy.person import PersonSought
from core.privacy.table import in_words
from home.personal_data.gathering import code_of
from users.models import User

ANSWERED = "cope.person.answered"


class LetterForm(forms.Form):
    """To whom the answer goes, and its text."""

    to = EmailAddressField(
        label=gettext_lazy("To"),
        help_text=gettext_lazy(
            "The address that the site knows, so that nobody else reads the answer."
        ),
    )
    letter = forms.CharField(
        label=gettext_lazy("Answer"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 16, "class": "person-answer"}),
    )
    language = forms.ChoiceField(choices=language_choices, widget=forms.HiddenInput)


def letter_for(sought: PersonSought, *, text: str, language: str) -> LetterForm:
    """Return the form that holds an answer."""
    values: dict[str, Any] = {"to": sought.email, "letter": text, "language": language}
    return LetterForm(initial=values)


@transaction.atomic
def send(form: LetterForm, *, sought: PersonSought, by: User) -> None:
    """Queue the mail of a valid form, and write into the log that somebody was answered."""
    with translation.override(form.cleaned_data["language"]):
        network = network_now()
        subject = _("Your data at %(network)s") % {"network": network.name}
        kept = _(
            "The address to which this mail goes stays in our list of sent mails for %(time)s."
        )
        text = f"{form.cleaned_data['letter'].strip()}\n\n{kept % {'time': in_words(KEPT)}}\n"
    queue_mail(
        to=form.cleaned_data["to"], subject=subject, text=text, reply_to=network.office_email
    )
    log(instance=by, action=ANSWERED, user=by, data={"code": code_of(sought)})
