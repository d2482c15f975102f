"""Organisations, their memberships and updates in the records format."""

from __future__ import annotations

from maps.records import inside_its_country, only_the_town, place_fields, whole_point
from members.models import (
    NOT_ADMITTED,
    PUBLIC_STATUSES,
    Attendance,
    Country,
    MembershipCategory,
    MembershipPath,
    MembershipStatus,
    OrganisationIndexPage,
    OrganisationPage,
    UpdateKind,
    UpdatePage,
)
from members.periods import Period
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
    Reference,
    RowList,
    String,
    Text,
    Time,
    WebAddress,
    tags,
)
from records.place import RecordPlace
from records.registry import Collection, Json, register

#: the states that the file holds; applications stay with the office
ADMITTED = [status.value for status in MembershipStatus if status not in NOT_ADMITTED]


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


def one_membership_at_a_time(record: Json, at: RecordPlace) -> None:
    """Refuse a membership that begins before another one of the same organisation has ended."""
    given = record.get("memberships")
    periods: list[Period] = []
    for number, row in enumerate(given if isinstance(given, list) else ()):
        try:
            period = Period.of(
                since=row.get("applicant_since") or row.get("since") or "",
                until=row.get("until") or "",
                ended=row.get("status") == MembershipStatus.ENDED,
            )
        except (AttributeError, TypeError, ValueError):  # its own fields say what is wrong
            continue
        if any(period.overlaps(other) for other in periods):
            at.refuse(f"memberships[{number}]", "at the same time as another membership")
        periods.append(period)


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
        RowList(
            "memberships",
            [
                Reference("category", "categories", required=True),
                Choice("status", ADMITTED, required=True),
                Date("applicant_since"),
                Date("since"),
                Date("until"),
            ],
        ),
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

for _collection in (CATEGORIES, COUNTRIES, ORGANISATIONS, UPDATES):
    register(_collection)
