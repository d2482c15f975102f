"""Pages of the practices application as cards."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.base import RecordPage
from core.i18n import localised
from core.showing.cards import Card
from core.showing.facts import date_in_words, period_in_words, where_in_words
from practices.models import ExchangePage, PracticePage, ProjectPage, ResearchPage, ResourcePage
from practices.presentation.links import heading_of
from practices.presentation.shared_facts import design_in_words
from practices.words import resource_kind


def practice_card(page: PracticePage, request: HttpRequest) -> Card:
    """A practice with how far along it is; findings need its page, where nothing is left out."""
    return _card(
        page,
        request,
        kind_label=_("Practice: %(kind)s") % {"kind": page.get_kind_display()},
        summary=localised(page, "summary"),
        place=where_in_words(page.place, page.countries),
        date=period_in_words(page.started, page.ended),
        facts=((_("How far along"), str(page.get_maturity_display())),),
    )


def project_card(page: ProjectPage, request: HttpRequest) -> Card:
    """A project with its dates."""
    return _card(
        page,
        request,
        summary=localised(page, "summary") or localised(page, "description"),
        place=where_in_words("", page.countries),
        date=period_in_words(page.start, page.end),
    )


def research_card(page: ResearchPage, request: HttpRequest) -> Card:
    """A study with authors, year and how it was studied, beside what it found."""
    titled = bool(page.available_languages)
    facts = [
        (_("Title"), "" if titled else _("not known")),
        (_("Authors"), ", ".join(page.authors)),
        (_("Year"), str(page.year or _("not stated"))),
        (_("How it was studied"), design_in_words(page)),
    ]
    return _card(
        page,
        request,
        kind_label=capfirst(str(page.get_kind_display())),
        summary=localised(page, "finding"),
        place=where_in_words("", page.countries),
        facts=tuple((label, value) for label, value in facts if value),
    )


def exchange_card(page: ExchangePage, request: HttpRequest) -> Card:
    """A study visit with its date."""
    return _card(
        page,
        request,
        summary=localised(page, "purpose"),
        date=date_in_words(page.date),
    )


def resource_card(page: ResourcePage, request: HttpRequest) -> Card:
    """A material with its kind."""
    kind = resource_kind(page.kind)
    return _card(
        page,
        request,
        kind_label=_("Material: %(kind)s") % {"kind": kind} if kind else _("Material"),
        summary=localised(page, "about"),
        date=date_in_words(page.as_of),
    )


def _card(page: RecordPage, request: HttpRequest, **shown: Any) -> Card:
    return Card.of(page, url=str(page.get_url(request) or ""), title=heading_of(page), **shown)
