"""What Wagtail and Django keep about people."""

from __future__ import annotations

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from core.privacy.shared import (
    FILES,
    HISTORY,
    LOGINS,
    PUBLISHED,
    TEXTS,
    UNTIL_TAKEN_OFF,
    WITH_THE_LOGIN,
)
from core.privacy.table import EVERYTHING_ELSE, Kept, PersonalField, holds_nobody, register
from core.work.forgetting import (
    HISTORY_KEPT,
    SETTLED_KEPT,
    SLICE,
    TRACES_KEPT,
    UNFINISHED_KEPT,
    WORK_KEPT,
)
from core.work.slices import RESULTS_KEPT, TIDYING

_WHO = _("who changed, uploaded or decided it")
_IN_THE_HISTORY = Kept(words="%(time)s", time=HISTORY_KEPT, by=SLICE)

register(
    PUBLISHED,
    PersonalField(
        model="wagtailcore.Page",
        fields=("title", "draft_title", "slug", "url_path", "seo_title", "search_description"),
        what=TEXTS,
        kept=UNTIL_TAKEN_OFF,
    ),
    PersonalField(
        model="wagtailimages.Image",
        fields=("title", "description", "file"),
        what=FILES,
        kept=UNTIL_TAKEN_OFF,
    ),
    PersonalField(
        model="wagtailimages.Rendition",
        fields=("file",),
        what="",
        kept=Kept(words=UNTIL_TAKEN_OFF.words, along="wagtailimages.Image"),
    ),
    PersonalField(
        model="wagtaildocs.Document", fields=("title", "file"), what=FILES, kept=UNTIL_TAKEN_OFF
    ),
    PersonalField(
        model="wagtailredirects.Redirect",
        fields=("old_path", "redirect_link", "redirect_page_route_path"),
        what="",
        kept=UNTIL_TAKEN_OFF,
        goes_whole=True,
    ),
    PersonalField(model="wagtailembeds.Embed", what="", kept=UNTIL_TAKEN_OFF, goes_whole=True),
    PersonalField(
        model="taggit.Tag",
        fields=("name", "slug"),
        what="",
        kept=UNTIL_TAKEN_OFF,
        goes_whole=True,
    ),
    *(
        PersonalField(
            model=model._meta.label,
            fields=("title", "body", "autocomplete"),
            what="",
            kept=UNTIL_TAKEN_OFF,
        )
        for model in apps.get_app_config("wagtailsearch").get_models()
    ),
)
register(
    LOGINS,
    PersonalField(
        model="wagtailusers.UserProfile",
        what=_("settings of the editors’ area: language, time zone, portrait"),
        kept=WITH_THE_LOGIN,
    ),
    PersonalField(
        model="wagtailcore.APIToken", what="", kept=WITH_THE_LOGIN, lets_in=(EVERYTHING_ELSE,)
    ),
    PersonalField(model="wagtailcore.PageSubscription", what="", kept=WITH_THE_LOGIN),
    PersonalField(
        model="wagtailadmin.EditingSession",
        what=_("who has a page open, and what is not saved yet"),
        kept=Kept(words="%(time)s", time=TRACES_KEPT, by=SLICE),
    ),
    PersonalField(
        model="wagtailadmin.FormState",
        what="",
        goes_whole=True,
        lets_in=("data",),  # all that a form sent, its token too
        kept=Kept(words="%(time)s", time=TRACES_KEPT, by=SLICE),
    ),
    PersonalField(
        model="wagtailcore.UploadedFile",
        what=_("files whose upload was not finished"),
        kept=Kept(words="%(time)s", time=UNFINISHED_KEPT, by=SLICE),
    ),
    PersonalField(
        model="django_tasks_database.DBTaskResult",
        what=_("work that somebody asked the site to do"),
        kept=Kept(words=_("%(time)s after it was done"), time=RESULTS_KEPT, by=TIDYING),
        goes_whole=True,
    ),
)
register(
    HISTORY,
    PersonalField(
        model="wagtailcore.Page", fields=("owner", "locked_by"), what=_WHO, kept=WITH_THE_LOGIN
    ),
    PersonalField(
        model="wagtailimages.Image", fields=("uploaded_by_user",), what=_WHO, kept=WITH_THE_LOGIN
    ),
    PersonalField(
        model="wagtaildocs.Document", fields=("uploaded_by_user",), what=_WHO, kept=WITH_THE_LOGIN
    ),
    *(
        PersonalField(
            model=model,
            fields=("user", "label", "data"),
            what=_("the log: who did what, to what, and when"),
            kept=_IN_THE_HISTORY,
        )
        for model in ("wagtailcore.PageLogEntry", "wagtailcore.ModelLogEntry")
    ),
    PersonalField(
        model="wagtailcore.Revision",
        fields=("user", "object_str", "content"),
        what=_("earlier versions of pages, with whatever they name"),
        kept=Kept(
            words=_("%(time)s; the newest version and the one online stay with the page"),
            time=HISTORY_KEPT,
            by=SLICE,
        ),
    ),
    PersonalField(
        model="wagtailcore.Comment",
        fields=("user", "text", "resolved_by"),
        what=_("comments on drafts"),
        kept=Kept(words=_("%(time)s after they were settled"), time=SETTLED_KEPT, by=SLICE),
    ),
    PersonalField(
        model="wagtailcore.CommentReply",
        fields=("user", "text"),
        what="",
        kept=Kept(words=_("with the comment"), along="wagtailcore.Comment"),
    ),
    PersonalField(
        model="wagtailcore.WorkflowState",
        fields=("requested_by",),
        what=_("who sent a page to the office, who decided, and the words about it"),
        kept=Kept(
            words=_("%(time)s after it was sent, once it is decided"), time=WORK_KEPT, by=SLICE
        ),
    ),
    PersonalField(
        model="wagtailcore.TaskState",
        fields=("finished_by", "comment"),
        what="",
        kept=Kept(
            words=_("%(time)s after it was sent, once it is decided"), time=WORK_KEPT, by=SLICE
        ),
    ),
)

