"""What applications keep about people, and what becomes of it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.privacy import Activity, Ground, Kept, PersonalField, register
from core.privacy.person import register_personal_data
from core.privacy.shared import HISTORY, WITH_THE_LOGIN
from joining import limits
from joining.person import SOURCE

APPLICATIONS = Activity(
    title=_("Applications for membership"),
    people=_("those who apply, and the people they name"),
    why=_("to decide who becomes a member"),
    ground=Ground.CONTRACT,
    receivers=_("the board, to read"),
    order=60,
)
_ENTERED = (("entered", limits.ENTERED),)
_WITH_IT = Kept(words=_("with the application"), along="joining.Application")
_REFEREES = Activity(
    title=_("Referees"),
    people=_("people whom an applicant names"),
    why=_("to ask somebody who knows an applicant’s work"),
    ground=Ground.INTEREST,
    receivers=_("the board, to read"),
    order=61,
)
register(
    APPLICATIONS,
    PersonalField(
        model="joining.Application",
        what=_("name, address, role and answers of those who apply"),
        lets_in=("key",),
        kept=(
            Kept(
                words=_("%(time)s after the last change, if it isn’t sent"),
                time=limits.unfinished,
                by="joining: unfinished",
            ),
            Kept(
                words=_("%(time)s where nobody proved the address"),
                time=limits.UNPROVED,
                by="joining: unproved",
            ),
            Kept(
                words=_(
                    "%(time)s after it was withdrawn or the board refused it, %(entered)s after "
                    "the decision came in at the earliest"
                ),
                time=limits.refused,
                more=_ENTERED,
                by="joining: refused",
            ),
            Kept(
                words=_(
                    "%(time)s after the decision, if it was admitted, %(entered)s after the "
                    "decision came in at the earliest"
                ),
                time=limits.admitted,
                more=_ENTERED,
                by="joining: admitted",
            ),
            Kept(
                words=_(
                    "where a question stays unanswered for %(wait)s after a reminder, it counts as "
                    "withdrawn"
                ),
                more=(("wait", limits.unanswered),),
                by="joining: unanswered",
            ),
        ),
    ),
    PersonalField(
        model="joining.ApplicationFile", what=_("files that were sent with it"), kept=_WITH_IT
    ),
    PersonalField(
        model="joining.ApplicationQuestion",
        what=_("questions of the office, and answers"),
        kept=_WITH_IT,
    ),
    PersonalField(model="joining.ApplicationNote", what=_("notes of the office"), kept=_WITH_IT),
)
register(
    _REFEREES,
    PersonalField(
        model="joining.Referee",
        what=_("name, e-mail address, how they know the applicant, and answer"),
        lets_in=("key",),
        kept=Kept(
            words=_(
                "%(time)s after the decision, %(entered)s after the decision came in at the "
                "earliest"
            ),
            time=limits.referees,
            more=_ENTERED,
            by="joining: referees",
        ),
    ),
)
register(
    HISTORY,
    *(
        PersonalField(model=model, fields=(name,), what="", kept=WITH_THE_LOGIN)
        for model, name in (
            ("joining.Application", "decided_by"),
            ("joining.ApplicationNote", "by"),
            ("joining.ApplicationQuestion", "by"),
        )
    ),
)

register_personal_data(SOURCE)
