"""Plugin of `make matrix`: says at the end how much was asked."""

from __future__ import annotations

from typing import Any


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Add up what the tests of the matrix recorded, whichever process they ran in."""
    total: dict[str, float] = {}
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, value in getattr(report, "user_properties", ()):
                if name in ("addresses", "persons", "things"):
                    total[name] = max(total.get(name, 0), value)
                elif getattr(report, "when", "") == "call":
                    total[name] = total.get(name, 0) + value
    terminalreporter.section("the matrix")
    terminalreporter.write_line(
        ", ".join(f"{value:,.0f} {name}" for name, value in sorted(total.items()))
    )
