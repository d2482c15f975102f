"""The world, built once for each module of a process and taken back afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.kept import kept
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
    """Everything, with files in a directory of the module."""
    with kept(
        build_world,
        blocker=django_db_blocker,
        MEDIA_ROOT=str(tmp_path_factory.mktemp("media")),
        SEARCH_URL=_searched,
        TRANSLATION_URL="libretranslate:https://translate.example",
    ) as world:
        yield world


@pytest.fixture
def world(_world: World, _searched: str, settings: Any) -> World:
    """The world of this module, and the search directory it was indexed in; as in production."""
    settings.SEARCH_URL = _searched
    settings.SECOND_FACTOR_REQUIRED = True
    return _world
