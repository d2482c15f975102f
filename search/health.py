"""Whether the search answers, for whoever watches the site."""

from __future__ import annotations

from search.engines import current_engine
from search.engines.base import EngineError, EngineMissingError
from search.models import IndexState


def search_trouble() -> str:
    """Say why nothing can be found, "" if something can, or if there is nothing yet."""
    try:
        current_engine().check()
    except EngineMissingError as error:
        return str(error) if IndexState.objects.filter(indexed__gt=0).exists() else ""
    except EngineError as error:
        return str(error)
    return ""
