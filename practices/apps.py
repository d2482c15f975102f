"""The practices application."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PracticesConfig(AppConfig):
    """What organisations do and know, and the registers of the network office."""

    name = "practices"
    verbose_name = _("Practices")
