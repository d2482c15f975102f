"""What our editors left behind at the other organisation: they edited for it until they left."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from wagtail.models import Comment, PageLogEntry, PageSubscription

from core.translation.proposals import propose
from members.editors import add_editor
from members.models import EditorMode
from members.people.leaving import leave
from tests import builders
from tests.permissions.markers import SEARCHED, Markers
from tests.permissions.people import READERS
from tests.permissions.world_pages import Estate
from users.models import User

#: what a state's name ends with
LEFT = "who left"


def add_past(markers: Markers, *, theirs: Estate, ours: Estate) -> None:
    """Let both of our editors have written, locked and sent pages of theirs, and leave."""
    for mode, user in ((EditorMode.CHECKED, ours.checked), (EditorMode.DIRECT, ours.direct)):
        add_editor(user=user, organisation=theirs.organisation, mode=mode)
        for state in ("draft", "sent", "locked"):
            _write(markers, theirs, user, f"{state} by somebody {mode.value} {LEFT}")
        for page in theirs.pages.values():
            PageLogEntry.objects.log_action(page, "wagtail.edit", user=user)
            PageSubscription.objects.update_or_create(
                page=page, user=user, defaults={"comment_notifications": True}
            )
        theirs.images["unused"].uploaded_by_user = user
        theirs.images["unused"].save()
        theirs.documents["unused"].uploaded_by_user = user
        theirs.documents["unused"].save()
        leave(user=user, organisation=theirs.organisation, by=None)
        _lock(theirs, user, f"update, locked by somebody {mode.value} {LEFT}")


def _lock(theirs: Estate, user: User, name: str) -> None:
    """Lock a page as `user`, as it was before leaving took the locks away."""
    page = theirs.pages[name]
    page.locked, page.locked_by, page.locked_at = True, user, timezone.now()
    page.save()


def _write(markers: Markers, theirs: Estate, user: User, state: str) -> None:
    """A page that `user` owns, began and remarked on, in the state its name begins with."""
    readers = READERS[theirs.side]
    word = markers.plant(f"{theirs.side} update {state}", readers=readers)
    page: Any = builders.make_update(
        organisation=theirs.organisation, title=f"{SEARCHED} {word}", live=False
    )
    page.owner = user
    page.save()
    page.save_revision(user=user)
    if state.startswith("sent"):
        page.get_workflow().start(page, user)
    remark = markers.plant(f"{theirs.side} comment on {state}", readers=readers)
    Comment.objects.create(page=page, user=user, text=remark, contentpath="heading_en")
    texts = {"heading": markers.plant(f"{theirs.side} translation of {state}", readers=readers)}
    theirs.translations.append(propose(page, language="fr", texts=texts, user=user))
    theirs.pages[f"update, {state}"] = page
