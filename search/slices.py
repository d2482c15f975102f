"""What the worker does for the search."""

from __future__ import annotations

from core.work.worker import Order, register_slice
from search.reports.query_log import EVERY, fold_slice, forget_old
from search.state.days import touch_turned
from search.state.index_state import index_slice

register_slice("search index: the day", touch_turned, every=600, order=Order.INDEX)
register_slice("search index", index_slice)
register_slice("query log", fold_slice, every=EVERY)
register_slice("query log: old counts", forget_old, every=3600, deletes=True)
