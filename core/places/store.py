"""The list of towns as it is shipped (a packed table) and as it is read (an SQLite file).

The table holds GeoNames data (CC BY 4.0, see core/places/data/README.md). The SQLite file is made
once, by `manage.py prepare_gazetteer`; where it is missing or older than the table, the same
database is built in memory, so that nothing is ever written while a page is read.
"""

from __future__ import annotations

import hashlib
import lzma
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from django.conf import settings

from core.places.names import primary_keys

TOWNS_FILE = Path(__file__).parent / "data" / "towns.tsv.xz"

#: Weights of a key: the town's own name, or one of its other names.
OWN_NAME, OTHER_NAME = 2, 1

_LAYOUT = 1
_SCHEMA = """
CREATE TABLE town (
    id INTEGER PRIMARY KEY, name TEXT, country TEXT,
    latitude REAL, longitude REAL, population INTEGER
);
CREATE TABLE name (
    key TEXT, country TEXT, town INTEGER, weight INTEGER, PRIMARY KEY (key, country, town)
) WITHOUT ROWID;
CREATE TABLE origin (version TEXT);
"""


def database_file() -> Path:
    """Return where the SQLite file stands: DATA_DIR/gazetteer.sqlite3."""
    return Path(settings.DATA_DIR) / "gazetteer.sqlite3"


def version() -> str:
    """Return a text that changes with the shipped table and with the layout of the database."""
    return f"{_LAYOUT}-{hashlib.sha256(TOWNS_FILE.read_bytes()).hexdigest()[:16]}"


def _rows() -> Iterator[list[str]]:
    with lzma.open(TOWNS_FILE, "rt", encoding="utf-8") as file:
        for line in file:
            yield line.rstrip("\n").split("\t")


def fill(database: sqlite3.Connection) -> int:
    """Create the tables in an empty database and fill them. Returns the number of towns."""
    database.executescript(_SCHEMA)
    count = 0
    for number, name, country, latitude, longitude, population, others in _rows():
        town = int(number)
        database.execute(
            "INSERT INTO town VALUES (?, ?, ?, ?, ?, ?)",
            (town, name, country, float(latitude), float(longitude), int(population)),
        )
        weights = dict.fromkeys(filter(None, others.split("|")), OTHER_NAME)
        weights.update(dict.fromkeys(primary_keys(name), OWN_NAME))
        database.executemany(
            "INSERT OR IGNORE INTO name VALUES (?, ?, ?, ?)",
            [(key, country, town, weight) for key, weight in weights.items()],
        )
        count += 1
    database.execute("CREATE INDEX town_latitude ON town (latitude)")
    database.execute("INSERT INTO origin VALUES (?)", (version(),))
    database.commit()
    return count


def prepare() -> int:
    """Make the SQLite file anew, beside the old one, and put it in its place. Returns the towns.

    Raises OSError when the directory can't be written.
    """
    target = database_file()
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with closing(sqlite3.connect(draft)) as database:
        count = fill(database)
    draft.replace(target)
    return count


def is_prepared() -> bool:
    """True when the SQLite file is there and was made from the shipped table."""
    if not database_file().is_file():
        return False
    try:
        with closing(_read_only()) as database:
            row = database.execute("SELECT version FROM origin").fetchone()
    except sqlite3.DatabaseError:
        return False
    return row is not None and row[0] == version()


def _read_only() -> sqlite3.Connection:
    address = f"{database_file().absolute().as_uri()}?mode=ro&immutable=1"
    return sqlite3.connect(address, uri=True, check_same_thread=False)


def connect() -> sqlite3.Connection:
    """Open the list of towns for reading: the file where it is current, else a copy in memory."""
    if is_prepared():
        return _read_only()
    database = sqlite3.connect(":memory:", check_same_thread=False)
    fill(database)
    return database
