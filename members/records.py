"""Organisations, their memberships and updates in the records format."""

from __future__ import annotations

from cope_network.core.records.fields import (
    Choice,
    Country,
    CountryIdentity,
    Date,
    DateAside,
    Field,
    Identity,
    ImageFile,
    Integer,
    Language,
    ListOf,
    Nation,
    Publisher,
    Reference,
    RowList,
    String,
    Text,
    WebAddress,
    tags,
)
from cope_network.core.records.registry import Collection, register
from maps.records import only_the_town, place_fields, whole_point
from members.models import (
    Country as CountryText,
)
from members.models import (
    MembershipCategory,
    MembershipStatus,
    OrganisationIndexPage,
    OrganisationPage,
    UpdateKind,
    UpdatePage,
)


def images() -> RowList:
    """Return the field `images`."""
    return RowList(
        "images",
        [ImageFile(), Text("alt", required=True), String("credit"), String("licence")],
    )


def sources() -> ListOf:
    """Return the field `sources`: names of files or addresses, of any length."""
    return ListOf(String("sources", longest=None))


def notes() -> Field:
    """Return the field `notes`: editors' remarks, never public."""
    return String("notes", longest=None)


CATEGORIES = Collection.of(
    "categories",
    [Identity(), Text("label", required=True), Text("description")],
    model=MembershipCategory,
)

COUNTRIES = Collection.of(
    "countries",
    [
        CountryIdentity(),
        Text("introduction", required=True),
        Language("original_language", required=True),
        sources(),
    ],
    model=CountryText,
)

ORGANISATIONS = Collection.of(
    "organisations",
    [
        Identity(),
        Text("name", required=True, attribute="heading"),
        String("acronym"),
        ListOf(String("also_known_as")),
        String("kind", required=True),
        Country("country", required=True),
        Nation("nation"),
        *place_fields(),
        String("address"),
        String("postcode"),
        WebAddress("website"),
        String("email"),
        String("phone"),
        Integer("founded"),
        Integer("staff"),
        Integer("volunteers"),
        ListOf(Language("languages")),
        tags("themes", "theme"),
        Text("summary"),
        Language("original_language", required=True),
        RowList(
            "memberships",
            [
                Reference("category", "categories", required=True),
                Choice("status", MembershipStatus.values, required=True),
                Date("since"),
                Date("until"),
            ],
        ),
        Date("as_of"),
        DateAside("confirmed_on", relation="confirmation"),
        images(),
        sources(),
        notes(),
    ],
    model=OrganisationPage,
    holder=OrganisationIndexPage,
    rules=(whole_point,),
    tidy=only_the_town,
    private=frozenset({"notes"}),  # e-mail and telephone stand on the page
)

UPDATES = Collection.of(
    "updates",
    [
        Identity(),
        Publisher("organisation", "organisations", required=True),
        Choice("kind", UpdateKind.values, required=True),
        Text("title", required=True, attribute="heading"),
        Text("body", required=True),
        tags("themes", "theme"),
        Date("date", required=True),
        Date("starts"),
        Date("ends"),
        Date("deadline"),
        String("place"),
        Country("country"),
        WebAddress("url", attribute="web_address"),
        images(),
        Language("original_language", required=True),
        sources(),
    ],
    model=UpdatePage,
)

for _collection in (CATEGORIES, COUNTRIES, ORGANISATIONS, UPDATES):
    register(_collection)
