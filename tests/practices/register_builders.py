"""Builders of register entries with fixed defaults."""

from __future__ import annotations

from typing import Any

from members.models import OrganisationPage
from practices.models import (
    GlossaryTerm,
    Helpline,
    HelplineOperator,
    Policy,
    Recommendation,
    Statistic,
)
from search.models import Concept


def make_policy(*, record_id: str = "visits-act", **fields: Any) -> Policy:
    """A law of Norway from 2004 whose standing nobody told."""
    values = {"title_en": "Visits Act", "country": "NO", "year": 2004, "kind": "law", **fields}
    return _tagged(Policy(record_id=record_id), values)


def make_statistic(*, record_id: str = "children-no", **fields: Any) -> Statistic:
    """A figure of Norway from 2016."""
    values = {
        "statement_en": "Children with a parent in prison",
        "value": 1234,
        "unit": "children",
        "country": "NO",
        "year": 2016,
        **fields,
    }
    return _tagged(Statistic(record_id=record_id), values)


def make_recommendation(*, record_id: str = "ask-children", **fields: Any) -> Recommendation:
    """A recommendation to Norway's prisons."""
    values = {
        "text_en": "Ask the children.",
        "addressee_en": "Prison service",
        "country": "NO",
        "year": 2010,
        **fields,
    }
    return _tagged(Recommendation(record_id=record_id), values)


def make_term(*, record_id: str = "family-day", **fields: Any) -> GlossaryTerm:
    """A term with an English meaning."""
    values = {"term_en": "Family day", "meaning_en": "A longer visit.", **fields}
    term = GlossaryTerm(record_id=record_id, **values)
    term.save()
    return term


def make_helpline(
    *,
    record_id: str = "family-line",
    operator: OrganisationPage | None = None,
    **fields: Any,
) -> Helpline:
    """A Scottish helpline last described in 2008, never confirmed."""
    values = {
        "name_en": "Family line",
        "phone": "0800 254 0088",
        "country": "GB",
        "nation": "GB-SCT",
        "as_of": "2008",
        **fields,
    }
    line = Helpline(record_id=record_id, **values)
    line.save()
    if operator is not None:
        HelplineOperator.objects.create(record=line, target=operator)
    return line


def _tagged(entry: Any, values: dict[str, Any]) -> Any:
    concepts: list[Concept] = values.pop("themes", [])
    for name, value in values.items():
        setattr(entry, name, value)
    entry.save()
    if concepts:
        entry.set_concepts({"theme": concepts})
        entry.save()
    return entry
