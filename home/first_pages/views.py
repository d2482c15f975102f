"""The office's pages with a part to play: which they are, and a form that fills their gaps."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from typing_extensions import override
from wagtail.admin.menu import MenuItem

from core.network.legal import NEEDED, OfficePage, Role, online
from core.network.now import network_now
from core.showing.addresses import with_query
from home.first_pages.filling import fill
from home.first_pages.gaps import CHECKED, label_of, line_of, open_gaps
from home.models import StandardPage
from members.office_pages import OfficeMenuItem, OfficeOnly, OfficeView

URL_NAME, LIST_URL_NAME = "fill_gaps", "first_pages"
FILL = gettext_lazy("Fill in what is open")
IN_TEXT = gettext_lazy("In the text: “%(line)s”")
#: gaps that take more than a line
LONG = frozenset({"address", "host", "responsible", "shortcomings", "tested", "safeguarding"})


class GapsForm(forms.Form):
    """A field for each open gap; all may stay empty."""

    def __init__(self, *args: Any, page: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        gaps = open_gaps(page)
        for number, name in enumerate(gaps):
            self.fields[f"gap_{number}"] = _field(name, line=line_of(page, name))
        self.names = {f"gap_{number}": name for number, name in enumerate(gaps)}

    def values(self) -> dict[str, str]:
        """What was filled in, by the gaps' names."""
        return {
            name: str(self.cleaned_data[field] or "").replace("⟦", "").replace("⟧", "")
            for field, name in self.names.items()
            if self.cleaned_data[field]
        }


def _field(name: str, *, line: str) -> forms.Field:
    if name == CHECKED:
        return forms.BooleanField(
            label=_("Somebody who knows the law that applies to us has checked this text"),
            help_text=label_of(name),
            required=False,
        )
    widget = forms.Textarea(attrs={"rows": 3}) if name in LONG else forms.TextInput()
    return forms.CharField(
        label=capfirst(label_of(name)),
        help_text=IN_TEXT % {"line": line},
        widget=widget,
        max_length=1000,
        required=False,
    )


class FillView(OfficeOnly, FormView[GapsForm]):
    """Fills the gaps of a page's draft. For whoever may edit that page in the office."""

    form_class = GapsForm
    template_name = "wagtailadmin/first_pages/fill.html"
    page_title = FILL
    header_icon = "edit"

    @override
    def test_func(self) -> bool:
        if not super().test_func():  # before the page is looked up: others learn no numbers
            return False
        may = self.page.permissions_for_user(self.request.user)
        return bool(may.can_edit() and not self.page.locked)

    @cached_property
    def page(self) -> Any:
        """The latest draft of the page. Raises Http404."""
        page = get_object_or_404(StandardPage, pk=self.kwargs["pk"])
        return page.get_latest_revision_as_object()

    def get_page_subtitle(self) -> str:
        """The page's title."""
        return str(self.page.heading_in())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the pages, here."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse(LIST_URL_NAME), "label": FirstPagesView.page_title},
            {"url": "", "label": self.get_page_subtitle()},
        ]

    def get_form_kwargs(self) -> dict[str, Any]:
        """The gaps, and what the settings know of them."""
        gaps = open_gaps(self.page)
        known = known_values()
        initial = {f"gap_{n}": known[name] for n, name in enumerate(gaps) if name in known}
        return {**super().get_form_kwargs(), "page": self.page, "initial": initial}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The page's own form, for all else."""
        return super().get_context_data(**kwargs) | {"edit_url": edit_url(self.page)}

    def form_valid(self, form: GapsForm) -> HttpResponse:
        """Save a new draft; nothing goes online."""
        with transaction.atomic():
            if fill(self.page, form.values()):
                self.page.save_revision(user=self.request.user, log_action=True)
        left = len(open_gaps(self.page))
        if left:
            messages.warning(self.request, _("Saved. Some things are still open."))
            return redirect(URL_NAME, self.page.pk)
        messages.success(self.request, _("Nothing is open any more: read it, then publish it."))
        return redirect(edit_url(self.page))


def edit_url(page: Any) -> str:
    """The page's form, from which publishing leads back to the list."""
    return with_query(
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        urlencode({"next": reverse(LIST_URL_NAME)}),
    )


def known_values() -> dict[str, str]:
    """What the network's settings say already, by the gaps' names."""
    network = network_now()
    known = {
        "name": network.name,
        "email": network.office_email,
        "address": network.office_address,
    }
    return {name: value for name, value in known.items() if not value.endswith("@example.org")}


class StandardPageField(forms.ModelChoiceField[StandardPage]):
    """A choice of pages by what each is called in the language of whoever chooses."""

    @override
    def label_from_instance(self, obj: StandardPage) -> str:
        return str(obj.heading_in())


class RoleForm(forms.Form):
    """Which page plays a part."""

    role = forms.ChoiceField(choices=Role.choices, widget=forms.HiddenInput)
    page = StandardPageField(
        queryset=StandardPage.objects.order_by("title", "pk"),
        required=False,
        empty_label=gettext_lazy("no page"),
        label=gettext_lazy("Page"),
    )


class FirstPagesView(OfficeView):
    """Which page is the notice, the imprint …, what is left to do on it, and another choice."""

    template_name = "wagtailadmin/first_pages/list.html"
    page_title = gettext_lazy("Pages every site needs")
    header_icon = "doc-full-inverse"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A line for each part; three queries, and one for each page that isn't online."""
        lines = [_line(*each) for each in _rows()]
        return super().get_context_data(**kwargs) | {"lines": lines}

    def post(self, request: HttpRequest) -> HttpResponse:
        """Note the choice; what is wrong with it is said above the list."""
        form = RoleForm(request.POST)
        if form.is_valid():
            role, page = form.cleaned_data["role"], form.cleaned_data["page"]
            OfficePage.objects.update_or_create(role=role, defaults={"page": page})
            messages.success(request, _("%(name)s: noted.") % {"name": Role(role).label})
        else:
            messages.error(request, _("There is no such page any more. Please choose again."))
        return redirect(LIST_URL_NAME)


def _rows() -> list[tuple[Role, Any, bool]]:
    """Each part, its page's latest draft, whether readers see it."""
    rows = {row.role: row.page_id for row in OfficePage.objects.all()}
    seen = set(online().values_list("role", flat=True))
    pages = StandardPage.objects.in_bulk([pk for pk in rows.values() if pk])
    return [(role, pages.get(rows.get(role)), role in seen) for role in Role]


def _line(role: Role, page: Any, is_online: bool) -> dict[str, Any]:  # noqa: FBT001 - a row of a list
    """A part as the list shows it."""
    gaps = [] if page is None or is_online else open_gaps(page.get_latest_revision_as_object())
    return {
        "name": role.label,
        "page": page,
        "is_online": is_online,
        "is_needed": role in NEEDED,
        "open": len(gaps),
        "edit_url": edit_url(page) if page else "",
        "form": RoleForm(initial={"role": role, "page": page}, auto_id=f"{role}-%s"),
    }


def menu_item() -> MenuItem:
    """The entry among the settings."""
    return OfficeMenuItem(
        FirstPagesView.page_title,
        reverse(LIST_URL_NAME),
        name="first-pages",
        icon_name="doc-full-inverse",
        order=20,
    )


urlpatterns = [
    path("first-pages/", FirstPagesView.as_view(), name=LIST_URL_NAME),
    path("first-pages/<int:pk>/gaps/", FillView.as_view(), name=URL_NAME),
]
