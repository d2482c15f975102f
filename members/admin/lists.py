"""Wagtail's lists, filters and reports of the admin, which would name other organisations' people.

A filter offers the people behind what its user works on; “used N times” counts what they may see.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import django_filters
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Model, Q, QuerySet
from django.db.models.functions import Cast
from django.forms import CheckboxSelectMultiple
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag, TaggedItem
from wagtail.admin.filters import MultipleUserFilter
from wagtail.admin.views import tags as wagtail_tags
from wagtail.admin.views.pages.listing import (
    EditedByFilter,
    GenericPageFilterSet,
    HasChildPagesFilter,
)
from wagtail.admin.views.pages.usage import UsageView
from wagtail.admin.views.reports.audit_logging import (
    LogEntriesView,
    SiteHistoryReportFilterSet,
    get_users_for_filter,
)
from wagtail.admin.views.reports.locked_pages import LockedPagesReportFilterSet, LockedPagesView
from wagtail.admin.views.reports.workflows import WorkflowReportFilterSet, WorkflowView
from wagtail.admin.viewsets.pages import page_viewset_registry
from wagtail.documents.models import Document
from wagtail.documents.views import documents
from wagtail.images.models import Image
from wagtail.images.views import chooser as image_chooser
from wagtail.images.views import images
from wagtail.models import Page, PageLogEntry, ReferenceIndex

from core.editing.page_views import TranslatedPageViewSet
from core.forms.sight import own, visible_pages
from members.admin.others import OwnExplorer
from users.models import User

TAGGED = (Image, Document)


def people(keys: Callable[[Any], Any]) -> Callable[[HttpRequest], QuerySet[User]]:
    """A filter's queryset: the users whose keys `keys` finds for the user of a request."""
    return lambda request: User.objects.filter(pk__in=keys(request.user)).order_by("email")


def _owners(user: Any) -> Any:
    return own(user, Page).order_by().values("owner_id")


def _editors(user: Any) -> Any:
    edited = PageLogEntry.objects.filter(action="wagtail.edit", page_id__in=own(user, Page))
    return edited.order_by().values("user_id")


def _lockers(user: Any) -> Any:
    return own(user, Page).filter(locked_by__isnull=False).order_by().values("locked_by_id")


# -- pages -----------------------------------------------------------------------------------------
class ChildPagesFilter(HasChildPagesFilter):
    """Wagtail's, in the one form that its search takes beside words."""

    def filter(self, qs: Any, value: str) -> Any:
        """Those with pages below, or without."""
        found = super().filter(Page.objects.order_by(), value)
        return qs.filter(pk__in=found.values("pk")) if value else qs


_child_pages = GenericPageFilterSet.base_filters["has_child_pages"]


class OwnPageFilterSet(GenericPageFilterSet):
    """The filters of the explorer."""

    owner = MultipleUserFilter(
        label=_("Owner"), queryset=people(_owners), widget=CheckboxSelectMultiple
    )
    edited_by = EditedByFilter(
        label=_("Edited by"), queryset=people(_editors), widget=CheckboxSelectMultiple
    )
    has_child_pages = ChildPagesFilter(label=_child_pages.label, **_child_pages.extra)


class VisibleUsage:
    """Put before a list of where something is used: what its user may not see isn't in it."""

    request: Any
    object: Any

    def get_queryset(self) -> Any:
        """References from what the user may see, by source."""
        references = ReferenceIndex.get_references_to(self.object)
        return visible_references(references, self.request.user).group_by_source_object()


def visible_references(references: Any, user: Any) -> Any:
    """Those that stand in something `user` may see. Two queries, and one per kind of source."""
    shown = Q(pk__in=[])
    for key in references.order_by().values_list("base_content_type", flat=True).distinct():
        model = ContentType.objects.get_for_id(key).model_class()
        if model is not None:
            sources = _sources(user, model).values_list(Cast("pk", CharField()), flat=True)
            shown |= Q(base_content_type=key, object_id__in=sources)
    return references.filter(shown)


def _sources(user: Any, model: type[Model]) -> QuerySet[Any]:
    if issubclass(model, Page):
        pages: QuerySet[Any] = visible_pages(Page.objects.order_by(), user)
        return pages
    return own(user, model).order_by()


class VisiblePageUsage(VisibleUsage, UsageView):
    """Where a page is used."""


class VisibleImageUsage(VisibleUsage, images.UsageView):
    """Where a picture is used."""


class VisibleDocumentUsage(VisibleUsage, documents.UsageView):
    """Where a file is used."""


