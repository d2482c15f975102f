"""The core application's tables, each defined beside the service that uses it."""

from __future__ import annotations

from core.editing.sent_forms import SentForm
from core.files.intake.states import DocumentIntake, PictureIntake
from core.former_keys import FormerKey
from core.leases import WorkerLease
from core.mail.outgoing import OutgoingMail
from core.network.funder import Funder
from core.network.legal import OfficePage
from core.network.settings import NetworkSettings
from core.throttling.counting import ThrottleCount
from core.translation.proposals import Translation
from core.work.deletions import DeletionWatch

__all__ = [
    "DeletionWatch",
    "DocumentIntake",
    "FormerKey",
    "Funder",
    "NetworkSettings",
    "OfficePage",
    "OutgoingMail",
    "PictureIntake",
    "SentForm",
    "ThrottleCount",
    "Translation",
    "WorkerLease",
]
