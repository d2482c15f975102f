"""The office's registers in the records format."""

from __future__ import annotations

from members.records import sources
from practices.models import (
    GlossaryTerm,
    Helpline,
    Method,
    Policy,
    PolicyStatus,
    Recommendation,
    RecommendationStatus,
    Statistic,
)
from records.fields import (
    Bool,
    Choice,
    CountryCode,
    Date,
    Identity,
    Integer,
    Language,
    ListOf,
    Nation,
    Nested,
    Number,
    Range,
    Reference,
    References,
    String,
    Text,
    WebAddress,
    tags,
)
from records.registry import Collection

POLICIES = Collection.of(
    "policies",
    [
        Identity(),
        Text("title", required=True),
        String("kind"),
        Choice("status", PolicyStatus.values),
        Integer("year"),
        String("body"),
        CountryCode("country"),
        Nation("nation"),
        ListOf(String("articles")),
        Text("summary"),
        WebAddress("url", attribute="web_address"),
        tags("themes", "theme"),
        Language("original_language", required=True),
        sources(),
    ],
    model=Policy,
)

STATISTICS = Collection.of(
    "statistics",
    [
        Identity(),
        Text("statement", required=True),
        Number("value", required=True),
        String("unit"),
        String("qualifier"),
        Choice("method", Method.values),
        Bool("official"),
        CountryCode("country"),
        Nation("nation"),
        Integer("year"),
        Nested(
            "comparison",
            [
                Number("value", required=True, attribute="comparison_value"),
                String("group", required=True, attribute="comparison_group"),
            ],
        ),
        Range("interval", low="interval_low", high="interval_high"),
        Integer("n"),
        Reference("research", "research"),
        Text("caution"),
        tags("themes", "theme"),
        Language("original_language", required=True),
        sources(),
    ],
    model=Statistic,
)

RECOMMENDATIONS = Collection.of(
    "recommendations",
    [
        Identity(),
        Text("addressee", required=True),
        Text("text", required=True),
        Integer("year"),
        Choice("status", RecommendationStatus.values),
        tags("themes", "theme"),
        tags("stages", "stage"),
        CountryCode("country"),
        Language("original_language", required=True),
        sources(),
    ],
    model=Recommendation,
)

HELPLINES = Collection.of(
    "helplines",
    [
        Identity(),
        Text("name", required=True),
        String("phone", required=True),
        String("email"),
        CountryCode("country", required=True),
        Nation("nation"),
        References("operators", "organisations", relation="operators", key="target"),
        Text("hours"),
        Text("audience"),
        Date("as_of"),
        Date("confirmed_on"),
        sources(),
    ],
    model=Helpline,
    private=frozenset({"email", "phone"}),
    shown=lambda helpline: frozenset({"email", "phone"} if helpline.is_number_shown else ()),
)

GLOSSARY = Collection.of(
    "glossary",
    [
        Identity(),
        Text("term", required=True),
        String("acronym"),
        Text("meaning", required=True),
        ListOf(String("also_known_as")),
        CountryCode("country"),
        sources(),
    ],
    model=GlossaryTerm,
)

COLLECTIONS = (POLICIES, STATISTICS, RECOMMENDATIONS, HELPLINES, GLOSSARY)
