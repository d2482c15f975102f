"""The one switch between sending to the office and publishing directly."""

from __future__ import annotations

from django.db import transaction

from members.editors import add_editor, editors_of, mode_of, provision
from members.models import EditorAccess, EditorMode, OrganisationPage
from users.models import User


@transaction.atomic
def set_publishing(
    *, organisation: OrganisationPage, mode: str, user: User | None = None
) -> EditorAccess:
    """Set how `user` edits for `organisation`; without a user all its editors, those to come too.

    Raises ValueError for an unknown mode, and for a user who doesn't edit for the organisation.
    """
    chosen = EditorMode(mode)
    if user is not None:
        if mode_of(user=user, organisation=organisation) is None:
            raise ValueError(f"{user.email} does not edit for {organisation.record_id}")
        return add_editor(user=user, organisation=organisation, mode=chosen)
    access = provision(organisation)
    access.mode = chosen
    access.save(update_fields=["mode"])
    for editor in editors_of(organisation).filter(is_superuser=False):  # they publish anyway
        add_editor(user=editor, organisation=organisation, mode=chosen)
    return access
