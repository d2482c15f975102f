"""Practices, projects, research, exchanges and materials in the records format."""

from __future__ import annotations

from maps.records import inside_its_country, only_the_town, place_fields, whole_point
from members.models import OrganisationPage
from members.records import images, notes, sources
from practices import register_records
from practices.models import (
    Design,
    Direction,
    ExchangePage,
    LibraryPage,
    Maturity,
    PracticeKind,
    PracticePage,
    ProjectPage,
    ResearchKind,
    ResearchPage,
    ResourcePage,
)
from records.fields import (
    Choice,
    CountryCode,
    Date,
    DateAside,
    DocumentFile,
    Identity,
    Integer,
    Language,
    ListOf,
    Nation,
    Number,
    NumberOrText,
    Publisher,
    Range,
    Reference,
    References,
    RowList,
    String,
    Text,
    WebAddress,
    tags,
)
from records.place import RecordPlace
from records.registry import Collection, Json, Rule, register


def inside_its_countries(publisher: str) -> Rule:
    """Return the rule for the point of a record whose field `publisher` names an organisation."""

    def country(record: Json, at: RecordPlace) -> str | None:
        wanted, data = record.get(publisher), at.source.data
        given = data.get("organisations") if isinstance(data, dict) else None
        for entry in given if isinstance(given, list) else ():
            if isinstance(entry, dict) and entry.get("id") == wanted:
                return str(entry.get("country") or "")
        stored = OrganisationPage.objects.filter(record_id=str(wanted))
        return stored.values_list("country", flat=True).first()

    def rule(record: Json, at: RecordPlace) -> None:
        inside_its_country(record, at, publisher=lambda: country(record, at))

    return rule


def files() -> RowList:
    """Return the field `files`."""
    return RowList("files", [DocumentFile(), Text("title", required=True), Language("language")])


EVIDENCE = RowList(
    "evidence",
    [
        Text("claim", required=True),
        Text("outcome"),
        Choice("direction", Direction.values, required=True),
        Choice("design", Design.values, required=True),
        ListOf(String("waves")),
        String("measure"),
        NumberOrText("value"),
        Integer("n"),
        Reference("research", "research"),
        Text("caution"),
    ],
)

PRACTICES = Collection.of(
    "practices",
    [
        Identity(),
        Text("title", required=True, attribute="heading"),
        Choice("kind", PracticeKind.values, required=True),
        Publisher("organisation", "organisations", required=True),
        RowList(
            "partners",
            [
                Reference("organisation", "organisations", required=True, attribute="target"),
                Text("role"),
                Date("since"),
            ],
        ),
        ListOf(CountryCode("countries")),
        Nation("nation"),
        ListOf(String("regions")),
        *place_fields(),
        tags("themes", "theme"),
        tags("target_groups", "target_group"),
        tags("settings", "setting"),
        tags("stages", "stage"),
        Choice("maturity", Maturity.values, required=True),
        Date("started"),
        Date("ended"),
        Text("summary", required=True),
        Text("description"),
        EVIDENCE,
        RowList(
            "figures",
            [
                Text("label", required=True),
                Number("value", required=True),
                String("unit"),
                String("qualifier"),
                Integer("year"),
            ],
        ),
        ListOf(String("funding")),
        References(
            "adapted_from", "practices", relation="adapted_from", key="target", itself=False
        ),
        References("continues", "practices", relation="continues", key="target", itself=False),
        WebAddress("url", attribute="web_address"),
        Date("as_of"),
        DateAside("confirmed_on", relation="confirmation"),
        images(),
        files(),
        Language("original_language", required=True),
        sources(),
        notes(),
    ],
    model=PracticePage,
    rules=(whole_point, inside_its_countries("organisation")),
    tidy=only_the_town,
    private=frozenset({"notes"}),
)

RESEARCH = Collection.of(
    "research",
    [
        Identity(),
        Publisher("organisation", "organisations"),
        Text("title", attribute="heading"),
        Text("body"),
        ListOf(String("authors")),
        Integer("year"),
        String("publisher"),
        Choice("kind", ResearchKind.values, required=True),
        ListOf(CountryCode("countries")),
        Nation("nation"),
        Language("language"),
        Choice("design", Design.values),
        String("sample"),
        tags("themes", "theme"),
        Text("finding"),
        WebAddress("url", attribute="web_address"),
        String("doi"),
        Reference("cited_via", "research", itself=False),
        files(),
        Language("original_language", required=True),
        sources(),
        notes(),
    ],
    model=ResearchPage,
    holder=LibraryPage,
    private=frozenset({"notes"}),
)

PROJECTS = Collection.of(
    "projects",
    [
        Identity(),
        Text("title", required=True, attribute="heading"),
        Publisher("promoter", "organisations", required=True),
        References("partners", "organisations", relation="partners", key="target"),
        Reference("funder", "organisations"),
        String("programme"),
        String("project_number"),
        Text("summary"),
        tags("themes", "theme"),
        tags("target_groups", "target_group"),
        tags("settings", "setting"),
        tags("stages", "stage"),
        *place_fields(),
        WebAddress("url", attribute="web_address"),
        Number("initial_cost"),
        Number("final_cost"),
        Number("grant_amount"),
        String("currency"),
        ListOf(CountryCode("countries")),
        ListOf(String("regions")),
        Date("start"),
        Date("end"),
        Text("description"),
        Text("results"),
        Text("bilateral_results"),
        RowList(
            "indicators",
            [
                Text("label", required=True),
                Number("target"),
                Number("actual"),
                String("unit"),
                String("qualifier"),
            ],
        ),
        References("practices", "practices", relation="practices", key="target"),
        images(),
        Language("original_language", required=True),
        sources(),
    ],
    model=ProjectPage,
    rules=(whole_point, inside_its_countries("promoter")),
    tidy=only_the_town,
)

EXCHANGES = Collection.of(
    "exchanges",
    [
        Identity(),
        Text("title", required=True, attribute="heading"),
        Publisher("visitor", "organisations", required=True),
        Reference("host", "organisations", required=True),
        Date("date"),
        Text("purpose"),
        Text("conclusions"),
        RowList(
            "visits",
            [
                Integer("order", required=True),
                Date("date"),
                Reference("host", "organisations"),
                String("place"),
                CountryCode("country"),
                Text("title"),
                References("topics", "concepts", relation="topics", key="concept"),
                Text("facts"),
                Text("lessons"),
            ],
        ),
        Language("original_language", required=True),
        sources(),
    ],
    model=ExchangePage,
)

RESOURCES = Collection.of(
    "resources",
    [
        Identity(),
        Text("title", required=True, attribute="heading"),
        Publisher("organisation", "organisations"),
        String("kind"),
        tags("audiences", "target_group"),
        Text("about"),
        tags("themes", "theme"),
        tags("stages", "stage"),
        Range("ages", low="age_from", high="age_to"),
        Date("as_of"),
        files(),
        Language("language"),
        WebAddress("url", attribute="web_address"),
        String("price"),
        Language("original_language", required=True),
        sources(),
    ],
    model=ResourcePage,
    holder=LibraryPage,
)

for _collection in (PRACTICES, RESEARCH, PROJECTS, EXCHANGES, RESOURCES):
    register(_collection)
for _collection in register_records.COLLECTIONS:
    register(_collection)
