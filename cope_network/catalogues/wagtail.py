"""What Wagtail's admin lacks in our languages, in locale/wagtail/<language>/.

Wagtail comes with translations, but not of every text, and under `pt_PT` rather than `pt`. Each
catalogue here holds only the texts that Wagtail lacks in a language; compiled, the Portuguese ones
hold what Wagtail has under its own name as well. A new version of Wagtail brings new texts:
`update` adds them, empty, and drops those that Wagtail has translated since.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from cope_network.catalogues import files, own

DOMAINS = ("django", "djangojs")  # of Python and templates; of the admin's scripts
#: The parts of Wagtail that this site installs, as folders of its package.
PARTS = (
    "", "admin", "contrib/redirects", "contrib/settings", "documents", "embeds", "images", "search",
    "sites", "snippets", "users",
)  # fmt: skip
THEIR_NAMES = {"pt": "pt_PT"}
LANGUAGES = tuple(code for code in own.LANGUAGES if code != own.SOURCE_LANGUAGE)


def catalogue_path(language: str, domain: str) -> Path:
    """Return where the texts are that Wagtail lacks in a language."""
    return own.LOCALE / "wagtail" / language / "LC_MESSAGES" / f"{domain}.po"


def _package() -> Path:
    spec = find_spec("wagtail")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("Wagtail is not installed")
    return Path(spec.origin).parent


def _wagtails(language: str, name: str) -> Iterator[Path]:
    for part in PARTS:
        path = _package() / part / "locale" / language / "LC_MESSAGES" / name
        if path.exists():
            yield path


def _said_by_wagtail(language: str, domain: str) -> Catalog:
    found = Catalog(locale=language, charset="utf-8", fuzzy=False)
    for path in _wagtails(THEIR_NAMES.get(language, language), f"{domain}.mo"):
        with path.open("rb") as file:
            for message in read_mo(file):
                if message.id and files.is_translated(message):
                    found.add(message.id, message.string, context=message.context)
    return found


def lacking(language: str, domain: str) -> Catalog:
    """Return the texts that Wagtail shows and doesn't have in a language."""
    said = {files.key(message) for message in _said_by_wagtail(language, domain) if message.id}
    found = files.empty()
    for path in _wagtails("en", f"{domain}.po"):
        for message in read_po(io.StringIO(path.read_text(encoding="utf-8")), locale="en"):
            if message.id and files.key(message) not in said:
                found.add(message.id, context=message.context)
    return found


def read(language: str, domain: str) -> Catalog:
    """Return the catalogue of what Wagtail lacks in a language."""
    about = "Texts of Wagtail's admin that Wagtail lacks"
    return files.read(catalogue_path(language, domain), language=language, about=about)


def _each() -> Iterator[tuple[str, str]]:
    return ((language, domain) for language in LANGUAGES for domain in DOMAINS)


def update() -> None:
    """Bring every catalogue up to date with the installed Wagtail."""
    for language, domain in _each():
        texts = lacking(language, domain)
        if len(texts) or catalogue_path(language, domain).exists():
            files.renew(read(language, domain), catalogue_path(language, domain), texts=texts)


def compile_all() -> None:
    """Write the .mo beside each .po that is newer."""
    for language, domain in _each():
        source = catalogue_path(language, domain)
        target = source.with_suffix(".mo")
        if not source.exists() or files.is_current(target, source):
            continue
        catalogue = read(language, domain)
        if language in THEIR_NAMES:
            for message in _said_by_wagtail(language, domain):
                if message.id:
                    catalogue.add(message.id, message.string, context=message.context)
        files.compiled(catalogue, target)


def problems() -> list[str]:
    """Return what is wrong with the catalogues, one line each."""
    found: list[str] = []
    for language, domain in _each():
        catalogue = read(language, domain)
        texts = {files.key(each) for each in lacking(language, domain) if each.id}
        wrong = [*files.slips(catalogue, texts), *files.untranslated(catalogue)]
        found += [f"wagtail/{language}: {problem}" for problem in wrong]
    return found
