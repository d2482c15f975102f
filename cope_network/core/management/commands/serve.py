"""`manage.py serve`: web server and worker together, for a small site and for development."""

from __future__ import annotations

import sys
from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand

from cope_network.core.processes import Processes


class Command(BaseCommand):
    """Starts both as child processes, stops both, and fails if one ends by itself."""

    help = (
        "Serve the site and do the background work until Ctrl-C or SIGTERM. With DEBUG on it is "
        "Django's development server, otherwise gunicorn."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the address and the number of web workers."""
        parser.add_argument("address", nargs="?", default="127.0.0.1:8000", help="host:port")
        parser.add_argument("--web-workers", type=int, default=2, help="processes of gunicorn")

    def handle(self, *args: object, address: str, web_workers: int, **options: object) -> None:
        """Run both until a signal comes or one ends by itself; then exit with its code."""
        manage = [sys.executable, "manage.py"]
        web = [*manage, "runserver", address] if settings.DEBUG else _gunicorn(address, web_workers)
        both = Processes(
            {"web server": web, "worker": [*manage, "worker"]},
            directory=settings.BASE_DIR,
            environment={"DJANGO_RUNSERVER_HIDE_WARNING": "true"},
        )
        both.listen()
        both.start()
        self.stdout.write(f"The site is at http://{address}/ – Ctrl-C stops it.")
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
        *("--no-control-socket", "--access-logfile", "-"),
    ]
