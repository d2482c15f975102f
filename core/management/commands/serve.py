"""`manage.py serve`: web server and worker together, for a small site and for development."""

from __future__ import annotations

import sys
from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from core import env_addresses
from core.work.migrated import refuse_unmigrated
from core.work.processes import Processes
from core.work.worker import first_line

#: of each request; not who asked, nor what was searched for
LOGGED = '%(t)s "%(m)s %(U)s" %(s)s %(B)s'


class Command(BaseCommand):
    """Starts both as child processes, stops both, and fails if one ends by itself."""

    help = (
        "Serve the site and do the background work until Ctrl-C or SIGTERM. With DEBUG on it is "
        "Django's development server, otherwise gunicorn."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the address and the number of web workers."""
        parser.add_argument("address", nargs="?", default=settings.ADDRESS, help="host:port")
        parser.add_argument("--web-workers", type=int, default=2, help="processes of gunicorn")

    def handle(self, *args: object, address: str, web_workers: int, **options: object) -> None:
        """Run both until a signal comes or one ends by itself; then exit with its code.

        Raises CommandError while the database can't be used, ImproperlyConfigured for an address
        that is none.
        """
        env_addresses.check_listening(address, name="ADDRESS")
        try:
            refuse_unmigrated()
        except DatabaseError as error:
            raise CommandError(f"the database does not answer: {first_line(error)}") from None
        manage = [sys.executable, "manage.py"]
        web = [*manage, "runserver", address] if settings.DEBUG else _gunicorn(address, web_workers)
        both = Processes(
            {"web server": web, "worker": [*manage, "worker"]},
            directory=settings.BASE_DIR,
            environment={"DJANGO_RUNSERVER_HIDE_WARNING": "true", "ADDRESS": address},
        )
        both.listen()
        both.start()
        site = env_addresses.site_address("SITE_URL", env_addresses.address_for_people(address))
        self.stdout.write(f"The site is at {site}/ – Ctrl-C stops it.")
        ended = both.wait()
        both.stop()
        if ended is None:
            self.stdout.write("Stopped.")
            return
        name, code = ended
        self.stderr.write(f"The {name} ended by itself with code {code}; all is stopped.")
        sys.exit(code if code > 0 else 1)


def _gunicorn(address: str, web_workers: int) -> list[str]:
    return [
        *(sys.executable, "-m", "gunicorn", "cope_network.wsgi:application"),
        *("--bind", address, "--workers", str(web_workers), "--threads", "4"),
        *("--no-control-socket", "--access-logfile", "-", "--access-logformat", LOGGED),
    ]
