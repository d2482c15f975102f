"""Models of the members application."""

from __future__ import annotations

from members.models.confirmation import Confirmation
from members.models.country import Country
from members.models.editing import EditorAccess, EditorMode
from members.models.membership import Membership, MembershipCategory, MembershipStatus
from members.models.organisation import (
    OrganisationImage,
    OrganisationIndexPage,
    OrganisationPage,
    OrganisationTag,
)
from members.models.update import UpdateImage, UpdateKind, UpdatePage, UpdateTag

__all__ = [
    "Confirmation",
    "Country",
    "EditorAccess",
    "EditorMode",
    "Membership",
    "MembershipCategory",
    "MembershipStatus",
    "OrganisationImage",
    "OrganisationIndexPage",
    "OrganisationPage",
    "OrganisationTag",
    "UpdateImage",
    "UpdateKind",
    "UpdatePage",
    "UpdateTag",
]
