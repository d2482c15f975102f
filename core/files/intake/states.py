"""What is known of each stored picture and file: how it came, and why it can't be shown."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

#: What was set aside is tried again after this time: its disk may have been away.
AGAIN_AFTER = timedelta(days=1)


class Intake(models.Model):
    """Abstract: one row per stored file that was looked at; it is clean if there is a digest."""

    #: No reference as Wagtail counts them: a file isn't in use because somebody looked at it.
    wagtail_reference_index_ignore = True

    digest = models.CharField(
        _("SHA-256 as it came, first 16 digits"), max_length=16, blank=True, db_index=True
    )
    problem = models.CharField(_("why it can't be used"), max_length=255, blank=True)
    problem_at = models.DateTimeField(_("seen at"), null=True, blank=True)

    class Meta:
        abstract = True
        default_permissions = ("view",)

    def set_aside(self, problem: str) -> None:
        """Note why nothing can be made of the file."""
        self.problem, self.problem_at = problem[:255], timezone.now()
        self.save()


class PictureIntake(Intake):
    """Of an image; `credit` is what its file said about who made it."""

    image = models.OneToOneField(
        "wagtailimages.Image", on_delete=models.CASCADE, related_name="intake"
    )
    credit = models.CharField(_("credit found in the file"), max_length=255, blank=True)

    class Meta(Intake.Meta):
        verbose_name = _("picture as it came")
        verbose_name_plural = _("pictures as they came")

    def __str__(self) -> str:
        return f"picture {self.image_id}"


class DocumentIntake(Intake):
    """Of a document."""

    document = models.OneToOneField(
        "wagtaildocs.Document", on_delete=models.CASCADE, related_name="intake"
    )

    class Meta(Intake.Meta):
        verbose_name = _("file as it came")
        verbose_name_plural = _("files as they came")

    def __str__(self) -> str:
        return f"file {self.document_id}"


def set_aside(image: Any, problem: str) -> None:
    """Note that nothing can be made of an image."""
    intake, _made = PictureIntake.objects.get_or_create(image=image)
    intake.set_aside(problem)
