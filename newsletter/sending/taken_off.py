"""What is taken off the site while a mailing is on its way, or waits: no later mail names it.

Versions are composed once. Before each batch, and when a mailing goes on, those that name what
readers can't open any more are set aside; the next reader's is composed anew, through the same gate
as the first one. What is left out, then or from the beginning, stands in the admin's log and in
the report.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, Page

from core.i18n import default_language
from core.record import Record
from core.visibility import public_condition
from newsletter.models import Mailing
from search.sources.registry import by_collection, public_among, source_of

ACTION = "newsletter.taken_off"


class VersionCheck(NamedTuple):
    """The versions (primary keys) that hold, and what was closed since others were composed."""

    holding: set[int]
    closed: set[str]


def check(mailing: Mailing, *, names: Collection[str] | None = None) -> VersionCheck:
    """Set aside the versions of a mailing, those called `names`, that name what isn't public.

    One query, and one for each collection that they name.
    """
    current = mailing.variants.filter(replaced_at=None)
    if names is not None:
        current = current.filter(name__in=names)
    named: dict[int, list[str]] = dict(current.values_list("pk", "named"))
    wanted = {name for names_of_one in named.values() for name in names_of_one}
    closed = wanted - _public(wanted)
    past = {pk for pk, names_of_one in named.items() if closed.intersection(names_of_one)}
    if past:
        with transaction.atomic():  # set aside and told, or neither: nobody looks a second time
            current.filter(pk__in=past).update(replaced_at=timezone.now())
            note(mailing, closed)
    return VersionCheck(set(named) - past, closed)


def left_out(mailing: Mailing) -> dict[str, str]:
    """What was left out of later mails, by key, with its title. One query."""
    noted = ModelLogEntry.objects.for_instance(mailing).filter(action=ACTION)
    found: dict[str, str] = {}
    for entry in noted.order_by("timestamp", "pk"):
        found.update(entry.data)
    return found


def note(mailing: Mailing, closed: Collection[str]) -> None:
    """Note what is left out, each thing once. No query where nothing is."""
    new = set(closed) - set(left_out(mailing)) if closed else ()
    if new:
        log(mailing, ACTION, data=_titles(new))


def _public(named: Iterable[str]) -> set[str]:
    """Those of `named` that readers may see."""
    records, pages = _sorted_out(named)
    found = public_among(records)
    if pages:
        public = Page.objects.filter(public_condition(), pk__in=pages)
        found.update(str(pk) for pk in public.values_list("pk", flat=True))
    return found


def _titles(named: Iterable[str]) -> dict[str, str]:
    """The titles of what there is of `named`; of what was deleted its key."""
    records, pages = _sorted_out(named)
    found = {name: name for name in (*records, *pages)}
    for collection, ids in by_collection(records).items():
        model: Any = getattr(source_of(collection), "model", None)
        if model is not None:
            records = model.objects.filter(record_id__in=ids)
            found.update({record.key: _title(record) for record in records})
    for pk, title in Page.objects.filter(pk__in=pages).values_list("pk", "title"):
        found[str(pk)] = title
    return found


def _title(record: Record) -> str:
    """What it is called in its own language, whichever mail is being composed."""
    language = getattr(record, "original_language", default_language())
    return str(record.heading_in(language)) or record.key


def _sorted_out(named: Iterable[str]) -> tuple[list[str], list[str]]:
    """Keys of records (`<collection>/<id>`), and primary keys of pages."""
    ordered = sorted(named)
    return [name for name in ordered if "/" in name], [name for name in ordered if "/" not in name]
