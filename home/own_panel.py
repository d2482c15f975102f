"""What editors read first in the admin: their organisations, and what they can do there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from members.editors import organisations_open_to
from members.models import OrganisationPage, UpdatePage
from practices.models import PracticePage
from users.models import User

_FIRST: tuple[type[Page], ...] = (PracticePage, UpdatePage)


@dataclass(frozen=True)
class _Addition:
    """A link that adds a page below an organisation."""

    title: str
    url: str


@dataclass(frozen=True)
class _Own:
    """An organisation and the links of what is done there first."""

    organisation: OrganisationPage
    additions: list[_Addition]


def _additions(organisation: OrganisationPage) -> list[_Addition]:
    """The links to a new practice and to news, in the language of who reads."""
    return [
        _Addition(
            title=str(model._meta.verbose_name),
            url=reverse(
                "wagtailadmin_pages:add",
                args=[model._meta.app_label, model._meta.model_name, organisation.pk],
            ),
        )
        for model in _FIRST
    ]


class OwnOrganisationsPanel(Component):
    """On the admin's first page: the organisations somebody edits for."""

    name = "own_organisations"
    template_name = "wagtailadmin/own_organisations_panel.html"
    order = 30

    def __init__(self, organisations: list[OrganisationPage]) -> None:
        self.organisations = organisations

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """The organisations by title, each with its links."""
        return {"own": [_Own(found, _additions(found)) for found in self.organisations]}


def own_organisations_panel(user: User) -> OwnOrganisationsPanel | None:
    """The panel for who edits for an organisation, None for everybody else. One query."""
    organisations = list(organisations_open_to(user))
    return OwnOrganisationsPanel(organisations) if organisations else None
