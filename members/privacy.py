"""What organisations' pages and their editing keep about people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.privacy import PersonalField, holds_nobody, register
from core.privacy.shared import (
    CONTACT,
    HISTORY,
    PUBLISHED,
    TEXTS,
    UNTIL_TAKEN_OFF,
    WITH_THE_LOGIN,
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
)
holds_nobody("members.Confirmation", why="which page, and the day")
holds_nobody("members.OrganisationTag", "members.UpdateTag", why="topics")
holds_nobody(
    "members.EditorAccess",
    "members.MembershipCategory",
    "members.Membership",
    why="facts about an organisation",
)
