"""Writing records that are pages: below their publisher, live, with a revision and a history."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ImproperlyConfigured
from django.db.models import prefetch_related_objects
from django.utils import timezone
from modelcluster.models import get_all_child_relations
from wagtail.log_actions import log
from wagtail.models import Page, ReferenceIndex, Revision
from wagtail.signal_handlers import disable_reference_index_auto_update
from wagtail.signals import page_published

from core.base import RecordPage
from core.record import Record
from records.adding import free_slug
from records.keys import Keys
from records.registry import Collection, Json


class Parents:
    """Finds the page below which a record lives."""

    def __init__(self, keys: Keys) -> None:
        self.keys = keys

    def key_of(self, collection: Collection, record: Json) -> int:
        """Return the key of the publisher's page, or of the page for records without publisher.

        Raises ImproperlyConfigured if the site has no such page.
        """
        publisher = collection.publisher
        given = record.get(publisher.name) if publisher else None
        if publisher and given is not None:
            found = self.keys.find(publisher.target, given)
        else:
            found = self.keys.holder_of(collection)
        if found is None:
            raise ImproperlyConfigured(f"There is no page below which {collection.name} can live")
        return found


def move(page: RecordPage, key: int) -> None:
    """Move a page below the page with this key, redirects included."""
    parent = Page.objects.get(pk=key).specific
    # a page above may have moved since this one was loaded
    page.refresh_from_db(fields=["path", "depth", "numchild", "url_path"])
    slug = page.slug
    taken = set(parent.get_children().exclude(pk=page.pk).values_list("slug", flat=True))
    taken |= page.reserved_slugs(parent)
    if slug in taken:
        page.slug = free_slug(page.record_id, taken)
        page.save(clean=False)
    page.move(parent, pos="last-child")
    page.refresh_from_db(fields=["path", "depth", "numchild", "url_path"])


def reload_rows(pages: list[RecordPage]) -> None:
    """Load all child rows of the pages, for their revisions: one query per relation."""
    paths = set()
    for page in pages:
        page.__dict__.pop("_prefetched_objects_cache", None)
        for relation in get_all_child_relations(type(page)):
            paths.add(relation.get_accessor_name())
            for below in get_all_child_relations(relation.related_model):
                paths.add(f"{relation.get_accessor_name()}__{below.get_accessor_name()}")
    prefetch_related_objects(pages, *sorted(paths))


def publish(pages: list[RecordPage], *, created: Iterable[int]) -> None:
    """Make pages live with a published revision of what they hold now, and tell everybody.

    `created` are the primary keys of those that this import made.
    """
    new = set(created)
    reload_rows(pages)
    for page in pages:
        page.sync_title()
    revisions = Revision.objects.bulk_create([_revision(page) for page in pages])
    for page, revision in zip(pages, revisions, strict=True):
        _publish_one(page, revision, is_new=page.pk in new)


def _revision(page: RecordPage) -> Revision:
    return Revision(
        content_object=page,
        base_content_type=page.get_base_content_type(),
        created_at=timezone.now(),
        object_str=str(page),
        content=page.serializable_data(),
    )


def _publish_one(page: RecordPage, revision: Revision, *, is_new: bool) -> None:
    had_draft = not is_new and (page.has_unpublished_changes or not page.live)
    now = timezone.now()
    page.live = True
    page.has_unpublished_changes = False
    page.expired = False
    page.latest_revision = page.live_revision = revision
    page.latest_revision_created_at = revision.created_at
    page.last_published_at = now
    page.first_published_at = page.first_published_at or now
    page.draft_title = page.title
    with disable_reference_index_auto_update():
        page.save(clean=False)
    # The signal would load the page and all its rows again; here they are at hand.
    ReferenceIndex.create_or_update_for_object(page)
    if had_draft:
        page.revisions.exclude(pk=revision.pk).update(approved_go_live_at=None)
        if state := page.current_workflow_state:
            state.cancel()
    page_published.send(sender=type(page), instance=page, revision=revision)
    if is_new:
        log(instance=page, action="wagtail.create", content_changed=True)
    log(instance=page, action="wagtail.publish", revision=revision, content_changed=True)


def as_last_written(collection: Collection, page: Record) -> Record:
    """Return a draft with the text it was left with, anything else as it is."""
    if not isinstance(page, RecordPage) or not collection.holds_drafts:
        return page
    if page.live or not page.latest_revision_id:
        return page
    written: Record = page.get_latest_revision_as_object()
    return written


def keep_draft(page: RecordPage, *, is_new: bool) -> None:
    """Store a page that isn't online as one that isn't: what stood there stays in its history."""
    page.sync_title()
    if is_new:
        page.has_unpublished_changes = True
        page.save(clean=False)
        log(instance=page, action="wagtail.create", content_changed=True)
    page.save_revision(clean=False, log_action=not is_new)


def online_among(collection: Collection, record_ids: list[str]) -> list[str]:
    """Return which of these pages are online."""
    pages = collection.model._default_manager.filter(record_id__in=record_ids, live=True)
    return list(pages.values_list("record_id", flat=True))


def drafts_among(collection: Collection, record_ids: list[str]) -> list[str]:
    """Return which of these pages have changes that aren't published, or aren't live at all."""
    pages = collection.model._default_manager.filter(record_id__in=record_ids)
    unfinished = pages.filter(live=False) | pages.filter(has_unpublished_changes=True)
    return list(unfinished.values_list("record_id", flat=True))
