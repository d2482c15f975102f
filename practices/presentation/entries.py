"""One entry of a register as its page shows it: facts in words, topics, sources, age."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.countries import country_name
from core.i18n import Localised, current_language, localised
from core.kinds import kind_of
from core.showing.facts import Fact, Link, country_links, safe_url, source_links
from practices.models import GlossaryTerm, Policy, Recommendation, Statistic
from practices.models.registers import PolicyStatus, PublicEntry, RecommendationStatus
from practices.presentation.figures import figure
from practices.words import policy_kind
from search.models.concept import Scheme
from search.showing import concept_links
from search.vocabulary.tagging import Tagged


def year_with_age(year: int | None) -> str:
    """“2004 (22 years ago)”, so that what is old says so; or that the year isn't stated."""
    if not year:
        return _("year not stated")
    ago = timezone.localdate().year - year
    if ago < 1:
        return str(year)
    words = ngettext("%(count)s year ago", "%(count)s years ago", ago) % {"count": ago}
    return f"{year} ({words})"


def policy_status(policy: Policy) -> str:
    """Whether a policy holds, in words; an empty value says that nobody knows."""
    return str(PolicyStatus(policy.status or PolicyStatus.UNKNOWN).label)


def recommendation_status(recommendation: Recommendation) -> str:
    """What became of a recommendation, in words."""
    known = recommendation.status or RecommendationStatus.UNKNOWN
    return str(RecommendationStatus(known).label)


def country_fact(country: str, nation: str = "") -> Fact:
    """The country as a fact, with a link to its page."""
    return Fact(
        label=_("Country"), links=country_links([country] if country else [], nation=nation)
    )


def policy_notice(policy: Policy) -> str:
    """How far one may rely on a policy, in a sentence or two."""
    known = {
        PolicyStatus.IN_FORCE: _(
            "In force, as far as the network office knows. "
            "Laws change: check before you rely on it."
        ),
        PolicyStatus.REPLACED: _(
            "This has been replaced. It is kept here because older texts refer to it."
        ),
        PolicyStatus.PROPOSED: _(
            "This was proposed. Nobody has told the network that it was adopted."
        ),
        PolicyStatus.GAP: _("This is a gap: something the law does not say."),
    }
    return known.get(PolicyStatus(policy.status or PolicyStatus.UNKNOWN)) or _(
        "Nobody has told the network whether this still holds. Check before you rely on it."
    )


def policy_facts(policy: Policy, request: HttpRequest) -> list[Fact]:
    """Status, age, body, country, articles, address of a policy."""
    del request
    address = safe_url(policy.web_address)
    return [
        Fact(label=_("Status"), value=policy_status(policy)),
        Fact(label=_("Kind"), value=policy_kind(policy.kind)),
        Fact(label=_("Year"), value=year_with_age(policy.year)),
        Fact(
            label=_("Issued by"),
            value=Localised(policy.body, policy.original_language, current_language())
            if policy.body
            else "",
        ),
        country_fact(policy.country, policy.nation),
        Fact(label=_("Articles"), value=", ".join(policy.articles)),
        Fact(
            label=_("Address"),
            value=_("Read the text") if address else policy.web_address,
            url=address,
        ),
    ]


def statistic_facts(statistic: Statistic, request: HttpRequest) -> list[Fact]:
    """Country, year, source, method, range, comparison, number of people of a figure."""
    shown = figure(statistic, request=request)
    comparison = f"{shown.comparison} – {shown.comparison_group}" if shown.comparison else ""
    source = shown.source
    return [
        country_fact(statistic.country, statistic.nation),
        Fact(label=_("Year"), value=year_with_age(statistic.year)),
        Fact(
            label=_("Source"),
            value=source.label if source else "",
            url=source.url if source else "",
        ),
        Fact(label=_("How it came about"), value=shown.method),
        Fact(label=_("Official"), value=shown.official),
        Fact(label=capfirst(shown.interval_words), value=shown.interval),
        Fact(label=_("Number of people studied"), value=statistic.n),
        Fact(label=_("Compared with"), value=comparison, none=_("no comparison recorded")),
    ]


def recommendation_facts(recommendation: Recommendation, request: HttpRequest) -> list[Fact]:
    """To whom, when, where, and what became of it."""
    del request
    return [
        Fact(label=_("To whom"), value=localised(recommendation, "addressee")),
        Fact(label=_("What became of it"), value=recommendation_status(recommendation)),
        Fact(label=_("Year"), value=year_with_age(recommendation.year)),
        country_fact(recommendation.country),
    ]


def glossary_facts(term: GlossaryTerm, request: HttpRequest) -> list[Fact]:
    """Short form, other names, country."""
    del request
    facts = [
        Fact(label=_("Short form"), value=term.acronym),
        Fact(label=_("Also known as"), value="; ".join(map(str, term.also_known_as))),
        Fact(
            label=_("Used in"),
            value=country_name(term.country) if term.country else "",
            none=_("no particular country"),
        ),
    ]
    return [fact for fact in facts if fact.value or fact.none]


@dataclass(frozen=True, kw_only=True)
class EntryShown:
    """A register entry's page: heading, notice, text, facts, topics, sources, age."""

    heading: Localised
    notice: str
    text: Localised
    facts: list[Fact]
    themes: list[Link]
    sources: list[Link]
    as_of: str


def entry_shown(entry: PublicEntry, *, request: HttpRequest) -> EntryShown:
    """Put an entry into words. Raises ValueError for a kind without `facts`."""
    kind = kind_of(entry.collection)
    if kind.facts is None:
        raise ValueError(f"entries of {kind.collection} have no common page")
    empty = Localised(None, None, current_language())
    concepts = entry.concepts_of(Scheme.THEME) if isinstance(entry, Tagged) else []
    return EntryShown(
        heading=entry.heading_in(),
        notice=kind.notice(entry) if kind.notice else "",
        text=localised(entry, kind.text) if kind.text else empty,
        facts=list(kind.facts(entry, request)),
        themes=concept_links(concepts),
        sources=source_links(entry.sources),
        as_of=getattr(entry, "as_of", ""),
    )
