"""One catalogue: read, written, compiled, and looked over for slips."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

# Dates and tools would make every run of `update` a change in twelve files.
NOISE = re.compile(
    r'^"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By'
    r"|Report-Msgid-Bugs-To): .*\n",
    re.MULTILINE,
)
#: French puts a space beside these signs; a line that begins with one is broken in the wrong place
_FRENCH_SPACE = re.compile(r" (?=[:;?!»])|(?<=«) ")
PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|\{(\w*)\}|(%[sd])")


def empty() -> Catalog:
    """Return a catalogue for texts of no language."""
    return Catalog(charset="utf-8", project="cope_network", version="", fuzzy=False)


def read(path: Path, *, language: str, about: str) -> Catalog:
    """Return a catalogue, empty if there is no file yet; `about` says whose texts it holds.

    Raises babel.messages.pofile.PoFileError for a file that is no catalogue.
    """
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    catalogue = read_po(io.StringIO(text), locale=language, abort_invalid=True)
    catalogue.fuzzy = False
    catalogue.project, catalogue.version = "cope_network", ""
    catalogue.header_comment = f"# {about} in {catalogue.locale.english_name}."
    return catalogue


def as_text(catalogue: Catalog) -> str:
    """Return a catalogue as a .po file: sorted, without places and dates, for small diffs."""
    out = io.BytesIO()
    write_po(out, catalogue, width=100, no_location=True, sort_output=True, ignore_obsolete=True)
    return NOISE.sub("", out.getvalue().decode()).rstrip("\n") + "\n"


def renew(catalogue: Catalog, path: Path, *, texts: Catalog) -> None:
    """Write a catalogue with just these texts: new ones empty, unused gone, nothing guessed."""
    catalogue.update(texts, no_fuzzy_matching=True)
    for message in catalogue:
        # Babel marks every text that gains or loses its plural. Nothing is doubtful about an empty
        # one, and the mark would keep its later translation from the readers.
        if message.id and message.fuzzy and not any(forms(message.string)):
            message.flags.discard("fuzzy")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(as_text(catalogue), encoding="utf-8")


def compiled(catalogue: Catalog, target: Path) -> None:
    """Write a .mo; untranslated texts stay out, French signs never begin a line.

    A reader sees the old file or the new one.
    """
    for message in [each for each in catalogue if each.id and not is_translated(each)]:
        catalogue.delete(message.id, context=message.context)
    if catalogue.locale.language == "fr":
        for message in [each for each in catalogue if each.id]:
            tied = tuple(
                _FRENCH_SPACE.sub("\N{NO-BREAK SPACE}", text) for text in forms(message.string)
            )
            message.string = tied if message.pluralizable else tied[0]
    unfinished = target.with_suffix(f".{os.getpid()}")
    with unfinished.open("wb") as file:
        write_mo(file, catalogue)
    unfinished.replace(target)


def is_current(target: Path, source: Path) -> bool:
    """Tell whether a .mo is as new as its .po."""
    return target.exists() and target.stat().st_mtime >= source.stat().st_mtime


def untranslated(catalogue: Catalog) -> Iterator[str]:
    """Yield a line for each text that is missing or fuzzy."""
    for message in catalogue:
        if message.id and not is_translated(message):
            yield f"not translated: {shown(message)}"


def slips(catalogue: Catalog, texts: set[Any]) -> Iterator[str]:
    """Yield what is wrong with a catalogue that should hold just these texts (their keys)."""
    here = {key(message) for message in catalogue if message.id}
    for kind, keys in (("missing", texts - here), ("no longer used", here - texts)):
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
    ids, strings = forms(message.id), forms(message.string)
    if message.pluralizable and len(strings) != plurals:
        yield f"{len(strings)} plural forms instead of {plurals}: {shown(message)}"
    known = {name for text in ids for name in placeholders(text)}
    for number, text in enumerate(strings, start=1):
        names = placeholders(text)
        needed = placeholders(ids[-1]) if number == len(strings) else set()
        if text and (names - known or needed - names):
            odd = ", ".join(sorted((names - known) | (needed - names)))
            yield f"placeholders differ ({odd}): {shown(message)}"


def placeholders(text: str) -> set[str]:
    """Return the names of what is filled into a text: `%(name)s`, `{name}`, `%s`."""
    return {"".join(found) for found in PLACEHOLDER.findall(text)}


def forms(value: Any) -> Sequence[str]:
    """Return the plural forms of an id or a translation."""
    return (value,) if isinstance(value, str) else tuple(value)


def is_translated(message: Message) -> bool:
    """Tell whether a text has all its forms, and nothing doubtful about them."""
    return all(forms(message.string)) and not message.fuzzy


def key(message: Message) -> Any:
    """Return what tells a text from every other: its context and itself."""
    return (message.context, message.id if isinstance(message.id, str) else tuple(message.id))


def shown(message: Message) -> str:
    """Return a text as problems quote it."""
    return repr(forms(message.id)[0])
