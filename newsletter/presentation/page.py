"""What the archive and the pages of issues show, and an issue's mail as a page."""

from __future__ import annotations

from typing import Any

from csp.constants import SELF, UNSAFE_INLINE
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.dates import PartialDate
from core.i18n import LANGS, Localised, current_language, language_in_words, localised, texts_of
from core.presenters import shows
from core.showing.cards import Card
from core.showing.facts import Link
from core.showing.frame import page_frame
from core.visibility import is_public
from newsletter.composition import assemble_issue, compose_issue
from newsletter.composition.content import first_written
from newsletter.composition.plain import prose
from newsletter.composition.prose import clean
from newsletter.models import ArchivePage, IssuePage
from newsletter.models.issue import MAIL, PHONE, PREVIEW, TEXT

PER_PAGE = 20  # issues

#: A mail carries its styles in itself; nothing else is loosened.
MAIL_CSP = {"style-src": [SELF, UNSAFE_INLINE]}


# -- the archive ---------------------------------------------------------------------------------
@shows(ArchivePage)
def archive_context(page: ArchivePage, request: HttpRequest) -> dict[str, Any]:
    """The issues that are online, newest first."""
    intro = localised(page, "intro")
    issues = IssuePage.objects.for_public().child_of(page).order_by("-date", "-number")
    shown = Paginator(issues, PER_PAGE).get_page(request.GET.get("page"))
    return {
        **page_frame(page, request, trail=[], summary=intro),
        "intro": intro,
        "page_of_issues": shown,
        "cards": [issue_card(issue, request) for issue in shown.object_list],
        "params": request.GET,
    }


def issue_card(page: IssuePage, request: HttpRequest | None) -> Card:
    """An issue in a list, in the active language or marked as a fallback."""
    return Card.of(
        page,
        url=str(page.get_url(request) or ""),
        kind_label=number_in_words(page),
        title=own_text(page, "heading"),
        summary=summary_of(page),
        date=PartialDate(page.date.isoformat()).in_words(current_language()),
        facts=((_("Languages"), _languages(page)),),
    )


def number_in_words(page: IssuePage) -> str:
    """`Newsletter no. 12`."""
    return _("Newsletter no. %(number)s") % {"number": page.number}


def own_text(page: IssuePage, field: str) -> Localised:
    """A text of an issue in the active language, or in one it comes out in."""
    comes_in = (*page.working_languages(), page.original_language)
    texts = {code: text for code, text in texts_of(page, field).items() if code in comes_in}
    order = (current_language(), page.original_language, *comes_in)
    return first_written(texts, order, asked=current_language())


def summary_of(page: IssuePage) -> Localised:
    """What an issue's list entry says of it: its introduction without markup, or preview line."""
    intro = own_text(page, "intro")
    if not intro:
        return own_text(page, "preheader")
    return intro._replace(value=" ".join(prose(clean(str(intro))).split()))


def _languages(page: IssuePage) -> str:
    return ", ".join(capfirst(language_in_words(code)) for code in page.available_languages)


# -- one issue -----------------------------------------------------------------------------------
@shows(IssuePage)
def issue_context(page: IssuePage, request: HttpRequest) -> dict[str, Any]:
    """The same content as the mail's, as a page of the site."""
    language = current_language()
    letter = assemble_issue(page, (language,), language=language)
    archive = page.get_parent()
    trail = []
    if archive is not None and is_public(archive):
        above = archive.specific
        trail = [Link(label=above.heading_in(), url=str(above.get_url(request) or ""))]
    return {
        **page_frame(
            page, request, trail=trail, summary=str(letter.preheader), title=letter.subject
        ),
        "letter": letter,
        "mail_url": f"{page.get_url(request) or ''}mail/",
    }


def asked_languages(request: HttpRequest) -> tuple[str, ...]:
    """The languages of the reader whose mail is asked for: `?languages=nb,en`, or the address's."""
    asked = request.GET.get("languages", "").split(",")
    known = tuple(dict.fromkeys(code for code in asked if code in LANGS))
    return known or (current_language(),)


@shows(IssuePage, MAIL)
def mail_page(page: IssuePage, request: HttpRequest) -> HttpResponse:
    """The mail of a reader of these languages, without own links. Not for search engines.

    It is composed of what is online today, not kept as it was sent: a name, a picture or a whole
    page that was taken off the site since must not stay readable here.
    """
    mail = compose_issue(page, asked_languages(request), archive=True)
    response = as_mail(mail.html, language=mail.language)
    response["X-Robots-Tag"] = "noindex"
    return response


def as_mail(html: str, *, language: str) -> HttpResponse:
    """Return a mail's HTML with the one policy that lets its styles work."""
    response = HttpResponse(html)
    response["Content-Language"] = language
    setattr(response, "_csp_replace", MAIL_CSP)  # noqa: B010 - django-csp's decorators do so
    return response


# -- previews ------------------------------------------------------------------------------------
@shows(IssuePage, PREVIEW)
def preview(page: IssuePage, request: HttpRequest, mode: str) -> HttpResponse:
    """An issue as someone gets it who reads the mode's language only; drafts too."""
    code = mode.removesuffix(TEXT).removesuffix(PHONE)
    with override(code):
        mail = compose_issue(page, (code,), archive=True)
        if mode.endswith(TEXT):
            content = render(request, "pages/newsletter/preview_text.html", {"mail": mail})
        elif mode.endswith(PHONE):
            content = render(request, "pages/newsletter/preview_phone.html", {"mail": mail})
        else:
            return as_mail(mail.html, language=mail.language)
        return as_mail(content.content.decode(), language=mail.language)
