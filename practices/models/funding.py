"""Which projects a funder pays for: the office's rows, no part of a project's versions."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from core.network.funder import Funder
from practices.models.project import ProjectPage


class FundedProject(models.Model):
    """One row says that a funder's emblem and words stand on a project's page."""

    funder = ParentalKey(Funder, on_delete=models.CASCADE, related_name="projects")
    project = models.ForeignKey(
        ProjectPage, verbose_name=_("project"), on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["funder", "project"], name="practices_fundedproject_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.funder}: {self.project}"
