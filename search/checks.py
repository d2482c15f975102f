"""What may be wrong with the search: the table of filters; `--deploy` asks the server too."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Tags
from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise

from core.kinds import kinds
from core.work.health import register_probe
from search.engines import current_engine
from search.engines.base import EngineError, EngineMissingError, EngineOutdatedError
from search.entry import SearchEntry
from search.filters import FILTERS, Filter, Where
from search.health import search_trouble
from search.models import Scheme
from search.sources.registry import source_of

LOOPBACK = ("127.0.0.1", "::1", "localhost")
REBUILD = "Run manage.py rebuild_search; searches go on meanwhile."


@checks.register
def kinds_can_be_searched(**_kwargs: Any) -> list[CheckMessage]:
    """A kind of record without a source is in no result, list, topic or newsletter."""
    return [
        checks.Error(
            f"The kind “{kind.collection}” has no search source.",
            hint="Register one in the application's search_index.py.",
            id="search.E002",
        )
        for kind in kinds()
        if source_of(kind.collection) is None
    ]


@checks.register
def check_filters(**_kwargs: Any) -> list[CheckMessage]:
    """Every filter looks at a field of the entry and has words; lists name filters there are."""
    problems = [
        (f"The filter {each.name!r} {problem}.", hint)
        for each in FILTERS.values()
        for problem, hint in _problems(each)
    ]
    problems += [
        (
            f"The list of {kind.collection!r} has an unknown filter {name!r}.",
            "See search/filters.py.",
        )
        for kind in kinds()
        for name in kind.filters
        if name not in FILTERS
    ]
    return [checks.Error(problem, hint=hint, id="search.E003") for problem, hint in problems]


def _problems(each: Filter) -> Iterator[tuple[str, str]]:
    known = {field.name for field in dataclasses.fields(SearchEntry)} | {"collection"}
    if each.field not in known:
        hint = "Add the field to search/entry.py and fill it in describe() of the sources."
        yield f"looks at {each.field!r}, which is no field of SearchEntry", hint
    label: object = each.label  # a plain text would be English for ever
    if not isinstance(label, Promise) or not str(label):
        yield "has no label", "Give it a gettext_lazy label in search/filters.py."
    if each.scheme and each.scheme not in Scheme.values:
        yield f"names no scheme of the vocabulary: {each.scheme!r}", "See search/models/concept.py."
    if Where.MAP in each.offered and not each.any_words:
        yield "is offered on the map without words for no choice", "Give it any_words."


@checks.register(Tags.compatibility, deploy=True)
def check_index(**_kwargs: Any) -> list[CheckMessage]:
    """The index must be there, and made for this version of the code."""
    try:
        current_engine().check()
    except EngineOutdatedError as error:
        return [
            checks.Warning(
                f"The search index has to be rebuilt: {error}.", hint=REBUILD, id="search.W001"
            )
        ]
    except EngineMissingError as error:
        return [
            checks.Warning(f"There is no search index: {error}.", hint=REBUILD, id="search.W002")
        ]
    except ImproperlyConfigured as error:
        return [checks.Error(str(error), hint="See docs/settings.md.", id="search.E001")]
    except EngineError as error:
        return [
            checks.Warning(
                f"The search can't be reached: {error}.",
                hint="Readers browse by filters until it answers. Look at SEARCH_URL.",
                id="search.W003",
            )
        ]
    return []


@checks.register(Tags.security, deploy=True)
def check_transport(**_kwargs: Any) -> list[CheckMessage]:
    """Texts and passwords must not cross a network in the clear."""
    address = urlsplit(settings.SEARCH_URL)
    if address.scheme != "http" or address.hostname in LOOPBACK:
        return []
    return [
        checks.Warning(
            "SEARCH_URL reaches another machine without encryption.",
            hint="Use https://, with SEARCH_CA_FILE for a certificate of your own.",
            id="search.W004",
        )
    ]


register_probe("search", search_trouble)
