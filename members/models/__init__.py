"""Models of the members application."""

from __future__ import annotations

from members.models.confirmation import Confirmation
from members.models.country import Country
from members.models.editing import EditorAccess, EditorMode
from members.models.event import Attendance
from members.models.invitation import Invitation, InvitationState
from members.models.membership import (
    NOT_ADMITTED,
    PUBLIC_STATUSES,
    Membership,
    MembershipCategory,
    MembershipPath,
    MembershipStatus,
)
from members.models.membership_file import (
    ContactRole,
    Dissolution,
    MembershipContact,
    MembershipDocument,
    MembershipStep,
)
from members.models.organisation import (
    OrganisationImage,
    OrganisationIndexPage,
    OrganisationPage,
    OrganisationTag,
)
from members.models.update import UpdateImage, UpdateKind, UpdatePage, UpdateTag

__all__ = [
    "NOT_ADMITTED",
    "PUBLIC_STATUSES",
    "Attendance",
    "Confirmation",
    "ContactRole",
    "Country",
    "Dissolution",
    "EditorAccess",
    "EditorMode",
    "Invitation",
    "InvitationState",
    "Membership",
    "MembershipCategory",
    "MembershipContact",
    "MembershipDocument",
    "MembershipPath",
    "MembershipStatus",
    "MembershipStep",
    "OrganisationImage",
    "OrganisationIndexPage",
    "OrganisationPage",
    "OrganisationTag",
    "UpdateImage",
    "UpdateKind",
    "UpdatePage",
    "UpdateTag",
]
