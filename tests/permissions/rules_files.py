"""Pictures and documents: lists, forms, choosers, uploads, the files themselves."""

from __future__ import annotations

from tests.permissions.access import Access
from tests.permissions.rules import SEARCHING, Rule, rule
from tests.permissions.things import Kind

_MOVED = {"title": "mine", "collection": "{our_collection}", "tags": ""}
#: the part of a picture that readers see in small sizes
_CROPPED = {
    **_MOVED,
    "focal_point_x": "5",
    "focal_point_y": "5",
    "focal_point_width": "3",
    "focal_point_height": "3",
}
#: as the form of several uploads sends it
_RENAMED = {"doc-{pk}-title": "mine", "image-{pk}-title": "mine"}

FILES: tuple[Rule, ...] = (
    rule("wagtailimages:index*", Access.SIGNED_IN, queries=SEARCHING),
    rule("wagtailimages:add*", Access.SIGNED_IN),
    rule("wagtailimages:edit", Access.EDITORS, Kind.IMAGE, sends=(_MOVED, _CROPPED)),
    rule("wagtailimages:delete", Access.EDITORS, Kind.IMAGE, depends=True),
    rule("wagtailimages:url_generator*", Access.EDITORS, Kind.IMAGE, depends=True),
    rule("wagtailimages:preview", Access.EDITORS, Kind.IMAGE, depends=True),
    rule("wagtailimages:image_usage", Access.EDITORS, Kind.IMAGE),
    rule("wagtailimages:delete_upload_multiple", Access.OWNER, Kind.UPLOADED_IMAGE, depends=True),
    rule(
        "wagtailimages:*_multiple",
        Access.EDITORS,
        Kind.IMAGE,
        depends=True,
        sends=({}, _RENAMED),
    ),
    rule("wagtailimages:create_multiple_from*", Access.OWNER, Kind.UPLOADED_IMAGE, depends=True),
    rule("picture_credit", Access.EDITORS, Kind.IMAGE),
    rule("files_set_aside", Access.OFFICE),
    rule("wagtailimages_chooser:choose*", Access.SIGNED_IN, queries=SEARCHING),
    rule("wagtailimages_chooser:chosen", Access.EDITORS, Kind.IMAGE),
    rule(
        "wagtailimages_chooser:chosen_multiple",
        Access.SIGNED_IN,
        queries=("", "id={images}", "id=x"),
        depends=True,
    ),
    rule("wagtailimages_chooser:create", Access.SIGNED_IN),
    rule("wagtailimages_chooser:select_format", Access.EDITORS, Kind.IMAGE),
    rule("wagtailadmin_api:images:detail", Access.EDITORS, Kind.IMAGE),
    rule("wagtailadmin_api:images:*", Access.SIGNED_IN, queries=SEARCHING, depends=True),
    rule("wagtaildocs:index*", Access.SIGNED_IN, queries=SEARCHING),
    rule("wagtaildocs:add*", Access.SIGNED_IN),
    rule("wagtaildocs:edit", Access.EDITORS, Kind.DOCUMENT, sends=(_MOVED,)),
    rule("wagtaildocs:delete", Access.EDITORS, Kind.DOCUMENT, depends=True),
    rule("wagtaildocs:document_usage", Access.EDITORS, Kind.DOCUMENT),
    rule("wagtaildocs:delete_upload_multiple", Access.OWNER, Kind.UPLOADED_DOCUMENT, depends=True),
    rule(
        "wagtaildocs:*_multiple",
        Access.EDITORS,
        Kind.DOCUMENT,
        depends=True,
        sends=({}, _RENAMED),
    ),
    rule("wagtaildocs:create_multiple_from*", Access.OWNER, Kind.UPLOADED_DOCUMENT, depends=True),
    rule("wagtaildocs_chooser:choose*", Access.SIGNED_IN, queries=SEARCHING),
    rule("wagtaildocs_chooser:chosen", Access.EDITORS, Kind.DOCUMENT),
    rule(
        "wagtaildocs_chooser:chosen_multiple",
        Access.SIGNED_IN,
        queries=("", "id={documents}", "id=x"),
        depends=True,
    ),
    rule("wagtaildocs_chooser:create", Access.SIGNED_IN),
    rule("wagtailadmin_api:documents:detail", Access.EDITORS, Kind.DOCUMENT),
    rule("wagtailadmin_api:documents:*", Access.SIGNED_IN, queries=SEARCHING, depends=True),
    rule("wagtaildocs_serve", Access.PUBLIC, Kind.DOCUMENT),
    rule("^documents/(*", Access.PUBLIC, Kind.DOCUMENT, why="asked before Wagtail's own"),
    rule("media/*", Access.PUBLIC, Kind.MEDIA),
    rule(
        "wagtaildocs_authenticate_with_password",
        Access.NOBODY,
        Kind.RESTRICTION,
        why="no collection has a password: what isn't public isn't served",
    ),
)
