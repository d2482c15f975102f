"""What a request changed in the database, and whether whoever sent it may change that."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import connection, models
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail.admin.models import EditingSession
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Comment, Page, Revision, UploadedFile, WorkflowState

from core.files.standing import shown_fields
from members.models import Invitation
from tests.permissions.people import EDITORS, Person, Side
from users.login_records import RecoveryCode
from users.models import User

if TYPE_CHECKING:
    from tests.permissions.world import World

_WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)

#: kept by the machinery of every request; says nothing about anybody's content
MACHINERY = {"users_session", "django_content_type"}
#: what the admin notes about its own working while somebody looks: who edits just now, a small
#: picture or a file's size the first time it is shown, an empty profile
NOTED_ON_GET = {
    "wagtailadmin_editingsession",
    "wagtailcore_pagesubscription",
    "wagtaildocs_document",
    "wagtailimages_image",
    "wagtailimages_rendition",
    "wagtailusers_userprofile",
}
#: what readers change by the public forms
READERS_TABLES = {
    "core_throttlecount",
    "core_outgoingmail",
    "joining_application",
    "joining_applicationfile",
    "joining_applicationquestion",
    "joining_referee",
    "newsletter_consentevent",
    "newsletter_subscriber",
    "newsletter_subscribertheme",
    "search_querycount",
}
#: what follows from every change of content, in the organisation's own pages and files
EDITORS_TABLES = READERS_TABLES | {
    "core_documentintake",
    "core_pictureintake",
    "core_sentform",
    "core_translation",
    "django_tasks_database_dbtaskresult",
    "search_indexstate",
    "taggit_tag",
    "taggit_taggeditem",
    "users_user",
    "wagtailadmin_editingsession",
    "wagtailcore_comment",
    "wagtailcore_commentreply",
    "wagtailcore_modellogentry",
    "wagtailcore_page",
    "wagtailcore_pagelogentry",
    "wagtailcore_pagesubscription",
    "wagtailcore_referenceindex",
    "wagtailcore_revision",
    "wagtailcore_taskstate",
    "wagtailcore_uploadedfile",
    "wagtailcore_workflowstate",
    "wagtaildocs_document",
    "wagtailimages_image",
    "wagtailimages_rendition",
    "wagtailredirects_redirect",
    "wagtailsearch_indexentry",
    "wagtailusers_userprofile",
    "members_confirmation",
    "members_invitation",
    "otp_totp_totpdevice",
}
#: who may do what, and the rest of the system's settings
SYSTEM_TABLES = {
    "auth_group",
    "auth_group_permissions",
    "auth_permission",
    "members_editoraccess",
    "users_user_user_permissions",
    "wagtailcore_collection",
    "wagtailcore_groupcollectionpermission",
    "wagtailcore_grouppagepermission",
    "wagtailcore_site",
    "wagtailcore_task",
    "wagtailcore_workflow",
    "wagtailcore_workflowpage",
    "wagtailcore_workflowtask",
}

#: models whose rows belong to a page or to a user
OWNED = (
    Comment,
    EditingSession,
    Invitation,
    RecoveryCode,
    Revision,
    TOTPDevice,
    UploadedFile,
    WorkflowState,
)
#: columns that say whose a row is
OF_PAGE = ("page_id", "record_id", "object_id", "organisation_id")
OF_USER = ("user_id", "uploaded_by_user_id")

#: columns with their values
Row = tuple[tuple[str, Any], ...]


@dataclass
class Written:
    """The tables that a request wrote to."""

    tables: set[str] = field(default_factory=set)

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Note every statement that writes."""

        def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
            found = _WRITES.match(sql)
            if found and found[1] not in MACHINERY:
                self.tables.add(found[1])
            return execute(sql, *rest)

        with connection.execute_wrapper(note):
            yield


