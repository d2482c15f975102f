"""The style sheets: contrast of every pair of colours in use, own files only, no dead name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import wagtail.admin
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from cope_network.patterns import samples
from core.network.colours import SHAPE, TEXT, contrast
from tests.languages import EVERY_LANGUAGE
from tests.project.sources import ROOT

STATIC = ROOT / "cope_network" / "static"
TEMPLATES = ROOT / "cope_network" / "templates"
WAGTAILS = Path(wagtail.admin.__path__[0]) / "static" / "wagtailadmin" / "css" / "core.css"
STYLES = sorted((STATIC / "css").glob("*.css"))
LAYERS = ("reset", "tokens", "base", "layout", "components", "pages", "utilities")

GROUNDS = ("ground", "surface", "sunk", "butter", "sage", "lilac", "apricot-tint")
TONES = {
    "accent": "accent-tint",
    "moss": "sage",
    "teal": "sea",
    "violet": "lilac",
    "ochre": "butter",
    "rust": "rust-tint",
}
PAIRS: list[tuple[str, str, float]] = [
    *(("ink", ground, TEXT) for ground in (*GROUNDS, *TONES.values(), "hero", "mark")),
    *(("ink-soft", ground, TEXT) for ground in GROUNDS),
    *(("accent", ground, TEXT) for ground in (*GROUNDS, *TONES.values())),
    *(("accent-strong", ground, TEXT) for ground in GROUNDS),
    *((tone, ground, TEXT) for tone in TONES for ground in ("ground", "surface", TONES[tone])),
    ("rust", "apricot-tint", TEXT),
    ("teal", "lilac", TEXT),
    ("on-accent", "accent", TEXT),
    ("on-accent", "accent-strong", TEXT),
    ("on-apricot", "apricot", TEXT),
    ("on-deep", "deep", TEXT),
    ("on-deep-soft", "deep", TEXT),
    *(("line-strong", ground, SHAPE) for ground in ("ground", "surface", "sunk", "hero")),
    *(("focus", ground, SHAPE) for ground in (*GROUNDS, "hero")),
]


def tokens(*, dark: bool) -> dict[str, str]:
    """The colours of one scheme by name: the light block, overwritten by the dark one if asked."""
    source = (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")
    light, _, rest = source.partition("@media (prefers-color-scheme: dark)")
    found = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", light))
    return found | dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", rest)) if dark else found


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_pair_of_colours_can_be_read(dark: bool) -> None:
    colours = tokens(dark=dark)

    weak = {
        f"{front} on {back}": round(contrast(colours[front], colours[back]), 2)
        for front, back, least in PAIRS
        if contrast(colours[front], colours[back]) < least
    }

    assert weak == {}


def test_the_dark_scheme_changes_every_ground_and_text() -> None:
    light, dark = tokens(dark=False), tokens(dark=True)

    assert [
        name for name in ("ground", "surface", "ink", "accent") if light[name] == dark[name]
    ] == []


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_a_style_sheet_stays_small_layered_and_at_home(style: Path) -> None:
    source = style.read_text(encoding="utf-8")

    # Characters, not lines: the formatter writes one declaration on each line.
    assert len(source) <= 20_000
    assert set(re.findall(r"@layer (\w+) {", source)) <= set(LAYERS)
    assert not re.search(r"(https?:)?//\w", source), "a style sheet names another host"
    assert "@import" not in source


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_a_style_sheet_uses_only_files_and_tokens_that_exist(style: Path) -> None:
    source = style.read_text(encoding="utf-8")
    known = [*STYLES, WAGTAILS]  # a sheet of the admin takes Wagtail's tokens
    declared = set(re.findall(r"(--[\w-]+):", "".join(s.read_text("utf-8") for s in known)))

    missing = [
        url for url in re.findall(r'url\("([^"]+)"\)', source) if not (style.parent / url).exists()
    ]
    unknown = set(re.findall(r"var\((--[\w-]+)\)", source)) - declared

    assert missing == []
    assert unknown == set()


def test_every_shape_a_template_names_is_drawn() -> None:
    drawn = set(
        re.findall(r'<symbol id="([\w-]+)"', (STATIC / "img" / "shapes.svg").read_text("utf-8"))
    )
    templates = [path.read_text("utf-8") for path in TEMPLATES.rglob("*.html")]

    named = {
        name for text in templates for name in re.findall(r'icon\.html" with name="([\w-]+)"', text)
    }

    assert named - drawn - {"finding-"} == set()


def test_the_error_page_needs_nothing_to_be_shown() -> None:
    source = (TEMPLATES / "500.html").read_text(encoding="utf-8")

    assert "{%" not in source
    assert "{{" not in source
    for address in re.findall(r'href="/static/([^"]+)"', source):
        assert (STATIC / address).exists()


def test_no_template_has_inline_style_or_script() -> None:
    for path in TEMPLATES.rglob("*.html"):
        source = path.read_text(encoding="utf-8")
        assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=\"", source), (
            path.name
        )


def test_licences_stand_beside_the_fonts() -> None:
    fonts = {path.name.split("-")[0] for path in (STATIC / "fonts").glob("*.woff2")}
    licences = {
        path.stem.removeprefix("OFL-").lower() for path in (STATIC / "fonts").glob("OFL-*.txt")
    }

    assert fonts == licences


@pytest.mark.django_db
@pytest.mark.parametrize("language", EVERY_LANGUAGE)
def test_every_component_is_shown_in_every_language(language: str, rf: RequestFactory) -> None:
    request = rf.get(f"/{language}/practices/?q=visit")
    request.user = AnonymousUser()

    with translation.override(language):
        page = render_to_string("patterns.html", samples(), request=request)

    assert f'<html lang="{language}">' in page
    assert 'lang="el"' in page
    assert ">None<" not in page
    assert "{%" not in page


def test_the_pattern_page_shows_every_component() -> None:
    sources = {
        path.name: path.read_text("utf-8") for path in (TEMPLATES / "components").glob("*.html")
    }
    sources["patterns.html"] = (TEMPLATES / "patterns.html").read_text("utf-8")
    sources["base.html"] = (TEMPLATES / "base.html").read_text("utf-8")

    used = {
        name for text in sources.values() for name in re.findall(r'"components/(\w+\.html)"', text)
    }

    assert set(sources) - used - {"patterns.html", "base.html"} == set()
