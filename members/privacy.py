"""What organisations' pages and their editing keep about people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.privacy import Activity, Ground, Kept, PersonalField, holds_nobody, register
from core.privacy.person import register_personal_data
from core.privacy.shared import (
    CONTACT,
    HISTORY,
    LOGINS,
    PUBLISHED,
    TEXTS,
    UNTIL_TAKEN_OFF,
    WITH_THE_LOGIN,
)
from members.memberships import person
from members.memberships.contacts import CONTACTS_KEPT, FORGET_CONTACTS
from members.people.invitations import KEPT as INVITATIONS_KEPT

register_personal_data(person.SOURCE)
MEMBERSHIP = Activity(
    title=_("Membership"),
    people=_("individual members, contact persons of members, people named in decisions"),
    why=_("to know who is and was a member, and whom to ask"),
    ground=Ground.CONTRACT,
    order=15,
)
_IN_THE_HISTORY = Kept(words=_("as part of the network's history, until the office deletes it"))
register(
    MEMBERSHIP,
    PersonalField(
        model="members.Membership",
        fields=("name", "holder_country", "in_directory", "notes"),
        what=_("name and country of individual members, notes of the office"),
        kept=_IN_THE_HISTORY,
    ),
    PersonalField(
        model="members.MembershipStep",
        fields=("decision", "reason"),
        what=_("what was decided on a membership, and why"),
        kept=_IN_THE_HISTORY,
    ),
    PersonalField(
        model="members.MembershipStep",
        fields=("taken_by",),
        what=_("who changed, uploaded or decided it"),
        kept=_IN_THE_HISTORY,
    ),
    PersonalField(
        model="members.MembershipDocument",
        fields=("title", "file"),
        what=_("papers of a membership"),
        kept=_IN_THE_HISTORY,
    ),
    PersonalField(
        model="members.MembershipContact",
        what=_("name and e-mail address of contact persons, and what for"),
        kept=Kept(
            words=_("until the membership ends, and %(time)s more"),
            time=CONTACTS_KEPT,
            by=FORGET_CONTACTS,
        ),
        goes_whole=True,
    ),
)

register(
    PUBLISHED,
    PersonalField(
        model="members.OrganisationPage",
        fields=("email", "phone", "address", "postcode"),
        what=CONTACT,
        kept=UNTIL_TAKEN_OFF,
    ),
    *(
        PersonalField(model=model, what=TEXTS, kept=UNTIL_TAKEN_OFF)
        for model in (
            "members.OrganisationPage",
            "members.OrganisationIndexPage",
            "members.OrganisationImage",
            "members.UpdatePage",
            "members.UpdateImage",
            "members.Country",
        )
    ),
)
register(
    HISTORY,
    PersonalField(
        model="members.Confirmation",
        fields=("confirmed_by",),
        what=_("who changed, uploaded or decided it"),
        kept=WITH_THE_LOGIN,
    ),
    *(
        PersonalField(
            model=model,
            fields=(field,),
            what=_("who changed, uploaded or decided it"),
            kept=WITH_THE_LOGIN,
        )
        for model, field in (
            ("members.MembershipStep", "actor"),
            ("members.MembershipDocument", "added_by"),
        )
    ),
)
holds_nobody("members.MembershipStep", why="from which state to which, and the day")
holds_nobody("members.MembershipDocument", why="of which membership, and the moment")
holds_nobody("members.Dissolution", why="the day on which an organisation ended")
register(
    LOGINS,
    PersonalField(
        model="members.Invitation",
        what=_("invitations: who was asked to write for which organisation, by whom"),
        kept=Kept(
            words=_("%(time)s after the answer, or after the link expired"),
            time=INVITATIONS_KEPT,
            by="people: old invitations",
        ),
        goes_whole=True,
        lets_in=("digest",),
    ),
)
holds_nobody("members.Confirmation", why="which page, and the day")
holds_nobody("members.OrganisationTag", "members.UpdateTag", why="topics")
holds_nobody(
    "members.EditorAccess",
    "members.MembershipCategory",
    "members.Membership",
    why="facts about an organisation",
)
