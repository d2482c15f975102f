"""What the index still holds although readers may not see it any more: searches leave it out.

The index follows the database within seconds, longer while the engine or the worker is away. A hit
that isn't public isn't shown in any case; here it isn't counted either.
"""

from __future__ import annotations

from search.models import IndexState
from search.sources.registry import public_among

#: Rows looked at, the longest waiting first: of a whole archive that closes the rest is counted
#: until the worker has come so far.
MOST = 2000


def closed_keys() -> tuple[str, ...]:
    """Keys of what waits for the worker, is in the index, and isn't public.

    One query; one for each collection among what waits.
    """
    rows = IndexState.objects.waiting().filter(indexed__gt=0)
    waiting = list(rows.order_by("changed_at", "key").values_list("key", flat=True)[:MOST])
    public = public_among(waiting)
    return tuple(key for key in waiting if key not in public)
