"""The application of those who want to join."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_migrate
from django.utils.translation import gettext_lazy as _


class JoiningConfig(AppConfig):
    """Who asks to join, with what, and what became of it."""

    name = "joining"
    verbose_name = _("Applications")

    def ready(self) -> None:
        """Delete a file with its row, and plant who may read."""
        from joining.models import ApplicationFile
        from joining.office.access import plant_readers
        from joining.storage import delete_stored

        post_delete.connect(
            delete_stored, sender=ApplicationFile, dispatch_uid="joining.storage.delete_stored"
        )
        post_migrate.connect(
            plant_readers, sender=self, dispatch_uid="joining.office.access.plant_readers"
        )
