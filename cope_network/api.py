"""The public interface for programs, `/api/v1/`: reads only, the same queries as the pages."""

from __future__ import annotations

from django.conf import settings
from ninja import NinjaAPI

from search.api import router as search_router

api = NinjaAPI(
    title=settings.NETWORK_NAME,
    version="1",
    urls_namespace="api",
    docs_url=None,  # ninja's page of documentation loads scripts of another host
    openapi_url="/openapi.json",
)
api.add_router("", search_router)
