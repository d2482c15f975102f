"""Proposed translations: a table of their own, so that nothing unreviewed can go public.

A page has one draft line; a proposal kept there would be published with the next correction.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import Page

from core.i18n import has_content, language_choices
from core.lately import was_lately
from core.record import Record
from core.record_models import find_record, record_models
from core.translation.engines.base import EngineProblem
from core.translation.texts import original_language_of, places_of, texts_in, working_copy

#: a machine's translation of which nothing was heard for so long may be asked for again
LOST_AFTER = timedelta(minutes=10)


class TranslationStatus(models.TextChoices):
    """What became of a proposal."""

    #: asked of a machine; a process that died leaves it so, and then it may be asked again
    MAKING = "making", _("being translated by a machine")
    FAILED = "failed", _("the machine could not translate it")
    OPEN = "open", _("waiting for someone to check it")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")


class Translation(models.Model):
    """One row is one proposed translation of a record into one language.

    Texts go by the names of core.translation.texts. Of a machine's, `wanted` are the
    names it was asked for and `refused` says why some got no usable text: {name: Problem}; while
    it is MAKING or FAILED, `proposed` has what came so far.
    """

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
    #: the original texts when it was made: {name: text}
    snapshot = models.JSONField(_("original text"), default=dict)
    #: the proposal: {name: text}
    proposed = models.JSONField(_("proposed text"), default=dict)
    wanted = models.JSONField(default=list, blank=True)
    refused = models.JSONField(default=dict, blank=True)
    problem = models.CharField(
        _("problem"), max_length=12, choices=EngineProblem.choices, blank=True
    )
    status = models.CharField(
        max_length=8, choices=TranslationStatus.choices, default=TranslationStatus.OPEN
    )
    #: when it was made, or a machine was last heard of
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
            ),
            models.UniqueConstraint(
                fields=["key", "language"],
                condition=models.Q(status__in=["making", "failed"]),
                name="core_translation_one_request_per_language",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} → {self.language}"

    @property
    def is_on_its_way(self) -> bool:
        """Whether a machine is at it, as far as anybody can tell."""
        is_fresh = was_lately(self.created_at, within=LOST_AFTER)
        return self.status == TranslationStatus.MAKING and is_fresh

    @property
    def remaining(self) -> list[str]:
        """Names of the texts that a machine still has to translate."""
        done = {*self.proposed, *self.refused}
        return [name for name in self.wanted if name not in done]


def original_texts(record: Record) -> dict[str, str]:
    """A record's texts in its original language, by name."""
    return texts_in(record, original_language_of(record))


def propose(
    record: Record, *, language: str, texts: dict[str, str], user: Any = None, engine: str = ""
) -> Translation:
    """Keep a proposed translation for someone to check.

    `texts` is {name: text}. Raises ValueError for an unknown name or the original language.
    """
    unknown = set(texts) - set(places_of(record))
    if unknown:
        raise ValueError(f"{record.key} has no translated field {', '.join(sorted(unknown))}")
    if language == original_language_of(record):
        raise ValueError(f"{record.key} is written in {language}: nothing to translate")
    return Translation.objects.create(
        key=record.key,
        language=language,
        made_by=user,
        engine=engine,
        snapshot=original_texts(record),
        proposed=texts,
    )


def may_decide(record: Record, user: Any) -> bool:
    """Whether a user may edit the record, hence accept or decline its translations."""
    if isinstance(record, Page):
        return bool(record.permissions_for_user(user).can_edit())
    return bool(user.has_perm(f"{record._meta.app_label}.change_{record._meta.model_name}"))


def is_locked(record: Record, user: Any) -> bool:
    """Whether a lock keeps a user from changing a record that he or she may edit otherwise."""
    return isinstance(record, Page) and bool(record.permissions_for_user(user).page_locked())


class DecidedError(ValueError):
    """A proposal that somebody decided before, or whose record is gone."""


@transaction.atomic
def accept(translation: Translation, *, user: Any, texts: dict[str, str] | None = None) -> Record:
    """Write a proposal, perhaps corrected in `texts`, into its record; return the record.

    A live page without other unpublished changes is published if the user may; otherwise the
    text waits in its draft. An empty text leaves what stands there. Raises PermissionDenied for
    a user who may not edit the record or while somebody else has locked it, and DecidedError where
    the record is gone or the proposal was decided before.
    """
    translation = _open(translation)
    record = _locked_record(translation.key)
    if record is None:
        raise DecidedError(translation.key)
    if not may_decide(record, user) or is_locked(record, user):
        raise PermissionDenied
    given = translation.proposed if texts is None else texts
    accepted = {name: text for name, text in given.items() if has_content(text)}
    _write(record, language=translation.language, texts=accepted, user=user)
    translation.proposed = accepted
    _decide(translation, TranslationStatus.ACCEPTED, user)
    return record


@transaction.atomic
def decline(translation: Translation, *, user: Any) -> None:
    """Put a proposal aside. Raises PermissionDenied and DecidedError as `accept` does."""
    translation = _open(translation)
    record = find_record(translation.key)
    if record is not None and not may_decide(record, user):
        raise PermissionDenied
    _decide(translation, TranslationStatus.DECLINED, user)


def _open(translation: Translation) -> Translation:
    """Lock a proposal and return it as it is now. Raises DecidedError."""
    rows = Translation.objects.select_for_update().filter(status=TranslationStatus.OPEN)
    found = rows.filter(pk=translation.pk).first()
    if found is None:
        raise DecidedError(translation.key)
    return found


def _locked_record(key: str) -> Record | None:
    """Lock a record against changes of the same moment and return it as it is now, or None.

    It is read by a statement of its own: the one that waited for the lock would still show other
    tables, such as that of revisions, as they were before.
    """
    record = find_record(key)
    if record is None:
        return None
    rows = record_models()[record.collection].objects.filter(pk=record.pk)
    list(rows.select_for_update(of=("self",)).values("pk"))
    return find_record(key)


def _decide(translation: Translation, status: TranslationStatus, user: Any) -> None:
    translation.status = status
    translation.decided_by = user
    translation.decided_at = timezone.now()
    translation.save()


def _write(record: Record, *, language: str, texts: dict[str, str], user: Any) -> None:
    clean = isinstance(record, Page) and record.live and not record.has_unpublished_changes
    copy = working_copy(record)
    places = places_of(copy)
    for name, text in texts.items():
        if name in places:
            places[name].write(text, language=language)
    if not isinstance(record, Page):
        copy.save()
        log(instance=copy, action="wagtail.edit", user=user)
        return
    revision = copy.save_revision(user=user, log_action=True)
    if clean and copy.permissions_for_user(user).can_publish():
        revision.publish(user=user)
