"""The things of a world by kind: what each address can be filled in with."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.models import EditingSession
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Page, UploadedFile

from core.files.pictures import SPECS
from core.network.settings import NetworkSettings
from members.models import MembershipDocument
from newsletter.subscribers.links import Purpose, make_token
from tests.builders import image_file
from tests.permissions.people import Side
from tests.permissions.things import NO_THING, Kind, Thing, invitation_link
from tests.permissions.world_joining import application_things

if TYPE_CHECKING:
    from tests.permissions.world import World
    from tests.permissions.world_pages import Estate


def catalogue(world: World) -> dict[str, list[Thing]]:
    """All things by kind; lists in the same order in every run."""
    pages = [thing for _page, thing in _pages(world)]
    served = [replace(thing, kind=Kind.SERVED) for thing in pages]
    found: dict[str, list[Thing]] = {
        Kind.NOTHING: [NO_THING],
        Kind.PAGE: pages,
        Kind.SERVED: served,
    }
    sources: tuple[Iterable[Thing], ...] = (
        _revisions(world),
        _workflows(world),
        _page_addresses(world),
        _files(world),
        _people(world),
        _system(world),
        _newsletter(world),
        application_things(world.network.applications),
        _public(),
        _snippets(world),
        _bulk(world),
    )
    for thing in itertools.chain(*sources):
        found.setdefault(thing.kind, []).append(thing)
    return found


def estates(world: World) -> tuple[Estate, Estate]:
    """Ours and theirs."""
    return world.ours, world.theirs


def _pages(world: World) -> Iterator[tuple[Page, Thing]]:
    for side, pages in (
        (Side.OURS, world.ours.pages),
        (Side.THEIRS, world.theirs.pages),
        (Side.NETWORK, world.network.pages),
        (Side.THEIRS, {"organisation, draft": world.unborn[0], "update below": world.unborn[1]}),
    ):
        for state, page in pages.items():
            yield page, page_thing(page, side=side, state=state)


def page_thing(page: Any, *, side: Side, state: str, kind: str = Kind.PAGE) -> Thing:
    """A page, with everything that an address may call it by."""
    parts = page.get_url_parts()  # several sites: the plain URL would name a host
    path = parts[2] if parts else ""
    values = {
        "app_label": page._meta.app_label,
        "model_name": page._meta.model_name,
        "object_id": str(page.pk),
        "collection": getattr(page, "collection", "nothing"),
        "record_id": getattr(page, "record_id", "") or page.slug,
        "path": path.removeprefix("/en/"),
        "language": "fr",
    }
    public = state.partition(", ")[2].startswith("live")
    return Thing(kind=kind, side=side, state=state, pk=page.pk, values=values, public=public)


def _revisions(world: World) -> Iterator[Thing]:
    for page, thing in _pages(world):
        if page.latest_revision_id is None:
            page.refresh_from_db(fields=["latest_revision"])
        revision = str(page.latest_revision_id or 0)
        values = {
            **thing.values,
            "page_id": str(page.pk),
            "revision_id": revision,
            "revision_id_a": "earliest",
            "revision_id_b": revision,
        }
        yield Thing(
            kind=Kind.REVISION, side=thing.side, state=thing.state, pk=page.pk, values=values
        )
        for action in PagesAdminAPIViewSet.actions:
            yield Thing(
                kind=Kind.PAGE_ACTION,
                side=thing.side,
                state=f"{thing.state}, {action}",
                pk=page.pk,
                values={"action_name": action},
            )


def _workflows(world: World) -> Iterator[Thing]:
    for estate in estates(world):
        for state, page in estate.pages.items():
            if state.startswith("update, sent"):
                yield from _steps(estate, page, past=state.removeprefix("update, sent"))
    network = world.network
    yield Thing(kind=Kind.WORKFLOW, side=Side.NETWORK, state="unused", pk=network.workflow.pk)
    used = world.ours.pages["update, sent"].get_workflow()
    page = world.theirs.organisation
    values = {"page_pk": str(page.pk), "workflow_pk": str(used.pk)}
    yield Thing(kind=Kind.WORKFLOW, side=Side.NETWORK, state="in use", pk=used.pk, values=values)
    yield Thing(kind=Kind.TASK, side=Side.NETWORK, state="unused", pk=network.task.pk)
    values = {"app_label": "wagtailcore", "model_name": "groupapprovaltask"}
    yield Thing(kind=Kind.TASK_TYPE, side=Side.NETWORK, state="approval", values=values)


def _steps(estate: Estate, page: Any, *, past: str) -> Iterator[Thing]:
    """The workflow of a page that waits; `past` ends the name of what somebody left behind."""
    workflow = page.current_workflow_state
    step = workflow.current_task_state
    values = {
        "page_id": str(page.pk),
        "task_state_id": str(step.pk),
        "task_id": str(step.task_id),
        "workflow_state_id": str(workflow.pk),
    }
    yield Thing(
        kind=Kind.WORKFLOW_STATE,
        side=estate.side,
        state=f"sent{past}",
        pk=page.pk,
        values=values,
    )
    for action in ("approve", "reject", "cancel"):
        yield Thing(
            kind=Kind.TASK_STATE,
            side=estate.side,
            state=f"{action}{past}",
            pk=page.pk,
            values={**values, "action_name": action},
        )


def _page_addresses(world: World) -> Iterator[Thing]:
    """Addresses that name a type, a parent or a destination beside a page."""
    parents = {
        Side.OURS: world.ours.organisation,
        Side.THEIRS: world.theirs.organisation,
        Side.NETWORK: world.network.pages["library, live"],
    }
    types = {type(page)._meta for page, _thing in _pages(world)}
    for meta in sorted(types, key=lambda each: each.label_lower):
        values = {
            "content_type_app_name": meta.app_label,
            "content_type_model_name": meta.model_name,
            "app_label": meta.app_label,
            "model_name": meta.model_name,
        }
        yield Thing(
            kind=Kind.PAGE_TYPE,
            side=Side.NETWORK,
            state=meta.model_name,
            values=values,
            public=True,
        )
        for side, parent in parents.items():
            if meta.model in parent.specific_class.allowed_subpage_models():
                yield Thing(
                    kind=Kind.NEW_PAGE,
                    side=side,
                    state=meta.model_name,
                    pk=parent.pk,
                    values={**values, "parent_page_id": str(parent.pk)},
                )
    for page, side, state in (
        (world.ours.pages["update, draft"], Side.THEIRS, "ours into theirs"),
        (world.theirs.pages["update, draft"], Side.THEIRS, "theirs into ours"),
        (world.theirs.pages["practice, live with newer draft"], Side.THEIRS, "live into ours"),
    ):
        into = world.theirs if page.pk == world.ours.pages["update, draft"].pk else world.ours
        values = {"page_to_move_id": page.pk, "destination_id": into.organisation.pk}
        yield Thing(
            kind=Kind.MOVE,
            side=side,
            state=state,
            pk=page.pk,
            values={name: str(value) for name, value in values.items()},
        )


def _files(world: World) -> Iterator[Thing]:
    for estate in estates(world):
        for use, image in estate.images.items():
            yield Thing(
                kind=Kind.IMAGE,
                side=estate.side,
                state=use,
                pk=image.pk,
                values={"filter_spec": "width-100"},
                public=use == "used by live",
            )
            for name, is_original in _stored(image):
                yield Thing(
                    kind=Kind.MEDIA,
                    side=estate.side,
                    state=f"{use}, {'original' if is_original else 'shown'}",
                    values={"name": name},
                    public=use == "used by live" and not is_original,
                )
        for use, document in estate.documents.items():
            yield Thing(
                kind=Kind.DOCUMENT,
                side=estate.side,
                state=use,
                pk=document.pk,
                values={"name": document.filename},
                public=use == "used by live",
            )
        yield Thing(kind=Kind.COLLECTION, side=estate.side, state="own", pk=estate.collection.pk)
        for kind, model, file in (
            (Kind.UPLOADED_IMAGE, Image, image_file()),
            (Kind.UPLOADED_DOCUMENT, Document, ContentFile(b"Some text.", name="half.txt")),
        ):
            upload = UploadedFile.objects.create(
                for_content_type=ContentType.objects.get_for_model(model),
                file=file,
                uploaded_by_user=estate.checked,
            )
            owner = estate.checked.email
            yield Thing(kind=kind, side=estate.side, state="half", pk=upload.pk, owner=owner)
    yield Thing(
        kind=Kind.COLLECTION, side=Side.NETWORK, state="office's", pk=world.network.collection.pk
    )
    for model in ("wagtailimages/image", "wagtaildocs/document"):
        app, name = "taggit", "tag"
        yield Thing(
            kind=Kind.TAGGED,
            side=Side.NETWORK,
            state=model,
            values={"app_name": app, "model_name": name},
        )


def _stored(image: Image) -> Iterator[tuple[str, bool]]:
    """The names of an image's files, and whether each is the original."""
    yield image.file.name, True
    yield image.get_rendition(SPECS[0]).file.name, False


