"""What a mail of the newsletter says, before it is drawn: plain values, no query.

A text is a `Localised`: its value, the language it is in and the mail's own language. Values called
`html` are safe (see `prose.clean`), all others plain.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.i18n import Localised, has_content, language_in_words


def here(address: str) -> str:
    """Return a whole address as pages of this site name it: without the site's own beginning."""
    rest = address.removeprefix(settings.SITE_URL)
    return rest if rest.startswith("/") else address


@dataclass(frozen=True, kw_only=True)
class MailPicture:
    """A picture: a whole address, the size of the file in pixels, what it shows."""

    url: str
    width: int
    height: int
    alt: Localised
    credit: str = ""

    @property
    def path(self) -> str:
        """The address on a page of this site."""
        return here(self.url)


@dataclass(frozen=True, kw_only=True)
class MailItem:
    """One contribution. `url` and `website` are whole addresses, or empty.

    `kind`, `organisation`, `place`, `date` and `deadline` are in words of the mail's language;
    `collection` gives the colour; `key` names the block or record.
    """

    title: Localised
    html: Localised
    url: str = ""
    website: str = ""
    kind: str = ""
    organisation: str = ""
    place: str = ""
    date: str = ""
    deadline: str = ""
    collection: str = ""
    picture: MailPicture | None = None
    key: str = ""

    @property
    def byline(self) -> str:
        """Who, where and when, in one line."""
        return " · ".join(filter(None, (self.organisation, self.place, self.date)))

    @property
    def path(self) -> str:
        """The address on a page of this site."""
        return here(self.url)


@dataclass(frozen=True, kw_only=True)
class MailSection:
    """Contributions under a heading, perhaps with words of its own; the first may have neither."""

    heading: Localised
    items: tuple[MailItem, ...]
    html: Localised = field(default=Localised(None, None, ""))


@dataclass(frozen=True, kw_only=True)
class MailContent:
    """A whole mail. `language` is that of its frame, `languages` are the reader's, in order.

    `kicker` stands above the subject ("Newsletter no. 12"), `date` and `count` below it; `reason`
    says why the reader gets it; `web_address` is where it can be read in a browser; `named` are the
    keys of records in it, and the primary keys of pages that its texts lead to; `gone` those that
    it should name and readers can't open.
    """

    language: str
    languages: tuple[str, ...]
    subject: Localised
    sections: tuple[MailSection, ...]
    html: Localised = field(default=Localised(None, None, ""))
    preheader: Localised = field(default=Localised(None, None, ""))
    kicker: str = ""
    date: str = ""
    count: str = ""
    reason: str = ""
    web_address: str = ""
    named: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to say besides the subject."""
        return not self.html and not any(section.items for section in self.sections)

    def note(self, *texts: Localised) -> str:
        """Say in which language a text is that isn't in the mail's; "" where all are.

        The last of `texts` that differs counts: below a heading stands what it is about.
        """
        differing = [text for text in texts if text.is_fallback]
        return language_note(differing[-1], languages=self.languages) if differing else ""

    @property
    def subject_note(self) -> str:
        """The note on the subject's language."""
        return self.note(self.subject)

    @property
    def html_note(self) -> str:
        """The note on the introduction's language."""
        return self.note(self.html)

    @property
    def parts(self) -> list[dict[str, Any]]:
        """The sections with their notes, as templates show them."""
        return [
            {
                "heading": section.heading,
                "html": section.html,
                "note": self.note(section.heading, section.html),
                "entries": [
                    {"item": item, "note": self.note(item.title, item.html)}
                    for item in section.items
                ],
            }
            for section in self.sections
        ]


def language_note(text: Localised, *, languages: Sequence[str] = ()) -> str:
    """Words on the language of a fallback, in the language that was asked for.

    A language that the reader named before the mail's own isn't missed, only named.
    """
    if not text.is_fallback or text.language is None:
        return ""
    asked, order = text.requested, list(languages)
    preferred = order[: order.index(asked)] if asked in order else order
    with override(asked):
        shown = capfirst(language_in_words(text.language, asked))
        if text.language in preferred:
            return _("Shown in %(language)s") % {"language": shown}
        return _("Shown in %(shown)s; not yet in %(asked)s.") % {
            "shown": shown,
            "asked": capfirst(language_in_words(asked, asked)),
        }


def first_written(texts: Mapping[str, str], languages: Iterable[str], *, asked: str) -> Localised:
    """Return the first of `languages` that a text is written in; empty where none is."""
    for code in languages:
        if has_content(texts.get(code)):
            return Localised(texts[code], code, asked)
    return Localised(None, None, asked)
