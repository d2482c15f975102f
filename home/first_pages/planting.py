"""Plants the drafts; whatever the office has made of them, or thrown away, stays as it is."""

from __future__ import annotations

from django.db import transaction

from core.i18n import LANGS, default_language, loc
from core.network.gaps import GAP
from core.network.legal import OfficePage, Role
from core.record_ids import free_record_id
from home.first_pages.gaps import TEXTS, open_gaps, words_in
from home.first_pages.markup import PageText, parse
from home.models import HomePage, StandardPage


def text_of(role: Role, language: str) -> PageText:
    """A first page in one language, its gaps in words."""
    source = (TEXTS / role / f"{language}.md").read_text("utf-8")
    return parse(GAP.sub(lambda gap: f"⟦{words_in(gap[1], language)}⟧", source))


def languages_of(role: Role) -> list[str]:
    """The languages of the site that a first page was written in."""
    return [code for code in LANGS if (TEXTS / role / f"{code}.md").exists()]


@transaction.atomic
def plant_first_pages() -> list[Role]:
    """Make the drafts that were never made on this site; return which. They are not online.

    Each has its part as permanent id, on every site and in every language: so an import of another
    site's pages finds them. A page that came so before plays the part.
    """
    home = HomePage.objects.first()
    if home is None:
        return []
    known = set(OfficePage.objects.values_list("role", flat=True))
    planted = []
    for role in (role for role in Role if role not in known):
        page = StandardPage.objects.filter(record_id=role).first()
        if page is None:
            page = draft_of(role)
            home.add_child(instance=page)
            page.save_revision()
            planted.append(role)
        OfficePage.objects.create(role=role, page=page)
    return planted


def draft_of(role: Role) -> StandardPage:
    """A first page in all its languages, not stored yet."""
    page = StandardPage(live=False, has_unpublished_changes=True)
    page.original_language = default_language()
    page.record_id = free_record_id(StandardPage, wanted=role.value, pk=None)
    for language in languages_of(role):
        text = text_of(role, language)
        setattr(page, loc("heading", language), text.heading)
        setattr(page, loc("lead", language), text.lead)
        setattr(page, loc("body", language), text.body)
    return page


def publish_finished() -> None:
    """Put those drafts online in which nothing is open: what the office may do by clicking."""
    for row in OfficePage.objects.exclude(page=None).order_by("pk"):
        page = StandardPage.objects.filter(pk=row.page_id or 0, live=False).first()
        if page is not None and not open_gaps(page):
            page.save_revision().publish()
