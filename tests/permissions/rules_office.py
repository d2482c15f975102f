"""What the office and administrators do in the admin, and what everybody there may do."""

from __future__ import annotations

from typing import Any

from tests.permissions.access import Access
from tests.permissions.rules import EXPORTS, GROUPS_OF_ORGANISATION, SEARCHING, SNIPPET, Rule, rule
from tests.permissions.things import Kind

#: somebody tries to become, or to make, an administrator
_CROWNED = {
    "email": "new@example.org",
    "first_name": "New",
    "last_name": "Person",
    "password1": "a-password-for-tests",
    "password2": "a-password-for-tests",
    "is_superuser": "on",
    "is_active": "on",
    "groups": ["{office_group}", "{extra_group}"],
}
#: how somebody is invited
_DIRECT = {"mode": "direct", "language": "en"}
#: how the views of a chooser are asked
_CHOOSERS: dict[str, dict[str, Any]] = {
    "chosen_multiple": {"queries": ("id={pk}", "id=x"), "depends": True},
    "choose*": {"queries": SEARCHING, "depends": True},
    "*": {"depends": True},
}

#: somebody takes the address of a colleague-to-be of another organisation
_READDRESSED = {
    "name_email-first_name": "New",
    "name_email-last_name": "Person",
    "name_email-email": "new@example.org",
    "theme-theme": "system",
    "theme-contrast": "system",
    "theme-density": "default",
}

EVERYONE: tuple[Rule, ...] = (
    rule("wagtailadmin_home", Access.SIGNED_IN),
    rule("wagtailadmin_account", Access.SIGNED_IN, sends=(_CROWNED, _READDRESSED)),
    rule(
        "wagtailadmin_logout",
        Access.PUBLIC,
        depends=True,
        why="whoever is signed out already loses nothing",
    ),
    rule("wagtailadmin_dismissibles", Access.SIGNED_IN, depends=True),
    rule("wagtailadmin_error_test", Access.NOBODY, why="it exists to raise an error"),
    rule("wagtailadmin_block_preview", Access.SIGNED_IN, depends=True),
    rule(
        "wagtailadmin_tag_*autocomplete",
        Access.SIGNED_IN,
        Kind.TAGGED,
        queries=("term={searched}",),
        depends=True,
    ),
    rule("wagtailadmin_sprite", Access.PUBLIC),
    rule("wagtailadmin_javascript_catalog", Access.PUBLIC, why="words of the interface"),
    rule(
        "wagtailadmin_login",
        Access.PUBLIC,
        depends=True,
        sends=({"username": "{their_email}", "password": "wrong"},),
    ),
    rule("wagtailadmin_password_reset", Access.PUBLIC, sends=({"email": "{their_email}"},)),
    rule("wagtailadmin_password_reset_confirm", Access.LINK, Kind.RESET, depends=True),
    rule("wagtailadmin_password_reset_*", Access.PUBLIC),
    rule(
        "second_factor_code",
        Access.SIGNED_IN,
        depends=True,
        sends=({"code": "000000"},),
        why="whoever gave a code already is led on",
    ),
    rule("second_factor_set_up", Access.SIGNED_IN, depends=True, sends=({"code": "000000"},)),
    rule(
        "second_factor",
        Access.SIGNED_IN,
        sends=({"begin": "1"}, {"codes": "1", "code": "000000"}, {"off": "1", "code": ""}),
    ),
    rule("stop_factor_reset", Access.LINK, Kind.FACTOR_RESET, depends=True),
    rule("own_sessions", Access.SIGNED_IN, sends=({"all": "1"}, {"end": "x"}), depends=True),
    rule(
        "sessions_of",
        Access.USERS,
        Kind.USER,
        depends=True,
        sends=({"all": "1"}, {"reset": "1"}),
        why="one's own are open to everybody",
    ),
    rule("wagtailembeds:chooser*", Access.SIGNED_IN),
    rule("place_answer", Access.SIGNED_IN, Kind.LOOK_UP, why="whoever knows its random number"),
    rule(
        "place_*",
        Access.SIGNED_IN,
        queries=("q=Iasi&country=RO",),
        sends=({"q": "Main Street"},),
        depends=True,
    ),
    rule("admin/test404/", Access.SIGNED_IN, depends=True, why="Wagtail's own 404 page"),
    rule("admin/^.*/$", Access.SIGNED_IN, Kind.PATH, depends=True, why="a 404 page in the admin"),
)

