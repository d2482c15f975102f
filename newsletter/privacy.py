"""What the newsletter keeps about its readers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.privacy import Activity, Ground, Kept, PersonalField, holds_nobody, register
from core.privacy.person import register_personal_data
from core.privacy.shared import HISTORY, PUBLISHED, TEXTS, UNTIL_TAKEN_OFF, WITH_THE_LOGIN
from newsletter.sending.retention import KEPT
from newsletter.subscribers.erasing import (
    CONSENT_KEPT,
    ENDED_KEPT,
    QUESTION_KEPT,
    UNCONFIRMED_KEPT,
)
from newsletter.subscribers.person import SOURCE

READERS = Activity(
    title=_("Newsletter"),
    people=_("everybody who asked for the newsletter"),
    why=_("to send the newsletter, in the languages and on the topics that were chosen"),
    ground=Ground.CONSENT,
    receivers=_("the mail server or mail provider that delivers them"),
    order=50,
)
CONSENT = Activity(
    title=_("Proof of consent"),
    people=_("everybody who asked for the newsletter"),
    why=_(
        "to prove who agreed to what (art. 7(1) GDPR), and to keep out of the newsletter whoever "
        "left it"
    ),
    ground=Ground.LEGAL,
    order=51,
)
_SUBSCRIBED = (
    Kept(
        words=_("until unsubscribing, and %(time)s more in case it was a slip"),
        time=ENDED_KEPT,
        by="newsletter: ended",
    ),
    Kept(
        words=_("%(time)s where nobody confirmed"),
        time=UNCONFIRMED_KEPT,
        by="newsletter: unconfirmed",
    ),
    Kept(
        words=_("%(time)s where a list of the office brought the address and nobody answered"),
        time=QUESTION_KEPT,
        by="newsletter: unanswered",
    ),
)
register(
    READERS,
    PersonalField(
        model="newsletter.Subscriber",
        what=_("e-mail address, languages, countries, how often, whether mails come back"),
        kept=_SUBSCRIBED,
        lets_in=("key",),
    ),
    PersonalField(
        model="newsletter.SubscriberTheme",
        what=_("topics that were chosen"),
        kept=Kept(words=_("with the address"), along="newsletter.Subscriber"),
    ),
    PersonalField(
        model="newsletter.Delivery",
        fields=("subscriber", "last_error", "variant"),
        what=_("which newsletter went to whom, and what the mail server answered"),
        kept=Kept(words=_("%(time)s after it was sent"), time=KEPT, by="newsletter: old mailings"),
    ),
    PersonalField(
        model="newsletter.Variant",
        fields=("name",),
        what="",
        kept=Kept(words=_("%(time)s after it was sent"), time=KEPT, by="newsletter: old mailings"),
    ),
)
register(
    CONSENT,
    PersonalField(
        model="newsletter.ConsentEvent",
        what=_("what was agreed to, when and how; the address only as a code nobody can read"),
        kept=Kept(
            words=_("as long as the newsletter is sent, and %(time)s after that"),
            time=CONSENT_KEPT,
            by="newsletter: old consent",
        ),
    ),
)
register(
    HISTORY,
    PersonalField(
        model="newsletter.Mailing",
        fields=("created_by",),
        what=_("who changed, uploaded or decided it"),
        kept=WITH_THE_LOGIN,
    ),
)
register(
    PUBLISHED,
    *(
        PersonalField(model=model, what=TEXTS, kept=UNTIL_TAKEN_OFF)
        for model in ("newsletter.ArchivePage", "newsletter.IssuePage", "newsletter.IssueBlock")
    ),
)
holds_nobody("newsletter.Delivery", why="numbers and moments of a mail")
holds_nobody("newsletter.Variant", why="the mail as all readers of a version get it")
holds_nobody(
    "newsletter.Mailing",
    why="of which issue, to which segment, and when",
    fields=(
        "issue revision frequency covers_from covers_until languages countries themes "
        "members_only state reason scheduled_for time_zone enrolled_up_to enrolled created_at "
        "started_at finished_at resumed_at"
    ).split(),
)
holds_nobody("newsletter.HandOver", why="how many mails left in an hour")
register_personal_data(SOURCE)
