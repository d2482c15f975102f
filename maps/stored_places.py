"""Bringing stored places under the rule of town precision; may be repeated and broken off."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from wagtail.models import Revision

from maps.places import COARSE, Located, coarse_point
from maps.secrecy import forget_exact_places
from search.state.index_state import touch


def located_models() -> Iterator[Any]:
    """Every model whose rows have a place; none that a later migration makes. One query."""
    tables = connection.introspection.table_names()
    located = (model for model in apps.get_models() if issubclass(model, Located))
    yield from (model for model in located if model._meta.db_table in tables)


def clean_places() -> int:
    """Give rows and revisions that show their town only the town's point; return how many changed.

    Reads and writes only the columns it needs, so that a migration can call it.
    """
    return sum(_clean_rows(model) + _clean_revisions(model) for model in located_models())


def _clean_rows(model: Any) -> int:
    countries = [each.name for each in model._meta.fields if each.name in ("country", "countries")]
    names = ("pk", "record_id", "precision", "latitude", "longitude", "place", *countries)
    rows = model._default_manager.filter(precision__in=COARSE, latitude__isnull=False)
    changed = 0
    for row in list(rows.order_by("pk").values(*names)):
        point = coarse_point(row)
        if any(row[name] != value for name, value in point.items()):
            model._default_manager.filter(pk=row["pk"]).update(**point)
            touch([f"{model.collection}/{row['record_id']}"])
            changed += 1
    return changed


def _clean_revisions(model: Any) -> int:
    kind = ContentType.objects.get_for_model(model)
    revisions = Revision.objects.filter(content_type=kind).order_by("pk")
    changed = 0
    for number, content in revisions.values_list("pk", "content").iterator(chunk_size=50):
        finer = {k: v for k, v in coarse_point(content).items() if content.get(k) != v}
        if content.get("precision") in COARSE:
            finer |= {name: "" for name in model.exact_fields if content.get(name)}
        if finer:
            Revision.objects.filter(pk=number).update(content={**content, **finer})
            changed += 1
    return changed


def forget_past_places() -> int:
    """Have what shows its town now forget what its earlier versions said; return how many."""
    return sum(
        forget_exact_places(instance, before=instance.live_revision)
        for model in located_models()
        for instance in model._default_manager.filter(live=True, precision__in=COARSE)
        if instance.live_revision is not None
    )
