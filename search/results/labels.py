"""Filters and their values in words."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.countries import country_name, nation_name
from core.i18n import language_in_words
from search.query import CLOSED
from search.sources.registry import has_labels, registered_labels, source_of
from search.vocabulary.matching import Vocabulary

FILTER_LABELS: dict[str, Promise] = {
    "collection": _("what it is"),
    "kind": _("kind"),
    "country": _("country"),
    "nation": _("nation"),
    "theme": _("topic"),
    "target_group": _("for whom"),
    "setting": _("where"),
    "stage": _("when"),
    "maturity": _("how far along"),
    "direction": _("what was found"),
    "language": _("language"),
    "organisation": _("organisation"),
    "category": _("membership"),
    "near": _("near"),
    "year_from": _("from year"),
    "year_to": _("to year"),
}
#: Filters whose values are concepts of the scheme with the same name.
SCHEMES = ("theme", "target_group", "setting", "stage")


def value_labels(
    name: str, values: Collection[str], *, language: str, vocabulary: Vocabulary
) -> dict[str, str]:
    """Words for values of a filter in a language; values nobody knows are left out.

    Maturity, evidence, kinds, organisations and categories come from the applications that
    registered them.
    """
    if name in SCHEMES:
        found = {value: vocabulary.concept(value) for value in values}
        return {
            value: term.label_in(language)
            for value, term in found.items()
            if term is not None and term.scheme == name
        }
    if name == "collection":
        known = {value: source_of(value) for value in values}
        return {value: source.label() for value, source in known.items() if source is not None}
    if name == "country":
        return {value: country_name(value, language) for value in values}
    if name == "nation":
        return {value: nation_name(value) for value in values}
    if name == "language":
        return {value: language_in_words(value, language) for value in values}
    return registered_labels(name, values, language)


def is_checked(name: str) -> bool:
    """Whether a filter's values can be told from nonsense only by asking for their words."""
    return name in SCHEMES or (name not in CLOSED and has_labels(name))
