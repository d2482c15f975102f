"""What readers see: pages, lists, registers, feeds, machines' addresses, links in mails."""

from __future__ import annotations

from tests.permissions.access import Access
from tests.permissions.people import Side
from tests.permissions.rules import Rule, rule
from tests.permissions.things import Kind
from tests.permissions.world_joining import NAMED, OWN

_SEARCHES = ("q={searched}", "q=visits")
_SIGN_UP = {"email": "new@example.org", "language_1": "en", "frequency": "issues"}

PUBLIC: tuple[Rule, ...] = (
    rule("api:search", Access.PUBLIC, queries=_SEARCHES),
    rule("api:*", Access.PUBLIC, depends=True),
    rule("search:*", Access.PUBLIC, queries=_SEARCHES),
    rule("map_layer", Access.PUBLIC, Kind.LAYER),
    rule("map*", Access.PUBLIC),
    rule("old_markers", Access.PUBLIC, Kind.MARKERS),
    rule("robots", Access.PUBLIC),
    rule("too_large*", Access.PUBLIC),
    rule("network_style", Access.PUBLIC),
    rule("permalink", Access.PUBLIC, Kind.PAGE, depends=True),
    rule("sitemap", Access.PUBLIC),
    rule("sitemap_part", Access.PUBLIC, Kind.SECTION),
    rule("members", Access.PUBLIC),
    rule("membership_categories", Access.PUBLIC),
    rule("office_page", Access.PUBLIC, Kind.ROLE, depends=True),
    rule("updates_feed", Access.PUBLIC),
    rule("events_past", Access.PUBLIC, queries=("", "q={searched}")),
    rule("events_month", Access.PUBLIC, queries=("", "month=2099-06")),
    rule("events_calendar", Access.PUBLIC),
    rule("event_calendar", Access.PUBLIC, Kind.PAGE, depends=True),
    rule("countries", Access.PUBLIC),
    rule("country", Access.PUBLIC, Kind.COUNTRY_CODE),
    rule("themes", Access.PUBLIC),
    rule("theme", Access.PUBLIC, "search.concept"),
    rule("helplines_entry", Access.PUBLIC, "practices.helpline"),
    rule("glossary_entry", Access.PUBLIC, "practices.glossaryterm"),
    rule("policies_entry", Access.PUBLIC, "practices.policy"),
    rule("statistics_entry", Access.PUBLIC, "practices.statistic"),
    rule("recommendations_entry", Access.PUBLIC, "practices.recommendation"),
    rule("*_list", Access.PUBLIC, queries=("", "q={searched}")),
    rule("wagtail_serve", Access.PUBLIC, Kind.SERVED),
    rule(
        "wagtailcore_authenticate_with_password",
        Access.NOBODY,
        Kind.RESTRICTION,
        why="no page has a password: what isn't public isn't served",
    ),
    rule("wagtailcore_login", Access.PUBLIC, depends=True),
    rule(
        "newsletter:confirm",
        Access.LINK,
        Kind.CONFIRM,
        depends=True,
        tells=frozenset({"address of a subscriber who is pending"}),
        why="the link came by mail to that address, and says which one it confirms",
    ),
    rule("newsletter:preferences", Access.LINK, Kind.PREFERENCES, depends=True),
    rule("newsletter:unsubscribe", Access.LINK, Kind.UNSUBSCRIBE, depends=True),
    rule("newsletter_one_click", Access.LINK, Kind.UNSUBSCRIBE, depends=True),
    rule(
        "people:take_up_invitation",
        Access.LINK,
        Kind.INVITATION,
        tells=frozenset(f"{side} address of somebody invited" for side in (Side.OURS, Side.THEIRS)),
        why="the link came by mail to that address",
    ),
    rule(
        "joining:referee",
        Access.LINK,
        Kind.REFEREES_LINK,
        depends=True,
        sends=({"answer": "Good work."}, {"decline": "1"}),
        tells=NAMED,
        why="the link came by mail to the referee, who is told who named them",
    ),
    rule("joining:begin", Access.PUBLIC, sends=({"email": "new@example.org"},)),
    rule("joining:link", Access.PUBLIC, sends=({"email": "new@example.org"},)),
    rule("joining:start", Access.PUBLIC),
    rule("joining:sent", Access.PUBLIC),
    rule(
        "joining:*",
        Access.LINK,
        Kind.APPLICANTS_LINK,
        depends=True,
        sends=({"consent": "on"}, {"person": "Eva", "remove": "1"}),
        writes=frozenset(
            {"members_membership", "members_membershipstep", "wagtailcore_modellogentry"}
            | {"wagtailcore_referenceindex"}
        ),
        tells=OWN | {"organisation that writes an application", *NAMED, "name of a referee"},
        why="the link came by mail to the applicant, who wrote all of this",
    ),
    rule("newsletter:subscribe", Access.PUBLIC, sends=(_SIGN_UP,)),
    rule("newsletter:links", Access.PUBLIC, sends=({"email": "new@example.org"},)),
    rule("newsletter:*", Access.PUBLIC),
)
