"""Asking a machine for a translation: what is sent, piece by piece, and what comes of it.

The request is a row of Translation; each piece is one bounded call of the service by the worker.
What came is kept, so that asking again after a failure goes on where it stopped.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.i18n import has_content
from core.record import Record
from core.record_models import find_record
from core.translation.engines import (
    EngineProblem,
    TranslationEngine,
    TranslationError,
    current_engine,
)
from core.translation.engines.faithful import problem_with
from core.translation.proposals import Translation, TranslationStatus, original_texts
from core.translation.state import REQUESTS, language_states
from core.translation.texts import TextPlace, original_language_of, places_of, working_copy

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Lacking:
    """What would be sent: `texts` are (label, text) in the original language."""

    language: str
    language_name: str
    names: tuple[str, ...]
    texts: tuple[tuple[str, str], ...]

    @property
    def characters(self) -> int:
        """How much that is."""
        return sum(len(text) for _label, text in self.texts)


def lacking_in(record: Record, language: str) -> Lacking | None:
    """Return what of a record's saved text isn't in a language yet or no longer right.

    None where there is nothing to ask for: nothing lacks, a proposal waits or is on its way, or
    it isn't one of the record's languages.
    """
    copy = working_copy(record)
    state = next((s for s in language_states(copy) if s.code == language and s.may_ask), None)
    if state is None:
        return None
    places = places_of(copy)
    texts = {name: places[name].text(original_language_of(copy)) for name in state.lacking}
    names = tuple(name for name, text in texts.items() if has_content(text))
    if not names:
        return None
    return Lacking(
        language=language,
        language_name=state.name,
        names=names,
        texts=tuple((places[name].label, texts[name]) for name in names),
    )


def request_translation(record: Record, *, lacking: Lacking, engine: str, user: Any) -> Translation:
    """Store that a machine is to translate, or that it is to go on where it failed.

    Raises IntegrityError where somebody else asked in the same moment.
    """
    snapshot = original_texts(working_copy(record))
    asked = Translation.objects.filter(
        key=record.key, language=lacking.language, status__in=REQUESTS
    )
    with transaction.atomic():
        request = asked.select_for_update().first() or Translation(
            key=record.key, language=lacking.language
        )
        if request.snapshot != snapshot or request.engine != engine:
            request.proposed = {}
        request.snapshot, request.wanted, request.engine = snapshot, list(lacking.names), engine
        request.refused, request.problem = {}, ""
        request.status, request.made_by = TranslationStatus.MAKING, user
        request.created_at = timezone.now()
        request.save()
    return request


def translate_piece(request: Translation) -> bool:
    """Translate the next texts of a request by one call; return whether more remain.

    The request is OPEN once all is done, FAILED with its `problem` where the service gives nothing.
    """
    engine = current_engine()
    record = find_record(request.key)
    copy = working_copy(record) if record is not None else None
    if copy is None or original_language_of(copy) == request.language:
        return _fail(request, EngineProblem.GONE)
    if engine is None or engine.name != request.engine:  # somebody agreed to another one
        return _fail(request, EngineProblem.UNAVAILABLE)
    places, source = places_of(copy), original_language_of(copy)
    request.wanted = [name for name in request.wanted if name in places]
    piece = _next_piece(request, places, engine)
    if piece:
        try:
            _translate(request, [places[name] for name in piece], engine, source)
        except TranslationError as error:
            logger.warning("%s did not translate %s: %s", engine.name, request.key, error)
            return _fail(request, error.problem)
    if request.remaining:
        return _keep(request, more=True)
    if not request.proposed:
        return _fail(
            request, EngineProblem(next(iter(request.refused.values()), EngineProblem.GONE))
        )
    request.status = TranslationStatus.OPEN
    return _keep(request, more=False)


def _next_piece(
    request: Translation, places: dict[str, TextPlace], engine: TranslationEngine
) -> list[str]:
    """Names for the next call, all formatted or all plain; what no call can take is refused."""
    piece: list[str] = []
    characters = 0
    for name in request.remaining:
        length = len(request.snapshot[name])
        if length > engine.most_characters:
            request.refused[name] = EngineProblem.TOO_LONG.value
            continue
        if piece and places[name].is_html != places[piece[0]].is_html:
            continue
        if len(piece) == engine.most_texts or characters + length > engine.most_characters:
            break
        piece.append(name)
        characters += length
    return piece


def _translate(
    request: Translation, piece: list[TextPlace], engine: TranslationEngine, source: str
) -> None:
    texts = [request.snapshot[place.name] for place in piece]
    html = piece[0].is_html
    found = engine.translate(texts, source=source, target=request.language, html=html)
    for place, original, translated in zip(piece, texts, found, strict=True):
        problem = problem_with(translated, original=original, html=html, room=place.room)
        if problem is None:
            request.proposed[place.name] = translated
        else:
            request.refused[place.name] = problem.value


def _fail(request: Translation, problem: EngineProblem) -> bool:
    request.status, request.problem = TranslationStatus.FAILED, problem
    return _keep(request, more=False)


def _keep(request: Translation, *, more: bool) -> bool:
    """Store what came; a request that was decided or asked anew meanwhile stays as it is."""
    asked_at, request.created_at = request.created_at, timezone.now()
    kept = Translation.objects.filter(
        pk=request.pk, status=TranslationStatus.MAKING, created_at=asked_at
    ).update(
        wanted=request.wanted,
        proposed=request.proposed,
        refused=request.refused,
        problem=request.problem,
        status=request.status,
        created_at=request.created_at,
    )
    return more and bool(kept)
