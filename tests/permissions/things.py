"""What an address can be about: kinds of things, and one thing in one state."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from tests.permissions.people import Side


class Kind(StrEnum):
    """What the parameters of an address name together. A snippet's kind is its model's label."""

    NOTHING = "nothing"
    PAGE = "page"
    SERVED = "page at an address, or at one that it had"
    PAGE_TYPE = "page type"
    NEW_PAGE = "new page below a parent"
    MOVE = "page and where to"
    REVISION = "revision"
    PAGE_ACTION = "action of the admin's API on a page"
    TASK_STATE = "step of a workflow"
    WORKFLOW_STATE = "workflow of a page"
    BULK = "action on several things"
    EDITING = "editing session"
    IMAGE = "image"
    DOCUMENT = "document"
    MEDIA = "stored picture"
    UPLOADED_IMAGE = "half uploaded image"
    UPLOADED_DOCUMENT = "half uploaded document"
    COLLECTION = "collection"
    USER = "user"
    GROUP = "group"
    SITE = "site"
    SETTING = "settings model"
    REDIRECT = "redirect"
    WORKFLOW = "workflow"
    TASK = "workflow task"
    TASK_TYPE = "type of workflow task"
    TAGGED = "tagged model"
    ORGANISATION = "organisation"
    PAPER = "paper of a membership"
    TRANSLATION = "proposed translation"
    LOOK_UP = "look-up of an address"
    ISSUE = "issue"
    SUBSCRIBER = "subscriber"
    MAILING = "sending"
    CONFIRM = "link that confirms"
    PREFERENCES = "link to preferences"
    UNSUBSCRIBE = "link that unsubscribes"
    APPLICATION = "application for membership"
    APPLICANTS_LINK = "link to an application"
    REFEREES_LINK = "link to a referee's question"
    RESTRICTION = "password of a page or collection"
    RESET = "link to a new password"
    FACTOR_RESET = "link that stops the reset of a second factor"
    INVITATION = "link of an invitation"
    COUNTRY_CODE = "country"
    LAYER = "layer of the map"
    MARKERS = "old file of markers"
    SECTION = "part of the sitemap"
    ROLE = "what a page of the office is"
    YEAR = "year"
    PATH = "address that nothing stands at"


@dataclass(frozen=True, kw_only=True)
class Thing:
    """One thing that the parameters of an address can name.

    `values` are by parameter; a parameter that isn't there gets `pk`. `public` says whether
    everybody may see it. `own` narrows to whom it belongs: the e-mail of a user.
    """

    kind: str
    side: Side
    state: str
    pk: Any = ""
    values: dict[str, str] = field(default_factory=dict)
    public: bool = False
    owner: str = ""

    def __str__(self) -> str:
        return f"{self.side} {self.kind} ({self.state})"

    def value(self, parameter: str) -> str:
        """What stands in an address for a parameter."""
        return str(self.values.get(parameter, self.pk))


def invitation_link(side: Side) -> str:
    """The secret part of the link of a side's invitation."""
    return f"link-to-{side.value}"


NO_THING = Thing(kind=Kind.NOTHING, side=Side.NETWORK, state="none", public=True)
