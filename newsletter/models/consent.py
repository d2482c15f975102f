"""The consent log: who agreed to what, when and how, in which words. Rows are only ever added."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsletter.models.subscriber import Subscriber


class Action(models.TextChoices):
    """What happened."""

    REQUESTED = "requested", _("asked for the newsletter")
    GIVEN = "given", _("agreed")
    CHANGED = "changed", _("changed what to get")
    WITHDRAWN = "withdrawn", _("unsubscribed")
    LAPSED = "lapsed", _("never confirmed, erased")
    ERASED = "erased", _("erased")
    BOUNCED = "bounced", _("mails came back, no more are sent")
    COMPLAINED = "complained", _("reported a mail as unwanted, no more are sent")


class How(models.TextChoices):
    """By which way it happened."""

    FORM = "form", _("sign-up form")
    DOUBLE_OPT_IN = "double_opt_in", _("confirmed by the link in a mail")
    PREFERENCES = "preferences", _("preference page")
    UNSUBSCRIBE_PAGE = "page", _("unsubscribe page")
    ONE_CLICK = "one_click", _("unsubscribe button of the mail program")
    IMPORT = "import", _("imported with proof")
    OFFICE = "office", _("network office")
    AUTOMATIC = "automatic", _("by itself")
    MAIL_SERVER = "mail_server", _("answer of a mail server")
    PROVIDER = "provider", _("report of the mail provider")


class AppendOnlyError(TypeError):
    """Somebody tried to change or delete what only grows."""


class ConsentQuerySet(models.QuerySet["ConsentEvent"]):
    """Events, to read and to add."""

    def _refuse(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError("the consent log is append-only")

    update = bulk_update = update_or_create = delete = _refuse

    def of_digest(self, digest: str) -> ConsentQuerySet:
        """Return what happened to one address, in order, over all its subscriptions."""
        return self.filter(digest=digest)


class ConsentEvent(models.Model):
    """One row is one thing that happened to a consent.

    `digest` stands for the address (newsletter.pseudonyms) and stays when the subscriber is erased;
    `wording` is what the person saw or, of an import, the proof; `language` is the language that
    wording was really in. No network address is kept.
    """

    subscriber = models.ForeignKey(
        Subscriber,
        on_delete=models.SET_NULL,
        null=True,
        related_name="consent_events",
        verbose_name=_("subscriber"),
    )
    digest = models.CharField(_("digest of the address"), max_length=64, db_index=True)
    action = models.CharField(_("what"), max_length=10, choices=Action.choices)
    how = models.CharField(_("how"), max_length=14, choices=How.choices)
    at = models.DateTimeField(_("when"), default=timezone.now)
    wording = models.TextField(_("wording"), blank=True)
    language = models.CharField(_("language"), max_length=5, blank=True)
    #: of a consent that was given elsewhere: the form, the event, the drawer
    place = models.CharField(_("where"), max_length=200, blank=True)

    objects: ClassVar[ConsentQuerySet] = ConsentQuerySet.as_manager()  # type: ignore[assignment]  # a manager made from the query set

    wagtail_reference_index_ignore = True

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "pk"]
        verbose_name = _("entry of the consent log")
        verbose_name_plural = _("entries of the consent log")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(action__in=Action.values), name="newsletter_consent_action_known"
            ),
            models.CheckConstraint(
                condition=Q(how__in=How.values), name="newsletter_consent_how_known"
            ),
            models.CheckConstraint(
                condition=Q(wording="") | ~Q(language="") | Q(how="import"),
                name="newsletter_consent_wording_has_language",
            ),
        ]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.at):%Y-%m-%d %H:%M %Z} {self.get_action_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row. Raises AppendOnlyError if it is stored already."""
        if not self._state.adding:
            raise AppendOnlyError("the consent log is append-only")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Raise AppendOnlyError."""
        raise AppendOnlyError("the consent log is append-only")