def _people(world: World) -> Iterator[Thing]:
    for estate in estates(world):
        for mode in ("checked", "direct"):
            user = getattr(estate, mode)
            yield Thing(kind=Kind.USER, side=estate.side, state=f"{mode} editor", pk=user.pk)
            uid = urlsafe_base64_encode(force_bytes(user.pk))
            values = {"uidb64": uid, "token": "set-password"}
            yield Thing(
                kind=Kind.RESET, side=estate.side, state=mode, values=values, owner=user.email
            )
            values = {"token": "made-up"}
            yield Thing(kind=Kind.FACTOR_RESET, side=estate.side, state=mode, values=values)
        values = {"token": invitation_link(estate.side)}
        yield Thing(kind=Kind.INVITATION, side=estate.side, state="open", values=values)
        for group in estate.checked.groups.all():
            yield Thing(kind=Kind.GROUP, side=estate.side, state="editors", pk=group.pk)
        organisation = estate.organisation
        yield Thing(kind=Kind.ORGANISATION, side=estate.side, state="live", pk=organisation.pk)
        page = estate.pages["update, draft"]
        session = EditingSession.objects.create(
            user=estate.checked,
            content_type=ContentType.objects.get_for_model(page),
            object_id=str(page.pk),
            last_seen_at=timezone.now(),
        )
        values = {**page_thing(page, side=estate.side, state="").values, "session_id": session.pk}
        yield Thing(
            kind=Kind.EDITING,
            side=estate.side,
            state="open",
            pk=session.pk,
            values={name: str(value) for name, value in values.items()},
            owner=estate.checked.email,
        )
        for translation, state in zip(estate.translations, estate.pages, strict=True):
            yield Thing(kind=Kind.TRANSLATION, side=estate.side, state=state, pk=translation.pk)
    unborn = world.unborn[0]
    yield Thing(kind=Kind.ORGANISATION, side=Side.THEIRS, state="draft", pk=unborn.pk)
    for name in ("office", "administrator"):
        user = getattr(world.network, name)
        yield Thing(kind=Kind.USER, side=Side.NETWORK, state=name, pk=user.pk)


