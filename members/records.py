"""Organisations, memberships and updates in the records format."""

from __future__ import annotations

from maps.records import inside_its_country, only_the_town, place_fields, whole_point
from members.membership_records import (
    PlainWords,
    facts,
    histories_of_an_organisation,
    history_of_its_own,
    hold,
    hold_without_page,
    memberships,
    offices_own,
    one_membership_at_a_time,
    without_page,
)
from members.models import (
    PUBLIC_STATUSES,
    Attendance,
    Country,
    Membership,
    MembershipCategory,
    MembershipPath,
    OrganisationIndexPage,
    OrganisationPage,
    UpdateKind,
    UpdatePage,
)
from records.fields import (
    Choice,
    CountryCode,
    CountryIdentity,
    Date,
    DateAside,
    Field,
    Identity,
    ImageFile,
    Integer,
    Language,
    ListOf,
    Mark,
    Nation,
    Publisher,
    RowList,
    String,
    Text,
    Time,
    WebAddress,
    tags,
)
from records.registry import Collection, Json, register


def images() -> RowList:
    """Return the field `images`."""
    return RowList(
        "images",
        [ImageFile(), Text("alt", required=True), String("credit"), String("licence")],
    )


def sources() -> ListOf:
    """Return the field `sources`: names of files or addresses."""
    return ListOf(String("sources", longest=None))


def notes() -> Field:
    """Return the field `notes`: editors' remarks, never public."""
    return String("notes", longest=None)


def public_memberships(record: Json) -> Json:
    """Leave out memberships that nobody outside is told of: a suspension beside another one."""
    said = dict(record)
    if "memberships" in said:
        rows = [row for row in said["memberships"] if row["status"] in PUBLIC_STATUSES]
        said["memberships"] = rows
    return {name: value for name, value in said.items() if name != "memberships" or value}


CATEGORIES = Collection.of(
    "categories",
    [
        Identity(),
        Choice("path", MembershipPath.values),
        Integer("votes"),
        Mark("by_invitation"),
        Text("label", required=True),
        Text("description"),
        Text("rights"),
        Text("duties"),
        Text("fee"),
        Text("conditions"),
    ],
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
    model=Country,
)

ORGANISATIONS = Collection.of(
    "organisations",
    [
        Identity(),
        Text("name", required=True, attribute="heading"),
        String("acronym"),
        ListOf(String("also_known_as")),
        String("kind", required=True),
        CountryCode("country", required=True),
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
        memberships(),
        Date("as_of"),
        DateAside("confirmed_on", relation="confirmation"),
        DateAside("dissolved", relation="dissolution", attribute="on"),
        images(),
        sources(),
        notes(),
    ],
    model=OrganisationPage,
    holder=OrganisationIndexPage,
    rules=(whole_point, inside_its_country, one_membership_at_a_time),
    tidy=only_the_town,
    private=frozenset({"notes"}),  # e-mail and telephone stand on the page
    for_everybody=public_memberships,
    against=(histories_of_an_organisation,),
    asked=("memberships",),
    hold=hold,
)

MEMBERSHIPS = Collection.of(
    "memberships",
    [
        Identity(),
        PlainWords("name", required=True),
        CountryCode("country", attribute="holder_country"),
        Mark("in_directory"),
        *facts(),
        *offices_own(),
    ],
    model=Membership,
    held=without_page,
    is_offices=True,
    against=(history_of_its_own,),
    hold=hold_without_page,
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
        Time("start_time"),
        Date("ends"),
        Time("end_time"),
        String("time_zone"),
        Choice("attendance", Attendance.values),
        Date("deadline"),
        String("place"),
        CountryCode("country"),
        WebAddress("online_address"),
        WebAddress("registration"),
        String("organiser"),
        Mark("cancelled"),
        WebAddress("url", attribute="web_address"),
        images(),
        Language("original_language", required=True),
        sources(),
    ],
    model=UpdatePage,
)

for _collection in (CATEGORIES, COUNTRIES, ORGANISATIONS, MEMBERSHIPS, UPDATES):
    register(_collection)
