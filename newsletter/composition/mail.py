"""From a letter to a mail: issues and digests are drawn alike.

    letter = MailContent(language="fr", languages=("fr", "en"), sections=(MailSection(…),), …)
    compose_mail(letter)

`item_of_card` makes an item of whatever the search shows as a card.
"""

from __future__ import annotations

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import override

from core.i18n import Localised
from core.showing.addresses import whole
from core.showing.cards import Card
from newsletter.composition.composed import Composed, header_line
from newsletter.composition.content import MailContent, MailItem, MailPicture
from newsletter.composition.html import render_html
from newsletter.composition.marks import PREFERENCES, UNSUBSCRIBE, personalised
from newsletter.composition.plain import render_text
from newsletter.composition.prose import absolute, paragraphs, printable

TEASER = 45  # words of a summary


def compose_mail(letter: MailContent, *, archive: bool = False) -> Composed:
    """Draw a letter as HTML and as text, in its language.

    Where the reader's own links come stand the marks of
    `newsletter.composition.marks`; in the archive the page that sends those links.
    """
    with override(letter.language):
        text, html = printable(render_text(letter)), render_html(letter)
        if archive:
            page = whole(reverse("newsletter:links"))
            own = {UNSUBSCRIBE: page, PREFERENCES: page}
            text, html = personalised(text, own), personalised(html, own)
    return Composed(
        language=letter.language,
        subject=header_line(str(letter.subject)),
        text=text,
        html=html,
        empty=letter.is_empty,
        named=letter.named,
        gone=letter.gone,
    )


def teaser(text: Localised) -> Localised:
    """Return a summary's first words as safe HTML."""
    if not text:
        return text
    return text._replace(value=paragraphs(Truncator(str(text)).words(TEASER)))


def item_of_card(card: Card, *, deadline: str = "", picture: MailPicture | None = None) -> MailItem:
    """Return what a card says as an item of a mail; its texts in the languages the card has."""
    return MailItem(
        key=card.key,
        title=card.title,
        html=teaser(card.summary),
        url=absolute(card.url),
        kind=card.kind_label,
        organisation=card.organisation,
        place=card.place,
        date=card.date,
        deadline=deadline,
        collection=card.collection,
        picture=picture,
    )
