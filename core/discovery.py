"""What each application adds to the house: it says so in a module by the subject's name.

All of them are read once, when the site starts; what they register stands in the registry of the
subject. An application that has nothing to add to a subject has no such module.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pkgutil import iter_modules

from django.apps import apps
from django.utils.module_loading import autodiscover_modules

SUBJECTS = (
    "kinds",  # its kinds of records, before all that asks for them (core.kinds)
    "records",  # its collections of the records format (records.registry)
    "search_index",  # what of it can be searched (search.sources.registry)
    "map_layer",  # what of it is drawn on the map (maps.layers)
    "profile",  # its parts in an organisation's page (members.profile)
    "presentation",  # what its pages show (core.presenters)
    "slices",  # what the worker does for it (core.work.worker)
    "privacy",  # what it keeps about people (core.privacy)
    "checks",  # what may be wrong with it, for the start (Django) and running
)
"""In the order in which they are read. Each is a module, or a package of modules."""


def discover() -> None:
    """Read what the applications add, in their order. Raises what a registry refuses."""
    for subject in SUBJECTS:
        autodiscover_modules(subject)
        for config in apps.get_app_configs():
            package = sys.modules.get(f"{config.name}.{subject}")
            for module in iter_modules(getattr(package, "__path__", ())):
                import_module(f"{config.name}.{subject}.{module.name}")
