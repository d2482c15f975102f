"""What a refused value was probably meant to be: numbers written as text."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"\s*[-+−]?\d+(?:[.,]\d+)?\s*")


def number_hint(value: object) -> str:
    """Say how a number is written that stands in quotation marks; empty for anything else."""
    if not isinstance(value, str) or not _NUMBER.fullmatch(value):
        return ""
    plain = value.strip().replace(",", ".").replace("−", "-").lstrip("+")
    return f"; write {plain} without quotation marks"
