"""System checks of the map: a layer must be searchable, a located model must keep its rules."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core import checks

from core.checks import names_in
from core.kinds import kinds
from maps.layers import all_layers
from maps.places import Located
from search.sources.registry import source_of


@checks.register
def layers_can_be_searched(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """maps.E001: filters of the map are those of the search, so a layer needs its source."""
    return [
        checks.Error(
            f"The map layer “{layer.name}” shows the collection “{layer.collection}”, "
            "which has no search source.",
            hint="Register one in the application's search_index.py.",
            id="maps.E001",
        )
        for layer in all_layers()
        if source_of(layer.collection) is None
    ]


@checks.register(checks.Tags.staticfiles)
def layers_are_told_apart(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """maps.E003: a layer whose marks have no form of their own would differ by colour alone."""
    known = names_in("css/map.css", r"\.map-pin--([a-z]+)")
    pins = [layer.pin for layer in all_layers()]
    return [
        checks.Error(
            f"The map layer “{layer.name}” has the pin “{layer.pin}”, "
            + ("which another layer has." if layer.pin in known else "which isn't in css/map.css."),
            hint="Give it a form of its own: .map-pin--<pin> in css/map.css.",
            id="maps.E003",
        )
        for layer in all_layers()
        if layer.pin not in known or pins.count(layer.pin) > 1
    ]


@checks.register(checks.Tags.models)
def located_models_keep_their_constraints(
    app_configs: Any, **kwargs: Any
) -> list[checks.CheckMessage]:
    """maps.E002: a Meta of its own that doesn't inherit from Located.Meta loses the constraints."""
    return [
        checks.Error(
            f"{model._meta.label} is located but has not the constraints of Located.",
            hint="Let its Meta inherit from Located.Meta.",
            id="maps.E002",
        )
        for model in apps.get_models()
        if issubclass(model, Located) and not _has_constraints(model)
    ]


@checks.register(checks.Tags.models)
def located_kinds_have_a_layer(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """maps.E004: an editor would place what no map shows."""
    shown = {layer.collection for layer in all_layers()}
    return [
        checks.Error(
            f"{kind.model._meta.label} is located, but no layer of the map shows it.",
            hint="Register one in the application's map_layer.py.",
            id="maps.E004",
        )
        for kind in kinds()
        if issubclass(kind.model, Located) and kind.collection not in shown
    ]


def _has_constraints(model: type[Located]) -> bool:
    prefix = f"{model._meta.app_label}_{model._meta.model_name}_"
    names = {constraint.name for constraint in model._meta.constraints}
    wanted = ("latitude_range", "longitude_range", "point_whole", "precision_known")
    return all(f"{prefix}{end}" in names for end in wanted)
