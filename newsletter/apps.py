"""The newsletter application."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class NewsletterConfig(AppConfig):
    """Who wants the network's news, and how they said so."""

    name = "newsletter"
    verbose_name = _("Newsletter")

    def ready(self) -> None:
        """Listen to the provider, and let the office look."""
        from anymail.signals import tracking

        from newsletter.office import plant_office
        from newsletter.subscribers.webhooks import note_report

        tracking.connect(note_report, dispatch_uid="newsletter.subscribers.webhooks.note_report")
        post_migrate.connect(
            plant_office, sender=self, dispatch_uid="newsletter.office.plant_office"
        )
