"""What the core's own tables keep about people."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from core.editing.sent_forms import KEPT_FOR
from core.mail.outgoing import KEPT as MAILS_KEPT
from core.privacy.shared import (
    HISTORY,
    LOGINS,
    MAILS,
    PROTECTION,
    PUBLISHED,
    TEXTS,
    UNTIL_TAKEN_OFF,
    WITH_THE_LOGIN,
)
from core.privacy.table import Kept, PersonalField, holds_nobody, register
from core.throttling.counting import KEPT as COUNTS_KEPT
from core.work.slices import TIDYING

register(
    MAILS,
    PersonalField(
        model="core.OutgoingMail",
        what=_("address, subject, and the text until the mail is sent"),
        kept=Kept(words=_("%(time)s after it was sent or given up"), time=MAILS_KEPT, by=TIDYING),
        goes_whole=True,
        lets_in=("text", "html"),  # a link for a new password, an invitation
    ),
)
register(
    PROTECTION,
    PersonalField(
        model="core.ThrottleCount",
        fields=("key", "network"),
        what=_(
            "how often something was tried, by a code made from address or account, and the "
            "shortened network address"
        ),
        kept=Kept(words="%(time)s", time=timedelta(seconds=COUNTS_KEPT), by=TIDYING),
    ),
)
register(
    LOGINS,
    PersonalField(
        model="core.SentForm",
        what="",
        kept=Kept(words="%(time)s", time=KEPT_FOR, by=TIDYING),
    ),
)
register(
    HISTORY,
    PersonalField(
        model="core.Translation",
        fields=("made_by", "decided_by"),
        what=_("who changed, uploaded or decided it"),
        kept=WITH_THE_LOGIN,
    ),
)
register(
    PUBLISHED,
    PersonalField(
        model="core.Translation",
        fields=("snapshot", "proposed"),
        what=TEXTS,
        kept=UNTIL_TAKEN_OFF,
    ),
    PersonalField(
        model="core.PictureIntake",
        fields=("credit", "problem"),
        what="",
        kept=Kept(words=UNTIL_TAKEN_OFF.words, along="wagtailimages.Image"),
    ),
    PersonalField(
        model="core.DocumentIntake",
        fields=("problem",),
        what="",
        kept=Kept(words=UNTIL_TAKEN_OFF.words, along="wagtaildocs.Document"),
    ),
)
holds_nobody("core.Translation", why="of what, into what, and in which state")
holds_nobody("core.PictureIntake", "core.DocumentIntake", why="what was found wrong with a file")
holds_nobody("core.ThrottleCount", why="numbers")
holds_nobody("core.FormerKey", "core.OfficePage", why="keys of records and pages")
holds_nobody("core.Funder", why="who pays for the network")
holds_nobody("core.NetworkSettings", why="what the office says of the network")
holds_nobody(
    "core.NetworkSettings",
    fields=("office_email", "office_address"),
    why="the office's own address, which everybody may read",
)
holds_nobody("core.WorkerLease", "core.DeletionWatch", why="the worker's own notes")
