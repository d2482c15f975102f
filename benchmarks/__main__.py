"""`make bench`: import, pages and search on the demo content, in a place of their own.

Everything is made in a temporary directory (or in the empty database that DATABASE_URL names) and
measured in this one process, without a web server in between: what is compared is the code.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path


def main() -> None:
    """Prepare a site, measure it, and print what was measured."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--rounds", type=int, default=5, help="how often each address is asked")
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory(prefix="cope-network-bench-") as directory:
        prepare(Path(directory))
        from benchmarks import pages, searches

        report(f"Pages, {rounds} times each after a first time", pages.measure(rounds=rounds))
        report(f"Searches, {rounds} times each", searches.measure(rounds=rounds))


def prepare(directory: Path) -> None:
    """Start Django on an empty site and fill it with the demo content, timing each step."""
    os.environ.update(
        {
            "DJANGO_SETTINGS_MODULE": "cope_network.settings",
            "DATA_DIR": str(directory),
            "SECRET_KEY": "only-for-benchmarks",
            "ALLOWED_HOSTS": "localhost",
            "DEBUG": "False",
            "LOG_LEVEL": "ERROR",
            "EMAIL_URL": "dummy:",
        }
    )
    import django

    django.setup()
    from django.core.management import call_command

    from home.management.commands.load_demo import FILES

    demo = [str(path) for path in FILES]
    steps: dict[str, Callable[[], object]] = {
        "migrate": lambda: call_command("migrate", verbosity=0),
        "collect static files": lambda: call_command("collectstatic", "--no-input", verbosity=0),
        "unpack the towns": lambda: call_command("prepare_gazetteer"),
        "import the demo content": lambda: call_command("load_demo"),
        "import it again, unchanged": lambda: call_command("import_records", *demo),
        "build the search index": lambda: call_command("rebuild_search"),
    }
    rows = [f"{name:<40} {_seconds(step):8.1f} s" for name, step in steps.items()]
    report("Preparing", rows)


def _seconds(step: Callable[[], object]) -> float:
    start = time.perf_counter()
    step()
    return time.perf_counter() - start


def report(title: str, rows: list[str]) -> None:
    """Print a table."""
    sys.stdout.write("\n".join([f"\n{title}", "-" * len(title), *rows, ""]))
    sys.stdout.flush()


if __name__ == "__main__":
    main()
