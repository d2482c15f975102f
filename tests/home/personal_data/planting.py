"""One person, planted in every text of the table of personal data, whatever the table grows to."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from wagtail.images.models import Image, Rendition
from wagtail.models import Page

from core.base import TranslatedPage
from core.dates import PartialDateField
from core.privacy.columns import HeldPlace, all_places
from core.privacy.person import PersonSought
from home.models import StandardPage
from members.models import OrganisationPage, UpdatePage
from newsletter.models import IssuePage
from practices.models import ExchangePage, PracticePage, ProjectPage, ResearchPage, ResourcePage
from tests import builders
from tests.newsletter.issues import make_issue
from users.models import User

EMAIL = "zo@ex.eu"
NAME = "Zoé Qx"
SOUGHT = PersonSought(email=EMAIL, name=NAME)
BOTH = f"Ask {NAME} at {EMAIL}."
_numbers = itertools.count(1)

#: rows whose constraints no default fulfils
GIVEN: dict[str, dict[str, Any]] = {
    "core.OutgoingMail": {"state": "queued"},
    "joining.Application": {"sent_at": timezone.now(), "status": "sent"},
    "members.Membership": {"name": "Somebody"},
    "members.MembershipStep": {"from_status": ""},
    "newsletter.IssueBlock": {"kind": "record", "record_key": "practices/toy"},
}


def _owner() -> Any:
    return row_of(OrganisationPage)


#: pages that are more than a title
BUILT: dict[type[Page], Callable[[], Page]] = {
    OrganisationPage: builders.make_organisation,
    PracticePage: lambda: builders.make_practice(organisation=_owner()),
    ProjectPage: lambda: builders.make_project(organisation=_owner()),
    ExchangePage: lambda: builders.make_exchange(organisation=_owner()),
    UpdatePage: lambda: builders.make_update(organisation=_owner()),
    ResearchPage: builders.make_research,
    ResourcePage: builders.make_resource,
    StandardPage: builders.make_standard_page,
    IssuePage: make_issue,
}

#: permanent ids, which other tables repeat, and a picture's file, which then isn't on the disk
LEFT_OUT = {"record_id", (Image, "file"), (Rendition, "file")}


def row_of(model: type[models.Model]) -> models.Model:
    """A row of a model, with all that it needs; one that is there already where that will do."""
    found = models.QuerySet(model).order_by("pk").last()
    if found is not None:
        return found
    if issubclass(model, Page):
        return _page_of(model)
    values = {
        each.name: _value_of(each)
        for each in model._meta.concrete_fields
        if not isinstance(each, models.AutoField) and (not each.null or each.primary_key)
    }
    made = model(**{**values, **GIVEN.get(model._meta.label, {})})
    rows: models.QuerySet[models.Model] = models.QuerySet(model)
    rows.bulk_create([made])
    return models.QuerySet(model).order_by("pk").reverse()[0]


def _page_of(model: type[Page]) -> Page:
    if model in BUILT:
        return BUILT[model]()
    home = builders.home_page()
    if not issubclass(model, TranslatedPage):
        return home
    added: Page = builders.add_page(model(original_language="en", heading_en="A page"), parent=home)
    return added


def _value_of(field: Any) -> Any:
    if field.is_relation:
        return row_of(field.related_model)
    return field.get_default() if field.has_default() else _plain(field)


def _plain(field: Any) -> Any:
    if field.choices:
        return field.flatchoices[0][0]
    if isinstance(field, PartialDateField):
        return "" if field.blank else "2020"
    plain: tuple[tuple[type[models.Field[Any, Any]], Callable[[], Any]], ...] = (
        (models.DateTimeField, timezone.now),
        (models.DateField, date.today),
        (models.UUIDField, uuid.uuid4),
        (models.JSONField, list),
        (models.BooleanField, lambda: False),
        (models.IntegerField, lambda: next(_numbers)),
        (models.FloatField, lambda: 1.0),
    )
    for kind, make in plain:
        if isinstance(field, kind):
            return make()
    return f"{next(_numbers)}"[: field.max_length or 10]


def planted_text(field: Any) -> Any:
    """What is written into a column: both, or what fits; None where nobody fits."""
    if isinstance(field, models.JSONField):
        return {"x": [BOTH, {"y": NAME}]} if field.default is dict else [BOTH]
    if isinstance(field, models.EmailField):
        return EMAIL
    longest = field.max_length or len(BOTH)
    fitting = [text for text in (BOTH, EMAIL, NAME) if len(text) <= longest]
    return fitting[0] if fitting else None


def planted_name(field: Any) -> Any:
    """The name, as a column holds it."""
    return [NAME] if isinstance(field, models.JSONField) else NAME


def plant() -> list[tuple[HeldPlace, str]]:
    """Write the person into every column of one row of each table; return where.

    But not into logins: whoever is told so in the tests is the last one.
    """
    planted = []
    for place in all_places():
        if place.model is User:
            continue
        row = row_of(place.model)
        for column in place.columns:
            text = planted_text(place.model._meta.get_field(column))
            is_left_out = column in LEFT_OUT or (place.model, column) in LEFT_OUT
            if text is not None and not is_left_out and written(row, column, text):
                planted.append((place, column))
    return planted


def written(row: models.Model, column: str, text: Any) -> bool:
    """Write a column; False where a constraint lets nobody stand in it."""
    rows: models.QuerySet[models.Model] = models.QuerySet(type(row))
    try:
        with transaction.atomic():
            return rows.filter(pk=row.pk).update(**{column: text}) == 1
    except IntegrityError:
        return False


def held() -> list[str]:
    """Every column of every table of the site that holds address or name, with its row."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        columns = [each.attname for each in model._meta.local_concrete_fields]
        for row in models.QuerySet(model).values(*columns):
            found += [
                f"{model._meta.label}:{row[model._meta.pk.attname]}.{column}"
                for column in columns
                if _names(row[column])
            ]
    return found


def _names(value: Any) -> bool:
    if isinstance(value, datetime | date | bool | int | float | uuid.UUID | type(None)):
        return False
    if isinstance(value, dict):
        return any(_names(each) for each in value.values())
    if isinstance(value, list):
        return any(_names(each) for each in value)
    return SOUGHT.is_in(str(value))
