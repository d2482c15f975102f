"""Words for values of filters that this application knows."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.utils.functional import Promise
from django.utils.translation import override

from practices.findings import FINDINGS
from practices.models import Maturity, Policy, PracticeKind, ResearchKind, ResourcePage
from practices.words import MATERIAL_KINDS, POLICY_KINDS, policy_kind

_KINDS: dict[str, str | Promise] = {
    **POLICY_KINDS,
    **MATERIAL_KINDS,
    **dict(ResearchKind.choices),
    **dict(PracticeKind.choices),
}


def kinds(values: Collection[str], language: str) -> dict[str, str]:
    """Kinds of practices, studies, materials, policies, also those without words of their own."""
    free = [kind for kind in values if kind not in _KINDS]
    used: set[str] = set()
    if free:
        for public in (ResourcePage.objects.for_public(), Policy.objects.for_public()):
            used |= set(public.filter(kind__in=free).order_by().values_list("kind", flat=True))
    with override(language):
        return {
            kind: str(_KINDS[kind]) if kind in _KINDS else policy_kind(kind)
            for kind in values
            if kind in _KINDS or kind in used
        }


def maturities(values: Collection[str], language: str) -> dict[str, str]:
    """How far along a practice is."""
    return _in_words(dict(Maturity.choices), values, language)


def directions(values: Collection[str], language: str) -> dict[str, str]:
    """What was found."""
    return _in_words(FINDINGS, values, language)


def _in_words(
    words: Mapping[str, str | Promise], values: Collection[str], language: str
) -> dict[str, str]:
    with override(language):
        return {value: str(words[value]) for value in values if value in words}
