"""What the worker translates for somebody who edits. It may be asked again, so nothing is lost."""

from __future__ import annotations

from django_tasks import task

from core.translation.proposals import Translation, TranslationStatus
from core.translation.requests import translate_piece


@task(backend="jobs")
def translate(pk: int) -> None:
    """Translate one piece of a request; the next one is a task of its own, after other work."""
    request = Translation.objects.filter(pk=pk, status=TranslationStatus.MAKING).first()
    if request is not None and translate_piece(request):
        translate.enqueue(pk)
