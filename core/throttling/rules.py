"""What is limited: one table. Whoever adds a public form finds here what it is counted by."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

MINUTE, HOUR, DAY = 60, 3600, 86_400  # seconds
LONGEST_DOUBLING = 6  # a pause that doubles ends at 64 times the first one


class By(StrEnum):
    """Whose requests are counted together."""

    CLIENT = "client"  # a network address; of IPv6 the /64 that one household or office has
    ADDRESS = "address"  # the e-mail address in the form
    ACCOUNT = "account"  # who is to be signed in, from wherever
    PAIR = "account and client"
    EVERYBODY = "everybody"


class Answer(StrEnum):
    """What asks, and so can read the answer."""

    PAGE = "page"
    JSON = "json"
    TEXT = "text"


@dataclass(frozen=True, kw_only=True)
class Limit:
    """`most` in `per` seconds, counted from the first one.

    With `pause` (seconds) it is so many in a row instead: from the last of them on each has to wait
    for a pause that doubles, until `per` seconds went by without one.
    """

    by: By
    most: int
    per: int
    pause: int = 0

    @property
    def longest(self) -> int:
        """The longest time in seconds for which it may refuse."""
        return self.pause << LONGEST_DOUBLING if self.pause else self.per


@dataclass(frozen=True, kw_only=True)
class Rule:
    """Limits of what some views do; the first one that is reached refuses.

    `asks`: the views ask strangers for what concerns them, and are closed while a site has neither
    privacy notice nor imprint (core.network.closed).
    """

    name: str
    limits: tuple[Limit, ...]
    views: frozenset[str] = frozenset()
    answer: Answer = Answer.PAGE
    asks: bool = False


def _rule(name: str, *limits: Limit, views: str = "", **more: Any) -> Rule:
    return Rule(name=name, limits=limits, views=frozenset(views.split()), **more)


SIGN_IN = _rule(
    "sign-in",
    Limit(by=By.CLIENT, most=100, per=10 * MINUTE),
    Limit(by=By.PAIR, most=5, per=DAY, pause=MINUTE),
    Limit(by=By.ACCOUNT, most=20, per=DAY, pause=MINUTE),
)
#: the codes of the second factor, after the password
SECOND_FACTOR = _rule(
    "second factor",
    Limit(by=By.CLIENT, most=100, per=10 * MINUTE),
    Limit(by=By.PAIR, most=5, per=DAY, pause=MINUTE),
    Limit(by=By.ACCOUNT, most=20, per=DAY, pause=MINUTE),
)
#: mails that tell an account's owner that it is locked
LOCKED_MAIL = _rule("mail on a locked account", Limit(by=By.ACCOUNT, most=1, per=DAY))
#: invitations that an editor sends, again too: nobody fills other people's mailboxes by them
INVITATION = _rule(
    "invitation by an editor",
    Limit(by=By.ADDRESS, most=3, per=HOUR),
    Limit(by=By.ACCOUNT, most=60, per=DAY),
)
#: whatever else is posted by somebody who isn't signed in
OTHER_POST = _rule("other form", Limit(by=By.CLIENT, most=300, per=10 * MINUTE))

#: POSTs, counted in the database by everybody's processes together
POSTS = (
    _rule(
        "newsletter sign-up",
        Limit(by=By.CLIENT, most=90, per=HOUR),
        Limit(by=By.ADDRESS, most=3, per=HOUR),
        Limit(by=By.EVERYBODY, most=600, per=HOUR),
        views="newsletter:subscribe",
        asks=True,
    ),
    _rule(
        "newsletter links",
        Limit(by=By.CLIENT, most=60, per=HOUR),
        Limit(by=By.ADDRESS, most=3, per=HOUR),
        views="newsletter:links",
    ),
    _rule(
        "application",
        Limit(by=By.CLIENT, most=30, per=HOUR),
        Limit(by=By.ADDRESS, most=3, per=HOUR),
        Limit(by=By.EVERYBODY, most=200, per=HOUR),
        views="joining:begin",
        asks=True,
    ),
    _rule(
        "application link",
        Limit(by=By.CLIENT, most=60, per=HOUR),
        Limit(by=By.ADDRESS, most=3, per=HOUR),
        views="joining:link",
        asks=True,
    ),
    # Each file is looked through in a process of its own (core.files.intake).
    _rule(
        "files of applications",
        Limit(by=By.CLIENT, most=60, per=HOUR),
        views="joining:papers",
    ),
    _rule(
        "password reset",
        Limit(by=By.CLIENT, most=30, per=HOUR),
        Limit(by=By.ADDRESS, most=3, per=HOUR),
        views="wagtailadmin_password_reset",
    ),
    # Mail programs of one provider ask from few machines, in the minutes after an issue (RFC 8058).
    _rule(
        "one-click unsubscribe",
        Limit(by=By.CLIENT, most=3000, per=10 * MINUTE),
        views="newsletter_one_click",
        answer=Answer.TEXT,
    ),
    # One report for each mail and what became of it; what isn't signed is refused by its view.
    _rule(
        "provider's reports",
        Limit(by=By.CLIENT, most=6000, per=MINUTE),
        views="newsletter_provider",
        answer=Answer.TEXT,
    ),
)

#: GETs, counted in the memory of each process: a read writes nothing
GETS = (
    _rule("search", Limit(by=By.CLIENT, most=240, per=MINUTE), views="search:search"),
    # They ask what the search asks.
    _rule(
        "lists",
        Limit(by=By.CLIENT, most=240, per=MINUTE),
        views="practices_list projects_list research_list exchanges_list resources_list "
        "updates_list policies_list statistics_list recommendations_list helplines_list "
        "glossary_list events_list events_past events_month members map map_embed",
    ),
    _rule(
        "results to download",
        Limit(by=By.CLIENT, most=60, per=MINUTE),
        views="search:csv search:xlsx search:geojson search:atom events_calendar event_calendar "
        "map_csv updates_feed newsletter:feed",
    ),
    _rule(
        "suggestions",
        Limit(by=By.CLIENT, most=1200, per=MINUTE),
        views="search:suggestions",
        answer=Answer.JSON,
    ),
)
API = _rule("interface for programs", Limit(by=By.CLIENT, most=240, per=MINUTE), answer=Answer.JSON)
API_NAMESPACE = "api"


def rule_for(view_name: str, *, writes: bool, signed_in: bool) -> Rule | None:
    """Return the rule of a request, None where it isn't counted.

    `signed_in` people's forms are counted where they concern others, such as a sign-up.
    """
    rules = POSTS if writes else GETS
    for rule in rules:
        if view_name in rule.views:
            return rule
    if view_name.startswith(f"{API_NAMESPACE}:"):
        return API if not writes else OTHER_POST
    return OTHER_POST if writes and not signed_in else None
