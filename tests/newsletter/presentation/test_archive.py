"""The archive: a list of issues, a page for each, the mail itself, a feed."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newsletter.composition import compose_issue
from newsletter.composition.marks import PREFERENCES, UNSUBSCRIBE, personalised
from newsletter.models import ArchivePage, IssuePage
from newsletter.presentation.page import PER_PAGE
from tests.builders import make_update
from tests.newsletter.issues import about, heading, make_issue, text
from tests.readonly import read_only_database
from tests.shown import read, read_page

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


# -- the list ------------------------------------------------------------------------------------
def test_issues_are_listed_newest_first_in_the_readers_language(client: Client) -> None:
    make_issue(heading_en="Older", heading_fr="Ancien", number=1, date=dt.date(2026, 1, 5))
    make_issue(heading_en="Newer", number=2, date=dt.date(2026, 3, 5))
    make_issue(heading_en="Draft", number=3, live=False)

    english, french = (read(client, f"/{code}/issues/") for code in ("en", "fr"))

    assert [t for t in english.headings(3) if t in ("Newer", "Older", "Draft")] == [
        "Newer",
        "Older",
    ]
    assert "Newsletter no. 2 5 March 2026" in english.words
    assert "Languages English, French" in english.words
    assert french.words.index("Newer") < french.words.index("Ancien")
    assert 'lang="en">Newer' in french.html
    assert "Langue affichée" in french.words


def test_a_long_archive_has_pages(client: Client) -> None:
    for number in range(1, PER_PAGE + 3):
        make_issue(heading_en=f"Issue {number}", number=number, date=dt.date(2026, 1, number))

    first, second = read(client, "/en/issues/"), read(client, "/en/issues/?page=2")

    assert "Issue 22" in first.words
    assert "Issue 2 " not in first.words
    assert "Issue 2 " in second.words
    assert "noindex" in second.html


def test_an_archive_without_issues_says_so_and_offers_the_form(client: Client) -> None:
    page = read(client, "/en/issues/")

    assert "No issue has come out yet" in page.words
    assert 'href="/en/newsletter/subscribe/"' in page.html


def test_the_newsletters_address_leads_to_the_archive(client: Client) -> None:
    assert client.get("/fr/newsletter/")["Location"] == "/fr/issues/"

    ArchivePage.objects.get().unpublish()

    assert client.get("/fr/newsletter/")["Location"] == "/fr/newsletter/subscribe/"


# -- one issue -----------------------------------------------------------------------------------
def test_an_issue_is_a_page_with_everything_the_mail_has(client: Client) -> None:
    update = make_update(title="A room", body_en="It opens.", deadline="2027-05-01")
    issue = make_issue(
        heading(heading_en="From the countries"),
        about(update),
        text(heading_en="A word", text_en="<p>Thank <b>you</b>.</p>", web_address="https://x.org/"),
        intro_en="<p>Dear all,</p>",
        number=12,
    )

    page = read_page(client, issue)

    assert page.headings(1) == ["What is new"]
    assert page.headings(2)[0] == "From the countries"
    assert page.headings(3)[:2] == ["A room", "A word"]
    for said in ("Newsletter no. 12", "25 November 2026", "Dear all,", "It opens.", "1 May 2027"):
        assert said in page.words
    assert "<strong>you</strong>" in page.html
    assert 'href="https://x.org/"' in page.html
    assert "xxPERSONAL" not in page.html


def test_an_issue_in_another_language_is_marked(client: Client) -> None:
    issue = make_issue(text(heading_en="A room"), languages=["en"])

    page = read_page(client, issue, language="nb")

    assert '<html lang="nb">' in page.html
    assert '<h1 lang="en">' in page.html
    assert "Engelsk" in page.words
    assert re.findall(r'<link rel="alternate" hreflang="(\w+)"', page.html) == ["en"]
    assert page.html.count('<link rel="canonical" href="http://127.0.0.1:8000/en/issues/') == 1


def test_other_languages_are_named_only_if_it_comes_out_in_them(client: Client) -> None:
    issue = make_issue(heading_en="New", heading_fr="Neuf", heading_nb="Nytt")

    page = read_page(client, issue)
    sitemap = client.get("/sitemap-issues.xml").content.decode()

    assert set(re.findall(r'<link rel="alternate" hreflang="(\w+)"', page.html)) == {"en", "fr"}
    assert "/fr/issues/new/" in sitemap
    assert "/nb/issues/new/" not in sitemap


def test_what_is_published_is_shown_not_the_draft(client: Client) -> None:
    issue = make_issue(text(heading_en="Published"))
    issue.blocks = [text(heading_en="Not yet")]
    issue.save_revision()

    for address in (issue.url_in("en"), f"{issue.url_in('en')}mail/"):
        page = read(client, address)
        assert "Published" in page.words
        assert "Not yet" not in page.words


def test_what_was_taken_down_since_is_gone_from_the_archive_too(client: Client) -> None:
    update = make_update(title="Private now")
    issue = make_issue(about(update), text(heading_en="Stays"))
    update.unpublish()

    page = read_page(client, issue)

    assert "Private now" not in page.html
    assert "Stays" in page.words


# -- the mail ------------------------------------------------------------------------------------
@pytest.mark.parametrize("languages", [("en",), ("fr",), ("nb",), ("nb", "fr"), ("ro", "en", "fr")])
def test_the_web_view_equals_the_mail_but_for_the_readers_own_links(
    client: Client, languages: tuple[str, ...]
) -> None:
    update = make_update(title="A room", heading_nb="Et rom")
    issue = make_issue(
        about(update),
        text(heading_fr="Une salle"),
        heading_en="New",
        heading_fr="Neuf",
        languages=["en", "fr"],
    )
    mail = compose_issue(issue, languages)
    found = re.search(r"http://127\.0\.0\.1:8000(/\w+/issues/new/mail/\S*)", mail.text)
    assert found

    shown = client.get(found[1])

    page = f"http://127.0.0.1:8000/{mail.language}/newsletter/links/"
    own = {UNSUBSCRIBE: page, PREFERENCES: page}
    assert shown.content.decode() == personalised(mail.html, own)
    assert shown["Content-Language"] == mail.language


def test_what_was_taken_off_the_site_since_is_gone_from_the_web_view_too(client: Client) -> None:
    changed, gone = make_update(title="Ana’s story"), make_update(title="Private now")
    issue = make_issue(about(changed), about(gone), text(heading_en="Stays"))
    changed.heading_en = "A story"
    changed.save_revision().publish()
    gone.unpublish()

    shown = client.get(f"{issue.url_in('en')}mail/").content.decode()

    assert "A story" in shown
    assert "Stays" in shown
    assert "Ana’s story" not in shown
    assert "Private now" not in shown


def test_the_web_view_may_style_itself_and_nothing_else(client: Client) -> None:
    issue = make_issue(text(heading_en="A room"))

    mail = client.get(f"{issue.url_in('en')}mail/")
    page = client.get(issue.url_in("en"))

    policy = dict(part.strip().split(" ", 1) for part in mail["Content-Security-Policy"].split(";"))
    usual = dict(part.strip().split(" ", 1) for part in page["Content-Security-Policy"].split(";"))
    assert policy.pop("style-src") == "'self' 'unsafe-inline'"
    assert policy == usual
    assert mail["X-Robots-Tag"] == "noindex"


def test_a_draft_has_no_web_view(client: Client) -> None:
    issue = make_issue(text(heading_en="A room"), live=False)

    assert client.get(f"{issue.url_in('en')}mail/").status_code == 404
    assert client.get(f"{issue.url_in('en')}male/").status_code == 404


def test_unknown_languages_in_the_address_are_passed_over(client: Client) -> None:
    issue = make_issue(text(heading_en="A room"), heading_fr="Neuf")
    address = f"{issue.url_in('fr')}mail/"

    assert client.get(f"{address}?languages=xx,%00").content == client.get(address).content


def test_the_archive_writes_nothing(client: Client) -> None:
    issue = make_issue(about(make_update()), text(heading_en="A room"))
    addresses = ("/en/issues/", issue.url_in("en"), f"{issue.url_in('en')}mail/")
    with read_only_database():
        for address in (*addresses, "/en/newsletter/feed.xml"):
            assert client.get(address).status_code == 200


def test_the_archive_asks_a_constant_number_of_questions(client: Client) -> None:
    def count() -> list[int]:
        counts = []
        for address in ("/en/issues/", "/en/newsletter/feed.xml"):
            with CaptureQueriesContext(connection) as found:
                assert client.get(address).status_code == 200
            counts.append(len(found))
        return counts

    make_issue(about(make_update()), heading_en="First")
    count()
    before = count()
    for number in range(4):
        make_issue(about(make_update()), heading_en=f"More {number}")

    assert count() == before


# -- the feed ------------------------------------------------------------------------------------
def test_the_feed_has_the_issues_in_a_language(client: Client) -> None:
    make_issue(
        heading_en="New", heading_fr="Neuf", intro_fr="<p>Bonjour &amp; merci.</p>", number=7
    )
    make_issue(heading_en="Draft", live=False, number=8)

    response = client.get("/fr/newsletter/feed.xml")

    root = ET.fromstring(response.content)  # noqa: S314 - our own answer
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) == 1
    assert entries[0].findtext(f"{ATOM}title", "").endswith("7: Neuf")
    assert entries[0].findtext(f"{ATOM}summary") == "Bonjour & merci."
    assert entries[0].findtext(f"{ATOM}id") == "http://127.0.0.1:8000/r/issues/new/"
    link = entries[0].find(f"{ATOM}link")
    assert link is not None
    assert str(link.get("href")).endswith("/fr/issues/new/")


def test_pages_name_the_feed(client: Client) -> None:
    issue = make_issue()

    for address in ("/fr/issues/", issue.url_in("fr")):
        assert re.search(
            r'<link rel="alternate" type="application/atom\+xml"[^>]*/fr/newsletter/feed.xml"',
            read(client, address).html,
        )


def test_the_permanent_address_leads_to_the_issue(client: Client) -> None:
    issue = make_issue()

    response = client.get(f"/r/{issue.key}/", headers={"accept-language": "fr"})

    assert response.status_code == 302
    assert IssuePage.objects.get().url_in("fr") == response["Location"]


def test_issues_are_no_part_of_the_export(tmp_path: Path) -> None:
    make_issue(about(make_update(title="A room")))
    file = tmp_path / "records.json"

    call_command("export_records", str(file))

    assert "A room" in file.read_text()
    assert "What is new" not in file.read_text()
