"""What a collection's list can be filtered by: only values that some public record has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.text import capfirst

from core.countries import country_name, nation_name
from core.i18n import LANGS, Localised, current_language, language_choices, loc
from core.kinds import Kind
from members.models import UpdateKind
from practices.findings import finding_in_words, with_findings
from practices.models import Evidence, Maturity, PracticeKind, ResearchKind
from practices.words import policy_kind, resource_kind
from search.models import Concept, Scheme

SCHEMES = {
    "theme": Scheme.THEME,
    "target_group": Scheme.TARGET_GROUP,
    "setting": Scheme.SETTING,
    "stage": Scheme.STAGE,
}
TAGS = tuple(SCHEMES)
Words = Localised | str


@dataclass(frozen=True, kw_only=True)
class Option:
    """A value of a filter, its words and whether it is chosen; the component `facet.html`."""

    value: str
    label: Words
    selected: bool = False


def _choice(choices: Any) -> Callable[[str], str]:
    return lambda code: str(choices(code).label) if code in choices.values else code


KIND_WORDS: dict[str, Callable[[str], str]] = {
    "practices": _choice(PracticeKind),
    "research": _choice(ResearchKind),
    "updates": _choice(UpdateKind),
    "policies": policy_kind,
    "resources": resource_kind,
}


def values_in_words(listing: Kind) -> dict[str, dict[str, Words]]:
    """Filter → value → words, for all the list's filters; the number of queries is fixed."""
    model = listing.model
    public = model.objects.for_public()
    found = {name: _READERS[name](listing, public) for name in listing.filters if name not in TAGS}
    tags = _concepts(model, public) if set(listing.filters) & set(TAGS) else {}
    ordered = {name: tags.get(name, found.get(name, {})) for name in listing.filters}
    return {name: _by_words(values) for name, values in ordered.items() if values}


def _by_words(values: Mapping[str, Words]) -> dict[str, Words]:
    return dict(sorted(values.items(), key=lambda item: str(item[1]).casefold()))


def _countries(listing: Kind, public: Any) -> dict[str, Words]:
    del listing
    codes: Iterable[str]
    if hasattr(public.model, "countries"):
        codes = {code for codes in public.values_list("countries", flat=True) for code in codes}
    else:
        codes = public.order_by().values_list("country", flat=True).distinct()
    return {code: country_name(code) for code in codes if code}


def _nations(listing: Kind, public: Any) -> dict[str, Words]:
    del listing
    codes = public.order_by().values_list("nation", flat=True).distinct()
    return {code: nation_name(code) for code in codes if code}


def _kinds(listing: Kind, public: Any) -> dict[str, Words]:
    words = KIND_WORDS[listing.collection]
    codes = public.order_by().values_list("kind", flat=True).distinct()
    return {code: capfirst(words(code)) for code in codes if code}


def _maturities(listing: Kind, public: Any) -> dict[str, Words]:
    del listing
    codes = public.order_by().values_list("maturity", flat=True).distinct()
    return {code: capfirst(_choice(Maturity)(code)) for code in codes if code}


def _directions(listing: Kind, public: Any) -> dict[str, Words]:
    del listing
    rows = with_findings(Evidence.objects.filter(record__in=public))
    codes = rows.order_by().values_list("finding", flat=True).distinct()
    return {code: finding_in_words(code) for code in codes}


def _languages(listing: Kind, public: Any) -> dict[str, Words]:
    del listing
    heading = getattr(public.model, "heading_field", "heading")
    written = {
        f"in_{code}": Count(
            "pk",
            filter=~Q(**{loc(heading, code): ""}) & Q(**{f"{loc(heading, code)}__isnull": False}),
        )
        for code in LANGS
    }
    counts = public.aggregate(**written)
    return {code: name for code, name in language_choices() if counts[f"in_{code}"]}


_READERS: dict[str, Callable[[Kind, Any], dict[str, Words]]] = {
    "country": _countries,
    "nation": _nations,
    "kind": _kinds,
    "maturity": _maturities,
    "direction": _directions,
    "language": _languages,
}


def _concepts(model: Any, public: Any) -> dict[str, dict[str, Words]]:
    rows = model._meta.get_field("tags").related_model.objects.filter(record__in=public)
    concepts = Concept.objects.filter(pk__in=rows.values("concept"))
    found: dict[str, dict[str, Words]] = {name: {} for name in TAGS}
    names = {scheme: name for name, scheme in SCHEMES.items()}
    for concept in concepts:
        if concept.scheme in names:
            label = concept.heading_in(current_language())
            found[names[Scheme(concept.scheme)]][concept.record_id] = label
    return found
