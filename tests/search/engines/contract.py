"""What every engine must do. One subclass per engine gives the fixture `engine`, empty and open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.engines.base import Engine, EngineError, Stored, Write
from tests.search.samples import VOCABULARY, ask, entry, ids, keys, put, remove

#: These cases run once per subclass, each time with a fixture of its own.
INHERITED = (HealthCheck.function_scoped_fixture, HealthCheck.differing_executors)
OPERATORS = ['"', '"a', "a AND", "OR", "NOT a", "a:b", "(", "a*", "?", "[1 TO", "a~2", "+", "-a"]
OPERATORS += ["^3", "\\", "/a/", "{", "a && b", "|| a", "!", "<script>", "' OR 1=1 --", "%", "\t"]


class EngineContract:
    """Cases of the contract; a gap of an engine is an xfail(strict=True) with its reason."""

    # -- finding ---------------------------------------------------------------------------------
    def test_word_of_the_title_finds_the_record(self, engine: Engine) -> None:
        put(engine, entry("practices/a", "Storybook Dads"), entry("practices/b", "Kids club"))

        assert keys(ask(engine, "storybook")) == ["practices/a"]

    def test_blank_query_finds_nothing(self, engine: Engine) -> None:
        put(engine, entry("practices/a", "Storybook Dads"))

        assert ask(engine, "  ").total == 0
        assert ask(engine, "").hits == ()

    def test_words_of_summary_body_names_and_context_are_found(self, engine: Engine) -> None:
        put(
            engine,
            entry("practices/a", summary={"en": "about lanterns"}),
            entry("practices/b", body={"en": "about lanterns"}),
            entry("organisations/c", names=("LANTERNS",)),
            entry("practices/d", context=("Lanterns of Hull",)),
        )

        assert ids(ask(engine, "lanterns")) == ["a", "b", "c", "d"]

    def test_title_counts_more_than_text(self, engine: Engine) -> None:
        put(
            engine,
            entry("practices/text", "Something else", body={"en": "a lantern in the dark"}),
            entry("practices/title", "The lantern"),
        )

        assert keys(ask(engine, "lantern")) == ["practices/title", "practices/text"]

    def test_iasi_finds_iasi_with_its_accent(self, engine: Engine) -> None:
        put(engine, entry("practices/a", "Servicii sociale în Iași", language="ro"))

        for spelling in ("iasi", "IAȘI", "Iaşi", "Iași"):
            assert ids(ask(engine, spelling)) == ["a"], spelling

    @pytest.mark.parametrize(
        ("language", "written", "asked"),
        [
            ("nb", "Barn besøker fengsler", "fengsel"),
            ("ro", "Copii în închisori", "închisoare"),
            ("ro", "Copii în închisori", "inchisoare"),
            ("de", "In Gefängnissen", "Gefängnis"),
            ("nl", "In de gevangenissen", "gevangenis"),
            ("sv", "Inne på fängelset", "fängelse"),
            ("it", "Nelle carceri", "carcere"),
            ("pt", "Nas prisões", "prisão"),
            ("fr", "Les détenues", "détenu"),
            ("en", "Children of prisoners", "child"),
            ("pl", "Dla dzieci", "dziecko"),
            ("el", "Οι φυλακές", "φυλακη"),
        ],
    )
    def test_inflected_words_are_found(
        self, engine: Engine, language: str, written: str, asked: str
    ) -> None:
        put(engine, entry("practices/a", written, language=language))

        assert ids(ask(engine, asked, reader=language)) == ["a"]

    @pytest.mark.parametrize(
        ("language", "written", "asked"),
        [
            ("de", "Gefängnisbesuche", "Besuch"),
            ("nb", "fengselsbesøk", "besøk"),
            ("nl", "gevangenisbezoek", "bezoek"),
            ("sv", "fängelsebesök", "besök"),
            ("de", "Besuche im Gefängnis", "Gefängnisbesuch"),
        ],
    )
    def test_compounds_and_their_parts_find_each_other(
        self, engine: Engine, language: str, written: str, asked: str
    ) -> None:
        put(engine, entry("practices/a", written, language=language))

        assert ids(ask(engine, asked, reader=language)) == ["a"]

    def test_a_language_s_endings_apply_to_its_own_texts_only(self, engine: Engine) -> None:
        put(
            engine,
            entry("practices/english", "Visits", language="en"),
            entry("practices/french", "Visits", language="fr"),
            entry("practices/german", "Visits", language="de"),
        )

        assert ids(ask(engine, "visiting", reader="en")) == ["english"]

    def test_any_language_s_words_find_texts_of_that_language(self, engine: Engine) -> None:
        put(engine, entry("practices/a", "Barna besøker fengslene", language="nb"))

        assert ids(ask(engine, "fengsler", reader="fr")) == ["a"]

    def test_numbers_and_hyphens_are_found(self, engine: Engine) -> None:
        put(engine, entry("policies/a", "CM/Rec(2018)5"), entry("practices/b", "Re-entry work"))

        assert ids(ask(engine, "2018")) == ["a"]
        assert ids(ask(engine, "re-entry")) == ["b"]

    def test_quotes_ask_for_the_words_together(self, engine: Engine) -> None:
        put(
            engine,
            entry("practices/a", "The bedtime story club"),
            entry("practices/b", "A story before bedtime"),
        )

        assert ids(ask(engine, '"bedtime story"')) == ["a"]
        assert ids(ask(engine, "bedtime story")) == ["a", "b"]

    def test_all_of_two_words_are_required_unless_relaxed(self, engine: Engine) -> None:
        put(engine, entry("practices/a", "Lantern walk"), entry("practices/b", "Lantern feast"))

        assert ids(ask(engine, "lantern walk")) == ["a"]
        assert keys(ask(engine, "lantern walk", relaxed=True)) == ["practices/a", "practices/b"]

    def test_relaxed_search_forgives_a_slip(self, engine: Engine) -> None:
        put(engine, entry("practices/a", "Education"))

        assert ask(engine, "educatoin").total == 0
        assert ids(ask(engine, "educatoin", relaxed=True)) == ["a"]

    @pytest.mark.parametrize("text", OPERATORS)
    def test_operator_characters_never_raise(self, engine: Engine, text: str) -> None:
        put(engine, entry("practices/a", "Something"))

        assert ask(engine, text, vocabulary=VOCABULARY).total >= 0
        assert ask(engine, f"{text} something").total >= 0
        assert engine.suggest(text, language="en", limit=5) is not None
        assert engine.similar(text) is not None

    @settings(
        max_examples=25,
        deadline=None,
        suppress_health_check=INHERITED,
    )
    @given(text=st.text(max_size=300), language=st.sampled_from(["en", "nb", "el", "pl"]))
    def test_any_text_can_be_asked_for(self, engine: Engine, text: str, language: str) -> None:
        results = ask(engine, text, reader=language, vocabulary=VOCABULARY, relaxed=True)

        assert results.total >= 0

    # -- the vocabulary --------------------------------------------------------------------------
    def test_a_concept_is_found_in_every_language_and_by_its_tag(self, engine: Engine) -> None:
        put(
            engine,
            entry("practices/norwegian", "Om fengselsbesøk", language="nb"),
            entry("practices/french", "Les visites en prison", language="fr"),
            entry("practices/tagged", "Contact", themes=("visits",)),
            entry("practices/narrower", "Sundays", topics=("family-day",)),
            entry("practices/other", "Something else"),
        )

        found = ask(engine, "prison visits", vocabulary=VOCABULARY)

        assert ids(found) == ["french", "narrower", "norwegian", "tagged"]

    def test_own_words_count_more_than_other_languages(self, engine: Engine) -> None:
        put(
            engine,
            entry("practices/norwegian", "Fengselsbesøk", language="nb"),
            entry("practices/english", "Prison visits"),
        )

        found = ask(engine, "prison visits", vocabulary=VOCABULARY)

        assert keys(found) == ["practices/english", "practices/norwegian"]

    def test_expansion_can_be_switched_off(self, engine: Engine) -> None:
        put(engine, entry("practices/norwegian", "Fengselsbesøk", language="nb"))

        assert ask(engine, "prison visits", vocabulary=VOCABULARY).total == 1
        assert ask(engine, "prison visits", vocabulary=VOCABULARY, expand="off").total == 0
        assert ask(engine, '"prison visits"', vocabulary=VOCABULARY).total == 0

    def test_a_country_s_name_finds_its_records(self, engine: Engine) -> None:
        put(engine, entry("practices/a", "Something", countries=("NO",)), entry("practices/b"))

        assert ids(ask(engine, "Norvège", reader="fr", vocabulary=VOCABULARY)) == ["a"]

    # -- filters and counts ----------------------------------------------------------------------
    def test_filters_without_text_give_the_set(self, engine: Engine) -> None:
        put(
            engine,
            entry("practices/a", countries=("NO",), themes=("visits",)),
            entry("practices/b", countries=("NO", "SE")),
            entry("projects/c", countries=("SE",)),
        )

        assert ids(ask(engine, country="NO")) == ["a", "b"]
        assert ids(ask(engine, country=["NO", "SE"])) == ["a", "b", "c"]
        assert ids(ask(engine, country="SE", collection="practices")) == ["b"]
        assert ids(ask(engine, theme="visits")) == ["a"]

    @pytest.mark.parametrize(
        ("name", "field", "value"),
        [
            ("kind", "kind", "programme"),
            ("nation", "nations", ("GB-SCT",)),
            ("target_group", "target_groups", ("children",)),
            ("setting", "settings", ("prison",)),
            ("stage", "stages", ("arrest",)),
            ("maturity", "maturity", "pilot"),
            ("direction", "directions", ("no_effect",)),
            ("language", "languages", ("ro",)),
            ("organisation", "organisation", "relais"),
            ("category", "categories", ("full",)),
        ],
    )
    def test_every_filter_narrows(self, engine: Engine, name: str, field: str, value: Any) -> None:
        put(engine, entry("practices/a", "Same", **{field: value}), entry("practices/b", "Same"))
        asked = value if isinstance(value, str) else value[0]

        assert ids(ask(engine, "same")) == ["a", "b"]
        chosen: dict[str, Any] = {name: asked}
        assert ids(ask(engine, "same", **chosen)) == ["a"]

    def test_years_are_a_range(self, engine: Engine) -> None:
        put(engine, *(entry(f"research/y{year}", "Study", year=year) for year in (1999, 2005)))
        put(engine, entry("research/undated", "Study"))

        assert ids(ask(engine, "study", year_from="2000")) == ["y2005"]
        assert ids(ask(engine, "study", year_to="2000")) == ["y1999"]
        assert ids(ask(engine, "study", year_from="1990", year_to="2010")) == ["y1999", "y2005"]

    def test_counts_agree_with_filters_and_ignore_their_own(self, engine: Engine) -> None:
        put(
            engine,
            entry("practices/a", "Club", countries=("NO",), kind="programme"),
            entry("practices/b", "Club", countries=("NO", "SE"), kind="service"),
            entry("practices/c", "Club", countries=("FR",), kind="service"),
            entry("practices/d", "Other", countries=("FR",)),
        )

        found = ask(engine, "club", country="NO")

        assert found.facets["country"] == {"NO": 2, "SE": 1, "FR": 1}
        assert found.facets["kind"] == {"programme": 1, "service": 1}
        for value, count in found.facets["kind"].items():
            assert ask(engine, "club", country="NO", kind=value).total == count
        for value, count in found.facets["country"].items():
            assert ask(engine, "club", country=value).total == count

    def test_years_are_counted_without_the_query_s_own_years(self, engine: Engine) -> None:
        put(engine, *(entry(f"research/y{year}", "Study", year=year) for year in (1999, 2005)))
        put(engine, entry("research/second", "Study", year=2005, countries=("NO",)))

        found = ask(engine, "study", year_from="2000")

        assert found.total == 2
        assert found.facets["year"] == {"1999": 1, "2005": 2}
        assert found.facets["country"] == {"NO": 1}
        assert ask(engine, "study", country="NO").facets["year"] == {"2005": 1}

    # -- without ---------------------------------------------------------------------------------
    def test_what_a_plan_is_without_is_neither_found_nor_counted(self, engine: Engine) -> None:
        iasi: dict[str, Any] = {"point": (47.16, 27.59), "kind": "programme"}
        put(
            engine,
            entry("practices/a", "Lantern club", countries=("NO",), **iasi),
            entry("practices/b", "Lantern club", countries=("NO",), **iasi),
            entry("practices/c", "Lantern walk", countries=("SE",), **iasi),
        )
        without = ("practices/b", "practices/never-there")

        found = ask(engine, "lantern", without=without)
        assert ids(found) == ["a", "c"]
        assert found.total == 2
        assert found.facets["country"] == {"NO": 1, "SE": 1}
        chosen = ask(engine, "lantern", country="NO", without=without)
        assert (chosen.total, chosen.facets["country"]) == (1, {"NO": 1, "SE": 1})
        assert ids(ask(engine, "lantern night", relaxed=True, without=without)) == ["a", "c"]
        for sort in ("relevance", "distance"):
            near = ask(engine, near="Iași", sort=sort, without=without)
            assert (ids(near), near.total) == (["a", "c"], 2)
        assert ask(engine, country="NO", without=("practices/a", "practices/b")).total == 0
        assert ask(engine, "", without=without).total == 0

    def test_suggestions_are_made_without_some(self, engine: Engine) -> None:
        put(engine, entry("practices/a", "Storybook"), entry("practices/b", "Story time"))

        found = engine.suggest("stor", language="en", limit=1, without=("practices/a",))

        assert found == ("practices/b",)

    # -- near a place ----------------------------------------------------------------------------
    def test_near_keeps_what_lies_within_the_radius(self, engine: Engine) -> None:
        put(
            engine,
            entry("practices/iasi", "Club", point=(47.16, 27.58)),
            entry("practices/vaslui", "Club", point=(46.64, 27.73)),  # 59 km
            entry("practices/corner", "Club", point=(47.56, 28.20)),  # in the box, 64 km away
            entry("practices/nowhere", "Club"),
        )

        assert ids(ask(engine, near="Iași")) == ["iasi"]
        assert ids(ask(engine, "club", near="Iași", radius="100")) == ["corner", "iasi", "vaslui"]
        assert ids(ask(engine, "other", near="Iași")) == []
        assert ask(engine, near="Iași", radius="100", country="NO").total == 0

    def test_nearest_first_over_all_pages(self, engine: Engine) -> None:
        put(
            engine,
            *(
                entry(f"practices/p{number:02}", "Club", point=(47.2 + number / 100, 27.58))
                for number in reversed(range(25))
            ),
            entry("practices/a", "Club", point=(47.2, 27.58)),
        )

        first, second = (
            keys(ask(engine, "club", near="Iași", sort="distance", page=str(page)))
            for page in (1, 2)
        )

        assert first[:3] == ["practices/a", "practices/p00", "practices/p01"]
        assert len(first) == 20
        assert second == [f"practices/p{number:02}" for number in range(19, 25)]

    def test_counts_keep_to_the_place(self, engine: Engine) -> None:
        put(
            engine,
            entry("practices/iasi", "Club", point=(47.16, 27.58), kind="programme"),
            entry("practices/oslo", "Club", point=(59.91, 10.75), kind="service"),
        )

        assert ask(engine, "club", near="Iași").facets["kind"] == {"programme": 1}

    # -- pages and order -------------------------------------------------------------------------
    def test_more_than_ten_and_more_than_a_hundred_results(self, engine: Engine) -> None:
        put(engine, *(entry(f"practices/p{number}", "Same words") for number in range(130)))

        found = ask(engine, "same", limit=120)

        assert found.total == 130
        assert len(found.hits) == 120

    @pytest.mark.parametrize("sort", ["relevance", "newest", "title"])
    def test_pages_neither_repeat_nor_miss(self, engine: Engine, sort: str) -> None:
        put(engine, *(entry(f"practices/p{number:02}", "Same words") for number in range(45)))
        put(engine, *(entry(f"practices/q{number:02}", "Same words") for number in range(10)))

        pages = [keys(ask(engine, "same", sort=sort, page=str(page))) for page in (1, 2, 3)]

        assert [len(page) for page in pages] == [20, 20, 15]
        assert len({key for page in pages for key in page}) == 55
        assert ask(engine, "same", sort=sort, page="4").hits == ()

    def test_newest_first_undated_last(self, engine: Engine) -> None:
        put(
            engine,
            entry("updates/old", "News", date="2009-01-01"),
            entry("updates/undated", "News"),
            entry("updates/new", "News", date="2024-05-01"),
        )

        found = ask(engine, "news", sort="newest")

        assert keys(found) == ["updates/new", "updates/old", "updates/undated"]

    def test_titles_sort_in_the_reader_s_language(self, engine: Engine) -> None:
        put(
            engine,
            entry("practices/a", {"en": "Zebra club", "fr": "Âne club"}),
            entry("practices/b", {"en": "Monkey club"}),
        )

        assert keys(ask(engine, "club", sort="title")) == ["practices/b", "practices/a"]
        assert keys(ask(engine, "club", sort="title", reader="fr"))[0] == "practices/a"

    # -- writing ---------------------------------------------------------------------------------
    def test_a_changed_record_is_found_by_its_new_words_only(self, engine: Engine) -> None:
        put(engine, entry("practices/a", "Before"), version=1)
        put(engine, entry("practices/a", "Afterwards"), version=2)

        assert ask(engine, "before").total == 0
        assert ids(ask(engine, "afterwards")) == ["a"]

    def test_a_deleted_record_is_found_nowhere(self, engine: Engine) -> None:
        put(engine, entry("practices/a", "Something", countries=("NO",)))
        remove(engine, "practices/a", version=2)

        assert ask(engine, "something").total == 0
        assert ask(engine, country="NO").total == 0
        assert ask(engine, "something").facets["country"] == {}
        assert engine.suggest("some", language="en", limit=5) == ()
        assert engine.similar("something") == {}

    def test_a_late_old_write_never_wins(self, engine: Engine) -> None:
        put(engine, entry("practices/a", "Newer"), version=5)
        put(engine, entry("practices/a", "Older"), version=4)

        assert ids(ask(engine, "newer")) == ["a"]
        assert ask(engine, "older").total == 0

    def test_a_late_write_after_a_deletion_brings_nothing_back(self, engine: Engine) -> None:
        put(engine, entry("practices/a", "Something"), version=1)
        remove(engine, "practices/a", version=3)
        put(engine, entry("practices/a", "Something"), version=2)

        assert ask(engine, "something").total == 0

    def test_the_same_version_may_be_written_again(self, engine: Engine) -> None:
        put(engine, entry("practices/a", "Once"), version=3)
        put(engine, entry("practices/a", "Twice"), version=3)

        assert ids(ask(engine, "twice")) == ["a"]

    def test_the_newest_of_one_batch_wins_whatever_its_place(self, engine: Engine) -> None:
        engine.write(
            [
                Write("practices/a", 2, entry("practices/a", "Second")),
                Write("practices/a", 1, entry("practices/a", "First")),
            ]
        )

        assert ids(ask(engine, "second")) == ["a"]
        assert ask(engine, "first").total == 0

    def test_contents_name_key_version_and_digest(self, engine: Engine) -> None:
        first = entry("practices/a", "Something")
        put(engine, first, version=7)
        remove(engine, "practices/b", version=2)

        assert sorted(engine.contents()) == [
            Stored("practices/a", 7, first.digest),
            Stored("practices/b", 2, ""),
        ]
        assert engine.health().records == 1

    @settings(
        max_examples=10,
        deadline=None,
        suppress_health_check=INHERITED,
    )
    @given(texts=st.lists(st.text(max_size=80), min_size=1, max_size=4))
    def test_what_is_indexed_and_removed_leaves_nothing(
        self, engine: Engine, texts: list[str]
    ) -> None:
        version = max((stored.version for stored in engine.contents()), default=0)
        for number, text in enumerate(texts):
            put(engine, entry(f"practices/h{number}", text), version=version + 1)
        for number in range(len(texts)):
            remove(engine, f"practices/h{number}", version=version + 2)

        assert engine.health().records == 0
        assert ask(engine, collection="practices").total == 0
        assert all(ask(engine, text).total == 0 for text in texts)

    # -- rebuilding ------------------------------------------------------------------------------
    def test_rebuild_replaces_everything_and_can_be_repeated(self, engine: Engine) -> None:
        put(engine, entry("practices/old", "Something"))
        batches = [
            [Write("practices/a", 1, entry("practices/a", "Something"))],
            [Write("practices/b", 2, entry("practices/b", "Something"))],
            [Write("practices/gone", 4, None)],
        ]

        for _time in range(2):
            assert engine.rebuild(batches) == {}
            assert ids(ask(engine, "something")) == ["a", "b"]
            assert {each.key for each in engine.contents()} == {
                "practices/a",
                "practices/b",
                "practices/gone",
            }

    def test_searches_see_the_old_index_until_the_new_one_is_whole(self, engine: Engine) -> None:
        put(engine, entry("practices/old", "Something"))
        seen: list[Sequence[str]] = []

        def batches() -> Iterator[list[Write]]:
            yield [Write("practices/new", 1, entry("practices/new", "Something"))]
            seen.append(ids(ask(engine, "something")))

        engine.rebuild(batches())

        assert seen == [["old"]]
        assert ids(ask(engine, "something")) == ["new"]

    def test_a_rebuild_that_fails_leaves_the_old_index(self, engine: Engine) -> None:
        put(engine, entry("practices/old", "Something"))

        def batches() -> Iterator[list[Write]]:
            yield [Write("practices/new", 1, entry("practices/new", "Something"))]
            raise LookupError("the database went away")

        with pytest.raises(LookupError):
            engine.rebuild(batches())

        assert ids(ask(engine, "something")) == ["old"]
        put(engine, entry("practices/later", "Something"))
        assert ids(ask(engine, "something")) == ["later", "old"]

    def test_nobody_writes_during_a_rebuild(
        self, engine: Engine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("search.engines.generations.PATIENCE", 0.01)

        def batches() -> Iterator[list[Write]]:
            with pytest.raises(EngineError):
                engine.write([Write("practices/a", 1, entry("practices/a"))])
            yield [Write("practices/b", 1, entry("practices/b", "Something"))]

        engine.rebuild(batches())

        assert ids(ask(engine, "something")) == ["b"]

    # -- suggesting ------------------------------------------------------------------------------
    def test_suggestions_begin_the_last_word_of_titles_and_names(self, engine: Engine) -> None:
        put(
            engine,
            entry("practices/a", "Storybook Dads"),
            entry("organisations/b", "Relais", names=("Storyteller",)),
            entry("practices/c", "Kids", body={"en": "a story"}),
        )

        assert sorted(engine.suggest("stor", language="en", limit=5)) == [
            "organisations/b",
            "practices/a",
        ]
        assert engine.suggest("storybook da", language="en", limit=5) == ("practices/a",)
        assert engine.suggest("dads stor", language="en", limit=5) == ("practices/a",)
        assert engine.suggest("", language="en", limit=5) == ()
        assert len(engine.suggest("stor", language="en", limit=1)) == 1

    def test_similar_words_come_with_the_number_of_records(self, engine: Engine) -> None:
        put(
            engine,
            entry("practices/a", "Prison education"),
            entry("practices/b", "Prison visits"),
        )

        similar = engine.similar("prizon")

        assert similar["prison"] == 2
        assert "prizon" not in similar
