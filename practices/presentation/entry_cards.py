"""Entries of the registers as cards."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from core.countries import country_name, nation_name
from core.i18n import Localised, localised
from core.showing.cards import Card
from core.showing.facts import place_in_words
from practices.models import GlossaryTerm, Helpline, Policy, Recommendation, Statistic
from practices.models.registers import PublicEntry
from practices.presentation.entries import policy_status, recommendation_status, year_with_age
from practices.presentation.figures import figure
from practices.words import policy_kind

LONGEST_TITLE = 200  # characters; a recommendation's or figure's text stands for a title


def policy_card(entry: Policy, request: HttpRequest) -> Card:
    """Law and policy with its age, and whether it holds."""
    del request
    kind = policy_kind(entry.kind)
    label = _("Law and policy: %(kind)s") % {"kind": kind} if kind else _("Law and policy")
    facts = ((_("Year"), year_with_age(entry.year)), (_("Status"), policy_status(entry)))
    return _card(entry, kind_label=label, summary=localised(entry, "summary"), facts=facts)


def statistic_card(entry: Statistic, request: HttpRequest) -> Card:
    """The figure with its year, source and method: never a number alone."""
    shown = figure(entry, request=request)
    amount = " ".join(filter(None, (shown.qualifier, shown.value, shown.unit)))
    facts = (
        (_("Figure"), amount),
        (_("Year"), shown.year),
        (_("How it came about"), shown.method),
        (_("Source"), str(shown.source.label) if shown.source else _("not stated")),
        (_("Read with care"), str(shown.caution)),
    )
    return _card(entry, facts=facts)


def recommendation_card(entry: Recommendation, request: HttpRequest) -> Card:
    """What was recommended to whom, and what became of it."""
    del request
    facts = (
        (_("To whom"), str(localised(entry, "addressee"))),
        (_("Year"), year_with_age(entry.year)),
        (_("What became of it"), recommendation_status(entry)),
    )
    return _card(entry, facts=facts)


def helpline_card(entry: Helpline, request: HttpRequest) -> Card:
    """A helpline; its number only if it was confirmed within twelve months."""
    del request
    phone = entry.phone if entry.is_number_shown else ""
    facts = (
        (_("Telephone"), phone),
        (_("Hours"), str(localised(entry, "hours")) if phone else ""),
        (_("For whom"), str(localised(entry, "audience"))),
    )
    return _card(entry, facts=facts)


def term_card(entry: GlossaryTerm, request: HttpRequest) -> Card:
    """A term with what else it is called."""
    del request
    facts = (
        (_("Short form"), entry.acronym),
        (_("Also known as"), "; ".join(map(str, entry.also_known_as))),
    )
    meaning = localised(entry, "meaning")
    return _card(entry, kind_label=_("Term"), summary=meaning, facts=facts)


def _card(entry: PublicEntry, *, facts: tuple[tuple[str, str], ...], **shown: Any) -> Card:
    country, nation = getattr(entry, "country", ""), getattr(entry, "nation", "")
    return Card.of(
        entry,
        url=entry.get_absolute_url(),
        title=_short(entry.heading_in()),
        place=place_in_words(
            nation_name(nation) if nation else "", country_name(country) if country else ""
        ),
        facts=tuple((label, value) for label, value in facts if value),
        **shown,
    )


def _short(text: Localised) -> Localised:
    if not text:
        return text
    return text._replace(value=Truncator(str(text)).chars(LONGEST_TITLE))
