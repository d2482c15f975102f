"""Proposed translations: a table of their own, so that nothing unreviewed can go public.

A page has one draft line; a proposal kept there would be published with the next correction.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import Page

from cope_network.core.i18n import language_choices, loc, translated_fields
from cope_network.core.record_models import find_record


class TranslationStatus(models.TextChoices):
    """What became of a proposal."""

    OPEN = "open", _("waiting for someone to check it")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")


class Translation(models.Model):
    """One row is one proposed translation of a record into one language."""

    key = models.CharField(_("of"), max_length=180, db_index=True)
    language = models.CharField(_("into"), max_length=2, choices=language_choices)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("made by"),
    )
    #: name of the machine engine; empty where a person wrote it
    engine = models.CharField(_("engine"), max_length=60, blank=True)
    #: the original texts when it was made: {field: text}
    snapshot = models.JSONField(_("original text"), default=dict)
    #: the proposal: {field: text}
    proposed = models.JSONField(_("proposed text"), default=dict)
    status = models.CharField(
        max_length=8, choices=TranslationStatus.choices, default=TranslationStatus.OPEN
    )
    created_at = models.DateTimeField(_("made at"), default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-created_at", "-pk"]
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(status__in=TranslationStatus.values),
                name="core_translation_status_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.key} → {self.language}"


def original_texts(record: Any) -> dict[str, str]:
    """A record's texts in its original language, by field."""
    language = record.original_language
    return {
        name: getattr(record, loc(name, language)) or "" for name in translated_fields(type(record))
    }


def propose(
    record: Any, *, language: str, texts: dict[str, str], user: Any = None, engine: str = ""
) -> Translation:
    """Keep a proposed translation for someone to check.

    `texts` is {field: text}. Raises ValueError for an unknown field or the original language.
    """
    unknown = set(texts) - set(translated_fields(type(record)))
    if unknown:
        raise ValueError(f"{record.key} has no translated field {', '.join(sorted(unknown))}")
    if language == record.original_language:
        raise ValueError(f"{record.key} is written in {language}: nothing to translate")
    return Translation.objects.create(
        key=record.key,
        language=language,
        made_by=user,
        engine=engine,
        snapshot=original_texts(record),
        proposed=texts,
    )


def may_decide(record: Any, user: Any) -> bool:
    """Whether a user may edit the record, hence accept or decline its translations."""
    if isinstance(record, Page):
        return bool(record.permissions_for_user(user).can_edit())
    return bool(user.has_perm(f"{record._meta.app_label}.change_{record._meta.model_name}"))


@transaction.atomic
def accept(translation: Translation, *, user: Any, texts: dict[str, str] | None = None) -> Any:
    """Write a proposal, perhaps corrected in `texts`, into its record; return the record.

    A live page without other unpublished changes is published if the user may; otherwise the
    text waits in its draft. Raises PermissionDenied for a user who may not edit the record and
    ValueError where the record is gone or the proposal was decided before.
    """
    translation = Translation.objects.select_for_update().get(pk=translation.pk)
    record = find_record(translation.key)
    if record is None or translation.status != TranslationStatus.OPEN:
        raise ValueError(f"Translation {translation.pk} can't be accepted any more")
    if not may_decide(record, user):
        raise PermissionDenied
    accepted = translation.proposed if texts is None else texts
    _write(record, language=translation.language, texts=accepted, user=user)
    translation.proposed = accepted
    _decide(translation, TranslationStatus.ACCEPTED, user)
    return record


@transaction.atomic
def decline(translation: Translation, *, user: Any) -> None:
    """Put a proposal aside. Raises PermissionDenied as `accept` does."""
    record = find_record(translation.key)
    if record is not None and not may_decide(record, user):
        raise PermissionDenied
    _decide(translation, TranslationStatus.DECLINED, user)


def _decide(translation: Translation, status: TranslationStatus, user: Any) -> None:
    translation.status = status
    translation.decided_by = user
    translation.decided_at = timezone.now()
    translation.save()


def _write(record: Any, *, language: str, texts: dict[str, str], user: Any) -> None:
    names = set(translated_fields(type(record)))
    values = {loc(name, language): text for name, text in texts.items() if name in names}
    if not isinstance(record, Page):
        for column, text in values.items():
            setattr(record, column, text)
        record.save()
        log(instance=record, action="wagtail.edit", user=user)
        return
    clean = record.live and not record.has_unpublished_changes
    page = record.get_latest_revision_as_object()
    for column, text in values.items():
        setattr(page, column, text)
    revision = page.save_revision(user=user, log_action=True)
    if clean and page.permissions_for_user(user).can_publish():
        revision.publish(user=user)