OFFICE: tuple[Rule, ...] = (
    rule("wagtailadmin_reports:page_types_usage*", Access.OFFICE, queries=EXPORTS),
    rule(
        "wagtailadmin_reports:*", Access.SIGNED_IN, queries=EXPORTS, depends=True, why="own pages"
    ),
    rule("first_pages", Access.OFFICE, sends=({"role": "notice", "page": ""}, {"role": "x"})),
    rule("network_year", Access.OFFICE, queries=("", "year=2024", "year=x", "year=9999999")),
    rule("network_year_file", Access.OFFICE, Kind.YEAR, depends=True),
    rule("first_hour", Access.OFFICE, sends=({"mail": "1"},)),
    rule("fill_gaps", Access.OFFICE, Kind.PAGE, depends=True, sends=({"gap_0": "Ana"},)),
    rule("search_queries", Access.OFFICE, queries=EXPORTS),
    rule(
        "personal_data",
        Access.OFFICE,
        sends=(
            {"email": "{their_email}", "step": "look"},
            {"email": "{their_email}", "step": "give", "chosen": "login|{their_editor}"},
            {"email": "{their_email}", "step": "erase", "chosen": "login|{their_editor}"},
        ),
        depends=True,
    ),
    rule("record_of_processing", Access.OFFICE, queries=EXPORTS),
    rule("search_waiting", Access.OFFICE, queries=EXPORTS),
    rule(
        "merge_concept",
        Access.OFFICE,
        "search.concept",
        queries=("", "into={pk}"),
        depends=True,
        sends=({"into": "{pk}"}, {"into": "{other_concept}"}),
    ),
    rule("menus", Access.OFFICE, sends=({"action": "own", "place": "header"}, {"action": "x"})),
    rule("editors_overview", Access.OFFICE, queries=SEARCHING),
    rule("invitations", Access.OFFICE, queries=("", "p=x")),
    rule("colleagues", Access.SIGNED_IN, depends=True, why="of one's own"),
    rule(
        "organisation_colleagues",
        Access.EDITORS,
        Kind.ORGANISATION,
        depends=True,
        sends=(
            {"email": "new@example.org", "language": "en", "mode": "direct", "by_office": "on"},
            {"take_back": "{our_invitation}"},
            {"send_again": "{their_invitation}"},
        ),
        why="the office has a page of its own for it",
    ),
    rule("memberships", Access.OFFICE, queries=("q={searched}", "as=csv", "as=xlsx", "day=x")),
    rule("electoral_roll", Access.OFFICE, queries=("persons=on", "day=x", "as=pdf", "as=xlsx")),
    rule(
        "membership",
        Access.OFFICE,
        "members.membership",
        sends=(
            {"to": "suspended", "seen": "active", "day": "2026-11-01"},
            {"keep_notes": "1", "notes": "A note"},
            {"dissolve": "1", "on": "2025"},
            {"add_contact": "1", "role": "practice", "name": "Ana"},
        ),
    ),
    rule("membership_paper", Access.OFFICE, Kind.PAPER, depends=True),
    rule(
        "organisation_editors",
        Access.OFFICE,
        Kind.ORGANISATION,
        sends=(
            {"add": "1", "email": "new@example.org", **_DIRECT},
            {"add": "1", "email": "{their_email}", **_DIRECT},
            {"add": "1", "email": "{their_email}", "login": "{their_editor}", **_DIRECT},
            {"send_again": "{their_invitation}"},
            {"take_back": "{their_invitation}"},
            {"remove": "{their_editor}"},
            {"mode": "direct"},
        ),
        writes=GROUPS_OF_ORGANISATION,
        why="to let somebody edit makes an organisation's groups and its collection",
    ),
    rule("applications:all", Access.OFFICE, sends=({"email": "x@example.org", "language": "en"},)),
    rule(
        "applications:one",
        Access.OFFICE,
        Kind.APPLICATION,
        sends=(
            {"do": "take_up", "version": "0"},
            {"do": "ask", "version": "0", "ask-text": "Since when?"},
            {"do": "note", "note-text": "Good."},
            {"do": "refuse", "version": "0", "decision": "No.", "decided_on": "12.3.2026"},
        ),
    ),
    rule("applications:file", Access.OFFICE, Kind.APPLICATION, depends=True),
    rule("newsletter_desk:export", Access.OFFICE, Kind.SUBSCRIBER, depends=True),
    rule("newsletter_desk:erase", Access.OFFICE, Kind.SUBSCRIBER),
    rule("newsletter_desk:take_off", Access.OFFICE, Kind.SUBSCRIBER),
    rule("newsletter_desk:complaint", Access.OFFICE, Kind.SUBSCRIBER),
    rule("newsletter_desk:add_subscriber", Access.OFFICE, sends=({"email": "new@example.org"},)),
    rule("newsletter_desk:take_list", Access.OFFICE, sends=({}, {"step": "take", "table": "x"})),
    rule(
        "newsletter_desk:export_all", Access.OFFICE, sends=({"format": "csv"}, {"format": "xlsx"})
    ),
    rule("newsletter_desk:report", Access.OFFICE, Kind.MAILING),
    rule(
        "newsletter_desk:act",
        Access.OFFICE,
        Kind.MAILING,
        depends=True,
        sends=({"action": "stop"}, {"action": "pause"}),
    ),
    rule("newsletter_desk:desk", Access.OFFICE),
    rule("newsletter_desk:start", Access.OFFICE, depends=True),
    rule("newsletter_desk:call", Access.OFFICE),
    rule("newsletter_desk:*", Access.OFFICE, Kind.ISSUE, depends=True),
    rule("wagtailredirects:edit", Access.OFFICE, Kind.REDIRECT),
    rule("wagtailredirects:delete", Access.OFFICE, Kind.REDIRECT),
    rule("wagtailredirects:index*", Access.OFFICE, queries=(*SEARCHING, *EXPORTS)),
    rule("wagtailredirects:*", Access.OFFICE, depends=True),
    rule("wagtailsnippets:index", Access.OFFICE, depends=True),
    rule(
        "wagtailsnippets_newsletter_*:list*", Access.OFFICE, SNIPPET, queries=(*SEARCHING, *EXPORTS)
    ),
    rule("wagtailsnippets_newsletter_*:inspect", Access.OFFICE, SNIPPET),
    rule("wagtailsnippets_newsletter_*:history*", Access.OFFICE, SNIPPET, depends=True),
    rule("wagtailsnippets_newsletter_*:usage", Access.OFFICE, SNIPPET, depends=True),
    rule(
        "wagtailsnippets_newsletter_*",
        Access.NOBODY,
        SNIPPET,
        why="subscribers and their consent are looked at; forms and the desk change them",
    ),
    rule("wagtailsnippets_*:list*", Access.OFFICE, SNIPPET, queries=(*SEARCHING, *EXPORTS)),
    rule("wagtailsnippets_*", Access.OFFICE, SNIPPET, depends=True),
    rule(
        "wagtailsnippetchoosers_*:create",
        Access.NOBODY,
        SNIPPET,
        why="entries are made in the table's own form",
    ),
    *(
        rule(f"wagtailsnippetchoosers_{names}:{view}", access, SNIPPET, why=why, **asked)
        for names, access, why in (
            (
                "members_membership",
                Access.OFFICE,
                "who is no member yet, whose page is a draft",
            ),
            ("newsletter_*", Access.OFFICE, "addresses of subscribers"),
            ("home_menuentry", Access.OFFICE, "nobody chooses an entry of a menu"),
            ("*", Access.SIGNED_IN, "the registers are public"),
        )
        for view, asked in _CHOOSERS.items()
    ),
    rule("wagtailusers_users:index*", Access.OFFICE, queries=(*SEARCHING, *EXPORTS)),
    rule("wagtailusers_users:add", Access.OFFICE, sends=(_CROWNED,)),
    rule("wagtailusers_users:history*", Access.OFFICE, Kind.USER),
    rule("wagtailusers_users:usage", Access.OFFICE, Kind.USER, depends=True),
    rule("wagtailusers_users:*", Access.USERS, Kind.USER, sends=(_CROWNED,), depends=True),
)

