"""A teaser is whole sentences of a summary, as a paragraph, in each language there is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.desk.teasers import LONGEST, as_paragraphs, as_plain, is_plain, shortened, teasers
from search.state.index_state import read_entries
from tests.builders import make_update

LONG = "Wording " + "wording " * 60


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Short.", "Short."),
        ("One.\n\nTwo.", "One. Two."),
        (f"First sentence. Second one! {LONG}", "First sentence. Second one!"),
        (f"Ceci. “Cela.” Été ? {LONG}", "Ceci. “Cela.” Été ?"),
        (f"Ο πρώτος. Τι; {LONG}", "Ο πρώτος. Τι;"),
        (f"Das gilt z. B. Hier nicht. {LONG}", "Das gilt z. B. Hier nicht."),
        (f"It costs 3.50 euro. {LONG}", "It costs 3.50 euro."),
    ],
)
def test_the_end_is_the_end_of_a_sentence(text: str, expected: str) -> None:
    assert shortened(text) == expected


def test_a_long_first_sentence_is_cut_at_a_word() -> None:
    cut = shortened(LONG)

    assert cut.endswith("wording…")
    assert len(cut) <= LONGEST


@given(st.text(max_size=1000))
def test_no_text_is_too_long_or_two_lines(text: str) -> None:
    cut = shortened(text)

    assert len(cut) <= LONGEST
    assert "\n" not in cut


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r"), max_size=200))
def test_plain_text_survives_rich_text(text: str) -> None:
    once = as_plain(as_paragraphs(text))

    assert as_plain(as_paragraphs(once)) == once
    assert is_plain(as_paragraphs(text))


def test_marks_of_html_are_text() -> None:
    assert as_paragraphs("a < b & <b>c</b>") == "<p>a &lt; b &amp; &lt;b&gt;c&lt;/b&gt;</p>"
    assert as_plain("<p>a &lt; b</p><p>c &amp;amp; d</p>") == "a < b\n\nc &amp; d"


@pytest.mark.parametrize("rich", ['<p>a <a href="x">b</a></p>', "<ul><li>a</li></ul>"])
def test_links_and_lists_are_more_than_plain(rich: str) -> None:
    assert not is_plain(rich)


@pytest.mark.django_db
def test_only_languages_that_are_written_and_asked_for_get_one() -> None:
    update = make_update(body_en="It opens.", body_fr="Ça ouvre.", body_ro=" ")

    entries, _failed = read_entries([update.key])

    assert teasers(entries[update.key], ["en", "ro"]) == {"en": "<p>It opens.</p>"}
    assert teasers(None, ["en"]) == {}
