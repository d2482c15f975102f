"""The one loop of the slices: each row that is due, held while something is done with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db import transaction
from django.db.models import Model, QuerySet

BATCH = 50
Row = TypeVar("Row", bound=Model)


def each_due(due: QuerySet[Row], act: Callable[[Row], bool], *, order: str = "pk") -> bool:
    """Do `act` with each row that still is due, a batch at most; return whether any did a thing."""
    found = False
    for pk in list(due.order_by(order, "pk").values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            row = due.select_for_update(of=("self",)).filter(pk=pk).first()
            found = (row is not None and act(row)) or found
    return found
