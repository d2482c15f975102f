"""Settings of the search benchmark: the search and what it needs, one model, Wagtail's backends.

The network's own applications are left out, so that the generated records are all there is.
BENCH_ELASTICSEARCH is the address of a server, or empty.
"""

from __future__ import annotations

import os
from typing import Any

from cope_network.settings import *  # noqa: F403
from cope_network.settings import INSTALLED_APPS as _INSTALLED_APPS

_LEFT_OUT = ("maps", "members", "practices", "newsletter", "joining", "home")

INSTALLED_APPS = [*(app for app in _INSTALLED_APPS if app not in _LEFT_OUT), "benchmarks.app"]
_backends: dict[str, dict[str, Any]] = {
    # nothing is indexed by the way: what is measured is asked for
    "default": {"BACKEND": "wagtail.search.backends.database", "AUTO_UPDATE": False},
}
ELASTICSEARCH_URL = os.environ.get("BENCH_ELASTICSEARCH", "")
if ELASTICSEARCH_URL:
    _backends["elasticsearch"] = {
        "BACKEND": "wagtail.search.backends.elasticsearch9",
        "URLS": [ELASTICSEARCH_URL],
        "INDEX_PREFIX": "bench-wagtail-",
        "TIMEOUT": 60,
        "AUTO_UPDATE": False,
    }
WAGTAILSEARCH_BACKENDS = _backends
