"""The migrations say all that the models say, and only that."""

from __future__ import annotations

import importlib
import re
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from wagtail.models import Page

from home import site_tree
from practices.models import LibraryPage
from tests.builders import home_page
from tests.project.sources import PACKAGES, ROOT, named

NUMBERED = re.compile(r"\d{4}_[a-z][a-z0-9_]+")
DANGEROUS = re.compile(r"migrations\.(RemoveField|RenameField|DeleteModel|RenameModel)\(")
REASON = "# safe-because:"
IMPORTED = re.compile(r"^\s*(?:from|import) ([\w.]+(?: import site_tree)?)", re.MULTILINE)
FIRST_TEXTS = "home import site_tree"  # nothing but texts


def migrations() -> list[Path]:
    return [
        path
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("migrations/*.py"))
        if path.stem != "__init__"
    ]


@pytest.mark.django_db
def test_no_migration_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        call_command("makemigrations", "--check", "--dry-run", "--verbosity", "1")
    except SystemExit:
        pytest.fail(f"missing migrations:\n{capsys.readouterr().out}", pytrace=False)


def test_every_migration_has_a_name_that_says_something() -> None:
    odd = [named(path) for path in migrations() if not NUMBERED.fullmatch(path.stem)]
    automatic = [named(path) for path in migrations() if "_auto_" in path.stem]

    assert migrations()
    assert odd == []
    assert automatic == []


def test_no_data_migration_asks_today_s_code() -> None:
    """What it reads tomorrow may be in a table that is made after it."""
    asked = [
        f"{named(path)}: {name}"
        for path in migrations()
        if "RunPython" in path.read_text()
        for name in IMPORTED.findall(path.read_text())
        if re.split(r"[. ]", name)[0] in PACKAGES and name != FIRST_TEXTS
    ]

    assert asked == []


@pytest.fixture
def planting() -> Any:
    """The migration that plants the first pages."""
    return importlib.import_module("home.migrations.0002_plant_pages")


@pytest.mark.django_db
def test_a_site_that_has_its_pages_keeps_them(planting: Any) -> None:
    home_page()
    before = list(Page.objects.order_by("path").values_list("pk", "path", "title"))

    planting.plant(apps, None)

    assert list(Page.objects.order_by("path").values_list("pk", "path", "title")) == before


@pytest.mark.django_db
def test_a_language_that_came_after_the_first_pages_does_not_stop_them(
    planting: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site_tree, "HOME_LEAD", site_tree.HOME_LEAD | {"xx": "Later"})
    monkeypatch.setattr(site_tree, "LIBRARY", site_tree.LIBRARY | {"xx": "Later"})
    planting.uproot(apps, None)

    planting.plant(apps, None)

    assert home_page().lead_el == site_tree.HOME_LEAD["el"]
    assert LibraryPage.objects.get().heading_el == site_tree.LIBRARY["el"]


def test_what_a_migration_removes_is_explained() -> None:
    unexplained = [
        named(path)
        for path in migrations()
        if DANGEROUS.search(path.read_text()) and REASON not in path.read_text()
    ]

    assert unexplained == []
