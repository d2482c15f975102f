"""The one switch between sending to the office and publishing directly."""

from __future__ import annotations

from django.db import transaction
from wagtail.log_actions import log

from members.editors import add_editor, editors_of, mode_of, provision
from members.models import EditorAccess, EditorMode, OrganisationPage
from users.models import User


@transaction.atomic
def set_publishing(
    *,
    organisation: OrganisationPage,
    mode: str,
    user: User | None = None,
    by: User | None = None,
) -> EditorAccess:
    """Set how `user` edits for `organisation`; without a user all its editors, those to come too.

    The history of the page, or of the login that is meant alone, says who did it: `by`.

    Raises ValueError for an unknown mode, and for a user who doesn't edit for the organisation.
    """
    chosen = EditorMode(mode)
    if user is not None:
        if mode_of(user=user, organisation=organisation) is None:
            raise ValueError(f"{user.email} does not edit for {organisation.record_id}")
        access = add_editor(user=user, organisation=organisation, mode=chosen)
        data = {"organisation": organisation.record_id}
        log(instance=user, action=f"people.publishes_{chosen}", user=by, data=data)
        return access
    access = provision(organisation)
    access.mode = chosen
    access.save(update_fields=["mode"])
    for editor in editors_of(organisation).filter(is_superuser=False):  # they publish anyway
        add_editor(user=editor, organisation=organisation, mode=chosen)
    log(instance=organisation, action=f"people.publishes_{chosen}", user=by)
    return access
