"""The core application's tables, each defined beside the service that uses it."""

from __future__ import annotations

from cope_network.core.deletions import DeletionWatch
from cope_network.core.intake.states import DocumentIntake, PictureIntake
from cope_network.core.leases import WorkerLease
from cope_network.core.mail import OutgoingMail
from cope_network.core.sent_forms import SentForm
from cope_network.core.throttling.counting import ThrottleCount
from cope_network.core.translations import Translation

__all__ = [
    "DeletionWatch",
    "DocumentIntake",
    "OutgoingMail",
    "PictureIntake",
    "SentForm",
    "ThrottleCount",
    "Translation",
    "WorkerLease",
]
