"""One organisation of the world: its people, and its pages and files in every state."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection, Comment, Page

from core.translation.proposals import Translation, propose
from members.editors import add_editor
from members.models import EditorMode, Invitation, OrganisationPage
from members.people.invitations import digest_of
from practices.models import PracticePage
from tests import builders
from tests.permissions.markers import SEARCHED, Markers
from tests.permissions.people import READERS, Side
from tests.permissions.things import invitation_link
from users.models import User

#: how a page comes into each state; all but the live ones are kept from everybody else
PUBLIC_STATES = {"live", "live with newer draft"}
TYPES: dict[str, Callable[..., Any]] = {
    "practice": builders.make_practice,
    "project": builders.make_project,
    "exchange": builders.make_exchange,
    "research": builders.make_research,
    "resource": builders.make_resource,
}


@dataclass
class Estate:
    """What belongs to one organisation. `pages` and the files are by state."""

    side: Side
    organisation: OrganisationPage
    collection: Collection
    checked: User
    direct: User
    pages: dict[str, Any] = field(default_factory=dict)
    images: dict[str, Image] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    translations: list[Translation] = field(default_factory=list)
    invitation: Invitation | None = None


class EstateBuilder:
    """Builds an Estate with a marker in everything that it keeps to itself."""

    def __init__(self, *, side: Side, markers: Markers, name: str, country: str) -> None:
        self.side, self.markers = side, markers
        self.readers = READERS[side]
        organisation = builders.make_organisation(
            name=name, country=country, notes=self.secret("notes of the organisation")
        )
        people = {mode: self._editor(mode, organisation) for mode in EditorMode}
        access = organisation.__class__.objects.get(pk=organisation.pk).editor_access
        assert access.collection is not None
        access.collection.name = self.secret("collection")
        access.collection.save()
        self.estate = Estate(
            side=side,
            organisation=organisation,
            collection=access.collection,
            checked=people[EditorMode.CHECKED],
            direct=people[EditorMode.DIRECT],
        )

    def secret(self, what: str) -> str:
        """A title that holds a new marker word."""
        return f"{SEARCHED} {self.word(what)}"

    def word(self, what: str) -> str:
        """A new marker word of this side alone."""
        return self.markers.plant(f"{self.side} {what}", readers=self.readers)

    def _editor(self, mode: EditorMode, organisation: OrganisationPage) -> User:
        user = builders.make_user(
            email=f"{self.word(f'e-mail of {mode.value} editor')}@example.org",
            first_name=self.word(f"first name of {mode.value} editor"),
            last_name=self.word(f"last name of {mode.value} editor"),
        )
        hashed = self.markers.plant(f"{self.side} password of {mode.value} editor", readers=())
        user.password = f"md5$salt${hashed}"
        user.save()
        add_editor(user=user, organisation=organisation, mode=mode)
        return user

    def build(self) -> Estate:
        """Pages in every state, files in every use, a proposed translation of each draft."""
        self._files()
        self._organisation()
        self._invitation()
        for state, page in self._updates():
            self.estate.pages[f"update, {state}"] = page
        for name, make in TYPES.items():
            for state in ("draft", "live with newer draft"):
                self.estate.pages[f"{name}, {state}"] = self._page(name, make, state)
        self._use_files()
        for name, page in self.estate.pages.items():
            self._annotate(name, page)
        return self.estate

    def _organisation(self) -> None:
        page = self.estate.organisation
        page.summary_en = self.secret("newer draft of the organisation")
        page.save_revision(user=self.estate.checked)
        self.estate.pages["organisation, live with newer draft"] = page

    def _invitation(self) -> None:
        """One that somebody may take up who has the link, which `invitation_link` makes."""
        self.estate.invitation = Invitation.objects.create(
            organisation=self.estate.organisation,
            email=f"{self.word('address of somebody invited')}@example.org",
            language="en",
            digest=digest_of(invitation_link(self.side)),
            by_office=True,
            expires_at=timezone.now() + timedelta(days=3),
        )

    def _updates(self) -> Iterator[tuple[str, Page]]:
        def make(state: str, *, live: bool = False) -> Any:
            public = state in PUBLIC_STATES
            title = f"Update {state}" if public else self.secret(f"update {state}")
            return builders.make_update(
                organisation=self.estate.organisation, title=f"{title} {self.side}", live=live
            )

        yield "draft", make("draft")
        sent = make("sent")
        sent.save_revision(user=self.estate.checked)
        sent.get_workflow().start(sent, self.estate.checked)
        yield "sent", sent
        locked = make("live", live=True)
        locked.locked, locked.locked_by, locked.locked_at = (
            True,
            self.estate.checked,
            timezone.now(),
        )
        locked.save()
        yield "live", locked
        yield "live with newer draft", self._renewed("update", make("live with newer draft"))
        scheduled = make("scheduled")
        scheduled.go_live_at = timezone.now() + timedelta(days=3)
        scheduled.save_revision(user=self.estate.direct).publish()
        yield "scheduled", scheduled
        expired = make("expired", live=True)
        expired.expire_at = timezone.now() - timedelta(days=1)
        expired.unpublish(set_expired=True)
        yield "expired", expired
        unpublished = make("unpublished", live=True)
        unpublished.unpublish(user=self.estate.direct)
        yield "unpublished", unpublished

    def _renewed(self, name: str, page: Any) -> Any:
        page.save_revision().publish()
        page.heading_en = self.secret(f"newer title of {name}")
        page.save_revision(user=self.estate.checked)
        return page

    def _page(self, name: str, make: Callable[..., Any], state: str) -> Any:
        below = {
            "parent" if name in ("research", "resource") else "organisation": (
                self.estate.organisation
            )
        }
        if name == "exchange":
            below["host"] = self.estate.organisation
        if state == "draft":
            return make(title=self.secret(f"{name} draft"), live=False, **below)
        page = make(title=f"A {name} of {self.side}", **below)
        if name == "practice":
            page.notes = self.secret("notes of the practice")
        return self._renewed(name, page)

    def _files(self) -> None:
        collection = self.estate.collection
        for use in ("unused", "used by draft", "used by live"):
            public = use == "used by live"
            word = f"file{self.side}live" if public else self.word(f"image {use}")
            self.estate.images[use] = builders.make_image(
                title=word, collection=collection, name=f"{word}.png"
            )
            word = f"document{self.side}live" if public else self.word(f"document {use}")
            content = ContentFile(f"{word} inside".encode(), name=f"{word}.txt")
            self.estate.documents[use] = Document.objects.create(
                title=word, collection=collection, file=content
            )

    def _use_files(self) -> None:
        for use, state in (("used by draft", "draft"), ("used by live", "live with newer draft")):
            practice = PracticePage.objects.get(pk=self.estate.pages[f"practice, {state}"].pk)
            practice.images.create(image=self.estate.images[use])
            practice.files.create(document=self.estate.documents[use])
            practice.save()

    def _annotate(self, name: str, page: Any) -> None:
        """A remark beside the text, and a proposed translation that waits."""
        Comment.objects.create(
            page=page,
            user=self.estate.checked,
            text=self.secret(f"comment on {name}"),
            contentpath="heading_en",
        )
        texts = {"heading": self.secret(f"translation of {name}")}
        self.estate.translations.append(
            propose(page, language="fr", texts=texts, user=self.estate.checked)
        )
