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
        """Register what the worker does, and let the office look."""
        from anymail.signals import tracking

        from core.work.worker import Order, register_slice
        from newsletter import checks, search_index  # noqa: F401 - registers what can be searched
        from newsletter.desk.archiving import publish_started
        from newsletter.digests.composing import schedule_digests
        from newsletter.office import plant_office
        from newsletter.sending import actions
        from newsletter.sending.retention import forget_readers
        from newsletter.sending.sender import send_due
        from newsletter.subscribers.erasing import erase_ended, erase_unconfirmed
        from newsletter.subscribers.webhooks import note_report

        actions.register()
        checks.register_checks()
        tracking.connect(note_report, dispatch_uid="newsletter.subscribers.webhooks.note_report")
        register_slice("newsletter: digests", schedule_digests, every=300)
        register_slice("newsletter: sending", send_due, order=Order.BATCH)
        register_slice("newsletter: archive", publish_started, order=Order.BATCH)
        register_slice("newsletter: unconfirmed", erase_unconfirmed, every=3600, deletes=True)
        register_slice("newsletter: ended", erase_ended, every=3600, deletes=True)
        register_slice("newsletter: old mailings", forget_readers, every=600, deletes=True)
        post_migrate.connect(
            plant_office, sender=self, dispatch_uid="newsletter.office.plant_office"
        )
