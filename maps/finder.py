"""The editors' finder: candidates for a place, as JSON, for the form's script."""

from __future__ import annotations

import uuid
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET, require_POST
from django_tasks import TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist

from core.countries import COUNTRY_CODES
from maps import geocoding
from maps.places import Precision
from maps.tasks import look_up

_LONGEST = 300


def _asked(params: Any) -> tuple[str, str]:
    country = params.get("country", "").upper()
    return params.get("q", "")[:_LONGEST].strip(), country if country in COUNTRY_CODES else ""


@require_GET
def towns(request: HttpRequest) -> JsonResponse:
    """Towns for `q` and `country` from the offline list, at once.

    `addresses` says whether an address service may be asked too.
    """
    query, country = _asked(request.GET)
    found = geocoding.town_candidates(query, country=country) if query else []
    return JsonResponse(
        {
            "candidates": [asdict(candidate) for candidate in found],
            "addresses": bool(settings.NOMINATIM_DOMAIN),
        }
    )


@require_POST
def ask(request: HttpRequest) -> JsonResponse:
    """Have the worker look up an address; answers with the task's id."""
    query, country = _asked(request.POST)
    if not query:
        return JsonResponse({"error": "q"}, status=400)
    result = look_up.enqueue(query, country, Precision.ADDRESS.value)
    return JsonResponse({"task": result.id}, status=202)


@require_GET
def answer(request: HttpRequest, task: uuid.UUID) -> JsonResponse:
    """What the worker found: `done` and `candidates`; nothing for a task that is forgotten."""
    try:
        result = look_up.get_result(str(task))
    except TaskResultDoesNotExist:
        return JsonResponse({"done": True, "candidates": []})
    done = result.status in (TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED)
    succeeded = result.status == TaskResultStatus.SUCCESSFUL
    return JsonResponse({"done": done, "candidates": result.return_value if succeeded else []})
