"""The world, built once for each module of a process and taken back afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings
from django.utils import translation

from tests.permissions.world import World, build_world


@pytest.fixture(scope="module")
def _searched(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"embedded:{tmp_path_factory.mktemp('search')}"


@pytest.fixture(scope="module")
def _world(
    django_db_setup: None,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
    _searched: str,
) -> Iterator[World]:
    """Everything inside one transaction that is never kept; files in a directory of the module."""
    media: Path = tmp_path_factory.mktemp("media")
    with (
        django_db_blocker.unblock(),
        translation.override("en"),
        override_settings(
            MEDIA_ROOT=str(media),
            SEARCH_URL=_searched,
            TRANSLATION_URL="libretranslate:https://translate.example",
        ),
        transaction.atomic(),
    ):
        cache.clear()
        yield build_world()
        transaction.set_rollback(True)
    cache.clear()


@pytest.fixture
def world(_world: World, _searched: str, settings: Any) -> World:
    """The world of this module, and the search directory it was indexed in; as in production."""
    settings.SEARCH_URL = _searched
    settings.SECOND_FACTOR_REQUIRED = True
    return _world
