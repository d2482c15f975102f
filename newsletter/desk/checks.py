"""What an issue lacks before it is sent, in the office's words. Nothing is opened on the network.

`newsletter.desk.dead_links` follows links to other sites: in the worker, never in a request.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Page, Site

from core.i18n import LANGS, language_in_words, languages_of, texts_of, translated_fields
from core.mail.addresses import folded
from core.network.now import network_now
from core.showing.facts import safe_url
from core.visibility import public_condition
from newsletter.composition import assemble_issue, compose_issue
from newsletter.composition.prose import LONGEST, absolute, addresses_in, clean
from newsletter.composition.records import Subject, load_subjects, picture_in_mail, with_renditions
from newsletter.composition.site_links import SiteLinks
from newsletter.desk.public_web import is_public_machine
from newsletter.models import BlockKind, IssueBlock, IssuePage

HEADS = ("heading", "preheader", "intro")
LONGEST_SUBJECT = 78  # characters; longer ones are cut off in lists of mails (RFC 5322, 2.1.1)
CLIPPED = 100_000  # bytes of HTML; some mail programs cut off what is longer

#: Names before the @ that stand for an office, not for a person.
ROLES = frozenset(
    """admin association bureau communication communications contact contacto enquiries hello help
    helpline info information kontakt mail media network news newsletter office post press presse
    projects secretariat secretary support team webmaster welcome""".split()
)
PRIVATE_ENDINGS = ("localhost", ".local", ".localhost", ".internal", ".lan", ".home", ".intranet")
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_BARE = re.compile(r"https?://[^\s<>\"']+")


class Level(StrEnum):
    """How grave a finding is."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, kw_only=True)
class Remark:
    """One thing to look at: where (a block, a language) and what, in the active language."""

    level: Level
    text: str
    block_key: str | None = None
    language: str | None = None

    def __str__(self) -> str:
        return self.text


def check_issue(issue: IssuePage) -> list[Remark]:
    """Return what is wrong with an issue or a draft of one, the gravest first.

    A number of queries that doesn't depend on the number of blocks.
    """
    found = list(_Check(issue).findings())
    return sorted(found, key=lambda finding: finding.level != Level.ERROR)


