"""The page chooser: what is online, by its public title, and what the user may edit."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseBase
from django.urls import reverse
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.chooser import (
    AnchorLinkView,
    BrowseView,
    ChosenMultipleView,
    EmailLinkView,
    ExternalLinkView,
    PageNavigateToChildrenColumn,
    PageTitleColumn,
    ParentPageColumn,
    PhoneLinkView,
    SearchView,
)
from wagtail.models import Page
from wagtail.query import PageQuerySet

from core.forms.sight import keys, visible_pages
from members.admin.others import hide_draft


class PublicTitle(PageTitleColumn):
    """The title; the other columns of the row are drawn after it."""

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def get_value(self, instance: Page) -> str:
        """The title that the user may read."""
        return str(super().get_value(hide_draft(instance, self.user)))


class VisibleParent(ParentPageColumn):
    """The page above, where the user may know of it."""

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def get_value(self, instance: Page) -> Page | None:
        """The parent, or nothing."""
        above = Page.objects.filter(pk=instance.get_parent().pk)
        parent = visible_pages(above, self.user).first()
        return parent.specific_deferred if parent else None


class VisibleChildren(PageNavigateToChildrenColumn):
    """The arrow to the pages below, where there is one that the user may see."""

    def get_value(self, instance: Page) -> Page:
        """The page; `leads_on` says whether to draw the arrow. The page on top has none."""
        instance.can_descend = not instance.is_parent_page and instance.leads_on
        return instance


class _PublicColumns:
    request: HttpRequest
    is_multiple_choice: Any

    @property
    def columns(self) -> list[Column]:
        """Wagtail's columns, ours in the place of those that would tell of drafts."""
        ours = {
            PageTitleColumn: self._title,
            ParentPageColumn: self._parent,
            PageNavigateToChildrenColumn: self._children,
        }
        found = super().columns  # type: ignore[misc]  # Wagtail's view
        return [ours[type(column)](column) if type(column) in ours else column for column in found]

    def _title(self, column: Column) -> Column:
        return PublicTitle(
            column.name,
            label=column.label,
            is_multiple_choice=self.is_multiple_choice,
            user=self.request.user,
        )

    def _children(self, column: Column) -> Column:
        return VisibleChildren(column.name, label=column.label, width=column.width)

    def _parent(self, column: Column) -> Column:
        return VisibleParent(column.name, label=column.label, user=self.request.user)


class OwnOrLiveBrowseView(_PublicColumns, BrowseView):
    """Wagtail's page chooser, closed below a page that the user may not see."""

    parent_page: Page
    desired_classes: tuple[type[Page], ...]

    def get(self, request: HttpRequest, parent_page_id: int | None = None) -> HttpResponse:
        """Answer 404 where the page's own title would be a leak, and where keys are words."""
        if parent_page_id is not None:
            pages = visible_pages(Page.objects.filter(pk=parent_page_id), request.user)
            if not pages.exists():
                raise Http404
        moved = [key for key in request.GET.getlist("target_pages[]") if key]
        if len(keys(moved)) != len(moved):
            raise Http404
        return super().get(request, parent_page_id)

    def get_object_list(self) -> PageQuerySet:
        """The pages below. Where the page to begin with isn't to be seen: one further up."""
        while not visible_pages(Page.objects.filter(pk=self.parent_page.pk), self.request.user):
            self.parent_page = self.parent_page.get_parent().specific
        below = Page.objects.filter(path__startswith=OuterRef("path"), depth=OuterRef("depth") + 1)
        return super().get_object_list().annotate(leads_on=Exists(self._visible(below)))

    def filter_object_list(self, pages: PageQuerySet) -> PageQuerySet:
        """Those of the wanted types, and others that lead to pages which the user may see."""
        found: PageQuerySet = super().filter_object_list(pages)
        if self.desired_classes == (Page,):
            return found
        wanted = Page.objects.type(*self.desired_classes).order_by().values("pk")
        return found.filter(Q(pk__in=wanted) | Q(leads_on=True))

    def _visible(self, pages: PageQuerySet) -> PageQuerySet:
        return visible_pages(pages.order_by(), self.request.user)


class OwnOrLiveSearchView(_PublicColumns, SearchView):
    """Wagtail's search for pages; the queryset is the hook's."""


class OwnOrLiveChosenView(ChosenMultipleView):
    """Wagtail's answer to several chosen pages, without those the user may not see."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer for the pages the user may choose only; the root is none of them."""
        asked = Page.objects.filter(pk__in=keys(request.GET.getlist("id")), depth__gt=1)
        pages = visible_pages(asked, request.user).specific()
        return self.render_chosen_response([_chosen(page) for page in pages])


def _chosen(page: Page) -> dict[str, Any]:
    """What the editor's form is told of a chosen page."""
    return {
        "id": page.pk,
        "parentId": page.get_parent().pk,
        "adminTitle": page.get_admin_display_title(),
        "editUrl": reverse("wagtailadmin_pages:edit", args=(page.pk,)),
        "url": page.url,
    }


class WholeLink:
    """Put before Wagtail's forms for links: what no form of ours sends is refused, never an error.

    `link_url_field_name` is the one field without which there is no link.
    """

    form_prefix: str
    link_url_field_name: str

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer 400 without the field, and where the page to go back to is no page."""
        back = request.GET.get("parent_page_id")
        field = f"{self.form_prefix}-{self.link_url_field_name}"
        if (back and not keys([back])) or (request.method == "POST" and field not in request.POST):
            return HttpResponseBadRequest()
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return answer


class WholeExternalLink(WholeLink, ExternalLinkView):
    """An address; that of a page of ours becomes a link to the page."""

    def render_chosen_response(self, result: dict[str, Any]) -> HttpResponse:
        """Name a page by its public title."""
        if "id" in result:
            pages = visible_pages(Page.objects.filter(pk=result["id"]), self.request.user)
            page = pages.specific().first()
            result = _chosen(page) if page else self.get_result_data()
        return super().render_chosen_response(result)


class WholeEmailLink(WholeLink, EmailLinkView):
    """An e-mail address."""

    def parse_email_link(self, mailto: str) -> dict[str, Any]:
        """Take apart what is a link; start with an empty form otherwise."""
        try:
            return dict(super().parse_email_link(mailto))
        except ValueError:
            return dict(super().parse_email_link(""))


class WholePhoneLink(WholeLink, PhoneLinkView):
    """A telephone number."""


class WholeAnchorLink(WholeLink, AnchorLinkView):
    """A place on the same page."""
