"""The real sources: what changes an entry reaches the index, and queries don't grow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.kinds import COLLECTIONS, kinds
from members.models import MembershipStatus
from practices.models import (
    Evidence,
    ExchangePage,
    GlossaryTerm,
    Helpline,
    Policy,
    PracticePage,
    PracticePartner,
    Recommendation,
    Statistic,
)
from practices.models.exchange import Visit, VisitTopic
from search.engines import current_engine
from search.entry import SearchEntry
from search.filters import FILTERS, register_values
from search.models import IndexState
from search.plan import build_plan
from search.query import SearchQuery
from search.results.find import find
from search.sources import registry
from search.sources.database import records_matching
from search.sources.registry import register, source_of, sources
from search.state.checking import differences
from search.state.index_state import drain_all, read_entries
from search.vocabulary.concepts import current_vocabulary
from tests import builders
from tests.newsletter.issues import make_issue
from tests.search.fakes import FakeSource

pytestmark = pytest.mark.django_db


def entry_of(key: str) -> SearchEntry:
    entries, failed = read_entries([key])
    assert failed == {}
    return entries[key]


def found_by(text: str = "", reader: str = "en", **params: Any) -> set[str]:
    drain_all()
    found = find(SearchQuery.parse({"q": text, **params}, reader))
    assert not found.degraded
    return {card.key for card in found.cards}


def touched(change: Callable[[], Any]) -> set[str]:
    before = dict(IndexState.objects.values_list("key", "wanted"))
    change()
    after = dict(IndexState.objects.values_list("key", "wanted"))
    return {key for key, wanted in after.items() if wanted != before.get(key)}


def make_one_of_each() -> None:
    """One public record in every collection, all about lanterns."""
    organisation = builders.make_organisation(name="Lantern House")
    builders.make_practice(organisation=organisation, title="Lantern walk")
    builders.make_project(organisation=organisation, title="Lantern project")
    builders.make_research(title="Lanterns studied")
    builders.make_exchange(organisation=organisation, title="Lantern visit")
    builders.make_resource(title="Lantern leaflet")
    builders.make_update(organisation=organisation, title="Lantern news")
    Policy.objects.create(record_id="lantern-law", title_en="Lantern law", country="NO", year=2001)
    Statistic.objects.create(
        record_id="lantern-count", statement_en="Lanterns lit", value=12, country="NO", year=2001
    )
    Recommendation.objects.create(
        record_id="lantern-advice", text_en="Light lanterns", addressee_en="All", year=2001
    )
    Helpline.objects.create(
        record_id="lantern-line", name_en="Lantern line", phone="123", country="NO"
    )
    GlossaryTerm.objects.create(record_id="lantern", term_en="Lantern", meaning_en="A light.")
    make_issue(heading_en="Lantern letter")
    builders.make_standard_page(title="Lanterns and us")


# -- the registry ----------------------------------------------------------------------------------
def test_every_collection_has_a_source() -> None:
    assert [source.collection for source in sources()] == [kind.collection for kind in kinds()]


def test_a_collection_registers_once_and_must_be_known(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ImproperlyConfigured, match="registered already"):
        register(FakeSource())

    monkeypatch.setattr(FakeSource, "collection", "secrets")
    with pytest.raises(ImproperlyConfigured, match="can be searched"):
        register(FakeSource())
    with pytest.raises(ImproperlyConfigured, match="no filter"):
        register_values("colour", words=lambda values, language: {})


# -- every collection ------------------------------------------------------------------------------
def test_a_record_of_every_collection_is_found_and_shown() -> None:
    make_one_of_each()

    found = found_by("lantern")

    assert {key.partition("/")[0] for key in found} == COLLECTIONS
    assert differences(current_engine()) == []


def test_without_an_engine_every_collection_is_found_in_the_database() -> None:
    make_one_of_each()

    keys = records_matching(SearchQuery(text="lantern"))

    assert {key.partition("/")[0] for key in keys} == COLLECTIONS


def test_every_filter_can_be_asked_of_the_database() -> None:
    make_one_of_each()

    for name in FILTERS:
        query = SearchQuery().with_(**{name: "nothing-of-the-sort"})
        assert records_matching(query) == [], name
    assert records_matching(SearchQuery(year_from=2100)) == []


def test_queries_do_not_grow_with_records() -> None:
    make_one_of_each()
    drain_all()
    sizes: list[dict[str, int]] = []
    for _time in range(2):
        counts: dict[str, int] = {}
        for source in sources():
            ids = [key.partition("/")[2] for key in source.keys()]  # noqa: SIM118
            for name, ask in (
                ("entries", lambda s=source, i=ids: list(s.entries(i))),
                ("cards", lambda s=source, i=ids: s.cards(i, "fr")),
                ("matching", lambda s=source: s.matching(SearchQuery(text="lantern"))),
            ):
                ask()
                with CaptureQueriesContext(connection) as queries:
                    assert ask()
                counts[f"{source.collection} {name}"] = len(queries)
        sizes.append(counts)
        if len(sizes) == 1:
            _make_more()

    assert sizes[0] == sizes[1]
    assert max(sizes[0].values()) <= 10


def _make_more() -> None:
    for number in range(3):
        organisation = builders.make_organisation(name=f"Lantern House {number}")
        builders.make_practice(organisation=organisation, title=f"Lantern walk {number}")
        builders.make_project(organisation=organisation, title=f"Lantern project {number}")
        builders.make_research(parent=organisation, title=f"Lanterns studied {number}")
        builders.make_exchange(organisation=organisation, title=f"Lantern visit {number}")
        builders.make_resource(parent=organisation, title=f"Lantern leaflet {number}")
        builders.make_update(organisation=organisation, title=f"Lantern news {number}")
        Policy.objects.create(record_id=f"law-{number}", title_en="Lantern law")
        GlossaryTerm.objects.create(record_id=f"lantern-{number}", term_en="Lantern")


# -- following the database ------------------------------------------------------------------------
def test_an_unpublished_practice_leaves_the_results_and_comes_back() -> None:
    practice = builders.make_practice(title="Lantern walk")
    key = practice.key
    assert key in found_by("lantern")

    practice.unpublish()
    assert key not in found_by("lantern")

    practice.get_latest_revision().publish()
    assert key in found_by("lantern")


def test_results_of_all_collections_keep_the_order_of_the_engine() -> None:
    text = builders.make_practice(title="A walk", description_en="With a lantern.")
    policy = Policy.objects.create(record_id="z", title_en="Lantern", summary_en="A lantern.")
    title = builders.make_practice(title="The lantern walk")
    drain_all()
    hits = (
        current_engine().search(build_plan(SearchQuery(text="lantern"), current_vocabulary())).hits
    )

    found = [card.key for card in find(SearchQuery(text="lantern")).cards]

    assert found == [hit.key for hit in hits]
    assert found[-1] == text.key
    assert set(found) == {text.key, policy.key, title.key}


def test_a_draft_is_never_indexed_and_its_change_only_when_it_is_published() -> None:
    draft = builders.make_practice(title="Secret lantern", live=False)
    practice = builders.make_practice(title="Public walk")
    practice.heading_en = "Hidden candle"
    revision = practice.save_revision()

    assert found_by("lantern") == set()
    assert found_by("candle") == set()
    assert draft.key not in found_by(collection="practices")

    revision.publish()
    assert found_by("candle") == {practice.key}


def test_a_deleted_page_and_what_is_below_it_leave_the_results() -> None:
    organisation = builders.make_organisation(name="Lantern House")
    builders.make_practice(organisation=organisation, title="Lantern walk")
    assert len(found_by("lantern")) == 2

    organisation.delete()

    assert found_by("lantern") == set()
    assert differences(current_engine()) == []


def test_an_organisation_s_new_name_is_found_in_what_it_publishes() -> None:
    organisation = builders.make_organisation(name="Old name")
    practice = builders.make_practice(organisation=organisation, title="Walk")
    partnered = builders.make_practice(title="Dance")
    partnered.partners.add(PracticePartner(target=organisation))
    partnered.save()
    drain_all()

    organisation.heading_en = "Lanternists"
    organisation.save()

    assert found_by("lanternists") == {organisation.key, practice.key, partnered.key}


def test_a_moved_page_belongs_to_its_new_publisher() -> None:
    practice = builders.make_practice(title="Walk")
    other = builders.make_organisation(name="Lanternists")
    assert practice.key not in found_by("lanternists")

    practice.move(other, pos="last-child")

    assert practice.key in found_by("lanternists")
    assert found_by(organisation=other.record_id) == {practice.key}


def test_a_membership_is_a_filter_while_it_is_active() -> None:
    organisation = builders.make_organisation(name="Lantern House")
    membership = builders.make_membership(organisation=organisation)
    assert found_by(category="full") == {organisation.key}

    membership.status = MembershipStatus.ENDED
    membership.save()
    assert found_by(category="full") == set()

    membership.status = MembershipStatus.ACTIVE
    membership.save()
    assert found_by(category="full") == {organisation.key}
    membership.delete()
    assert found_by(category="full") == set()


def test_a_deleted_concept_is_no_tag_any_more() -> None:
    concept = builders.make_concept()
    practice = builders.make_practice(title="Walk")
    practice.set_concepts({"theme": [concept]})
    practice.save()
    assert found_by(theme="visits") == {practice.key}

    assert touched(concept.delete) >= {practice.key}
    assert entry_of(practice.key).themes == ()


# -- entries ---------------------------------------------------------------------------------------
def test_a_practice_s_entry_says_what_is_known_of_it() -> None:
    organisation = builders.make_organisation(name="Casa", acronym="CV")
    practice = builders.make_practice(
        organisation=organisation,
        title="Povești",
        language="ro",
        heading_en="Stories",
        summary_ro="Un părinte citește.",
        countries=["RO", "NO"],
        maturity="pilot",
        started="2016-04",
        kind="training",
    )
    practice.evidence.add(
        Evidence(direction="no_effect", design="rct", claim_en="No lantern was seen."),
        Evidence(direction="works", design="survey", claim_ro="A ajutat."),
    )
    practice.set_concepts(
        {
            "theme": [builders.make_concept(record_id="stories")],
            "stage": [builders.make_concept(record_id="arrest", scheme="stage")],
        }
    )
    practice.save()

    entry = entry_of(practice.key)

    assert entry.title == {"ro": "Povești", "en": "Stories"}
    assert entry.languages == ("en", "ro")
    assert entry.original_language == "ro"
    assert entry.countries == ("RO", "NO")
    assert (entry.kind, entry.maturity, entry.year) == ("training", "pilot", 2016)
    assert entry.date == "2016-04-01"
    assert entry.directions == ("no_effect", "said")  # no study is named
    assert (entry.themes, entry.stages) == (("stories",), ("arrest",))
    assert entry.organisation == organisation.record_id
    assert "Casa" in entry.context
    assert "CV" in entry.context
    assert "No lantern was seen." in entry.body["en"]


def test_database_and_entries_agree_on_every_filter() -> None:
    organisation = builders.make_organisation(name="Casa")
    theme = builders.make_concept(record_id="stories")
    practice = builders.make_practice(
        organisation=organisation,
        countries=["RO"],
        maturity="pilot",
        started="2016",
        kind="service",
    )
    study = builders.make_research()
    practice.evidence.add(Evidence(direction="works", design="rct", research=study))
    practice.set_concepts({"theme": [theme]})
    practice.save()
    other = builders.make_practice(countries=["NO"], maturity="completed", kind="training")
    assert other.key != practice.key

    for chosen in (
        {"country": "RO"},
        {"theme": "stories"},
        {"maturity": "pilot"},
        {"kind": "service"},
        {"direction": "works"},
        {"organisation": organisation.record_id},
        {"year_from": "2016", "year_to": "2016"},
    ):
        query = SearchQuery.parse({"collection": "practices", **chosen}, "en")
        assert records_matching(query) == [practice.key], chosen
        assert found_by(collection="practices", **chosen) == {practice.key}, chosen


def test_a_study_visit_is_found_by_its_visits() -> None:
    exchange = builders.make_exchange(title="North")
    topic = builders.make_concept(record_id="family-day", scheme="topic", label="Family day")
    visit = Visit(order=1, country="NO", place="Oslo", title_en="Lanterns", lessons_en="Light!")
    visit.topics.add(VisitTopic(concept=topic))
    exchange.visits.add(visit)
    exchange.save()

    entry = entry_of(ExchangePage.objects.get().key)

    assert entry.countries == ("NO",)
    assert entry.topics == ("family-day",)
    assert "Lanterns" in entry.body["en"]
    assert records_matching(SearchQuery().with_(country="NO", collection="exchanges")) == [
        exchange.key
    ]


def test_a_helpline_s_number_is_neither_indexed_nor_shown_unless_confirmed() -> None:
    Helpline.objects.create(
        record_id="line", name_en="Line", phone="0800 1234567", country="NO", confirmed_on="2001"
    )
    source = source_of("helplines")
    assert source is not None

    entry = entry_of("helplines/line")
    card = source.cards(["line"], "en")["helplines/line"]

    assert "1234567" not in str(entry)
    assert "1234567" not in str(card)

    Helpline.objects.update(confirmed_on=timezone.localdate().isoformat())
    assert "1234567" in str(source.cards(["line"], "en")["helplines/line"])


def test_a_figure_s_card_has_country_year_and_how_it_came_about() -> None:
    Statistic.objects.create(
        record_id="n", statement_en="Children", value=1698, unit="children", country="RO"
    )
    source = source_of("statistics")
    assert source is not None

    card = source.cards(["n"], "en")["statistics/n"]

    assert card.place == "Romania"
    assert dict(card.facts)["Year"] == "year not stated"
    assert "How it came about" in dict(card.facts)


def test_lists_sort_by_title_in_the_reader_s_language_or_newest_first() -> None:
    first = builders.make_practice(title="Zebra", heading_fr="Âne", started="2001")
    second = builders.make_practice(title="Monkey", started="2010")
    source = source_of("practices")
    assert source is not None

    by_title = SearchQuery(sort="title")
    assert source.matching(by_title) == [second.record_id, first.record_id]
    assert source.matching(replace(by_title, language="fr")) == [first.record_id, second.record_id]
    assert source.matching(SearchQuery(sort="newest")) == [second.record_id, first.record_id]


def test_publishing_goes_on_while_the_engine_is_dead(settings: Any, tmp_path: Any) -> None:
    (tmp_path / "file").write_text("", encoding="ascii")
    settings.SEARCH_URL = f"embedded:{tmp_path / 'file' / 'index'}"

    practice = builders.make_practice(title="Lantern walk")

    assert PracticePage.objects.get(pk=practice.pk).live
    assert IndexState.objects.get(key=practice.key).wanted > 0
    found = find(SearchQuery(text="lantern"))
    assert found.degraded
    assert [card.key for card in found.cards] == [practice.key]


def test_registered_sources_are_not_a_fake_s() -> None:
    assert not any(isinstance(source, FakeSource) for source in registry.sources())
