"""Pages in the admin: explorer, forms, workflow, revisions, choosers, API, actions on many."""

from __future__ import annotations

from tests.permissions.access import Access
from tests.permissions.rules import GROUPS_OF_ORGANISATION, SEARCHING, Rule, rule
from tests.permissions.things import Kind

_MINE = {"heading_en": "mine", "summary_en": "mine", "action-publish": "1"}
_COPY = {
    "new_title": "copied",
    "new_slug": "copied",
    "new_parent_page": "{our_organisation}",
    "copy_subpages": "on",
    "publish_copies": "on",
}
#: below a draft of others, whose title a refusal must not say
_BELOW = {"new_parent_page": "{their_draft}", "parent_page": "{their_draft}"}
_API = {**_COPY, "slug": "copied", "destination_page_id": "{our_organisation}", "recursive": "true"}
_REVIEW = {"comment": "Fine", "next": "/admin/"}

PAGES: tuple[Rule, ...] = (
    rule("wagtailadmin_explore_root", Access.SIGNED_IN, queries=SEARCHING),
    rule("wagtailadmin_explore*", Access.EXPLORERS, Kind.PAGE, queries=SEARCHING),
    rule("wagtailadmin_pages:add", Access.EDITORS, Kind.NEW_PAGE, depends=True, sends=(_MINE,)),
    rule("wagtailadmin_pages:preview_on_add", Access.EDITORS, Kind.NEW_PAGE, depends=True),
    rule("wagtailadmin_pages:type_use*", Access.SIGNED_IN, Kind.PAGE_TYPE, queries=SEARCHING),
    rule(
        "wagtailadmin_pages:choose_parent",
        Access.SIGNED_IN,
        Kind.PAGE_TYPE,
        depends=True,
        sends=(_BELOW,),
    ),
    rule("wagtailadmin_pages:search*", Access.SIGNED_IN, queries=SEARCHING),
    rule("wagtailadmin_pages:edit", Access.EDITORS, Kind.PAGE, sends=(_MINE,)),
    rule("wagtailadmin_pages:preview_on_edit", Access.EDITORS, Kind.PAGE, sends=(_MINE,)),
    rule("wagtailadmin_pages:view_draft", Access.EDITORS, Kind.PAGE),
    rule("wagtailadmin_pages:usage", Access.EDITORS, Kind.PAGE),
    rule("wagtailadmin_pages:history*", Access.EDITORS, Kind.PAGE),
    rule("wagtailadmin_pages:workflow_history", Access.EDITORS, Kind.PAGE),
    rule(
        "wagtailadmin_pages:workflow_history_detail",
        Access.EDITORS,
        Kind.WORKFLOW_STATE,
    ),
    rule("wagtailadmin_pages:add_subpage", Access.EDITORS, Kind.PAGE, depends=True),
    rule(
        "wagtailadmin_pages:delete",
        Access.EDITORS,
        Kind.PAGE,
        depends=True,
        writes=GROUPS_OF_ORGANISATION,
        why="an organisation's groups go with it",
    ),
    rule("wagtailadmin_pages:unpublish", Access.PUBLISHERS, Kind.PAGE, depends=True),
    rule("wagtailadmin_pages:convert_alias", Access.EDITORS, Kind.PAGE, depends=True),
    rule("wagtailadmin_pages:move", Access.EDITORS, Kind.PAGE, depends=True, sends=(_BELOW,)),
    rule("wagtailadmin_pages:move_confirm", Access.EDITORS, Kind.MOVE, depends=True),
    rule("wagtailadmin_pages:set_page_position", Access.EDITORS, Kind.PAGE, depends=True),
    rule(
        "wagtailadmin_pages:copy",
        Access.EDITORS,
        Kind.PAGE,
        depends=True,
        sends=(_COPY, {**_COPY, **_BELOW}),
    ),
    rule(
        "wagtailadmin_pages:*workflow_action*",
        Access.EDITORS,
        Kind.TASK_STATE,
        depends=True,
        sends=(_REVIEW,),
    ),
    rule(
        "wagtailadmin_pages:confirm_workflow_cancellation", Access.EDITORS, Kind.PAGE, depends=True
    ),
    rule("wagtailadmin_pages:workflow_preview", Access.EDITORS, Kind.TASK_STATE, depends=True),
    rule(
        "wagtailadmin_pages:set_privacy",
        Access.PUBLISHERS,
        Kind.PAGE,
        depends=True,
        sends=({"restriction_type": "login"}, {"restriction_type": "password", "password": "x"}),
    ),
    rule("wagtailadmin_pages:lock", Access.OFFICE, Kind.PAGE, depends=True),
    rule("wagtailadmin_pages:unlock", Access.EDITORS, Kind.PAGE, depends=True),
    rule("wagtailadmin_pages:revisions_index", Access.EDITORS, Kind.PAGE),
    rule("wagtailadmin_pages:revisions_*", Access.EDITORS, Kind.REVISION, depends=True),
    rule(
        "admin/pages/<int:page_id>/revisions/0/revert/",
        Access.NOBODY,
        Kind.PAGE,
        why="there is no revision 0",
    ),
    rule("wagtailadmin_choose_page", Access.SIGNED_IN),
    rule("wagtailadmin_choose_page_child", Access.CHOOSERS, Kind.PAGE),
    rule("wagtailadmin_choose_page_search", Access.SIGNED_IN, queries=SEARCHING),
    rule(
        "wagtailadmin_choose_page_chosen_multiple",
        Access.SIGNED_IN,
        queries=("", "id={pages}", "id=x"),
        depends=True,
    ),
    rule("wagtailadmin_choose_page_*link", Access.SIGNED_IN),
    rule(
        "wagtailadmin_api:pages:action",
        Access.EDITORS,
        Kind.PAGE_ACTION,
        depends=True,
        writes=GROUPS_OF_ORGANISATION,
        why="an organisation's groups go with it",
        sends=(_API,),
    ),
    rule(
        "wagtailadmin_api:pages:detail",
        Access.CHOOSERS,
        Kind.PAGE,
        queries=("", "fields=*"),
        depends=True,
    ),
    rule(
        "wagtailadmin_api:pages:*", Access.SIGNED_IN, queries=(*SEARCHING, "fields=*"), depends=True
    ),
    rule(
        "wagtail_bulk_action",
        Access.SIGNED_IN,
        Kind.BULK,
        depends=True,
        queries=("id={ids}", "id=all", "id=x", "id=all&childOf={their_organisation}"),
        writes=GROUPS_OF_ORGANISATION,
        why="what nobody may act on is left out; an organisation's groups go with it",
    ),
    rule("translation_ask", Access.EDITORS, Kind.PAGE, depends=True),
    rule(
        "translation_proposal",
        Access.EDITORS,
        Kind.TRANSLATION,
        sends=({"accept": "1", "heading": "pris"}, {"decline": "1"}),
        depends=True,
    ),
    rule("wagtailadmin_editing_sessions:ping", Access.EDITORS, Kind.EDITING, depends=True),
    rule(
        "wagtailadmin_editing_sessions:release",
        Access.SIGNED_IN,
        Kind.EDITING,
        depends=True,
        why="says nothing, and ends one's own session only",
    ),
)
