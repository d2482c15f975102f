"""An issue as one reader gets it: each text in the first of the reader's languages it is in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from core.dates import PartialDate
from core.i18n import LANGS, Localised, default_language, has_content, texts_of, translated_fields
from core.network.now import network_now
from core.showing.addresses import elsewhere, start_url, whole
from core.showing.facts import safe_url
from newsletter.composition.composed import Composed
from newsletter.composition.content import (
    MailContent,
    MailItem,
    MailPicture,
    MailSection,
    first_written,
    here,
)
from newsletter.composition.mail import compose_mail, item_of_card, teaser
from newsletter.composition.plain import prose
from newsletter.composition.prose import clean
from newsletter.composition.records import Subject, load_subjects, picture_in_mail, with_renditions
from newsletter.composition.site_links import SiteLinks
from newsletter.models import BlockKind, IssueBlock, IssuePage

PREVIEW_LINE = 120  # characters that mail programs show of it


def compose_issue(issue: IssuePage, languages: Sequence[str], *, archive: bool = False) -> Composed:
    """Return the mail with an issue for someone who reads `languages`, the favourite one first.

    `issue` is as it stands: of a revision give `revision.as_object()`. Unknown languages count for
    nothing. The number of queries doesn't depend on the number of blocks.
    """
    return compose_mail(assemble_issue(issue, languages), archive=archive)


def mail_language(issue: IssuePage, languages: Sequence[str]) -> str:
    """Return the language of the mail's own words: the reader's first, whatever it says besides.

    Someone who named none gets them in the issue's original language.
    """
    return next((code for code in languages if code in LANGS), issue.original_language)


def assemble_issue(
    issue: IssuePage, languages: Sequence[str], *, language: str | None = None
) -> MailContent:
    """Return what an issue says to someone who reads `languages`.

    `language` is that of the frame, by default the mail's.
    """
    known = tuple(dict.fromkeys(code for code in languages if code in LANGS))
    frame = language or mail_language(issue, known)
    with override(frame):
        return _Assembly(issue, known, frame).letter()


def web_address(issue: IssuePage, languages: Sequence[str], language: str) -> str:
    """Return where the mail of a reader of `languages` can be read in a browser, "" for nowhere."""
    path = issue.url_in(language)
    if not path:
        return ""
    own = (
        ""
        if tuple(languages) == (language,)
        else f"?{urlencode({'languages': ','.join(languages)})}"
    )
    return whole(f"{path}mail/{own}")


class _Assembly:
    """One issue on its way to one reader. The active language is the frame's."""

    def __init__(self, issue: IssuePage, languages: tuple[str, ...], frame: str) -> None:
        self.issue = issue
        self.frame = frame
        self.languages = languages
        comes_in = issue.working_languages()
        self._comes_in = (*comes_in, issue.original_language)
        others = (issue.original_language, default_language(), *comes_in)
        last = (*(code for code in others if code in comes_in), issue.original_language)
        self._order = tuple(dict.fromkeys((*languages, frame, *last)))
        self._blocks: list[IssueBlock] = list(issue.blocks.all())
        with_renditions(self._blocks)
        self._keys = [b.record_key for b in self._blocks if b.kind == BlockKind.RECORD]
        self._subjects = load_subjects(self._keys, frame)
        self._links = SiteLinks(_rich_texts([issue, *self._blocks]))

    def letter(self) -> MailContent:
        """Put the letter together."""
        issue = self.issue
        html = self._html(issue, "intro")
        preheader = self._text(issue, "preheader")
        if not preheader and html:
            start = Truncator(" ".join(prose(str(html)).split())).chars(PREVIEW_LINE)
            preheader = html._replace(value=start)
        return MailContent(
            language=self.frame,
            languages=self.languages,
            subject=self._text(issue, "heading"),
            sections=self._sections(),
            html=html,
            preheader=preheader,
            kicker=_("Newsletter no. %(number)s") % {"number": issue.number},
            date=PartialDate(issue.date.isoformat()).in_words(self.frame),
            count=self._count(),
            reason=_("You get this mail because you subscribed to the newsletter of %(network)s.")
            % {"network": network_now().name},
            web_address=web_address(issue, self.languages, self.frame),
            named=(*self._subjects, *self._links.pages),
            gone=(*(key for key in self._keys if key not in self._subjects), *self._links.gone),
        )

    # -- texts -----------------------------------------------------------------------------------
    def _own(self, row: Any, field: str) -> dict[str, str]:
        """What the office wrote, in the languages the issue comes out in."""
        return {c: text for c, text in texts_of(row, field).items() if c in self._comes_in}

    def _text(self, row: Any, field: str) -> Localised:
        return first_written(self._own(row, field), self._order, asked=self.frame)

    def _html(self, row: Any, field: str) -> Localised:
        return self._cleaned(self._text(row, field))

    def _cleaned(self, text: Localised) -> Localised:
        if text.language is None:
            return text
        resolve = self._links.resolver(text.language)
        return text._replace(value=clean(str(text.value), resolve=resolve))

    # -- blocks ----------------------------------------------------------------------------------
    def _sections(self) -> tuple[MailSection, ...]:
        nothing = Localised(None, None, self.frame)
        heading, html = nothing, nothing
        items: list[MailItem] = []
        sections: list[MailSection] = []
        for block in self._blocks:
            if block.kind == BlockKind.HEADING:
                sections.append(MailSection(heading=heading, html=html, items=tuple(items)))
                heading, html, items = self._text(block, "heading"), self._html(block, "text"), []
                continue
            item = self._item(block)
            if item is not None:
                items.append(item)
        sections.append(MailSection(heading=heading, html=html, items=tuple(items)))
        return tuple(section for section in sections if section.items)

    def _item(self, block: IssueBlock) -> MailItem | None:
        if block.kind == BlockKind.TEXT:
            return self._office_item(block)
        subject = self._subjects.get(block.record_key)
        return None if subject is None else self._record_item(block, subject)

    def _office_item(self, block: IssueBlock) -> MailItem | None:
        title, html = self._text(block, "heading"), self._html(block, "text")
        if not title and not html:
            return None
        return MailItem(
            key=block.key,
            title=title,
            html=html,
            website=safe_url(block.web_address),
            picture=self._picture(block),
        )

    def _record_item(self, block: IssueBlock, subject: Subject) -> MailItem:
        card, entry = subject.card, subject.entry
        item = item_of_card(card, deadline=subject.deadline)
        title = self._merged(self._own(block, "heading"), entry.title if entry else {}, card.title)
        return MailItem(
            key=block.key,
            title=title,
            html=self._record_text(block, subject),
            url=self._in_language(item.url, title),
            website=safe_url(block.web_address),
            kind=item.kind,
            organisation=item.organisation,
            place=item.place,
            date=item.date,
            deadline=item.deadline,
            collection=item.collection,
            picture=self._picture(block, subject.image_row),
        )

    def _record_text(self, block: IssueBlock, subject: Subject) -> Localised:
        """The office's words where it wrote some in the language chosen, else a teaser."""
        own = self._own(block, "text")
        entry, card = subject.entry, subject.card
        found = self._merged(own, entry.summary if entry else {}, card.summary)
        return self._cleaned(found) if found.language in own else teaser(found)

    def _merged(
        self, own: Mapping[str, str], theirs: Mapping[str, str], shown: Localised
    ) -> Localised:
        """The office's words before the record's own, in the reader's order of languages.

        `shown` is what a card would say: for what has no entry, and for titles in no language.
        """
        texts = {**theirs, **own}
        original = (shown.language,) if shown.language else ()
        order = (*self.languages, self.frame, *original, *LANGS)
        found = first_written(texts, order, asked=self.frame)
        return found or shown

    def _in_language(self, address: str, title: Localised) -> str:
        """A page's address, in the language that its title is shown in."""
        path = here(address)
        if title.language and title.is_fallback and path.startswith(start_url(self.frame)):
            return whole(elsewhere(path, title.language))
        return address

    def _picture(self, block: IssueBlock, image_row: Any = None) -> MailPicture | None:
        row = block if block.image_id else image_row
        if row is None:
            return None
        return picture_in_mail(row, languages=(*self._order, *LANGS), asked=self.frame)

    def _count(self) -> str:
        subjects = [s for b in self._blocks if (s := self._subjects.get(b.record_key))]
        countries = {code for s in subjects if s.entry for code in s.entry.countries}
        if not subjects or not countries:
            return ""
        news = ngettext("%(count)s contribution", "%(count)s contributions", len(subjects))
        where = ngettext("%(count)s country", "%(count)s countries", len(countries))
        return f"{news % {'count': len(subjects)}} · {where % {'count': len(countries)}}"


def _rich_texts(rows: Sequence[Any]) -> list[str]:
    """All texts of the rows that may hold links to pages of the site."""
    return [
        text
        for row in rows
        for field in translated_fields(type(row))
        if field in ("intro", "text")
        for text in texts_of(row, field).values()
        if has_content(text)
    ]
