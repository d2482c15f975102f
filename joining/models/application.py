"""Applications: what somebody who wants to join says, and where it stands."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.countries import country_choices
from core.dates import PartialDateField
from core.i18n import default_language, language_choices
from core.mail.addresses import validate_email_address
from core.tidy import tidy_texts
from members.models import Membership, MembershipCategory, OrganisationPage


def new_key() -> str:
    """What a link stands for: 32 random letters and digits."""
    return get_random_string(32)


class JoiningPath(models.TextChoices):
    """How somebody joins; each has its own steps."""

    ORGANISATION = "organisation", _("an organisation")
    INDIVIDUAL = "individual", _("a person, by invitation")
    AFFILIATE = "affiliate", _("an affiliate, who follows our news")


class ApplicationStatus(models.TextChoices):
    """Where an application stands."""

    DRAFT = "draft", _("being written")
    SENT = "sent", _("with the network office")
    ASKED = "asked", _("waits for an answer of the applicant")
    ADMITTED = "admitted", _("admitted")
    REFUSED = "refused", _("not admitted")
    WITHDRAWN = "withdrawn", _("withdrawn")


OPEN = (ApplicationStatus.DRAFT, ApplicationStatus.SENT, ApplicationStatus.ASKED)
"""Applications that are still to be decided; of one address there is one at most."""
_DECIDED = (ApplicationStatus.ADMITTED, ApplicationStatus.REFUSED)


class Application(models.Model):
    """One row is one application. What is answered may be half filled until it is sent.

    `version` counts the changes of state, so that of two who decide one learns of the other.
    """

    key = models.CharField(max_length=32, default=new_key, unique=True, editable=False)
    path = models.CharField(max_length=12, choices=JoiningPath.choices)
    status = models.CharField(
        max_length=9,
        choices=ApplicationStatus.choices,
        default=ApplicationStatus.DRAFT,
    )
    version = models.PositiveIntegerField(default=0, editable=False)
    email = models.CharField(_("e-mail"), max_length=254, validators=[validate_email_address])
    language = models.CharField(
        _("language"), max_length=2, choices=language_choices, default=default_language
    )

    # who
    organisation_name = models.CharField(_("organisation"), max_length=255, blank=True)
    person = models.CharField(_("name"), max_length=120, blank=True)
    role = models.CharField(_("role"), max_length=120, blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    country = models.CharField(_("country"), max_length=2, choices=country_choices, blank=True)
    town = models.CharField(_("Town"), max_length=120, blank=True)
    website = models.CharField(_("website"), max_length=500, blank=True)
    # what they do
    work = models.TextField(_("work"), blank=True)
    work_since = PartialDateField(pgettext_lazy("of work", "since"))
    # how they are constituted
    legal_form = models.CharField(_("Legal form"), max_length=120, blank=True)
    registered = PartialDateField(_("Registered since"))
    register_number = models.CharField(_("Number in the register"), max_length=120, blank=True)
    two_signatories = models.BooleanField(
        _("bank account with two unrelated signatories"), null=True, blank=True
    )
    # what they offer, and what they allow
    contribution = models.TextField(_("contribution"), blank=True)
    in_directory = models.BooleanField(_("wants to be named in the directory"), default=False)
    consent = models.TextField(blank=True)
    consent_at = models.DateTimeField(null=True, blank=True)

    # what became of it
    created_at = models.DateTimeField(auto_now_add=True)
    proved_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True, editable=False)
    changed_at = models.DateTimeField(null=True, blank=True)
    warned_at = models.DateTimeField(null=True, blank=True, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True)
    taken_up_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    decision = models.TextField(blank=True)
    decided_on = PartialDateField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    category = models.ForeignKey(
        MembershipCategory,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    membership = models.OneToOneField(
        Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="application"
    )
    organisation = models.ForeignKey(
        OrganisationPage,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["-created_at", "-pk"]
        verbose_name = _("application")
        verbose_name_plural = _("Applications")
        default_permissions = ("view",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(status__in=ApplicationStatus.values) & Q(path__in=JoiningPath.values),
                name="joining_application_known",
            ),
            models.CheckConstraint(
                condition=Q(status__in=OPEN, closed_at=None)
                | (~Q(status__in=OPEN) & Q(closed_at__isnull=False)),
                name="joining_application_closed",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=_DECIDED) | ~Q(decision="") & ~Q(decided_on=""),
                name="joining_application_decision",
            ),
            models.UniqueConstraint(
                Lower("email"), condition=Q(status__in=OPEN), name="joining_one_open_each"
            ),
        ]

    def __str__(self) -> str:
        """No name: the log of the admin keeps it when the application is erased."""
        return str(_("Application %(number)s") % {"number": self.pk})

    def save(self, *args: object, **kwargs: object) -> None:
        """Save without what can't be printed."""
        tidy_texts(self)
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # Django's own

    @property
    def heading(self) -> str:
        """What people call it: the organisation, the person, or the address."""
        names = (self.organisation_name, self.person, self.email)
        if self.path == JoiningPath.INDIVIDUAL:
            names = (self.person, self.email, "")
        return next(name for name in names if name)

    @property
    def is_open(self) -> bool:
        """Whether it is still to be decided."""
        return self.status in OPEN

    @property
    def may_be_written(self) -> bool:
        """Whether the applicant may change the answers now."""
        return self.status in (ApplicationStatus.DRAFT, ApplicationStatus.ASKED)

    def step_to(self, status: ApplicationStatus, **changes: object) -> None:
        """Store another state, with `changes`; only where the row was locked before."""
        self.status, self.version = status, self.version + 1
        for name, value in changes.items():
            setattr(self, name, value)
        self.save()
