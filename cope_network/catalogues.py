"""The message catalogues in locale/: collected, checked and compiled without gettext's binaries.

    python -m cope_network.catalogues update    collect the texts of the sources into every .po
    python -m cope_network.catalogues check     say what is wrong with the .po files
    python -m cope_network.catalogues compile   write the .mo files (not in git)

Needs Babel and Django's template lexer, no settings and no database.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
SOURCES = ("cope_network", "members", "practices", "search", "maps", "newsletter")
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
MOST_SHOWN = 40  # problems
# Dates and tools would make every run of `update` a change in twelve files.
NOISE = re.compile(
    r'^"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By'
    r"|Report-Msgid-Bugs-To): .*\n",
    re.MULTILINE,
)
PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]")

Key = tuple[str | None, Any]


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
    found = Catalog(charset="utf-8", project="cope_network", version="", fuzzy=False)
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
    path = catalogue_path(language)
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    catalogue = read_po(io.StringIO(text), locale=language, abort_invalid=True)
    catalogue.fuzzy = False
    catalogue.project, catalogue.version = "cope_network", ""
    catalogue.header_comment = f"# The texts of cope_network in {catalogue.locale.english_name}."
    return catalogue


def as_text(catalogue: Catalog) -> str:
    """Return a catalogue as a .po file: sorted, without places and dates, for small diffs."""
    out = io.BytesIO()
    write_po(out, catalogue, width=100, no_location=True, sort_output=True, ignore_obsolete=True)
    return NOISE.sub("", out.getvalue().decode()).rstrip("\n") + "\n"


def update() -> None:
    """Bring every catalogue up to date: new texts empty, unused ones gone, nothing guessed."""
    sources = collect()
    for language in LANGUAGES:
        catalogue = read(language)
        catalogue.update(sources, no_fuzzy_matching=True)
        _unmark_untranslated(catalogue)
        path = catalogue_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(as_text(catalogue), encoding="utf-8")


def _unmark_untranslated(catalogue: Catalog) -> None:
    """Take the fuzzy mark from texts without a translation.

    Babel marks every text that gains or loses its plural. Nothing is doubtful about an empty one,
    and the mark would keep its later translation from the readers.
    """
    for message in catalogue:
        if message.id and message.fuzzy and not any(_forms(message.string)):
            message.flags.discard("fuzzy")


def compile_all() -> None:
    """Write the .mo beside each .po that is newer; untranslated texts stay out."""
    for language in LANGUAGES:
        source = catalogue_path(language)
        target = source.with_suffix(".mo")
        if not source.exists():
            continue
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        catalogue = read(language)
        for message in [m for m in catalogue if m.id and (m.fuzzy or not _is_complete(m))]:
            catalogue.delete(message.id, context=message.context)
        unfinished = target.with_suffix(f".{os.getpid()}")
        with unfinished.open("wb") as file:
            write_mo(file, catalogue)
        unfinished.replace(target)  # a reader sees the old file or the new one, never half


def problems() -> list[str]:
    """Return what is wrong with the catalogues, one line each."""
    sources = {_key(message) for message in collect() if message.id}
    found: list[str] = []
    for language in LANGUAGES:
        if not catalogue_path(language).exists():
            found.append(f"{language}: no catalogue; run make messages")
            continue
        catalogue = read(language)
        found += [f"{language}: {problem}" for problem in _problems_of(catalogue, sources)]
        if language in COMPLETE and language != SOURCE_LANGUAGE:
            found += [
                f"{language}: not translated: {_shown(message)}"
                for message in catalogue
                if message.id and (message.fuzzy or not _is_complete(message))
            ]
    return found


def _problems_of(catalogue: Catalog, sources: set[Key]) -> Iterator[str]:
    here = {_key(message) for message in catalogue if message.id}
    for kind, keys in (("missing", sources - here), ("no longer used", here - sources)):
        if keys:
            example = min(str(ids) for _context, ids in keys)
            yield f"{len(keys)} texts {kind}, such as {example!r}; run make messages"
    for message in catalogue:
        if message.id:
            yield from placeholder_problems(message, plurals=catalogue.num_plurals)


def placeholder_problems(message: Message, *, plurals: int) -> Iterator[str]:
    """Yield what is wrong with the plural forms and the placeholders of a translation.

    A form may leave out a number that it says in words ("one member"), except the last form,
    which stands for many; no form may name what the source does not have.
    """
    ids, strings = _forms(message.id), _forms(message.string)
    if message.pluralizable and len(strings) != plurals:
        yield f"{len(strings)} plural forms instead of {plurals}: {_shown(message)}"
    known = {name for text in ids for name in PLACEHOLDER.findall(text)}
    for number, text in enumerate(strings, start=1):
        names = set(PLACEHOLDER.findall(text))
        needed = set(PLACEHOLDER.findall(ids[-1])) if number == len(strings) else set()
        if text and (names - known or needed - names):
            odd = ", ".join(sorted((names - known) | (needed - names)))
            yield f"placeholders differ ({odd}): {_shown(message)}"


def _forms(value: Any) -> Sequence[str]:
    return (value,) if isinstance(value, str) else tuple(value)


def _is_complete(message: Message) -> bool:
    return all(_forms(message.string))


def _key(message: Message) -> Key:
    return (message.context, message.id)


def _shown(message: Message) -> str:
    return repr(_forms(message.id)[0])


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one of the three commands; 1 if the check found something."""
    parser = argparse.ArgumentParser(prog="python -m cope_network.catalogues")
    parser.add_argument("command", choices=["update", "check", "compile"])
    command = parser.parse_args(arguments).command
    if command == "check":
        found = problems()
        sys.stderr.writelines(f"{problem}\n" for problem in found[:MOST_SHOWN])
        if len(found) > MOST_SHOWN:
            sys.stderr.write(f"… and {len(found) - MOST_SHOWN} more\n")
        return 1 if found else 0
    (update if command == "update" else compile_all)()
    return 0


if __name__ == "__main__":
    sys.exit(main())
