"""The editing forms of practices, materials and policies."""

from __future__ import annotations

from typing import Any

from core.forms.pages import known_kinds
from practices.words import MATERIAL_KINDS, POLICY_KINDS
from search.vocabulary.tag_forms import TaggedEntryForm, TaggedPageForm


class PlacedPageForm(TaggedPageForm):
    """A page with countries: a new one starts in its publisher's country."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent = getattr(self, "parent_page", None)
        publisher = parent.specific if parent is not None else None
        country = getattr(publisher, "country", "")
        if country and not self.instance.pk:
            self.instance.organisation = publisher  # a new page has no parent yet
            if "countries" in self.fields:
                self.initial["countries"] = [country]


class ResourceForm(TaggedPageForm):
    """A material: its kind is chosen from the kinds in use."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "kind" in self.fields:
            self.fields["kind"] = known_kinds(
                MATERIAL_KINDS, current=self.instance.kind, required=False
            )


class PolicyForm(TaggedEntryForm):
    """A policy: its kind is chosen from the kinds in use."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "kind" in self.fields:
            self.fields["kind"] = known_kinds(
                POLICY_KINDS, current=self.instance.kind, required=False
            )
