"""What the search keeps about people: nearly nothing."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from core.privacy import Activity, Ground, Kept, PersonalField, holds_nobody, register

#: counts are kept by whole months: thirteen, and the one that runs
COUNTS_KEPT = timedelta(days=14 * 30)

SEARCHES = Activity(
    title=_("Searches"),
    people=_("readers of the site"),
    why=_("to learn what people look for and don’t find"),
    ground=Ground.INTEREST,
    order=80,
)
register(
    SEARCHES,
    PersonalField(
        model="search.QueryCount",
        fields=("text", "digest"),
        what=_("what is searched for, without who asked; rare words as a code nobody can read"),
        kept=Kept(words="%(time)s", time=COUNTS_KEPT, by="query log: old counts"),
        goes_whole=True,
    ),
)
holds_nobody("search.QueryCount", "search.FoldedQueryLog", why="months, numbers, names of files")
holds_nobody(
    "search.Concept", "search.RelatedConcept", "search.IndexState", why="the vocabulary, the index"
)