def _system(world: World) -> Iterator[Thing]:
    network = world.network
    yield Thing(kind=Kind.GROUP, side=Side.NETWORK, state="extra", pk=network.group.pk)
    yield Thing(kind=Kind.SITE, side=Side.NETWORK, state="other", pk=network.site.pk)
    values = {"app_name": "core", "model_name": "networksettings"}
    row = NetworkSettings.objects.get()
    yield Thing(kind=Kind.SETTING, side=Side.NETWORK, state="one", pk=row.pk, values=values)
    yield Thing(kind=Kind.RESTRICTION, side=Side.NETWORK, state="none", pk=1)
    for redirect in network.redirects:
        page = redirect.redirect_page
        side = Side.OURS if page.pk == world.ours.pages["update, live"].pk else Side.THEIRS
        yield Thing(kind=Kind.REDIRECT, side=side, state="to a page", pk=redirect.pk)
        path = f"{redirect.old_path.removeprefix('/en/')}/"
        yield Thing(
            kind=Kind.SERVED,
            side=side,
            state="at an old address",
            values={"path": path},
            public=page.live,
        )
    yield Thing(
        kind=Kind.LOOK_UP, side=Side.NETWORK, state="waiting", values={"task": network.look_up}
    )


def _newsletter(world: World) -> Iterator[Thing]:
    network = world.network
    for state, page in network.pages.items():
        if state.startswith("issue"):
            block = page.blocks.last()
            yield Thing(
                kind=Kind.ISSUE,
                side=Side.NETWORK,
                state=state,
                pk=page.pk,
                values={"issue": str(page.pk), "key": str(block.key)},
            )
    for subscriber in network.subscribers:
        yield Thing(
            kind=Kind.SUBSCRIBER, side=Side.NETWORK, state=subscriber.state, pk=subscriber.pk
        )
        for kind, purpose in (
            (Kind.CONFIRM, Purpose.CONFIRM),
            (Kind.PREFERENCES, Purpose.PREFERENCES),
            (Kind.UNSUBSCRIBE, Purpose.UNSUBSCRIBE),
        ):
            yield Thing(
                kind=kind,
                side=Side.NETWORK,
                state=subscriber.state,
                values={"token": make_token(subscriber, purpose)},
            )
    for mailing in network.mailings:
        yield Thing(kind=Kind.MAILING, side=Side.NETWORK, state=mailing.state, pk=mailing.pk)


