"""The study that a figure or claim rests on, as a link."""

from __future__ import annotations

from django.http import HttpRequest

from cope_network.core.i18n import Localised, current_language
from members.presentation.facts import Link
from practices.models import ResearchPage


def research_title(research: ResearchPage) -> Localised:
    """A study's title in the reader's language; “authors (year)” or its id where none is known."""
    heading = research.heading_in()
    if heading:
        return heading
    return Localised(research.untitled(), current_language(), current_language())


def research_link(research: ResearchPage | None, *, request: HttpRequest) -> Link | None:
    """A link to a study, None where there is none or it isn't public."""
    if research is None or not research.live:
        return None
    return Link(label=research_title(research), url=research.get_url(request) or "")
