"""Files of applications: outside Wagtail's documents and pictures."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from joining.models.application import Application
from joining.storage import application_storage


class Paper(models.TextChoices):
    """What a file is."""

    STATUTES = "statutes", _("statutes or articles of association")
    REPORT = "report", _("annual report")
    OTHER = "other", _("something else")


class ApplicationFile(models.Model):
    """One row is one file; `name` is what the applicant called it, the disk has another one."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="files")
    paper = models.CharField(max_length=8, choices=Paper.choices)
    name = models.CharField(max_length=150)
    file = models.FileField(max_length=100, storage=application_storage)
    size = models.PositiveIntegerField()  # bytes
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["application_id", "pk"]
        default_permissions = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(paper__in=Paper.values), name="joining_file_paper_known"
            )
        ]

    def __str__(self) -> str:
        return f"file {self.pk}"