def is_private(address: str) -> bool:
    """Whether an address leads to a machine or a page that readers can't reach."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return True
    if address.startswith(f"{settings.SITE_URL}/"):
        return parts.path.startswith(("/admin/", "/django-admin/"))
    if parts.scheme not in ("http", "https"):
        return False
    try:
        return not is_public_machine(ipaddress.ip_address(host))
    except ValueError:
        unqualified = "." not in host
    return unqualified or host.endswith(PRIVATE_ENDINGS) or parts.path.startswith("/admin/pages/")


def texts_with_places(issue: IssuePage) -> Iterator[tuple[str, str, str | None]]:
    """Yield (text, language, block's key) of everything the office wrote, where it comes out in."""
    rows: list[tuple[Any, str | None]] = [(issue, None)]
    rows += [(block, block.key) for block in issue.blocks.all()]
    for row, key in rows:
        for field in translated_fields(type(row)):
            for code, text in texts_of(row, field).items():
                if code in issue.working_languages():
                    yield text, code, key


def addresses_of(text: str) -> list[str]:
    """Return the web addresses in a text of the office, those without markup too."""
    cleaned = clean(text)
    bare = [found.rstrip(".,;:)") for found in _BARE.findall(re.sub(r"<[^>]*>", " ", cleaned))]
    return list(dict.fromkeys((*addresses_in(cleaned), *bare)))


class _Check:
    """The checks of one issue; what several of them need is loaded once."""

    def __init__(self, issue: IssuePage) -> None:
        self.issue = issue
        self.languages = issue.working_languages()
        self.blocks: list[IssueBlock] = list(issue.blocks.all())
        self.begun = self._begun()
        with_renditions(self.blocks)
        keys = [block.record_key for block in self.blocks if block.kind == BlockKind.RECORD]
        self.subjects = load_subjects(keys, issue.original_language)
        self.texts = list(texts_with_places(issue))
        self.dead = SiteLinks([text for text, _code, _key in self.texts]).dead

    def _begun(self) -> tuple[str, ...]:
        """The issue's languages that the office wrote something in; teasers come by themselves.

        Of the others only the subject is said to be missing, not every block.
        """
        own: list[tuple[Any, str]] = [(self.issue, name) for name in HEADS]
        own += [
            (block, name)
            for block in self.blocks
            if block.kind != BlockKind.RECORD
            for name in ("heading", "text")
        ]
        found = {code for row, name in own for code in languages_of(row, name)}
        return tuple(code for code in self.languages if code in found)

    def findings(self) -> Iterator[Remark]:
        """Yield everything in the order of the issue."""
        yield from self._whole()
        yield from self._heads()
        for block in self.blocks:
            yield from self._block(block)
        yield from self._sections()
        yield from self._written()
        yield from self._dead_pages()

    # -- the whole -------------------------------------------------------------------------------
    def _whole(self) -> Iterator[Remark]:
        original = self.issue.original_language
        if assemble_issue(self.issue, (original,)).is_empty:
            yield Remark(level=Level.ERROR, text=_("There is nothing in this issue yet."))
            return
        size = len(compose_issue(self.issue, (original,)).html.encode())
        if size > CLIPPED:
            words = _(
                "The mail has %(size)s kB; some mail programs cut off what is longer than 100 kB."
            )
            yield Remark(level=Level.WARNING, text=words % {"size": size // 1000})

    def _heads(self) -> Iterator[Remark]:
        intros, lines = (languages_of(self.issue, name) for name in ("intro", "preheader"))
        subjects = texts_of(self.issue, "heading")
        for code in self.languages:
            subject = subjects.get(code, "")
            if not subject:
                grave = code in self.begun or code == self.issue.original_language
                yield self._missing(_("The subject is missing in %(language)s."), code, grave=grave)
            elif len(subject) > LONGEST_SUBJECT:
                words = _("The subject in %(language)s is longer than %(most)s characters.")
                yield self._said(words, code, most=LONGEST_SUBJECT)
            if code not in self.begun:
                continue
            if code not in lines:
                yield self._missing(_("The preview line is missing in %(language)s."), code)
            if intros and code not in intros:
                yield self._missing(_("The introduction is missing in %(language)s."), code)

    def _said(self, words: str, code: str, *, key: str | None = None, **values: Any) -> Remark:
        text = words % {"language": language_in_words(code), **values}
        return Remark(level=Level.WARNING, text=text, block_key=key, language=code)

    def _missing(
        self, words: str, code: str, *, key: str | None = None, grave: bool = False
    ) -> Remark:
        level = Level.ERROR if grave else Level.WARNING
        text = words % {"language": language_in_words(code)}
        return Remark(level=level, text=text, block_key=key, language=code)

    # -- blocks ----------------------------------------------------------------------------------
    def _block(self, block: IssueBlock) -> Iterator[Remark]:
        subject = self.subjects.get(block.record_key)
        if block.kind == BlockKind.RECORD and subject is None:
            words = _("This is not online (any more) and will be left out.")
            yield Remark(level=Level.WARNING, text=words, block_key=block.key)
            return
        yield from self._languages(block, subject)
        yield from self._picture(block, subject)
        if block.web_address and not safe_url(block.web_address):
            words = _("The web address doesn’t begin with http:// or https://.")
            yield Remark(level=Level.ERROR, text=words, block_key=block.key)
        elif block.web_address and is_private(block.web_address):
            yield _private(block.web_address, key=block.key)

    def _languages(self, block: IssueBlock, subject: Subject | None) -> Iterator[Remark]:
        entry = subject.entry if subject else None
        for field, known in (
            ("heading", entry.title if entry else {}),
            ("text", entry.summary if entry else {}),
        ):
            written = {*languages_of(block, field), *(c for c, text in known.items() if text)}
            if not written:
                continue
            words = {
                "heading": _("The heading is missing in %(language)s."),
                "text": _("The text is missing in %(language)s."),
            }[field]
            for code in self.begun:
                if code not in written:
                    yield self._missing(words, code, key=block.key)

    def _picture(self, block: IssueBlock, subject: Subject | None) -> Iterator[Remark]:
        row = block if block.image_id else subject and subject.image_row
        if not row or block.kind == BlockKind.HEADING:
            return
        if picture_in_mail(row, languages=LANGS, asked=self.languages[0]) is None:
            words = _("The picture isn’t ready yet; until it is, the block is sent without it.")
            yield Remark(level=Level.WARNING, text=words, block_key=block.key)
        described = languages_of(row, "alt")
        for code in self.begun:
            if code not in described:
                words = _("What the picture shows is missing in %(language)s.")
                yield self._missing(words, code, key=block.key)

    def _sections(self) -> Iterator[Remark]:
        open_heading: IssueBlock | None = None
        seen: set[str] = set()
        for block in self.blocks:
            if block.kind == BlockKind.HEADING:
                if open_heading is not None:
                    yield _empty_section(open_heading)
                open_heading = block
            elif block.kind == BlockKind.TEXT or block.record_key in self.subjects:
                open_heading = None
            if block.record_key and block.record_key in seen:
                words = _("This is in the issue twice.")
                yield Remark(level=Level.WARNING, text=words, block_key=block.key)
            seen.add(block.record_key)
        if open_heading is not None:
            yield _empty_section(open_heading)

    # -- what is written -------------------------------------------------------------------------
    def _written(self) -> Iterator[Remark]:
        office = network_now().office_email
        for text, code, key in self.texts:
            place: dict[str, Any] = {"block_key": key, "language": code}
            if len(text) > LONGEST:
                words = _("A text is too long; it is cut off after %(most)s characters.")
                yield Remark(level=Level.ERROR, text=words % {"most": LONGEST}, **place)
            for address in personal_addresses(text, but=office):
                words = _("This looks like a person’s own e-mail address: %(address)s")
                yield Remark(level=Level.WARNING, text=words % {"address": address}, **place)
            for address in addresses_of(text):
                if is_private(address):
                    yield _private(address, key=key, language=code)
            if any(f'id="{target}"' in text and kind in text for kind, target in self.dead):
                words = _("A link leads to a page that isn’t online.")
                yield Remark(level=Level.ERROR, text=words, **place)

    def _dead_pages(self) -> Iterator[Remark]:
        places = [(a, c, k) for text, c, k in self.texts for a in addresses_of(text)]
        places += [(absolute(b.web_address), "", b.key) for b in self.blocks if b.web_address]
        missing = missing_pages([address for address, _code, _key in places])
        for address, code, key in places:
            if address in missing:
                words = _("Nothing is at this address: %(address)s") % {"address": address}
                level = Level.ERROR
                yield Remark(level=level, text=words, block_key=key, language=code or None)


def _empty_section(heading: IssueBlock) -> Remark:
    words = _("Nothing follows this heading; it will be left out.")
    return Remark(level=Level.WARNING, text=words, block_key=heading.key)


def _private(address: str, *, key: str | None, language: str | None = None) -> Remark:
    words = _("Readers can’t open this address: %(address)s") % {"address": address}
    return Remark(level=Level.ERROR, text=words, block_key=key, language=language)


def personal_addresses(text: str, *, but: str = "") -> list[str]:
    """Return the addresses in a text that look like a person's, not like an office's nor `but`."""
    found = dict.fromkeys(match.group().lower() for match in _MAIL.finditer(text[:LONGEST]))
    return [
        address
        for address in found
        if address != folded(but)
        and not ROLES & set(re.split(r"[.+_@-]", address.partition("@")[0]))
    ]


def missing_pages(addresses: Sequence[str]) -> set[str]:
    """Return those addresses of this site at which there is neither a view nor a live page."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    missing: set[str] = set()
    pages: dict[str, str] = {}
    for address in addresses:
        if not address.startswith(f"{settings.SITE_URL}/"):
            continue
        path = urlsplit(address).path
        try:
            with override(path.split("/")[1] if path.split("/")[1] in LANGS else None):
                match = resolve(path)
        except Resolver404:
            missing.add(address)
            continue
        if match.view_name == "wagtail_serve" and site is not None:
            pages[address] = site.root_page.url_path + match.args[0]
    wanted = Page.objects.filter(public_condition(), url_path__in=set(pages.values()))
    live = set(wanted.values_list("url_path", flat=True)) if pages else set()
    return missing | {address for address, path in pages.items() if path not in live}
