"""`/r/<collection>/<id>/`: the permanent address of everything, whatever its page is called."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation

from core.base import TranslatedPage
from core.former_keys import key_now
from core.i18n import LANGS, current_language
from core.record import Record
from core.record_models import record_models
from core.showing.addresses import country_url, with_query
from members.models import Country, MembershipCategory
from practices.models.registers import PublicEntry
from search.models import Concept
from search.showing import concept_url


def readers_language(request: HttpRequest) -> str:
    """The language chosen before (cookie), else the browser's, else the site's."""
    code = translation.get_language_from_request(request)
    return code if code in LANGS else current_language()


def _address(entry: Record, request: HttpRequest, language: str) -> str:
    if isinstance(entry, Concept):
        return concept_url(entry)
    if isinstance(entry, MembershipCategory):
        return with_query(reverse("members"), urlencode({"category": entry.record_id}))
    if isinstance(entry, TranslatedPage):
        return entry.url_in(language, request)
    if isinstance(entry, PublicEntry):
        return entry.get_absolute_url()
    raise TypeError(f"{entry.key} has no address")


def public_address(
    collection: str, record_id: str, *, request: HttpRequest, language: str
) -> str | None:
    """The address of a public record in a language, None where there is no such record.

    What has gone into another record has that one's address.
    """
    found = _known_address(collection, record_id, request=request, language=language)
    if found is None and (now := key_now(f"{collection}/{record_id}")):
        into, _, into_id = now.partition("/")
        return _known_address(into, into_id, request=request, language=language)
    return found


def _known_address(
    collection: str, record_id: str, *, request: HttpRequest, language: str
) -> str | None:
    with translation.override(language):
        if collection == Country.collection:
            known = Country.objects.for_public().filter(record_id=record_id.upper()).exists()
            return country_url(record_id) if known else None
        model: Any = record_models().get(collection)
        if model is None:
            return None
        entry = model.objects.for_public().filter(record_id=record_id).first()
        return _address(entry, request, language) if entry is not None else None
