"""Whoever stands in a text: found in every text of the table, and taken out of it.

What no application looks through by itself (core.privacy.person) is searched here, text by text, in
Python: whatever the case and the accents, the same on every database, one query for each table.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.db import models
from django.db.models.signals import post_save
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page

from core.privacy.columns import HeldPlace, all_places, strings
from core.privacy.person import CannotErase, PersonalData, PersonFound, PersonSought, personal_data

NAME = "texts"
#: parts of a page's address, and names of files: nothing can stand there in place of a name
FIXED = ("slug", "url_path", "record_id")
FIXED_WORDS = _(
    "It stands in an address or in the name of a file, which no program can change: give the page "
    "another address, or put another file in its place."
)
ROWS_AT_ONCE = 500


def places() -> list[HeldPlace]:
    """Return every table with texts that no application looks through itself."""
    taken = {label for source in personal_data() for label in source.models}
    return [place for place in all_places() if place.model._meta.label not in taken]


def without(value: Any, sought: PersonSought, *, below: str = "") -> Any:
    """Return a value with ERASED in place of the person, but in addresses of pages."""
    if isinstance(value, str):
        return value if below in FIXED else sought.without(value)
    if isinstance(value, dict):
        return {key: without(each, sought, below=str(key)) for key, each in value.items()}
    if isinstance(value, list):
        return [without(each, sought, below=below) for each in value]
    return value


def _is_fixed(column: str, key: str, model: type[models.Model]) -> bool:
    is_file = isinstance(model._meta.get_field(column), models.FileField)
    return is_file or column in FIXED or key in FIXED


def find(sought: PersonSought) -> Iterator[PersonFound]:
    """Find the person in every text. One query for each table.

    Where a text stands costs more than to find it, and is asked for when somebody looks.
    """
    address = AdminURLFinder()
    for place in places():
        rows: models.QuerySet[Any] = models.QuerySet(place.model)
        texts = rows.order_by("pk").values_list("pk", *place.columns)
        for pk, *values in texts.iterator(chunk_size=ROWS_AT_ONCE):
            hits = [
                (column, key, text)
                for column, value in zip(place.columns, values, strict=True)
                for key, text in strings(value)
                if sought.is_in(text)
            ]
            if hits:
                yield _found(place, pk, hits, sought=sought, address=address)


def _found(
    place: HeldPlace,
    pk: Any,
    hits: list[tuple[str, str, str]],
    *,
    sought: PersonSought,
    address: AdminURLFinder,
) -> PersonFound:
    stays = all(_is_fixed(column, key, place.model) for column, key, _text in hits)
    column, _key, text = min(hits, key=lambda hit: hit[0] in place.lets_in)
    around = "" if column in place.lets_in else f": {sought.around(text)}"
    words = getattr(place.model._meta.get_field(column), "verbose_name", column)

    @cache
    def row() -> Any:
        rows: models.QuerySet[Any] = models.QuerySet(place.model)
        return rows.filter(pk=pk).first()

    def where() -> str:
        return f"{row() or pk} – {words}{around}"

    def url() -> str:
        return address.get_edit_url(row()) or "" if row() else ""

    return PersonFound(
        key=f"{place.model._meta.label}:{pk}",
        what=capfirst(str(place.model._meta.verbose_name)),  # in the words of whoever reads it
        where=lazy(where, str)(),
        url=lazy(url, str)(),
        stays=FIXED_WORDS if stays and not place.goes_whole else "",
        by_name=not any(sought.has_address(each) for _column, _key, each in hits),
    )


def _place_of(found: PersonFound) -> tuple[HeldPlace, Any]:
    """Raises CannotErase for a key that leads nowhere."""
    label, _colon, pk = found.key.partition(":")
    for place in places():
        if place.model._meta.label == label:
            return place, place.model._meta.pk.to_python(pk)
    raise CannotErase(_("There is no such text any more."))


def export(found: PersonFound) -> dict[str, Any]:
    """Return the texts of the row that name the person, but those that let somebody in."""
    place, pk = _place_of(found)
    row = models.QuerySet(place.model).filter(pk=pk).values(*place.told).first() or {}
    return {"where": str(found.where), "texts": row}


def erase(found: PersonFound, sought: PersonSought) -> None:
    """Take the person out of the row's texts, or delete the row where it goes whole."""
    place, pk = _place_of(found)
    rows: models.QuerySet[Any] = models.QuerySet(place.model)
    rows = rows.filter(pk=pk).select_for_update()
    if place.goes_whole:
        rows.delete()
        return
    stored = rows.values(*place.columns).first()
    if stored is None:
        return
    changed = {
        column: after
        for column, before in stored.items()
        if not _is_fixed(column, "", place.model) and (after := without(before, sought)) != before
    }
    if changed:
        models.QuerySet(place.model).filter(pk=pk).update(**changed)
        _tell(place.model, pk)


def _tell(model: type[models.Model], pk: Any) -> None:
    """Tell whoever listens (the search, pictures, Wagtail's own index) that a row has changed."""
    rows: models.QuerySet[Any] = models.QuerySet(model)
    row = rows.get(pk=pk)
    row = row.specific if isinstance(row, Page) else row
    post_save.send(
        sender=type(row),
        instance=row,
        created=False,
        raw=False,
        using=row._state.db,
        update_fields=None,
    )


SOURCE = PersonalData(name=NAME, models=(), find=find, export=export, erase=erase)
