"""The versions of a mailing: composed once for all readers who get the same, and stored."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from newsletter.composition import compose_issue
from newsletter.composition.composed import Composed, header_line
from newsletter.digests.composing import compose_digest
from newsletter.models import IssuePage, Mailing, Subscriber, Variant
from newsletter.sending import taken_off

#: Bytes of text and HTML together. Servers refuse mails of 10 MB and more, mail programs cut them.
MOST_BYTES = 2_000_000
LONGEST_NAME = 2000
LONGEST_REASON = 500


class MailTooLarge(Exception):
    """A version that no mail server would take. `language`, and `size` in bytes."""

    def __init__(self, *, language: str, size: int) -> None:
        super().__init__(f"{language}: {size} bytes")
        self.language = language
        self.size = size


@dataclass(frozen=True, kw_only=True)
class Readership:
    """For whom a version is: the languages in the reader's order; of a digest, its choices too."""

    languages: tuple[str, ...]
    countries: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What the version is called in the database."""
        parts = [",".join(self.languages)]
        if self.countries or self.themes:
            parts += [",".join(self.countries), ",".join(self.themes)]
        name = "|".join(parts)
        if len(name) > LONGEST_NAME:
            return hashlib.sha256(name.encode()).hexdigest()
        return name


class NotComposed(Exception):
    """A version that can't be put together; the message says why, in the program's words."""


@contextmanager
def composing() -> Iterator[None]:
    """Let what composing says by a ValueError be a NotComposed."""
    try:
        yield
    except ValueError as error:
        raise NotComposed(f"{type(error).__name__}: {error}"[:LONGEST_REASON]) from error


Compose = Callable[[Mailing, Readership], Composed]


def readership_of(mailing: Mailing, subscriber: Subscriber) -> Readership:
    """Return which version a subscriber gets. A digest asks for `theme_rows`: prefetch them."""
    languages = tuple(subscriber.languages)
    if mailing.revision_id is not None:
        return Readership(languages=languages)
    return Readership(
        languages=languages,
        countries=tuple(sorted(subscriber.countries)),
        themes=tuple(sorted(row.concept.record_id for row in subscriber.theme_rows.all())),
    )


def compose(mailing: Mailing, readership: Readership) -> Composed:
    """Put a version together: of the scheduled revision of an issue, or of a digest."""
    if mailing.revision is not None:
        issue: IssuePage = mailing.revision.as_object()
        return compose_issue(issue, readership.languages)
    return compose_digest(mailing, readership.languages, readership.countries, readership.themes)


def variant_for(mailing: Mailing, subscriber: Subscriber, *, compose: Compose = compose) -> Variant:
    """Return the stored version for a subscriber, composing it if it is the first such reader.

    Of two processes that compose the same at once, the first one's words are everybody's. Raises
    MailTooLarge, and NotComposed for what composing says by a ValueError (such as CompileError).
    """
    readership = readership_of(mailing, subscriber)
    stored = mailing.variants.filter(name=readership.name, replaced_at=None)
    found: Variant | None = stored.first()
    if found is not None:
        return found
    with composing():
        made = compose(mailing, readership)
    checked(made)
    Variant.objects.bulk_create(
        [
            Variant(
                mailing=mailing,
                name=readership.name,
                language=made.language,
                subject=header_line(made.subject),
                text=made.text,
                html=made.html,
                empty=made.empty,
                named=made.named,
            )
        ],
        ignore_conflicts=True,
    )
    taken_off.note(mailing, made.gone)
    kept: Variant = stored.get()
    return kept


def checked(made: Composed) -> Composed:
    """Return what was composed. Raises MailTooLarge."""
    size = len(made.text.encode()) + len(made.html.encode())
    if size > MOST_BYTES:
        raise MailTooLarge(language=made.language, size=size)
    return made
