"""What every machine translation service does for us, and how it may fail."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class EngineProblem(models.TextChoices):
    """Why a machine gave no usable translation, as editors read it."""

    UNAVAILABLE = "unavailable", _("the translation service doesn’t answer; try again later")
    BUSY = "busy", _("the translation service is busy; try again in some minutes")
    KEY = "key", _("the translation service refuses our key; the network office has to see to it")
    QUOTA = "quota", _("the network’s share of the translation service is used up")
    LANGUAGE = "language", _("the translation service doesn’t know this language")
    TOO_LONG = "too_long", _("the text is too long for the translation service")
    ANSWER = "answer", _("the translation service gave no usable answer")
    TAGS = "tags", _("the translation lost links or formatting")
    PLACEHOLDERS = "placeholders", _("the translation changed an address or a placeholder")
    ROOM = "room", _("the translation is longer than the field")
    GONE = "gone", _("what was to be translated is no longer there")


class TranslationError(Exception):
    """A service gave no translation. `problem` says why; the message is for the log.

    The message never holds a key nor a text that was sent.
    """

    def __init__(self, problem: EngineProblem, message: str = "") -> None:
        super().__init__(message or problem.value)
        self.problem = problem


class TranslationEngine(ABC):
    """A machine that translates.

    `name` is what editors read; `most_texts` and `most_characters` bound one call.
    """

    most_texts: ClassVar[int] = 20
    most_characters: ClassVar[int] = 10_000

    name: str

    @abstractmethod
    def translate(self, texts: Sequence[str], *, source: str, target: str, html: bool) -> list[str]:
        """Return the texts in language `target`, one for each, in their order.

        `source` and `target` are codes of LANGS; `html` says that the texts have tags, which are
        to be kept. Raises EngineError.
        """


def one_each(translated: object, texts: Sequence[str]) -> list[str]:
    """Return an answer that has one text for each that was sent.

    Raises EngineError for any other.
    """
    if (
        not isinstance(translated, list)
        or len(translated) != len(texts)
        or not all(isinstance(text, str) for text in translated)
    ):
        raise TranslationError(EngineProblem.ANSWER, "not one text for each that was sent")
    return translated
