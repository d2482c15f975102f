"""Results as an Atom feed (RFC 4287): what changed last, under permanent ids.

A feed's `updated` is that of its newest entry, so that it stays as long as nothing changes.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET  # only writes; reading goes through defusedxml
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from core.network.now import network_now
from core.showing.exports import xml_text
from search.outputs.selection import ResultRow, ResultSelection
from search.sources.registry import by_collection, source_of

CONTENT_TYPE = "application/atom+xml; charset=utf-8"
#: A feed has at most this many entries: those that changed last.
MOST_ENTRIES = 100
#: Where no time of change is known, and for a feed without entries.
LONG_AGO = "2000-01-01T00:00:00+00:00"
ATOM = "http://www.w3.org/2005/Atom"
XML = "http://www.w3.org/XML/1998/namespace"


def newest_keys(keys: Sequence[str]) -> dict[str, str]:
    """Return the keys that changed last, newest first: key → ISO time. One query per collection."""
    stamps: dict[str, str] = dict.fromkeys(keys, LONG_AGO)
    for collection, ids in by_collection(keys).items():
        source = source_of(collection)
        if source is not None:
            changed = source.changed(ids)
            stamps |= {key: when for key, when in changed.items() if when and key in stamps}
    ordered = sorted(sorted(stamps), key=lambda key: stamps[key], reverse=True)
    return {key: stamps[key] for key in ordered[:MOST_ENTRIES]}


def as_atom(
    selection: ResultSelection,
    rows: Iterable[ResultRow],
    *,
    stamps: dict[str, str],
    address: str,
    page: str,
) -> bytes:
    """Return the feed in the active language.

    `stamps` are times of change by key; `address` and `page` the whole addresses of the feed and
    of the result page.
    """
    ET.register_namespace("", ATOM)
    feed = ET.Element(f"{{{ATOM}}}feed", {f"{{{XML}}}lang": selection.query.language})
    shown = list(rows)
    _text(feed, "id", address)
    _text(feed, "title", _title(selection))
    _text(feed, "subtitle", _subtitle(selection, len(shown)))
    _text(feed, "updated", max((stamps[row.card.key] for row in shown), default=LONG_AGO))
    _link(feed, "self", address, type="application/atom+xml")
    _link(feed, "alternate", page, type="text/html", hreflang=selection.query.language)
    _person(feed, network_now().name)
    _text(feed, "rights", f"{network_now().licence_name} {network_now().licence_url}")
    for row in shown:
        _entry(feed, row, updated=stamps[row.card.key], language=selection.query.language)
    return ET.tostring(feed, encoding="utf-8", xml_declaration=True)


def _title(selection: ResultSelection) -> str:
    names = {"network": network_now().name, "text": selection.query.text[:80]}
    if selection.query.text:
        return _("%(network)s: results for “%(text)s”") % names
    return _("%(network)s: results") % names


def _subtitle(selection: ResultSelection, shown: int) -> str:
    if shown < selection.total:
        numbers = {"shown": shown, "total": selection.total}
        return _("The %(shown)s of %(total)s results that changed last.") % numbers
    return _("All results, those that changed last on top.")


def _entry(feed: ET.Element, row: ResultRow, *, updated: str, language: str) -> None:
    card = row.card
    entry = ET.SubElement(feed, f"{{{ATOM}}}entry")
    _text(entry, "id", row.permalink)
    _text(entry, "title", str(card.title) or card.key, language=card.title.language)
    _text(entry, "updated", updated)
    _link(entry, "alternate", row.address, type="text/html", hreflang=language)
    if card.organisation:
        _person(entry, card.organisation)
    if str(card.summary):
        _text(entry, "summary", str(card.summary), language=card.summary.language)
    kind = {"term": card.collection, "label": xml_text(card.kind_label)}
    ET.SubElement(entry, f"{{{ATOM}}}category", kind)


def _text(parent: ET.Element, name: str, text: str, *, language: str | None = None) -> None:
    attributes = {f"{{{XML}}}lang": language} if language else {}
    ET.SubElement(parent, f"{{{ATOM}}}{name}", attributes).text = xml_text(text)


def _person(parent: ET.Element, name: str) -> None:
    author = ET.SubElement(parent, f"{{{ATOM}}}author")
    _text(author, "name", name)


def _link(parent: ET.Element, rel: str, href: str, **attributes: str) -> None:
    ET.SubElement(parent, f"{{{ATOM}}}link", {"rel": rel, "href": xml_text(href), **attributes})
