"""How a letter looks as HTML and as text, whatever stands in it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from core.i18n import Localised
from newsletter.composition.composed import Composed, header_line
from newsletter.composition.content import (
    MailContent,
    MailItem,
    MailPicture,
    MailSection,
    language_note,
)
from newsletter.composition.html import CompileError, compiled
from newsletter.composition.mail import compose_mail
from newsletter.composition.marks import PREFERENCES, UNSUBSCRIBE
from tests.shown import words_of

pytestmark = pytest.mark.django_db  # the letter names the network

NASTY = "</mj-text><mj-include path='/etc/passwd'/><script>alert(1)</script>\" onload=\"x &amp; <b>"


def text(value: str, language: str = "en", *, asked: str = "en") -> Localised:
    return Localised(value, language, asked)


def letter(*, items: tuple[MailItem, ...] = (), **fields: Any) -> MailContent:
    """A letter in English with one section."""
    values: dict[str, Any] = {
        "language": "en",
        "languages": ("en",),
        "subject": text("What is new"),
        "sections": (MailSection(heading=text("From the countries"), items=items),),
        "reason": "You asked for it.",
        "web_address": "https://network.example/en/issues/one/mail/",
    }
    return MailContent(**{**values, **fields})


def item(**fields: Any) -> MailItem:
    values: dict[str, Any] = {
        "title": text("A family room"),
        "html": text("<p>It opens in May.</p>"),
        "url": "https://network.example/en/room/?a=1&b=2",
        "collection": "updates",
    }
    return MailItem(**{**values, **fields})


def draw(**fields: Any) -> Composed:
    return compose_mail(letter(items=(item(**fields),)))


# -- both parts ----------------------------------------------------------------------------------
def test_both_parts_say_the_same_and_carry_the_marks() -> None:
    mail = draw(kind="News", organisation="Casa Verde", place="Iași", deadline="1 May 2027")

    for part in (mail.text, mail.html):
        words = " ".join(words_of(part).split())
        for said in ("What is new", "From the countries", "A family room", "It opens in May."):
            assert said in words
        assert "Casa Verde · Iași" in words
        assert "Answer until 1 May 2027" in words
        assert PREFERENCES in part
        assert UNSUBSCRIBE in part
        assert "office@example.org" in part
    assert "https://network.example/en/room/?a=1&b=2" in mail.text
    assert "https://network.example/en/room/?a=1&amp;b=2" in mail.html


def test_the_archive_has_the_page_for_links_instead_of_marks() -> None:
    mail = compose_mail(letter(), archive=True)

    assert "xxPERSONAL" not in mail.html + mail.text
    assert mail.html.count("http://127.0.0.1:8000/en/newsletter/links/") == 2


def test_the_post_address_stands_in_the_foot(settings: Any) -> None:
    settings.NETWORK_ADDRESS = "1 rue <des> Lilas\n75020 Paris"

    mail = compose_mail(letter())

    assert "1 rue <des> Lilas\n75020 Paris" in mail.text
    assert "1 rue &lt;des&gt; Lilas<br>75020 Paris" in mail.html.replace("<br />", "<br>")


# -- HTML ----------------------------------------------------------------------------------------
def test_nothing_written_becomes_markup() -> None:
    mail = compose_mail(
        letter(
            subject=text(NASTY),
            preheader=text(NASTY),
            kicker=NASTY,
            reason=NASTY,
            items=(item(title=text(NASTY), organisation=NASTY, kind=NASTY, url="x:" + NASTY),),
        )
    )

    assert "<script" not in mail.html
    assert "<mj-" not in mail.html
    assert 'onload="' not in mail.html.replace("&quot;", "")
    assert "root:" not in mail.html
    assert mail.html.count(UNSUBSCRIBE) == 1


@pytest.mark.parametrize("inside", ["", "<mj-section>"])
def test_a_template_can_include_no_file(inside: str) -> None:
    closing = inside.replace("<", "</")
    source = f'<mjml><mj-body>{inside}<mj-include path="/etc/passwd"/>{closing}</mj-body></mjml>'

    with pytest.raises(CompileError):
        compiled(source)


def test_broken_mjml_is_refused() -> None:
    with pytest.raises(CompileError):
        compiled("<mjml><mj-body></mjml>")


def test_the_mail_asks_no_other_site_for_anything() -> None:
    mail = draw()
    loaded = re.findall(r'(?:src|background)="([^"]+)"', mail.html)
    loaded += re.findall(r"url\(|@import|<link|<script|<iframe|<form", mail.html)

    assert loaded == []


def test_the_mail_is_made_for_dark_screens_too() -> None:
    html = draw().html

    assert '<meta name="color-scheme" content="light dark"' in html
    assert "@media (prefers-color-scheme: dark)" in html


def test_headings_form_one_outline() -> None:
    html = draw().html

    assert [int(level) for level in re.findall(r"<h(\d)", html)] == [1, 2, 3]
    assert "<table" in html
    assert len(re.findall(r"<table", html)) == len(
        re.findall(r'<table[^>]*role="presentation"', html)
    )


def test_the_frame_names_its_language() -> None:
    html = compose_mail(letter(language="de", languages=("de",))).html

    assert '<html lang="de" dir="ltr"' in html


def test_a_picture_has_words_in_their_language() -> None:
    picture = MailPicture(
        url="https://network.example/media/a.jpg",
        width=1200,
        height=630,
        alt=text('Two "chairs"', "fr"),
        credit="Ana",
    )
    html = draw(picture=picture).html

    assert 'alt="Two &quot;chairs&quot;" lang="fr"' in html
    assert "Picture: Ana" in html


# -- text ----------------------------------------------------------------------------------------
def test_lines_are_short_and_addresses_whole() -> None:
    address = "https://network.example/" + "a" * 120
    html = f'<p>{"Some words that go on. " * 20}<a href="{address}">Look here</a></p>'
    mail = draw(html=text(html))

    assert address in mail.text.splitlines()
    assert all(len(line) <= 72 for line in mail.text.splitlines() if "https://" not in line)


def test_lists_and_headings_read_well() -> None:
    mail = draw(html=text("<ul><li>one</li><li>two</li></ul><ol><li>first</li><li>then</li></ol>"))

    assert "- one\n- two\n\n1. first\n2. then" in mail.text
    assert "From the countries\n------------------" in mail.text
    assert "What is new\n===========" in mail.text


# -- headers -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "subject",
    ["News\r\nBcc: all@example.org", "News\u2028Bcc: all@example.org", "News\x00\x0b\x85Bcc"],
)
def test_a_subject_is_one_line(subject: str) -> None:
    found = compose_mail(letter(subject=text(subject))).subject

    assert len(found.splitlines()) == 1
    assert found.isprintable()
    assert found.startswith("News")


def test_a_subject_is_as_long_as_the_ledger_takes() -> None:
    assert len(header_line("word " * 500)) == 250


# -- notes on languages --------------------------------------------------------------------------
def test_a_text_in_another_language_is_marked() -> None:
    mail = compose_mail(
        letter(
            language="fr",
            languages=("fr", "de"),
            items=(
                item(title=text("Ein Raum", "de", asked="fr"), html=Localised(None, None, "fr")),
            ),
        )
    )

    assert '<h3 lang="de">' in mail.html
    said = mail.text.replace("\n", " ")
    assert "[Langue affichée\xa0: Allemand. Pas encore disponible\xa0: Français.]" in said


def test_a_language_that_the_reader_likes_better_is_named_only() -> None:
    found = text("Et rom", "nb", asked="en")

    assert language_note(found, languages=("nb",)) == "Shown in Norwegian"
    assert language_note(found, languages=("nb", "en")) == "Shown in Norwegian"
    assert language_note(found, languages=("en", "nb")) == "Shown in Norwegian; not yet in English."
    assert language_note(text("A room"), languages=("nb", "en")) == ""