SYSTEM: tuple[Rule, ...] = (
    rule("wagtailadmin_collections:index", Access.ADMINISTRATOR),
    rule("wagtailadmin_collections:add", Access.ADMINISTRATOR),
    rule("wagtailadmin_collections:*", Access.ADMINISTRATOR, Kind.COLLECTION, depends=True),
    rule("wagtailadmin_workflows:index*", Access.ADMINISTRATOR, queries=EXPORTS),
    rule("wagtailadmin_workflows:add", Access.ADMINISTRATOR),
    rule("wagtailadmin_workflows:add_task", Access.ADMINISTRATOR, Kind.TASK_TYPE, depends=True),
    rule("wagtailadmin_workflows:select_task_type", Access.ADMINISTRATOR, depends=True),
    rule("wagtailadmin_workflows:task_index*", Access.ADMINISTRATOR),
    rule("wagtailadmin_workflows:task_chooser*", Access.ADMINISTRATOR),
    rule("wagtailadmin_workflows:*task*", Access.ADMINISTRATOR, Kind.TASK, depends=True),
    rule("wagtailadmin_workflows:*", Access.ADMINISTRATOR, Kind.WORKFLOW, depends=True),
    rule("wagtailsettings:*", Access.OFFICE, Kind.SETTING, depends=True),
    rule("wagtailsites:index*", Access.ADMINISTRATOR),
    rule("wagtailsites:add", Access.ADMINISTRATOR),
    rule("wagtailsites:*", Access.ADMINISTRATOR, Kind.SITE, depends=True),
    rule("wagtailusers_groups:index*", Access.ADMINISTRATOR),
    rule(
        "wagtailusers_groups:add", Access.ADMINISTRATOR, sends=({"name": "Crowned"},), depends=True
    ),
    rule("wagtailusers_groups:*", Access.ADMINISTRATOR, Kind.GROUP, depends=True),
)
