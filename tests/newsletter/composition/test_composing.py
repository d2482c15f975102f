"""Each reader gets each block in the first of his or her languages that it exists in."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.i18n import LANGS
from members.models import UpdateImage
from newsletter.composition import assemble_issue, compose_issue
from newsletter.composition.marks import UNSUBSCRIBE, personalised
from newsletter.models import IssuePage
from newsletter.subscribers.personal import links_of
from tests.builders import (
    make_image,
    make_organisation,
    make_practice,
    make_research,
    make_standard_page,
    make_update,
)
from tests.languages import EVERY_LANGUAGE
from tests.newsletter.issues import about, draft_issue, heading, make_issue, text
from tests.newsletter.making import make_subscriber
from tests.readonly import read_only_database

pytestmark = pytest.mark.django_db

SUBJECTS = {"en": "What is new", "fr": "Les nouvelles", "nb": "Nytt"}
#: what stands in the foot of a mail in each language, translated long ago
FOOT = {"en": "Unsubscribe", "fr": "Se désabonner", "nb": "Meld deg av", "ro": "Dezabonați-vă"}
BLOCK = {"en": "A room opens", "fr": "Une salle ouvre", "nb": "Et rom åpner", "ro": "O cameră"}


def texts(field: str, values: dict[str, str], *codes: str) -> dict[str, Any]:
    return {f"{field}_{code}": values[code] for code in codes}


# -- the matrix: a reader's languages × the languages a block exists in --------------------------
#: reader's languages → language of the subject, of an issue in English, French and Norwegian
READERS = {
    ("en",): "en",
    ("fr",): "fr",
    ("nb",): "nb",
    ("nb", "en"): "nb",
    ("fr", "nb"): "fr",
    ("ro", "fr"): "fr",
    ("ro",): "en",
    ("ro", "el"): "en",
    (): "en",
}
#: languages a block exists in → reader's languages → language it is shown in
SHOWN: dict[tuple[str, ...], dict[tuple[str, ...], str]] = {
    ("en", "fr", "nb"): {
        ("en",): "en", ("fr",): "fr", ("nb",): "nb", ("nb", "en"): "nb", ("fr", "nb"): "fr",
        ("ro", "fr"): "fr", ("ro",): "en", ("ro", "el"): "en", (): "en",
    },
    ("en", "nb"): {
        ("en",): "en", ("fr",): "en", ("nb",): "nb", ("nb", "en"): "nb", ("fr", "nb"): "nb",
        ("ro", "fr"): "en", ("ro",): "en", ("ro", "el"): "en", (): "en",
    },
    ("fr",): {
        ("en",): "fr", ("fr",): "fr", ("nb",): "fr", ("nb", "en"): "fr", ("fr", "nb"): "fr",
        ("ro", "fr"): "fr", ("ro",): "fr", ("ro", "el"): "fr", (): "fr",
    },
    ("nb",): {
        ("en",): "nb", ("fr",): "nb", ("nb",): "nb", ("nb", "en"): "nb", ("fr", "nb"): "nb",
        ("ro", "fr"): "nb", ("ro",): "nb", ("ro", "el"): "nb", (): "nb",
    },
}  # fmt: skip
CASES = [(exists, reader, shown) for exists, row in SHOWN.items() for reader, shown in row.items()]
NAMES = {
    "en": {"en": "English", "fr": "French", "nb": "Norwegian"},
    "fr": {"en": "Anglais", "fr": "Français", "nb": "Norvégien"},
    "nb": {"en": "Engelsk", "fr": "Fransk", "nb": "Norsk"},
    "ro": {"en": "Engleză", "fr": "Franceză", "nb": "Norvegiană"},
}


@pytest.mark.parametrize("of_office", [True, False], ids=["text", "record"])
@pytest.mark.parametrize(("exists", "reader", "shown"), CASES)
def test_a_reader_gets_the_first_of_the_languages_there_is(
    exists: tuple[str, ...], reader: tuple[str, ...], shown: str, of_office: bool
) -> None:
    values = texts("heading", BLOCK, *exists)
    if of_office:
        block = text(**values)
    else:
        title = values.pop(f"heading_{exists[0]}")
        values[f"body_{exists[0]}"] = ""
        block = about(make_update(title=title, language=exists[0], **values))
    issue = make_issue(
        block, languages=["en", "fr", "nb"], **texts("heading", SUBJECTS, "en", "fr", "nb")
    )

    mail = compose_issue(issue, reader)

    subject = READERS[reader]
    assert mail.language == (reader[0] if reader else "en")
    assert mail.subject == SUBJECTS[subject]
    assert f'<html lang="{mail.language}"' in mail.html
    other = f' lang="{shown}"' if shown != mail.language else ""
    assert re.search(rf"<h2[^>]*{other}>(<a[^>]*>)?{BLOCK[shown]}<", mail.html)
    assert BLOCK[shown] in mail.text
    for part in (mail.html, mail.text):
        assert not any(BLOCK[code] in part for code in exists if code != shown)
        assert FOOT[mail.language] in part
        assert UNSUBSCRIBE in part
    notes = re.findall(r'<p class="note">(.*?)</p>', mail.html)
    notes += re.findall(r"^\[(.*)\]$", mail.text, re.MULTILINE)
    marked = [code for code in (subject, shown) if code != mail.language]
    assert len(notes) == 2 * len(marked)
    assert all(any(NAMES[mail.language][code] in note for code in marked) for note in notes)


@pytest.mark.parametrize("languages", [["en"], ["fr", "en"], ["nb"], ["ro"]])
def test_the_way_out_is_in_the_language_of_the_reader(client: Any, languages: list[str]) -> None:
    reader = make_subscriber(languages=languages)
    issue = make_issue(text(heading_en="A room"), languages=["en", "fr"], heading_en="New")

    mail = personalised(compose_issue(issue, tuple(languages)).text, links_of(reader))

    found = re.search(r"http://127\.0\.0\.1:8000(/\w+/newsletter/unsubscribe/\S+)", mail)
    assert found
    page = client.get(found[1]).content.decode()
    assert f'<html lang="{languages[0]}">' in page


# -- what the office wrote -----------------------------------------------------------------------
def test_own_words_come_before_those_of_the_page_in_their_language_only() -> None:
    update = make_update(title="A room", heading_fr="Une salle", body_en="Long.", body_fr="Longue.")
    issue = make_issue(about(update, heading_en="Look: a room", text_en="<p>Short.</p>"))

    english, french = (compose_issue(issue, (code,)).text for code in ("en", "fr"))

    assert "Look: a room" in english
    assert "Short." in english
    assert "Long." not in english
    assert "Une salle" in french
    assert "Longue." in french


def test_a_language_it_does_not_come_out_in_is_not_read_from_the_issue() -> None:
    issue = make_issue(text(heading_en="A room", heading_nb="Ikke lest"), heading_nb="Ikke lest")

    mail = compose_issue(issue, ("nb",))

    assert mail.language == "nb"  # its own words: foot, dates, notes
    assert "Ikke lest" not in mail.html


def test_something_on_the_site_comes_in_any_language_of_the_reader() -> None:
    update = make_update(title="A room", heading_nb="Et rom", body_nb="Nytt.")
    issue = make_issue(about(update))

    mail = compose_issue(issue, ("nb", "fr"))

    assert mail.language == "nb"
    assert re.search(r"<h2[^>]*><a[^>]*/nb/organisations/[^>]*>Et rom", mail.html)
    assert "[Vist språk: Engelsk" in mail.text  # the subject only


def test_an_issue_not_in_its_original_language_comes_in_one_it_has() -> None:
    issue = make_issue(
        languages=["fr", "nb"], original_language="ro", heading_ro="Ceva", heading_fr="Du neuf"
    )

    mail = compose_issue(issue, ("el",))

    assert mail.language == "el"
    assert mail.subject == "Du neuf"


def test_unknown_languages_count_for_nothing() -> None:
    issue = make_issue(text(heading_en="A room"))

    assert compose_issue(issue, ("xx", "", "fr")).language == "fr"


# -- sections ------------------------------------------------------------------------------------
def test_a_section_without_anything_left_is_dropped() -> None:
    gone = make_update(title="Taken down", live=False)
    issue = make_issue(
        text(heading_en="First"),
        heading(heading_en="Empty"),
        about(gone),
        heading(heading_en="Full", text_en="<p>From everywhere.</p>"),
        text(heading_en="Second", text_en="<p>Words.</p>"),
        heading(heading_en="Last"),
    )

    letter = assemble_issue(issue, ("en",))

    found = [(str(s.heading), [str(item.title) for item in s.items]) for s in letter.sections]
    assert found == [("", ["First"]), ("Full", ["Second"])]
    mail = compose_issue(issue, ("en",))
    for part in (mail.html, mail.text):
        assert "From everywhere." in part
        assert "Empty" not in part
        assert "Taken down" not in part
        assert "Last" not in part


def test_an_issue_with_nothing_in_it_is_empty() -> None:
    gone = make_update(live=False)

    assert compose_issue(make_issue(), ("en",)).empty
    assert compose_issue(make_issue(heading(heading_en="A"), about(gone)), ("en",)).empty
    assert compose_issue(make_issue(about("updates/never-was")), ("en",)).empty
    assert not compose_issue(make_issue(intro_en="<p>Hello.</p>"), ("en",)).empty


# -- facts ---------------------------------------------------------------------------------------
def test_whose_where_and_until_when_in_words() -> None:
    owner = make_organisation(name="Casa Verde", country="RO", heading_fr="Maison verte")
    update = make_update(
        organisation=owner,
        title="A call",
        kind="call_for_partners",
        country="RO",
        deadline="2027-03-05",
    )
    issue = make_issue(about(update))

    french = compose_issue(issue, ("fr",))

    for part in (french.html, french.text):
        assert "Maison verte" in part
        assert "Roumanie" in part
        assert "5 mars 2027" in part
        assert "12 avril 2026" in part


def test_a_study_without_a_title_is_named_by_its_authors() -> None:
    study = make_research(title="", authors=["Smith, A."], year=2016)

    mail = compose_issue(make_issue(about(study), heading_fr="Du neuf"), ("fr",))

    assert "Smith" in mail.text
    assert "Pas encore" not in mail.text


DATES = {
    "en": "25 November 2026", "fr": "25 novembre 2026", "de": "25. November 2026",
    "es": "25 de noviembre de 2026", "it": "25 novembre 2026", "nl": "25 november 2026",
    "pt": "25 de novembro de 2026", "ro": "25 noiembrie 2026", "nb": "25. november 2026",
    "sv": "25 november 2026", "pl": "25 listopada 2026", "el": "25 Νοεμβρίου 2026",
}  # fmt: skip
COUNTRIES = {
    "en": ("1 country", "2 countries", "5 countries"), "fr": ("1 pays", "2 pays", "5 pays"),
    "de": ("1 Land", "2 Länder", "5 Länder"), "es": ("1 país", "2 países", "5 países"),
    "it": ("1 Paese", "2 Paesi", "5 Paesi"), "nl": ("1 land", "2 landen", "5 landen"),
    "pt": ("1 país", "2 países", "5 países"), "ro": ("1 țară", "2 țări", "5 țări"),
    "nb": ("1 land", "2 land", "5 land"), "sv": ("1 land", "2 länder", "5 länder"),
    "pl": ("1 kraj", "2 kraje", "5 krajów"), "el": ("1 χώρα", "2 χώρες", "5 χώρες"),
}  # fmt: skip


@pytest.mark.parametrize("language", EVERY_LANGUAGE)
def test_dates_and_numbers_are_right_in_each_language(language: str) -> None:
    codes = ["RO", "NO", "FR", "DE", "PL"]
    blocks = [about(make_practice(title=f"In {code}", countries=[code])) for code in codes]
    issue = make_issue(languages=list(LANGS))
    mails = []
    for number in (1, 2, 5):
        issue.blocks = blocks[:number]
        mails.append(compose_issue(issue, (language,)))

    for mail, words in zip(mails, COUNTRIES[language], strict=True):
        assert DATES[language] in " ".join(mail.text.split())
        assert DATES[language] in mail.html
        assert words.casefold() in mail.text.replace("\xa0", " ").casefold()


# -- links ---------------------------------------------------------------------------------------
def test_links_of_the_office_lead_to_whole_addresses_in_the_language_shown() -> None:
    page, hidden = make_standard_page(slug="about"), make_standard_page(slug="no", live=False)
    html = (
        f'<p><a linktype="page" id="{page.pk}">us</a> <a linktype="page" id="{hidden.pk}">no</a>'
        ' <a href="https://example.org/?a=1&amp;b=2">there</a></p>'
    )
    issue = make_issue(text(text_en=html, text_fr=html))

    english, french = (compose_issue(issue, (code,)) for code in ("en", "fr"))

    assert '<a href="http://127.0.0.1:8000/en/about/">us</a>' in english.html
    assert '<a href="http://127.0.0.1:8000/fr/about/">us</a>' in french.html
    assert "us no there\nhttp://127.0.0.1:8000/en/about/\nhttps://example.org/?a=1&b=2" in (
        english.text
    )


def test_every_address_is_whole() -> None:
    issue = make_issue(
        text(
            heading_en="A", text_en='<p><a href="/en/map/">m</a></p>', web_address="https://x.org"
        ),
        about(make_update()),
        text(heading_en="B", web_address="javascript:alert(1)"),
    )

    found = re.findall(r'(?:href|src)="([^"]*)"', compose_issue(issue, ("en",)).html)

    assert found
    for address in found:
        assert address.startswith(("http://127.0.0.1:8000/", "https://x.org", "mailto:", "xxPERS"))


def test_the_web_page_of_a_mail_has_the_readers_languages() -> None:
    issue = make_issue(text(heading_en="A room"), slug="twelve")
    address = "http://127.0.0.1:8000/{}/issues/twelve/mail/"

    assert f"{address.format('fr')}\n" in compose_issue(issue, ("fr",)).text
    french = f"{address.format('nb')}?languages=nb%2Cfr\n"
    assert french in compose_issue(issue, ("nb", "fr")).text


# -- pictures ------------------------------------------------------------------------------------
def test_a_block_shows_its_own_picture_or_the_first_one_of_what_it_is_about() -> None:
    update = make_update()
    UpdateImage.objects.create(
        record=update,
        image=make_image(title="theirs", size=(1300, 700)),
        alt_en="A door",
        credit="Ana",
    )
    own = make_image(title="own", size=(1300, 700))
    issue = make_issue(
        about(update), about(update, image=own, alt_en="A chair", alt_fr="Une chaise")
    )

    with read_only_database():
        items = assemble_issue(issue, ("fr",)).sections[0].items

    first, second = (item.picture for item in items)
    assert first is not None
    assert second is not None
    assert (str(first.alt), first.alt.language, first.credit) == ("A door", "en", "Ana")
    assert (str(second.alt), second.alt.is_fallback) == ("Une chaise", False)
    assert first.url.startswith("http://127.0.0.1:8000/media/images/")
    assert first.url.endswith(".jpg")
    assert (first.width, first.height) == (1200, 630)


def test_a_picture_that_is_not_made_yet_is_left_out() -> None:
    image = make_image()
    image.renditions.all().delete()
    issue = make_issue(text(heading_en="A", image=image))

    assert assemble_issue(issue, ("en",)).sections[0].items[0].picture is None


# -- drafts, size, speed -------------------------------------------------------------------------
def test_a_version_can_be_composed_and_an_issue_that_was_never_saved() -> None:
    page = make_issue(text(heading_en="Before"))
    old = page.latest_revision
    page.blocks = [text(heading_en="After")]
    page.save_revision().publish()

    assert "Before" in compose_issue(old.as_object(), ("en",)).text
    assert "After" in compose_issue(IssuePage.objects.get(), ("en",)).text
    assert "New" in compose_issue(draft_issue(text(heading_en="New")), ("en",)).text


def test_ten_million_letters_do_not_stop_it() -> None:
    issue = draft_issue(text(heading_en="A", text_en="<p>" + "word <b " * 1_250_000))

    mail = compose_issue(issue, ("en",))

    assert len(mail.html) < 500_000
    assert len(mail.text) < 200_000


def queries(issue: IssuePage, languages: tuple[str, ...]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as found:
        compose_issue(IssuePage.objects.get(pk=issue.pk), languages)
    return len(found)


def test_the_number_of_queries_is_constant() -> None:
    def add(number: int) -> IssuePage:
        blocks = []
        for each in range(number):
            update, practice = make_update(title=f"U{each}"), make_practice(title=f"P{each}")
            page = make_standard_page(title=f"About {number} {each}")
            UpdateImage.objects.create(record=update, image=make_image())
            link = f'<p><a linktype="page" id="{page.pk}">us</a></p>'
            blocks += [about(update), about(practice), text(text_en=link, image=make_image())]
        return make_issue(*blocks)

    small, big = add(1), add(7)
    compose_issue(small, ("en",))  # fills caches

    counts = {queries(issue, reader) for issue in (small, big) for reader in (("en",), LANGS)}
    assert len(counts) == 1
