"""The application of the records format: its commands, no table of its own."""

from __future__ import annotations

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Reading, checking and writing the records format."""

    name = "records"
    label = "records"
