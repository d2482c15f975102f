"""Make the operator's dictionaries ready for the search."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.vocabulary.dictd import DictionaryFileError, languages_of, read_pairs
from search.vocabulary.lexicon import FILE_NAME, WordPair, build

#: A pair read the other way round: the headword is one of many for its translation.
BACKWARDS = 0.5


class Command(BaseCommand):
    """Reads dictd files of FreeDict into `dictionaries.sqlite3` in DATA_DIR."""

    help = "Read a folder of FreeDict dictionaries, so that any word is searched in all languages."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the folder."""
        parser.add_argument("folder", type=Path, help="with freedict-*.index and *.dict.dz files")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Build. Fails if the folder has no dictionary of our languages or one is damaged."""
        folder: Path = options["folder"]
        indexes = [path for path in sorted(folder.glob("*.index")) if languages_of(path)]
        if not indexes:
            raise CommandError(f"{folder}: no freedict-xxx-yyy.index of two of our languages")
        try:
            rows = build(Path(settings.DATA_DIR) / FILE_NAME, self._pairs(indexes))
        except (DictionaryFileError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{len(indexes)} dictionaries, {rows} translations")

    def _pairs(self, indexes: Sequence[Path]) -> Iterator[WordPair]:
        for index in indexes:
            languages = languages_of(index)
            if languages is None:
                continue
            one, other = languages
            self.stderr.write(index.name)
            for word, translation, place in read_pairs(index):
                score = 1 / (1 + place) / len(translation.split())
                yield WordPair(one, word, other, translation, score, index.stem)
                score = BACKWARDS / (1 + place) / len(word.split())
                yield WordPair(other, translation, one, word, score, index.stem)
