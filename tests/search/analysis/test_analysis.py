"""Words, stems, compounds, snippets and spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.i18n import LANGS
from search.analysis.compounds import parts
from search.analysis.snippets import WIDTH, Terms, marked, snippet
from search.analysis.spelling import closest, display_form
from search.analysis.stopwords import STOP_WORDS
from search.analysis.words import STEMMERS, fold_word, stem, stem_key, words


def test_every_content_language_has_a_stemmer_and_stop_words() -> None:
    assert set(STEMMERS) == set(LANGS)
    assert set(STOP_WORDS) == set(LANGS)


@pytest.mark.parametrize(
    ("word", "folded"),
    [
        ("Iași", "iasi"),
        ("IAŞI", "iasi"),
        ("Łódź", "lodz"),
        ("Straße", "strasse"),
        ("Tromsø", "tromso"),
        ("Ærø", "aero"),
        ("Œuvre", "oeuvre"),
        ("ΑΘΉΝΑΣ", "αθηνασ"),
        ("Αθήνας", "αθηνασ"),
        ("İstanbul", "istanbul"),
        ("e\u0301te\u0301", "ete"),
    ],
)
def test_folding_takes_accents_and_case_away(word: str, folded: str) -> None:
    assert fold_word(word) == folded


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("nb", "fengsel fengsler fengslene fengslet"),
        ("nb", "forelder foreldre foreldrene"),
        ("ro", "închisoare închisori închisorile inchisoare inchisori"),
        ("ro", "copil copii copiilor"),
        ("de", "Gefängnis Gefängnisse Gefängnissen Gefangnis"),
        ("de", "Vater Väter Vätern"),
        ("nl", "gevangenis gevangenissen"),
        ("nl", "kind kinderen"),
        ("sv", "fängelse fängelset fängelser"),
        ("it", "carcere carceri"),
        ("pt", "prisão prisões"),
        ("es", "cárcel cárceles"),
        ("fr", "détenu détenus détenue détenues"),
        ("pl", "dziecko dzieci dziećmi"),
        ("el", "φυλακή φυλακές ΦΥΛΑΚΩΝ"),
        ("en", "child children"),
    ],
)
def test_the_field_s_words_share_a_stem(language: str, forms: str) -> None:
    assert len({stem(form, language) for form in forms.split()}) == 1


def test_english_keeps_prisoners_and_prisons_apart() -> None:
    assert stem("prisoners", "en") != stem("prisons", "en")


def test_words_split_at_apostrophes_and_hyphens() -> None:
    assert words("l’enfant, re-entry; CM/Rec(2018)5") == [
        "l",
        "enfant",
        "re",
        "entry",
        "CM",
        "Rec",
        "2018",
        "5",
    ]


def test_a_label_s_key_leaves_common_words_out() -> None:
    assert stem_key("Visits and contact", "en") == stem_key("visit contacts", "en")
    assert stem_key("The", "en") == ("the",)


@pytest.mark.parametrize(
    ("language", "word", "found"),
    [
        ("de", "Gefängnisbesuche", ("gefangnis", "besuch")),
        ("de", "Justizvollzugsanstalt", ("justiz", "vollzug", "anstalt")),
        ("nb", "fengselsbesøk", ("fengsel", "besok")),
        ("nl", "kinderrechten", ("kind", "recht")),
        ("sv", "anstaltsbesök", ("anstalt", "besok")),
        ("de", "Krankenhaus", ()),
        ("de", "Besuch", ()),
        ("en", "fengselsbesøk", ()),
    ],
)
def test_compounds_split_only_into_known_parts(
    language: str, word: str, found: tuple[str, ...]
) -> None:
    assert parts(word, language) == found


def terms(*typed: str, language: str = "en") -> Terms:
    return Terms(
        language,
        frozenset(fold_word(word) for word in typed),
        frozenset(stem(word, language) for word in typed),
    )


def test_a_snippet_marks_inflected_words_and_escapes_the_rest() -> None:
    text = "A <b>father</b> & his children’s visits."

    assert snippet(text, terms("child", "visit")) == (
        "A &lt;b&gt;father&lt;/b&gt; &amp; his <mark>children</mark>’s <mark>visits</mark>."
    )


def test_a_snippet_shows_the_densest_piece_of_a_long_text() -> None:
    text = f"{'word ' * 200}visits {'word ' * 200}prison visits here {'word ' * 200}"

    found = snippet(text, terms("prison", "visit"))

    assert "<mark>prison</mark> <mark>visits</mark>" in found
    assert found.startswith("…")
    assert found.endswith("…")
    assert len(found) < WIDTH + 60


def test_nothing_found_is_no_snippet() -> None:
    assert snippet("Some text.", terms("absent")) == ""


def test_parts_of_compounds_are_marked() -> None:
    assert marked("Fengselsbesøk her", terms("besøk", language="nb")) == (
        "<mark>Fengselsbesøk</mark> her"
    )


@given(text=st.text(max_size=600), typed=st.lists(st.text(min_size=1, max_size=12), max_size=4))
def test_a_snippet_never_lets_markup_through(text: str, typed: list[str]) -> None:
    found = snippet(text, terms(*typed))

    rest = found.replace("<mark>", "").replace("</mark>", "")
    assert "<" not in rest
    assert found.count("<mark>") == found.count("</mark>")


def test_the_closest_word_wins_and_the_commoner_of_two() -> None:
    known = {"prison": 9, "poison": 2, "person": 30, "prisons": 4}

    assert closest("prizon", known) == "prison"
    assert closest("prisom", {"prison": 1, "prisor": 5}) == "prisor"
    assert closest("educatoin", {"education": 1}) == "education"
    assert closest("xyz", {"xyzz": 5}) is None
    assert closest("qqqqqq", known) is None


def test_a_folded_word_is_shown_as_it_is_written() -> None:
    assert display_form("inchisoare", ["Despre Închisoare"]) == "închisoare"
    assert display_form("uncrc", ["The UNCRC says"]) == "UNCRC"
    assert display_form("absent", ["Nothing"]) == "absent"