def _public() -> Iterator[Thing]:
    for kind, parameter, value in (
        (Kind.COUNTRY_CODE, "code", "ro"),
        (Kind.COUNTRY_CODE, "code", "no"),
        (Kind.LAYER, "name", "organisations"),
        (Kind.LAYER, "name", "practices"),
        (Kind.MARKERS, "number", "1"),
        (Kind.SECTION, "section", "practices"),
        (Kind.SECTION, "section", "updates"),
        (Kind.SECTION, "section", "organisations"),
        (Kind.YEAR, "year", "2026"),
        (Kind.YEAR, "year", "1000"),
        (Kind.ROLE, "role", "notice"),
        (Kind.ROLE, "role", "imprint"),
        (Kind.PATH, "path", "nothing-here"),
    ):
        yield Thing(
            kind=kind, side=Side.NETWORK, state=value, values={parameter: value}, public=True
        )


def _snippets(world: World) -> Iterator[Thing]:
    for paper in MembershipDocument.objects.order_by("pk"):
        values = {"paper": str(paper.pk)}
        pk = paper.membership_id
        yield Thing(kind=Kind.PAPER, side=Side.NETWORK, state=paper.title, pk=pk, values=values)
    for label, entries in world.network.snippets.items():
        for number, entry in enumerate(entries):
            yield Thing(
                kind=label,
                side=Side.NETWORK,
                state=f"entry {number}",
                pk=entry.pk,
                values={
                    "record_id": getattr(entry, "record_id", ""),
                    "collection": getattr(entry, "collection", "nothing"),
                },
                public=hasattr(entry, "record_id"),
            )


def _bulk(world: World) -> Iterator[Thing]:
    """Every registered action on every sort of things; on pages in all their states."""
    bulk_action_registry._scan_for_bulk_actions()
    for app_label, models in sorted(bulk_action_registry.actions.items()):
        for model_name, actions in sorted(models.items()):
            for action in sorted(actions):
                for side, keys in _bulk_keys(world, f"{app_label}.{model_name}"):
                    yield Thing(
                        kind=Kind.BULK,
                        side=side,
                        state=f"{action} {app_label}.{model_name}",
                        pk=keys[0],
                        values={
                            "app_label": app_label,
                            "model_name": model_name,
                            "action": action,
                            "ids": "&id=".join(map(str, keys)),
                        },
                    )


def _bulk_keys(world: World, label: str) -> Iterator[tuple[Side, list[Any]]]:
    for estate in estates(world):
        found = {
            "wagtailcore.page": [page.pk for page in estate.pages.values()],
            "wagtailimages.image": [image.pk for image in estate.images.values()],
            "wagtaildocs.document": [document.pk for document in estate.documents.values()],
            "users.user": [estate.checked.pk, estate.direct.pk],
        }.get(label)
        if found:
            yield estate.side, found
    network = world.network
    if label == "users.user":
        yield Side.NETWORK, [network.administrator.pk, network.office.pk]
    entries = network.snippets.get(label, [])
    if entries:
        yield Side.NETWORK, [entry.pk for entry in entries]
