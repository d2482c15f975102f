"""The public interface for programs, `/api/v1/`: reads only, the same queries as the pages."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.functional import lazy
from ninja import NinjaAPI

from core.network.now import network_now
from search.api import router as search_router

_name: Callable[[], str] = lazy(lambda: network_now().name, str)

api = NinjaAPI(
    title=_name(),
    version="1",
    urls_namespace="api",
    docs_url=None,  # ninja's page of documentation loads scripts of another host
    openapi_url="/openapi.json",
)
api.add_router("", search_router)
