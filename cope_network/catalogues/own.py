"""The texts of this project, in locale/<language>/."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from django.utils.translation.template import templatize

from cope_network.catalogues import files

ROOT = Path(__file__).resolve().parent.parent.parent
LOCALE = ROOT / "locale"
SOURCES = (
    "cope_network",
    "core",
    "home",
    "joining",
    "maps",
    "members",
    "newsletter",
    "practices",
    "records",
    "search",
    "users",
)
TEMPLATES = {".html", ".txt", ".xml", ".mjml"}
NOT_SOURCES = {"migrations", "static", "vendor", "demo", "data", "__pycache__"}

LANGUAGES = ("en", "fr", "de", "es", "it", "nl", "pt", "ro", "nb", "sv", "pl", "el")
SOURCE_LANGUAGE = "en"  # the source text is the English text: its catalogue may stay empty
COMPLETE = LANGUAGES  # a missing or fuzzy text in one of these is an error

KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
COMMENT = "Translators:"


def catalogue_path(language: str) -> Path:
    """Return where the texts of a language are."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def _source_files() -> Iterator[Path]:
    for name in SOURCES:
        for path in sorted((ROOT / name).rglob("*")):
            wanted = path.suffix == ".py" or path.suffix in TEMPLATES
            if wanted and not NOT_SOURCES & set(path.relative_to(ROOT).parts):
                yield path


def _as_python(path: Path) -> str:
    """Return the file as Python source that calls gettext; a template as Django reads it."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return text
    calls = templatize(text, origin=str(path.relative_to(ROOT)))
    # What is left of the markup keeps its indentation, which Python would take for blocks.
    return "\n".join(line.lstrip() for line in calls.splitlines())


def collect() -> Catalog:
    """Return a catalogue of every text in the sources."""
    found = files.empty()
    for path in _source_files():
        source = io.BytesIO(_as_python(path).encode())
        for _line, ids, comments, context in extract(
            "python", source, KEYWORDS, (COMMENT,), strip_comment_tags=True
        ):
            found.add(ids, context=context, auto_comments=comments)
    return found


def read(language: str) -> Catalog:
    """Return the catalogue of a language, empty if there is no file yet.

    Raises babel.messages.pofile.PoFileError for a file that is no catalogue.
    """
    about = "The texts of cope_network"
    return files.read(catalogue_path(language), language=language, about=about)


def update() -> None:
    """Bring every catalogue up to date."""
    texts = collect()
    for language in LANGUAGES:
        files.renew(read(language), catalogue_path(language), texts=texts)


def compile_all() -> None:
    """Write the .mo beside each .po that is newer."""
    for language in LANGUAGES:
        source = catalogue_path(language)
        target = source.with_suffix(".mo")
        if source.exists() and not files.is_current(target, source):
            files.compiled(read(language), target)


def problems() -> list[str]:
    """Return what is wrong with the catalogues, one line each."""
    texts = {files.key(message) for message in collect() if message.id}
    found: list[str] = []
    for language in LANGUAGES:
        if not catalogue_path(language).exists():
            found.append(f"{language}: no catalogue; run make messages")
            continue
        catalogue = read(language)
        found += [f"{language}: {problem}" for problem in files.slips(catalogue, texts)]
        if language in COMPLETE and language != SOURCE_LANGUAGE:
            found += [f"{language}: {problem}" for problem in files.untranslated(catalogue)]
    return found