holds_nobody(
    "wagtailcore.Locale",
    "wagtailcore.Site",
    "wagtailcore.Collection",
    "wagtailcore.CollectionViewRestriction",
    "wagtailcore.PageViewRestriction",
    "wagtailcore.GroupSitePermission",
    "wagtailcore.GroupCollectionPermission",
    "wagtailcore.GroupPagePermission",
    "wagtailcore.GroupApprovalTask",
    "wagtailcore.Task",
    "wagtailcore.Workflow",
    "wagtailcore.WorkflowContentType",
    "wagtailcore.WorkflowPage",
    "wagtailcore.WorkflowTask",
    "auth.Permission",
    "auth.Group",
    "contenttypes.ContentType",
    why="how the site is set up; groups are named after organisations",
)
holds_nobody(
    "wagtailcore.ReferenceIndex", "taggit.TaggedItem", why="which record stands in which, by number"
)
holds_nobody(
    "wagtailcore.Page",
    why="where a page stands, and its state",
    fields=(
        "path depth numchild translation_key locale latest_revision live has_unpublished_changes "
        "first_published_at last_published_at live_revision go_live_at expire_at expired locked "
        "locked_at content_type latest_revision_created_at alias_of show_in_menus"
    ).split(),
)
holds_nobody(
    "wagtailimages.Image",
    why="measures of a file",
    fields=(
        "collection width height created_at focal_point_x focal_point_y focal_point_width "
        "focal_point_height file_size file_hash tags"
    ).split(),
)
holds_nobody(
    "wagtailimages.Rendition",
    why="measures of a file",
    fields="filter_spec width height focal_point_key image".split(),
)
holds_nobody(
    "wagtaildocs.Document",
    why="measures of a file",
    fields="collection created_at file_size file_hash tags".split(),
)
holds_nobody(
    "wagtailredirects.Redirect",
    why="where it leads, by number",
    fields="site is_permanent redirect_page automatically_created created_at".split(),
)
for _model in apps.get_app_config("wagtailsearch").get_models():
    holds_nobody(_model._meta.label, why="which record is meant, by number")
for _model_label in ("wagtailcore.PageLogEntry", "wagtailcore.ModelLogEntry"):
    holds_nobody(_model_label, why="what was done to which record, by number")
holds_nobody("wagtailcore.Revision", why="of which record, by number, and when")
holds_nobody("wagtailcore.Comment", "wagtailcore.CommentReply", why="where it stands, and when")
holds_nobody("wagtailcore.WorkflowState", "wagtailcore.TaskState", why="of which page, and when")
holds_nobody("sessions.Session", why="empty: sessions are rows of users.Session here")
