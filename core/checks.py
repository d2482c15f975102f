"""System checks: conventions that matter, as errors with a hint. And what health depends on."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core import checks
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import NoReverseMatch, reverse
from wagtail.models import Page

from core.base import RecordPage, RegisterEntry, TranslatedPage, TranslatedSave
from core.bounds import LONGEST_TEXT, MOST_LINES
from core.date_rules import DatedModel
from core.i18n import translated_fields
from core.kinds import COLLECTIONS, Kind, kinds, kinds_and_parts
from core.presenters import is_shown
from core.privacy.gaps import HOW, gaps
from core.work.health import (
    database_trouble,
    disk_trouble,
    migrations_trouble,
    register_probe,
    worker_trouble,
)


@checks.register(checks.Tags.models)
def translated_models_are_registered(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """core.E001: a translated model that names no translated field would lose its texts."""
    return [
        checks.Error(
            f"{model._meta.label} names no translated field.",
            hint='Name them on the class: translated = ("heading", …).',
            id="core.E001",
        )
        for model in apps.get_models()
        if issubclass(model, TranslatedSave) and not translated_fields(model)
    ]


@checks.register(checks.Tags.models)
def collections_are_unique(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """core.E002: two models with one collection would share their records' permanent keys."""
    seen: dict[str, str] = {}
    errors: list[checks.CheckMessage] = []
    for model in apps.get_models():
        if not issubclass(model, RecordPage | RegisterEntry):
            continue
        other = seen.setdefault(model.collection, model._meta.label)
        if other != model._meta.label:
            errors.append(
                checks.Error(
                    f"{model._meta.label} and {other} are both “{model.collection}”.",
                    hint="Give each record model a collection of its own.",
                    id="core.E002",
                )
            )
    return errors


@checks.register(checks.Tags.models)
def fields_hide_nothing(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """core.E003: a field such as `url` would replace what Wagtail calls by that name."""
    inherited = {field.name for field in Page._meta.get_fields()}
    return [
        checks.Error(
            f"{model._meta.label}.{field.name} hides wagtail.models.Page.{field.name}.",
            hint="Give the field a name that Page does not use.",
            id="core.E003",
        )
        for model in apps.get_models()
        if issubclass(model, TranslatedPage)
        for field in model._meta.get_fields()
        if hasattr(Page, field.name) and field.name not in inherited
    ]


@checks.register(checks.Tags.models)
def pages_have_presenters(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """core.E005: nothing would fill the template of a page class without a presenter."""
    return [
        checks.Error(
            f"{model._meta.label} has no presenter as {form}.",
            hint="Write one in the app's presentation, marked with @shows (core/presenters.py).",
            id="core.E005",
        )
        for model in apps.get_models()
        if issubclass(model, TranslatedPage)
        for form in model.shown_as
        if not is_shown(model, form)
    ]


@checks.register(checks.Tags.models)
def records_have_a_kind(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """core.E006: a record with an address, and that no list, menu or search would know."""
    return [
        checks.Error(
            f"{model._meta.label} has no kind.",
            hint="Register one in the application's kinds.py.",
            id="core.E006",
        )
        for model in apps.get_models()
        if issubclass(model, RecordPage | RegisterEntry)
        and (issubclass(model, RecordPage) or hasattr(model, "get_absolute_url"))
        and model.collection not in COLLECTIONS
    ]


@checks.register(checks.Tags.staticfiles)
def kinds_can_be_drawn(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """core.E007: a tone or a shape that stands in no file would leave a kind without either."""
    tones = names_in("css/tokens.css", r"\.tone-([a-z]+)")
    shapes = names_in("img/shapes.svg", r'<symbol id="([\w-]+)"')
    found = [
        (kind.collection, what, name, where)
        for kind in kinds()
        for what, name, known, where in (
            ("tone", kind.tone, tones, "css/tokens.css"),
            ("shape", kind.shape, shapes, "img/shapes.svg"),
        )
        if name not in known
    ]
    return [
        checks.Error(
            f"The kind “{collection}” has the {what} “{name}”, which isn't in {where}.",
            hint=f"Choose one that is there, or add it to {where}.",
            id="core.E007",
        )
        for collection, what, name, where in found
    ]


@checks.register(checks.Tags.urls)
def kinds_have_addresses(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """core.E009: an entry or a list that menus and results lead to, and that no view shows."""
    wanted: list[tuple[Kind, str, list[str]]] = [
        *((kind, "list", []) for kind in kinds_and_parts() if kind.has_list),
        *((kind, "entry", ["x"]) for kind in kinds() if not issubclass(kind.model, Page)),
    ]
    return [
        checks.Error(
            f"The kind “{kind.name}” has no address called “{kind.name}_{what}”.",
            hint="Give it `filters` for the common list, `facts` for the common page of an entry, "
            "or a view of its own.",
            id="core.E009",
        )
        for kind, what, arguments in wanted
        if not _is_address(f"{kind.name}_{what}", arguments)
    ]


def _is_address(name: str, arguments: list[str]) -> bool:
    try:
        reverse(name, args=arguments)
    except NoReverseMatch:
        return False
    return True


#: More than any column takes, by what it is for the database.
TOO_MUCH: dict[type[Any], Any] = {
    models.FloatField: 1e300,
    models.IntegerField: 10**16,
    models.TextField: "a" * (LONGEST_TEXT + 1),
    models.JSONField: ["a"] * (MOST_LINES + 1),
}


@checks.register(checks.Tags.models)
def columns_have_bounds(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """core.E008: one person makes what has no bound so large that everybody waits for it."""
    return [
        checks.Error(
            f"{model._meta.label}.{column.name} takes anything, however much.",
            hint="Take a column of core.columns, or give it validators.",
            id="core.E008",
        )
        for model in apps.get_models()
        if issubclass(model, DatedModel)
        for column in model._meta.local_concrete_fields
        if column.editable and not column.primary_key and _takes_anything(column)
    ]


def _takes_anything(column: Any) -> bool:
    probe = next((much for kind, much in TOO_MUCH.items() if isinstance(column, kind)), None)
    if probe is None:
        return False
    try:
        column.run_validators(probe)
    except ValidationError:
        return False
    return True


@checks.register(checks.Tags.models)
def people_are_named(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """core.W008: the privacy notice would be silent on a field that the table doesn't name."""
    return [checks.Warning(gap, hint=HOW, id="core.W008") for gap in gaps()]


def names_in(static: str, pattern: str) -> set[str]:
    """What a pattern finds in one of the project's own static files."""
    path = finders.find(static)
    return set(re.findall(pattern, Path(path).read_text("utf-8"))) if path else set()


@checks.register(checks.Tags.security)
def readers_are_told_apart(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """core.W004: behind a proxy that isn't named all readers are counted as one."""
    named = settings.TRUSTED_PROXIES or settings.TRUSTED_PROXIES_SOCKET
    if not settings.SECURE_PROXY_SSL_HEADER or named:
        return []
    return [
        checks.Warning(
            "All readers are counted as one, so a few of them can use up what all may do.",
            hint="BEHIND_TLS_PROXY is set: name the proxy's address in TRUSTED_PROXIES.",
            id="core.W004",
        )
    ]


register_probe("database", database_trouble)
register_probe("migrations", migrations_trouble)
register_probe("disk", disk_trouble)
register_probe("worker", worker_trouble)
