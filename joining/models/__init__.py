"""Models of the joining application."""

from __future__ import annotations

from joining.models.application import OPEN, Application, ApplicationStatus, JoiningPath
from joining.models.file import ApplicationFile, Paper
from joining.models.referee import Referee, RefereeState
from joining.models.talk import ApplicationNote, ApplicationQuestion

__all__ = [
    "OPEN",
    "Application",
    "ApplicationFile",
    "ApplicationNote",
    "ApplicationQuestion",
    "ApplicationStatus",
    "JoiningPath",
    "Paper",
    "Referee",
    "RefereeState",
]
