"""The three commands on the catalogues."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from cope_network.catalogues import djangos, own, wagtail

MOST_SHOWN = 40  # problems


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one of the three commands; 1 if the check found something."""
    parser = argparse.ArgumentParser(prog="python -m cope_network.catalogues")
    parser.add_argument("command", choices=["update", "check", "compile"])
    command = parser.parse_args(arguments).command
    if command == "check":
        found = own.problems() + wagtail.problems() + djangos.problems()
        sys.stderr.writelines(f"{problem}\n" for problem in found[:MOST_SHOWN])
        if len(found) > MOST_SHOWN:
            sys.stderr.write(f"… and {len(found) - MOST_SHOWN} more\n")
        return 1 if found else 0
    for catalogues in (own, wagtail, djangos):
        (catalogues.update if command == "update" else catalogues.compile_all)()
    return 0


if __name__ == "__main__":
    sys.exit(main())
