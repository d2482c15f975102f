"""Who edits for an organisation: its two groups, its collection, and what they may do."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection

from members.models.organisation import OrganisationPage


class EditorMode(models.TextChoices):
    """What happens when an editor has finished a page."""

    CHECKED = "checked", _("sends to the office")
    DIRECT = "direct", _("may publish directly")


class EditorAccess(models.Model):
    """One row says with which groups and in which collection an organisation's editors work.

    An ordinary table: permissions are the office's business and never ride in a revision. A group
    or collection that somebody deleted is null here until the next `provision()`.
    """

    organisation = models.OneToOneField(
        OrganisationPage,
        on_delete=models.CASCADE,
        related_name="editor_access",
        verbose_name=_("organisation"),
    )
    checked = models.OneToOneField(
        Group, on_delete=models.SET_NULL, null=True, editable=False, related_name="checked_access"
    )
    direct = models.OneToOneField(
        Group, on_delete=models.SET_NULL, null=True, editable=False, related_name="direct_access"
    )
    collection = models.OneToOneField(
        Collection, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    mode = models.CharField(
        _("new editors"),
        max_length=7,
        choices=EditorMode.choices,
        default=EditorMode.CHECKED,
        help_text=_("What somebody may do who begins to edit for this organisation."),
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["organisation_id"]
        verbose_name = _("editors of an organisation")
        verbose_name_plural = _("editors of organisations")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(mode__in=EditorMode.values),
                name="members_editoraccess_mode_known",
            )
        ]

    def __str__(self) -> str:
        return str(self.organisation)

    def group(self, mode: str) -> Group | None:
        """The group of one mode; None after somebody deleted it."""
        return self.direct if mode == EditorMode.DIRECT else self.checked
