"""The collections that have a list of their own: titles, what can be filtered, the order."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

TAGS = ("theme", "target_group", "setting", "stage")


@dataclass(frozen=True, kw_only=True)
class Listing:
    """One collection's list. `filters` are names of search filters; `years` adds from and to.

    `newest` sorts by date, newest first, where the reader didn't choose; else by title.
    """

    collection: str
    title: Promise
    lead: Promise
    counted: Promise
    filters: tuple[str, ...] = ()
    years: bool = False
    newest: bool = False

    def count_in_words(self, number: int) -> str:
        """“12 practices”."""
        return str(self.counted % number)


_LISTINGS = (
    Listing(
        collection="practices",
        title=_("Practices"),
        lead=_("What organisations do for children with a parent in prison and their families."),
        counted=ngettext_lazy("%d practice", "%d practices"),
        filters=("country", "nation", *TAGS, "kind", "maturity", "direction", "language"),
    ),
    Listing(
        collection="projects",
        title=_("Projects"),
        lead=_("Funded undertakings with a start, an end and results."),
        counted=ngettext_lazy("%d project", "%d projects"),
        filters=("country", "theme", "target_group", "language"),
    ),
    Listing(
        collection="research",
        title=_("Research"),
        lead=_("Studies and reports: what was asked, of whom, how, and what was found."),
        counted=ngettext_lazy("%d study or report", "%d studies and reports"),
        filters=("country", "nation", "theme", "kind", "language"),
        years=True,
    ),
    Listing(
        collection="exchanges",
        title=_("Study visits"),
        lead=_("What organisations saw and learnt when they visited each other."),
        counted=ngettext_lazy("%d study visit", "%d study visits"),
        filters=("language",),
        newest=True,
    ),
    Listing(
        collection="resources",
        title=_("Materials"),
        lead=_("Leaflets, books, films and kits for families and for those who work with them."),
        counted=ngettext_lazy("%d material", "%d materials"),
        filters=("kind", "theme", "target_group", "stage", "language"),
    ),
    Listing(
        collection="updates",
        title=_("News and events"),
        lead=_("What the organisations of the network share: news, events, campaigns, calls."),
        counted=ngettext_lazy("%d news item or event", "%d news and events"),
        filters=("kind", "country", "theme", "language"),
        newest=True,
    ),
    Listing(
        collection="policies",
        title=_("Law and policy"),
        lead=_("Laws, rules and policies that touch these children, and the gaps in them. "
               "Each says whether it is known to hold today."),
        counted=ngettext_lazy("%d law or policy", "%d laws and policies"),
        filters=("country", "nation", "theme", "kind", "language"),
        years=True,
    ),
    Listing(
        collection="statistics",
        title=_("Facts and figures"),
        lead=_("Every figure with its country, year, source and how it came about. "
               "Where one of these is not stated, it says so."),
        counted=ngettext_lazy("%d figure", "%d figures"),
        filters=("country", "nation", "theme", "language"),
        years=True,
        newest=True,
    ),
    Listing(
        collection="recommendations",
        title=_("Recommendations"),
        lead=_("What was recommended, to whom, and what became of it."),
        counted=ngettext_lazy("%d recommendation", "%d recommendations"),
        filters=("country", "theme", "stage", "language"),
        years=True,
    ),
    Listing(
        collection="helplines",
        title=_("Help for families"),
        lead=_("Someone in your family is in prison? These lines were set up for families."),
        counted=ngettext_lazy("%d helpline", "%d helplines"),
    ),
    Listing(
        collection="glossary",
        title=_("Glossary"),
        lead=_("Terms of the field, what they mean, and what they are called elsewhere."),
        counted=ngettext_lazy("%d term", "%d terms"),
    ),
)  # fmt: skip
LISTINGS: dict[str, Listing] = {listing.collection: listing for listing in _LISTINGS}
#: lists that the common view shows; helplines and the glossary have pages of their own
LISTED: tuple[str, ...] = tuple(listing.collection for listing in _LISTINGS if listing.filters)
#: registers whose entries have a common page
ENTRIES: tuple[str, ...] = ("policies", "statistics", "recommendations", "glossary")
