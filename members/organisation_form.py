"""The editing form of an organisation's page."""

from __future__ import annotations

from typing import Any

from core.forms.pages import known_kinds
from members.organisation_kinds import ORGANISATION_KINDS
from search.vocabulary.tag_forms import TaggedPageForm

#: Fields by which an organisation's own editors could rename the page or let it go offline.
OFFICE_FIELDS = ("slug", "expire_at")


class OrganisationForm(TaggedPageForm):
    """Offers the kinds in use; keeps the address and the end of publication with the office."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "kind" in self.fields:
            self.fields["kind"] = known_kinds(
                ORGANISATION_KINDS, current=self.instance.kind, required=True
            )
        if self.instance.pk and not self._may_rename():
            for name in OFFICE_FIELDS:
                self.fields.pop(name, None)
            # an older revision, opened to be published again, may hold an older address
            stored = (
                type(self.instance).objects.values("slug", "expire_at").get(pk=self.instance.pk)
            )
            for name in OFFICE_FIELDS:
                setattr(self.instance, name, stored[name])

    def _may_rename(self) -> bool:
        if self.for_user is None:
            return True
        return bool(self.instance.permissions_for_user(self.for_user).can_change_slug())
