"""Whether the database can be used: it answers, and has the tables that this code needs."""

from __future__ import annotations

from functools import cache

from django.core.management.base import CommandError
from django.db import DatabaseError, InterfaceError, OperationalError, ProgrammingError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

_whole: set[str] = set()  # databases found whole: what is there is not looked for again


@cache
def _needed() -> frozenset[tuple[str, str]]:
    """The last migrations of each app; read from the disk once per process."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())


def lacks_migrations() -> bool:
    """Tell whether `manage.py migrate` has to be run. One query, later none.

    Raises DatabaseError if the database does not answer.
    """
    name = str(connection.settings_dict["NAME"])
    if name not in _whole:
        if not _needed() <= set(MigrationRecorder(connection).applied_migrations()):
            return True
        _whole.add(name)
    return False


def is_passing(error: BaseException | None) -> bool:
    """Tell whether an error says that the database can't be used now, and not that we are wrong."""
    if isinstance(error, OperationalError | InterfaceError):  # gone, locked, full, empty
        return True
    if not isinstance(error, ProgrammingError):
        return False
    try:
        return lacks_migrations()
    except DatabaseError:
        return True


def refuse_unmigrated() -> None:
    """Raise CommandError, for a command that can do nothing while tables are missing.

    Raises DatabaseError if the database does not answer.
    """
    if lacks_migrations():
        raise CommandError("the database isn't up to date: run manage.py migrate")