class OwnPageViewSet(TranslatedPageViewSet):
    """Every page's views, in the place of those that came before."""

    filterset_class = OwnPageFilterSet
    index_view_class = OwnExplorer
    usage_view_class = VisiblePageUsage

    def on_register(self) -> None:
        """Stand for the explorer's own pages too."""
        super().on_register()
        page_viewset_registry.register(Page, self, parent_models=self.parent_models)


# -- reports ---------------------------------------------------------------------------------------
def requesters(request: HttpRequest) -> QuerySet[User]:
    """Who sent to the office what the user of a request may edit."""
    view = WorkflowView()
    view.request = request
    states = view.get_queryset().order_by().values("requested_by_id")
    return User.objects.filter(pk__in=states).order_by("email")


class OwnWorkflowFilterSet(WorkflowReportFilterSet):
    """The filters of the report on what was sent to the office."""

    requested_by = django_filters.ModelChoiceFilter(field_name="requested_by", queryset=requesters)


class OwnWorkflowView(WorkflowView):
    """What was sent to the office."""

    filterset_class = OwnWorkflowFilterSet


class OwnHistoryFilterSet(SiteHistoryReportFilterSet):
    """The filters of the site's history."""

    def get_users_queryset(self) -> QuerySet[User]:
        """Those who did something the report shows."""
        found: QuerySet[User] = get_users_for_filter(self.request.user)
        return found


class OwnHistoryView(LogEntriesView):
    """The site's history."""

    filterset_class = OwnHistoryFilterSet


class OwnLockedFilterSet(LockedPagesReportFilterSet):
    """The filters of the report on locked pages."""

    locked_by = django_filters.ModelChoiceFilter(
        label=_("Locked by"),
        empty_label=_("Anyone"),
        field_name="locked_by",
        queryset=people(_lockers),
    )


class OwnLockedView(LockedPagesView):
    """Locked pages; Wagtail's also shows whoever left an organisation what they locked there."""

    filterset_class = OwnLockedFilterSet
    queryset: Any

    def get_queryset(self) -> Any:
        """Those that the user may edit."""
        found = super().get_queryset()
        return found.filter(pk__in=own(self.request.user, Page).values("pk"))


# -- tags of pictures and files --------------------------------------------------------------------
def own_tags(user: Any, *models: type[Model]) -> QuerySet[Tag]:
    """The tags of what `user` works with."""
    shown = Q(pk__in=[])
    for model in models:
        kind = ContentType.objects.get_for_model(model)
        shown |= Q(content_type=kind, object_id__in=own(user, model).values("pk"))
    return Tag.objects.filter(pk__in=TaggedItem.objects.filter(shown).values("tag_id"))


def suggest_tags(
    request: HttpRequest, app_name: str = "taggit", model_name: str = "tag"
) -> JsonResponse:
    """Tags that begin with `?term=`. Raises Http404 for tags of another kind: we have none."""
    if (app_name, model_name) != ("taggit", "tag"):
        raise Http404
    term = request.GET.get("term", "")
    found = own_tags(request.user, *TAGGED).filter(name__istartswith=term).order_by("name")
    names = found.values_list("name", flat=True)[: wagtail_tags.TAGS_AUTOCOMPLETE_LIMIT]
    return JsonResponse(list(names) if term else [], safe=False)


class OwnTags:
    """Put before a filter set: the tags of what its user works with."""

    filters: Any
    _meta: Any

    def __init__(self, *args: Any, request: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, request=request, **kwargs)  # type: ignore[call-arg]
        if "tag" in self.filters:
            names = own_tags(request.user, self._meta.model).values_list("name", flat=True)
            offered = self.filters["tag"].extra["choices"]
            known = set(names.filter(name__in=[name for name, _label in offered]))
            self.filters["tag"].extra["choices"] = [pair for pair in offered if pair[0] in known]


class OwnImagesFilterSet(OwnTags, images.ImagesFilterSet):
    """The filters of the list of pictures."""


class OwnImagesView(images.IndexView):
    """Pictures."""

    filterset_class = OwnImagesFilterSet


class OwnDocumentsFilterSet(OwnTags, documents.DocumentsFilterSet):
    """The filters of the list of files."""


class OwnDocumentsView(documents.IndexView):
    """Files."""

    filterset_class = OwnDocumentsFilterSet


class OwnImageChooseView(image_chooser.ImageChooseView):
    """The chooser of pictures."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Offer the user's own tags."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        popular = {tag.pk for tag in context["popular_tags"]}
        context["popular_tags"] = own_tags(self.request.user, Image).filter(pk__in=popular)
        return context
