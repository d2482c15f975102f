"""What the office is told before an issue is sent."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from members.models import UpdateImage
from newsletter.desk.checks import (
    Level,
    addresses_of,
    check_issue,
    is_private,
    missing_pages,
    personal_addresses,
)
from newsletter.desk.dead_links import dead_links
from newsletter.desk.public_web import Unreachable, open_address
from newsletter.models import IssueBlock, IssuePage
from tests.builders import make_image, make_standard_page, make_update
from tests.newsletter.issues import about, draft_issue, heading, make_issue, text
from tests.readonly import read_only_database

pytestmark = pytest.mark.django_db

#: an issue in English about which there is nothing to say
WHOLE: dict[str, Any] = {
    "heading_en": "What is new",
    "preheader_en": "A room and a word",
    "languages": ["en"],
}


def told(*blocks: IssueBlock, **fields: object) -> set[tuple[str, str | None, str | None]]:
    """What is found in an issue of these blocks: (text, number of the block, language)."""
    issue = draft_issue(*(blocks or (text(heading_en="A"),)), **{**WHOLE, **fields})
    names = {block.key: str(place) for place, block in enumerate(blocks)}
    return {
        (finding.text, names.get(finding.block_key or ""), finding.language)
        for finding in check_issue(issue)
    }


def test_a_whole_issue_is_fine() -> None:
    update = make_update()
    image = make_image(size=(1300, 700))

    assert (
        told(
            heading(heading_en="News"),
            about(update),
            text(
                heading_en="A word",
                text_en='<p>See <a href="https://example.org/">this</a>, or info@example.org</p>',
                image=image,
                alt_en="A door",
                web_address="https://example.org/",
            ),
        )
        == set()
    )


def test_an_empty_issue_cannot_go_out() -> None:
    assert ("There is nothing in this issue yet.", None, None) in told(heading(heading_en="A"))


def test_languages_that_lack_something_are_named() -> None:
    update = make_update(title="A room", heading_fr="Une salle", body_en="")

    found = told(
        heading(heading_en="News"),
        about(update),
        text(heading_en="A", heading_fr="B", text_en="<p>Text</p>"),
        languages=["en", "fr"],
        intro_en="<p>Hello</p>",
    )

    assert found == {
        ("The subject is missing in French.", None, "fr"),
        ("The preview line is missing in French.", None, "fr"),
        ("The introduction is missing in French.", None, "fr"),
        ("The heading is missing in French.", "0", "fr"),
        ("The text is missing in French.", "2", "fr"),
    }


def test_a_language_nobody_wrote_in_is_named_once_and_is_no_mistake() -> None:
    issue = draft_issue(
        about(make_update(title="A room", body_fr="Ouverte")),
        text(heading_en="A", text_en="<p>Text</p>"),
        languages=["en", "fr", "ro"],
        preheader_en="Soon",
    )

    found = [(each.level, each.text) for each in check_issue(issue)]

    assert found == [
        (Level.WARNING, "The subject is missing in French."),
        (Level.WARNING, "The subject is missing in Romanian."),
    ]


def test_without_a_subject_in_its_own_language_an_issue_is_wrong() -> None:
    issue = draft_issue(languages=["en", "fr"], heading_en="", heading_fr="Nouvelles")

    grave = [each.text for each in check_issue(issue) if each.level == Level.ERROR]

    assert "The subject is missing in English." in grave


def test_findings_are_in_the_language_of_the_office_and_the_grave_ones_first() -> None:
    block = text(heading_en="A", heading_fr="B")
    issue = draft_issue(block, languages=["en", "fr"], heading_en="New")
    with override("fr"):
        found = check_issue(issue)

    assert [finding.level for finding in found][:2] == [Level.ERROR, Level.WARNING]
    assert "français" in found[0].text


def test_a_subject_is_short_and_a_mail_small() -> None:
    found = told(heading_en="x" * 79)
    assert ("The subject in English is longer than 78 characters.", None, "en") in found
    assert told(heading_en="x" * 78) == set()

    found = told(*(text(heading_en="A", text_en="<p>word</p>" * 3000) for _ in range(4)))
    assert any("kB; some mail programs" in words for words, _block, _language in found)


def test_a_text_that_is_cut_off_is_an_error() -> None:
    found = told(text(heading_en="A", text_en="<p>word</p>" * 5000))

    assert any(words.startswith("A text is too long") for words, _block, _language in found)


def test_pictures_need_words() -> None:
    update = make_update()
    UpdateImage.objects.create(record=update, image=make_image())
    small = make_image()
    small.renditions.all().delete()

    found = told(
        about(update),
        text(heading_en="A", image=make_image(), alt_fr="Une porte"),
        text(heading_en="B", image=small, alt_en="A door"),
    )

    words = "What the picture shows is missing in English."
    assert found == {
        (words, "0", "en"),
        (words, "1", "en"),
        ("The picture isn’t ready yet; until it is, the block is sent without it.", "2", None),
    }


def test_what_is_not_online_is_named() -> None:
    gone = make_update(live=False)

    found = told(text(heading_en="A"), heading(heading_en="B"), about(gone), about("updates/no"))

    words = "This is not online (any more) and will be left out."
    assert found == {
        (words, "2", None),
        (words, "3", None),
        ("Nothing follows this heading; it will be left out.", "1", None),
    }


def test_the_same_thing_twice_is_named() -> None:
    update = make_update()

    assert told(about(update), about(update)) == {("This is in the issue twice.", "1", None)}


# -- links ---------------------------------------------------------------------------------------
def test_links_to_pages_that_are_not_there_are_errors() -> None:
    page, draft = make_standard_page(slug="about"), make_standard_page(slug="no", live=False)

    found = told(
        text(heading_en="A", text_en=f'<p><a linktype="page" id="{page.pk}">yes</a></p>'),
        text(heading_en="B", text_en=f'<p><a linktype="page" id="{draft.pk}">no</a></p>'),
        text(heading_en="C", text_en='<p><a href="/en/no/">no</a> <a href="/en/map/">m</a></p>'),
        text(heading_en="D", web_address="http://127.0.0.1:8000/en/about/"),
        text(heading_en="E", web_address="http://127.0.0.1:8000/en/gone/"),
        text(heading_en="F", web_address="www.example.org"),
    )

    assert found == {
        ("A link leads to a page that isn’t online.", "1", "en"),
        ("Nothing is at this address: http://127.0.0.1:8000/en/no/", "2", "en"),
        ("Nothing is at this address: http://127.0.0.1:8000/en/gone/", "4", None),
        ("The web address doesn’t begin with http:// or https://.", "5", None),
    }


def test_addresses_of_this_site_are_looked_up_together() -> None:
    make_standard_page(slug="about")
    site = "http://127.0.0.1:8000"
    good = [f"{site}/en/", f"{site}/fr/about/", f"{site}/en/map/?x=1", "https://example.org/none"]
    bad = [f"{site}/en/none/", f"{site}/none/x/y"]

    with CaptureQueriesContext(connection) as queries:
        assert missing_pages([*good, *bad]) == set(bad)
    assert len(queries) == 2


@pytest.mark.parametrize(
    "address",
    [
        "http://localhost:8000/x",
        "http://192.168.1.4/",
        "http://10.0.0.1/a",
        "http://[::1]/",
        "https://server.local/",
        "https://intranet/",
        "http://127.0.0.1:8000/admin/pages/3/edit/preview/",
        "https://network.example/admin/pages/4/",
        "http://[broken",
    ],
)
def test_addresses_that_readers_cannot_open(address: str) -> None:
    assert is_private(address)


@pytest.mark.parametrize(
    "address",
    ["https://example.org/admin", "http://127.0.0.1:8000/en/about/", "mailto:a@b.org", "tel:+47"],
)
def test_addresses_that_readers_can_open(address: str) -> None:
    assert not is_private(address)


def test_private_addresses_in_texts_are_errors() -> None:
    found = told(
        text(heading_en="A", text_en="<p>See http://192.168.0.7/plan.</p>"),
        text(heading_en="B", web_address="http://localhost/"),
    )

    assert found == {
        ("Readers can’t open this address: http://192.168.0.7/plan", "0", "en"),
        ("Readers can’t open this address: http://localhost/", "1", None),
    }


def test_addresses_are_found_in_links_and_in_words() -> None:
    html = '<p><a href="https://a.org/?x=1&amp;y=2">https://b.org/</a> (https://c.org/d).</p>'

    assert addresses_of(html) == ["https://a.org/?x=1&y=2", "https://b.org/", "https://c.org/d"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("write to anna.berg@example.org.", ["anna.berg@example.org"]),
        ("info@example.org, office@example.org, press-office@example.org", []),
        ("Ana@EXAMPLE.org and ana@example.org", ["ana@example.org"]),
        ("@network", []),
        ("a" * 100_000 + "@", []),
    ],
)
def test_addresses_of_persons(words: str, found: list[str]) -> None:
    assert personal_addresses(words) == found


def test_an_address_of_a_person_in_the_text_is_told() -> None:
    assert told(text(heading_en="A", text_en="<p>Ask ana@example.org</p>")) == {
        ("This looks like a person’s own e-mail address: ana@example.org", "0", "en")
    }


def test_checking_reads_only_and_asks_a_constant_number_of_questions() -> None:
    def count(number: int) -> int:
        blocks: list[IssueBlock] = []
        for each in range(number):
            page = make_standard_page(title=f"Page {number} {each}")
            link = f'<p><a linktype="page" id="{page.pk}">x</a> <a href="/en/about/">y</a></p>'
            update = make_update(title=f"U {number} {each}")
            blocks += [about(update), text(text_en=link, image=make_image())]
        issue = make_issue(*blocks)
        with read_only_database(), CaptureQueriesContext(connection) as found:
            check_issue(IssuePage.objects.get(pk=issue.pk))
        return len(found)

    count(1)
    assert count(1) == count(6)


# -- other sites ---------------------------------------------------------------------------------
class Site(http.server.BaseHTTPRequestHandler):
    """Answers `/<status>` with that status."""

    def do_GET(self) -> None:
        status = int(self.path.strip("/"))
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "http://127.0.0.1:1/200")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    server = http.server.HTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_links_to_other_sites_are_followed_on_demand(
    site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsletter.desk.dead_links.is_private", lambda address: False)
    monkeypatch.setattr("newsletter.desk.public_web.is_public_machine", lambda address: True)
    issue = draft_issue(
        *(text(heading_en=str(s), web_address=f"{site}/{s}") for s in (200, 404, 403, 500, 302)),
        text(heading_en="none", text_en=f'<p><a href="{site[:-1]}1x/">x</a></p>'),
    )

    found = [(link.finding().text, link.finding().level) for link in dead_links(issue)]

    assert (f"This address answers with error 404: {site}/404", Level.WARNING) in found
    assert (f"This address answers with error 500: {site}/500", Level.WARNING) in found
    assert (f"No answer from this address: {site}/302", Level.WARNING) in found
    assert len(found) == 4


def test_a_link_is_not_followed_into_our_own_network(
    site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Unreachable):
        open_address(f"{site}/200")
    monkeypatch.setattr("socket.getaddrinfo", lambda *a, **k: [(0, 0, 0, "", ("10.0.0.1", 443))])
    with pytest.raises(Unreachable):
        open_address("https://looks-public.example/")


def test_the_command_prints_what_is_found(capsys: pytest.CaptureFixture[str]) -> None:
    make_issue(heading(heading_en="A"), number=4, **WHOLE)

    call_command("check_issue", "4")

    assert "error: There is nothing in this issue yet." in capsys.readouterr().out
    with pytest.raises(CommandError, match=r"no issue no\. 5"):
        call_command("check_issue", "5")
