"""The directory of organisations: members first, filters, honest about what it ignores."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from members.models import Membership, MembershipPath, MembershipStatus, OrganisationPage
from search.query import SearchQuery
from search.sources.registry import source_of
from tests.builders import make_category, make_membership, make_organisation, organisation_index
from tests.shown import Shown, read

pytestmark = pytest.mark.django_db


def member(name: str, **fields: object) -> OrganisationPage:
    organisation = make_organisation(name=name, **fields)  # type: ignore[arg-type]  # as given
    make_membership(organisation=organisation)
    return organisation


def directory(client: Client, query: str = "", *, language: str = "en") -> Shown:
    return read(client, organisation_index().url_in(language) + query)


def test_members_come_first(client: Client) -> None:
    member("A member")
    make_organisation(name="A stranger")

    shown = directory(client)

    assert shown.headings(3) == ["A member"]
    assert "1 member" in shown.words
    assert "All organisations (2)" in shown.words


def test_a_name_from_right_to_left_says_so(client: Client) -> None:
    page = member("בית הילד (London)")
    member("London (בית)")

    for shown in (directory(client), read(client, page.url_in("en"))):
        assert ' dir="rtl">בית הילד (London)</' in shown.html
        assert ' dir="rtl">London' not in shown.html


def test_all_organisations_are_one_click_away(client: Client) -> None:
    member("A member")
    make_organisation(name="B stranger")

    shown = directory(client, "?view=all")

    assert shown.headings(3) == ["A member", "B stranger"]
    assert "2 organisations" in shown.words


@pytest.mark.parametrize(
    ("status", "until"),
    [
        (MembershipStatus.APPLICANT, ""),
        (MembershipStatus.SUSPENDED, ""),
        (MembershipStatus.ENDED, ""),
        (MembershipStatus.ACTIVE, "2020"),
    ],
)
def test_only_an_active_membership_today_counts(client: Client, status: str, until: str) -> None:
    make_membership(organisation=make_organisation(), status=status, until=until)

    assert directory(client).headings(3) == []


def test_drafts_are_not_listed_nor_counted(client: Client) -> None:
    organisation = make_organisation(name="Draft", live=False)
    make_membership(organisation=organisation)

    shown = directory(client, "?view=all")

    assert "Draft" not in shown.words
    assert "All organisations (0)" in shown.words


def test_it_is_grouped_by_country_in_the_readers_words(client: Client) -> None:
    member("Norsk", country="NO")
    member("Română", country="RO")
    member("Deutsch", country="DE")

    in_romanian = directory(client, language="ro").headings(2)
    in_french = directory(client, language="fr").headings(2)

    assert in_romanian[1:4] == ["Germania", "Norvegia", "România"]
    assert in_french[1:4] == ["Allemagne", "Norvège", "Roumanie"]


def test_names_sort_without_regard_to_accents(client: Client) -> None:
    for name in ("Zora", "Élan", "Fora", "Dora"):
        member(name)

    assert directory(client).headings(3) == ["Dora", "Élan", "Fora", "Zora"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?country=NO", ["Norsk"]),
        ("?country=no&country=RO", ["Norsk", "Casa"]),
        ("?kind=prison", ["Casa"]),
        ("?language=en", ["Norsk"]),
        ("?language=ro&language=nb", ["Casa"]),
        ("?category=honorary", ["Casa"]),
        ("?category=honorary&country=NO", []),
    ],
)
def test_filters_select(client: Client, query: str, names: list[str]) -> None:
    member("Norsk", country="NO", languages=["nb", "en"])
    casa = make_organisation(name="Casa", country="RO", kind="prison", language="ro")
    make_membership(
        organisation=casa, category=make_category(record_id="honorary", label="Honorary")
    )

    assert directory(client, query).headings(3) == names


@pytest.mark.parametrize(
    "query",
    [
        "?country=NO&country=RO",
        "?kind=prison",
        "?language=ro",
        "?category=honorary",
        "?category=full&language=en&kind=association",
        "?country=DE",
    ],
)
def test_a_filter_selects_the_same_as_in_the_search(client: Client, query: str) -> None:
    member("Norsk", country="NO")
    make_organisation(name="Deutsch", country="DE", heading_ro="German")
    casa = make_organisation(name="Casa", country="RO", kind="prison", language="ro")
    make_membership(
        organisation=casa, category=make_category(record_id="honorary", label="Honorary")
    )
    former = make_organisation(name="Former", country="NO")
    make_membership(organisation=former, until="2020")
    source = source_of("organisations")
    assert source is not None
    asked = SearchQuery.parse(QueryDict(query[1:]), "en")

    found = source.matching(asked)

    shown = directory(client, f"{query}&view=all").headings(3)
    cards = source.cards(found, "en")
    assert sorted(shown) == sorted(str(card.title) for card in cards.values())


def test_a_facet_counts_without_its_own_filter(client: Client) -> None:
    member("Norsk", country="NO")
    member("Casa", country="RO")

    shown = directory(client, "?country=NO")

    assert "Norway 1 result" in shown.words
    assert "Romania 1 result" in shown.words


def test_a_chosen_filter_can_be_taken_away(client: Client) -> None:
    member("Norsk", country="NO")

    shown = directory(client, "?country=NO&kind=association&view=all")

    assert 'href="?view=all&amp;kind=association"' in shown.html
    assert 'href="?view=all&amp;country=NO"' in shown.html


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?country=Atlantis", "country = Atlantis"),
        ("?kind=spaceship", "kind = spaceship"),
        ("?category=nobody", "category = nobody"),
        ("?language=xx", "language = xx"),
        ("?view=upside-down", "view = upside-down"),
        ("?theme=visits", "theme = visits"),
        ("?colour=red", "colour = red"),
        ("?q=visits", "q = visits"),
        ("?year_from=2000", "year_from = 2000"),
        ("?page=minus", "page = minus"),
    ],
)
def test_what_is_unknown_is_named_and_ignored(client: Client, query: str, words: str) -> None:
    member("A member")

    shown = directory(client, query)

    assert "Part of the address was not understood" in shown.words
    assert words in shown.words
    assert shown.headings(3) == ["A member"]


def test_an_ignored_value_is_text(client: Client) -> None:
    shown = directory(client, "?country=%3Cscript%3Ealert(1)%3C/script%3E")

    assert "<script>alert" not in shown.html


def test_a_list_without_results_says_what_to_try(client: Client) -> None:
    shown = directory(client, "?country=NO")

    assert "No organisation fits all of this" in shown.words
    assert 'href="?view=all"' in shown.html


def test_a_long_list_has_pages(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("members.presentation.directory.PAGE_SIZE", 2)
    for name in ("Ana", "Bea", "Cleo"):
        member(name)

    assert directory(client).headings(3) == ["Ana", "Bea"]
    assert directory(client, "?page=2").headings(3) == ["Cleo"]
    assert directory(client, "?page=99").headings(3) == ["Cleo"]


def test_queries_do_not_grow_with_the_list(client: Client) -> None:
    from django.db import connection

    for number in range(2):
        member(f"Member {number}", country=("NO", "RO")[number])
    directory(client, "?view=all")
    with CaptureQueriesContext(connection) as few:
        directory(client, "?view=all")
    for number in range(6):
        member(f"Later {number}", country=("DE", "FR")[number % 2])
    with CaptureQueriesContext(connection) as many:
        directory(client, "?view=all")

    assert len(many) == len(few)


def person(name: str, *, status: str = MembershipStatus.ACTIVE, chose: bool = True) -> None:
    category = make_category(record_id="individual", label="Individual member")
    category.path = MembershipPath.INDIVIDUAL
    category.save()
    Membership.objects.create(
        category=category,
        status=status,
        since="2015",
        name=name,
        holder_country="GR",
        in_directory=chose,
    )


def test_individual_members_who_chose_so_stand_below_with_name_and_country(client: Client) -> None:
    member("A member")
    person("Ζωή Ωμέγα")
    person("Émile Petit")
    person("Not chosen", chose=False)
    person("Suspended", status=MembershipStatus.SUSPENDED)

    shown = directory(client)

    assert "Individual members Émile Petit, Greece Ζωή Ωμέγα, Greece" in shown.words
    assert "Not chosen" not in shown.words
    assert "Suspended" not in shown.words
    assert "Émile Petit, Grèce" in directory(client, language="fr").words
    for query in ("?view=all", "?country=GR"):
        assert 'id="persons"' not in directory(client, query).html
