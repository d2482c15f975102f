"""A letter as HTML that mail programs understand: written in MJML, compiled here.

The only module that knows the compiler. It gets no loader, so that no template can include a file:
`<mj-include>` raises CompileError. Texts reach it escaped, rich texts cleaned (see `prose`).
"""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings
from django.template.loader import render_to_string
from mjml import mjml2html

from core.files.pictures import Picture
from core.network.funding import funders_now
from core.network.now import network_now
from newsletter.composition.content import MailContent
from newsletter.composition.marks import PREFERENCES, UNSUBSCRIBE
from newsletter.composition.prose import absolute, printable

TEMPLATE = "mail/newsletter_issue.mjml"


class CompileError(ValueError):
    """A template is no MJML, or wants to include something."""


def compiled(source: str) -> str:
    """Compile MJML to HTML; no web font, no file is ever fetched. Raises CompileError."""
    try:
        return mjml2html(printable(source), disable_comments=True, fonts={})
    except ValueError as error:
        raise CompileError(str(error)) from error


def _in_mail(picture: Picture | None) -> Picture | None:
    """A picture by its whole address."""
    return replace(picture, url=absolute(picture.url)) if picture else None


def render_html(letter: MailContent) -> str:
    """Return the whole letter. The active language must be the letter's."""
    network = network_now()
    values = {
        "letter": letter,
        "network": network.name,
        "address": network.office_address,
        "email": network.office_email,
        "site": settings.SITE_URL,
        "unsubscribe": UNSUBSCRIBE,
        "preferences": PREFERENCES,
        "funders": [replace(each, emblem=_in_mail(each.emblem)) for each in funders_now(network)],
    }
    return compiled(render_to_string(TEMPLATE, values))