def rows(tables: set[str]) -> dict[str, set[Row]]:
    """All rows of some tables."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(tables):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 # a table of ours
            columns = [str(column[0]) for column in cursor.description]
            found[table] = {
                tuple(zip(columns, map(_hashable, row), strict=True)) for row in cursor.fetchall()
            }
    return found


@dataclass(frozen=True, kw_only=True)
class Change:
    """What became different in a table: rows that are gone, and rows that came."""

    table: str
    gone: set[Row]
    come: set[Row]

    def values(self) -> Iterator[dict[str, Any]]:
        """All these rows, by column."""
        for row in (*self.gone, *self.come):
            yield dict(row)


def changes(before: dict[str, set[Row]], after: dict[str, set[Row]]) -> list[Change]:
    """The differences between two states of some tables."""
    found = [
        Change(table=table, gone=before[table] - kept, come=kept - before[table])
        for table, kept in after.items()
    ]
    return [change for change in found if change.gone or change.come]


def _hashable(value: Any) -> Any:
    return json.dumps(value, sort_keys=True) if isinstance(value, dict | list) else value


class Borders:
    """Which changes each person may make in a world."""

    def __init__(self, world: World) -> None:
        self.world = world

    @cached_property
    def _models(self) -> dict[str, type[models.Model]]:
        found = apps.get_models(include_auto_created=True)
        return {model._meta.db_table: model for model in found}

    @cached_property
    def _page_tables(self) -> set[str]:
        """Tables of pages and of the rows inside them."""
        tables = set()
        for table, model in self._models.items():
            keys = [key for key in model._meta.fields if key.is_relation]
            if issubclass(model, Page) or any(
                key.name in ("record", "page") and issubclass(key.related_model or object, Page)
                for key in keys
            ):
                tables.add(table)
        return tables

    def crossed(self, person: Person, change: Change, *, known: set[str]) -> list[str]:
        """What `person` may not have changed, in words; `known` markers were in the question."""
        if person == Person.ADMINISTRATOR:
            return []
        if person == Person.OFFICE:
            if change.table in SYSTEM_TABLES:
                return [f"changes {change.table}"]
            return self._crowns(change) if change.table.startswith("users_user") else []
        allowed = READERS_TABLES
        if person in EDITORS:
            allowed = EDITORS_TABLES | self._page_tables
        if change.table not in allowed and not change.table.startswith("wagtailsearch_"):
            return [f"changes {change.table}"]
        found = self._others(change) + self._secrets(person, change, known)
        if person in EDITORS and change.table == User._meta.db_table:
            found += _readdressed(change)
        if person == Person.CHECKED and change.table == Page._meta.db_table:
            found += _published(change)
        if person == Person.CHECKED:
            found += self._unseen(change)
        return found

    def _unseen(self, change: Change) -> list[str]:
        """What readers see of pictures and files, changed without the office: rows and bytes.

        The bytes are those under the name in the row, with their digest beside it.
        """
        files = {Image._meta.db_table: Image, Document._meta.db_table: Document}
        model = files.get(change.table)
        if model is None:
            live = {page.pk for page in self.world.ours.pages.values() if page.live}
            return [
                f"takes a picture or file off page {values['record_id']}"
                for values in map(dict, change.gone)
                if {"image_id", "document_id"} & values.keys() and values.get("record_id") in live
            ]
        ours = self.world.ours
        shown = ours.images if model is Image else ours.documents
        names = (*shown_fields(model), "file_hash")
        after = {values["id"]: values for values in map(dict, change.come)}
        return [
            f"changes or deletes what readers see: {model.__name__} {values['id']}"
            for values in map(dict, change.gone)
            if values["id"] == shown["used by live"].pk
            and any(after.get(values["id"], {}).get(name, "") != values[name] for name in names)
        ]

    def _crowns(self, change: Change) -> list[str]:
        """Whether a change makes, changes or deletes an administrator."""
        for values in change.values():
            if values.get("is_superuser"):
                return [f"makes or changes an administrator ({values['email']})"]
            if values.get("user_id") == self.world.network.administrator.pk:
                return ["changes an administrator's groups or permissions"]
        return []

    def _others(self, change: Change) -> list[str]:
        """Rows that are somebody else's."""
        model = self._models.get(change.table)
        if model is None:
            return []
        key = str(model._meta.pk.column)
        return [
            f"changes what isn't theirs: {model.__name__} {values.get(key)}"
            for values in change.values()
            if self._is_theirs(model, values) and not self._led_to_ours(change, values)
        ]

    def _led_to_ours(self, change: Change, values: dict[str, Any]) -> bool:
        """Whether a row went because it led to a page of ours that was deleted."""
        ours = {page.pk for page in self.world.ours.pages.values()}
        return tuple(values.items()) in change.gone and values.get("target_id") in ours

    def _secrets(self, person: Person, change: Change, known: set[str]) -> list[str]:
        """Secrets of somebody else that stand now where they didn't stand before."""
        markers = self.world.markers
        words = markers.in_text(str(change.come)) - markers.in_text(str(change.gone)) - known
        others = sorted(word for word in words if person not in markers.readers_of(word))
        return [f"writes a secret into {change.table}: {', '.join(others)}"] if others else []

    @cached_property
    def _their_keys(self) -> dict[type[models.Model], set[Any]]:
        """Keys of what isn't our organisation's, by model."""
        world = self.world
        pages = [thing for thing in world.things["page"] if thing.side != Side.OURS]
        users = {world.ours.checked.pk, world.ours.direct.pk}
        return {
            Page: {thing.pk for thing in pages},
            Image: {image.pk for image in world.theirs.images.values()},
            Document: {document.pk for document in world.theirs.documents.values()},
            User: set(User.objects.exclude(pk__in=users).values_list("pk", flat=True)),
        }

    def _is_theirs(self, model: type[models.Model], values: dict[str, Any]) -> bool:
        """Whether a row is, or belongs to, something of somebody else."""
        for owner, keys in self._their_keys.items():
            if issubclass(model, owner) and values[str(model._meta.pk.column)] in keys:
                return True
        if model in OWNED or model._meta.db_table in self._page_tables:
            pages, users = self._their_keys[Page], self._their_keys[User]
            return any(
                values.get(column) in keys or values.get(column) in set(map(str, keys))
                for columns, keys in ((OF_PAGE, pages), (OF_USER, users))
                for column in columns
                if values.get(column) is not None
            ) or self._is_outside(model, values)
        return False

    def _is_outside(self, model: type[models.Model], values: dict[str, Any]) -> bool:
        """Whether a page stands elsewhere than below our organisation."""
        if issubclass(model, Page) and "path" in values:
            return not str(values["path"]).startswith(self.world.ours.organisation.path)
        return False


def _readdressed(change: Change) -> list[str]:
    """Logins that have another address than before."""
    before = {values["id"]: values["email"] for values in map(dict, change.gone)}
    return [
        f"gives login {values['id']} another address"
        for values in map(dict, change.come)
        if before.get(values["id"], values["email"]) != values["email"]
    ]


def _published(change: Change) -> list[str]:
    """Pages that went online, or whose online version became another one."""
    before = {values["id"]: _online(values) for values in map(dict, change.gone)}
    return [
        f"publishes page {values['id']}"
        for values in map(dict, change.come)
        if values["live"] and _online(values) != before.get(values["id"])
    ]


def _online(values: dict[str, Any]) -> tuple[bool, Any]:
    return bool(values["live"]), values["live_revision_id"]
