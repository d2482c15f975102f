"""Static files: what pages name exists, and nothing comes from elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from pytest_django import Settings

from tests.project.sources import PACKAGES, ROOT, named

STATIC = ROOT / "cope_network" / "static"
TAG = re.compile(r"""\{%\s*static\s+["']([^"']+)["']""")
# A script block is fine if it has an address or holds data.
INLINE = re.compile(
    r"<style\b|\sstyle=|<script(?![^>]*\bsrc=)(?![^>]*type=.application/)", re.IGNORECASE
)
ELSEWHERE = re.compile(
    r"""(?:src|srcset|action)=["'](?:https?:)?//|@import\s+url|url\(["']?https?:""", re.IGNORECASE
)
HANDLER = re.compile(r"<[^>]*\son[a-z]+=", re.IGNORECASE)


def templates() -> list[Path]:
    return sorted(
        path for package in PACKAGES for path in (ROOT / package).rglob("templates/**/*.html")
    )


def public_templates() -> list[Path]:
    # The admin's pages have a policy of their own, because Wagtail's panels need it.
    return [path for path in templates() if not {"admin", "wagtailadmin"} & set(path.parts)]


def offenders(pattern: re.Pattern[str], paths: list[Path]) -> list[str]:
    return [named(path) for path in paths if pattern.search(path.read_text(encoding="utf-8"))]


def test_every_static_file_that_a_template_names_exists() -> None:
    missing = [
        f"{named(path)}: {name}"
        for path in templates()
        for name in TAG.findall(path.read_text(encoding="utf-8"))
        if finders.find(name) is None
    ]

    assert templates()
    assert missing == []


def test_no_public_page_has_inline_style_or_script() -> None:
    assert offenders(INLINE, public_templates()) == []
    assert offenders(HANDLER, public_templates()) == []


def test_no_page_and_no_style_sheet_loads_from_another_site() -> None:
    style_sheets = [path for path in STATIC.rglob("*.css") if "vendor" not in path.parts]

    assert offenders(ELSEWHERE, [*templates(), *style_sheets]) == []


@pytest.mark.parametrize(
    ("pattern", "bad", "good"),
    [
        (INLINE, '<p style="color:red">', '<p class="style">'),
        (INLINE, "<script>alert(1)</script>", '<script src="/a.js" defer></script>'),
        (INLINE, '<script type="module">x</script>', '<script type="application/json">{}</script>'),
        (HANDLER, '<a href="#" onclick="x()">', '<option value="on">only=1'),
        (ELSEWHERE, '<img src="//cdn.example/x.png">', '<a href="https://example.org">'),
    ],
)
def test_the_patterns_tell_bad_from_good(pattern: re.Pattern[str], bad: str, good: str) -> None:
    assert pattern.search(bad)
    assert not pattern.search(good)


def test_every_vendored_folder_says_its_version_and_licence() -> None:
    folders = [path for path in (STATIC / "vendor").glob("*") if path.is_dir()]
    loose = [path for path in (STATIC / "vendor").glob("*") if path.is_file()]
    texts = {
        folder: " ".join(file.name.lower() for file in [*folder.rglob("*"), *loose])
        for folder in folders or [STATIC / "vendor"]
    }

    assert [named(folder) for folder, names in texts.items() if "licen" not in names] == []


def test_static_files_can_be_collected_for_production(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # Fails on a style sheet that names a file which isn't there.
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }

    call_command("collectstatic", "--no-input", verbosity=0)

    assert (tmp_path / "staticfiles.json").exists()
