"""What Django lacks in our languages of the texts its forms show, in locale/django/<language>/.

Django is translated by volunteers, too. Of what is missing only what somebody on this site can be
shown is ours to say: SHOWN. Its messages for programmers, the names of its hundred languages and
its administration stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo

from cope_network.catalogues import files, own

TIME_ZONE = (
    "%(datetime)s couldn’t be interpreted in time zone %(current_timezone)s; it may be ambiguous "
    "or it may not exist."
)
FILE_ENDING = (
    "File extension “%(extension)s” is not allowed. Allowed extensions are: %(allowed_extensions)s."
)
HALF_A_FORM = (
    "ManagementForm data is missing or has been tampered with. Missing fields: %(field_names)s. "
    "You may need to file a bug report if the issue persists."
)
#: Of passwords, of fields that refuse what was entered, and of time that went by.
SHOWN: tuple[str | tuple[str, str], ...] = (
    TIME_ZONE,
    FILE_ENDING,
    HALF_A_FORM,
    (
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
    ),
    "Constraint “%(name)s” is violated.",
    "Enter a valid JSON.",
    "Enter a valid “slug” consisting of Unicode letters, numbers, underscores, or hyphens.",
    "Enter a valid “slug” consisting of letters, numbers, underscores or hyphens.",
    ("Please submit at least %(num)d form.", "Please submit at least %(num)d forms."),
    ("Please submit at most %(num)d form.", "Please submit at most %(num)d forms."),
    "“%(pk)s” is not a valid value.",
    "“%(value)s” is not a valid UUID.",
    "“%(value)s” value has an invalid date format. It must be in YYYY-MM-DD format.",
    "“%(value)s” value must be an integer.",
    ("%(num)d year", "%(num)d years"),
    ("%(num)d month", "%(num)d months"),
    ("%(num)d week", "%(num)d weeks"),
    ("%(num)d day", "%(num)d days"),
    ("%(num)d hour", "%(num)d hours"),
    ("%(num)d minute", "%(num)d minutes"),
)
PARTS = ("conf", "contrib/auth")
LANGUAGES = tuple(code for code in own.LANGUAGES if code != own.SOURCE_LANGUAGE)


def catalogue_path(language: str) -> Path:
    """Return where the texts are that Django lacks in a language."""
    return own.LOCALE / "django" / language / "LC_MESSAGES" / "django.po"


def _said_by_django(language: str) -> set[object]:
    spec = find_spec("django")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("Django is not installed")
    said: set[object] = set()
    for part in PARTS:
        path = Path(spec.origin).parent / part / "locale" / language / "LC_MESSAGES" / "django.mo"
        with path.open("rb") as file:
            said |= {files.key(each) for each in read_mo(file) if files.is_translated(each)}
    return said


def lacking(language: str) -> Catalog:
    """Return the texts of SHOWN that Django doesn't have in a language."""
    said = _said_by_django(language)
    found = files.empty()
    for text in SHOWN:
        if (None, text) not in said:
            found.add(text)
    return found


def read(language: str) -> Catalog:
    """Return the catalogue of what Django lacks in a language."""
    about = "Texts of Django's forms that Django lacks"
    return files.read(catalogue_path(language), language=language, about=about)


def _each() -> Iterator[tuple[str, Path]]:
    return ((language, catalogue_path(language)) for language in LANGUAGES)


def update() -> None:
    """Bring every catalogue up to date with the installed Django."""
    for language, path in _each():
        texts = lacking(language)
        if len(texts) or path.exists():
            files.renew(read(language), path, texts=texts)


def compile_all() -> None:
    """Write the .mo beside each .po that is newer."""
    for language, source in _each():
        target = source.with_suffix(".mo")
        if source.exists() and not files.is_current(target, source):
            files.compiled(read(language), target)


def problems() -> list[str]:
    """Return what is wrong with the catalogues, one line each."""
    found: list[str] = []
    for language in LANGUAGES:
        catalogue = read(language)
        texts = {files.key(each) for each in lacking(language) if each.id}
        wrong = [*files.slips(catalogue, texts), *files.untranslated(catalogue)]
        found += [f"django/{language}: {problem}" for problem in wrong]
    return found
