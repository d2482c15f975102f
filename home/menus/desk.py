"""The office's page on menus: what each shows to readers, and the buttons that change it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.snippets.views.snippets import CreateView, DeleteView, EditView

from core.acting import read_once
from core.editing.panels import translated_panels
from core.editing.snippets import TableViewSet
from core.forms.sight import keys
from home.menus import changes, shown
from home.menus.form import MenuEntryForm
from home.models import MenuEntry, MenuPlace
from members.office_pages import OfficeMenuItem, OfficeView

PAGE_HELP = gettext_lazy("Its title stands in the menu, in the reader’s language.")
ADDRESS_HELP = gettext_lazy(
    "Of another site, or copied from this one: then the entry follows the page when it moves."
)
LABEL_HELP = gettext_lazy(
    "Needed for web addresses only. A page or a part of the site is called by its own name where "
    "you write nothing."
)
LANGUAGES_HELP = gettext_lazy("Without any: for everybody.")


@dataclass(frozen=True, kw_only=True)
class MenuLine:
    """An entry as the office sees it; `link` is None while readers don't see it."""

    entry: MenuEntry | None
    link: shown.MenuLink | None

    @property
    def name(self) -> str:
        """What it is called, also where readers don't see it."""
        return str(self.link.label) if self.link else str(self.entry)


class MenusView(OfficeView):
    """The five menus in the office's language. A POST does what the pressed button says."""

    template_name = "wagtailadmin/menus/menus.html"
    adds = True
    page_title = gettext_lazy("Menus")
    header_icon = "list-ul"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Every menu with its lines. The queries of a page of the site."""
        known = read_once(shown.read)
        menus = []
        for place in MenuPlace:
            rows = known.rows.get(place)
            lines = (
                [MenuLine(entry=row, link=shown.link_of(row, known)) for row in rows]
                if rows
                else [MenuLine(entry=None, link=link) for link in shown.usual(place)]
            )
            menus.append({"place": place, "own": rows is not None, "lines": lines})
        return super().get_context_data(**kwargs) | {"menus": menus}

    def post(self, request: HttpRequest) -> HttpResponse:
        """Change one menu. Raises Http404 for what no button of this page sends."""
        action = request.POST.get("action", "")
        if action in ("up", "down"):
            found = keys([request.POST.get("entry", "")])
            entry = get_object_or_404(MenuEntry, pk__in=found)
            changes.move(entry, by=-1 if action == "up" else 1, user=request.user)
            return redirect(f"{reverse('menus')}#{entry.place}")
        place = request.POST.get("place", "")
        if place not in MenuPlace.values:
            raise Http404("no such menu")
        if action == "own":
            if not changes.make_own(MenuPlace(place), user=request.user):
                messages.info(request, _("There is nothing in this menu yet: add an entry."))
        elif action == "back":
            changes.go_back(MenuPlace(place), user=request.user)
            messages.success(request, _("The menu is again the one that the site comes with."))
        else:
            raise Http404("no such button")
        return redirect(f"{reverse('menus')}#{place}")


class _BackToMenus:
    """Whatever is done with an entry, the page on menus comes next."""

    def get_success_url(self) -> str:
        """The menus."""
        return reverse("menus")


class EntryCreateView(_BackToMenus, CreateView):
    """A new entry, of the menu that `?place=` names."""

    def get_initial_form_instance(self) -> MenuEntry:
        """An entry in that menu."""
        place = self.request.GET.get("place", "")
        return MenuEntry(place=place if place in MenuPlace.values else MenuPlace.HEADER)


class EntryEditView(_BackToMenus, EditView):
    """An entry."""


class EntryDeleteView(_BackToMenus, DeleteView):
    """Away with an entry."""


class MenuEntryViewSet(TableViewSet):
    """Entries of menus; they are listed on the page on menus."""

    model = MenuEntry
    icon = "list-ul"
    add_to_settings_menu = True
    menu_label = gettext_lazy("Menus")
    menu_order = 20
    add_view_class = EntryCreateView
    edit_view_class = EntryEditView
    delete_view_class = EntryDeleteView
    list_display: ClassVar[list[str]] = ["__str__", "place"]
    list_filter: ClassVar[list[str]] = ["place"]
    edit_handler = ObjectList(
        [
            "place",
            MultiFieldPanel(
                [
                    FieldPanel("page", help_text=PAGE_HELP),
                    FieldPanel("part"),
                    FieldPanel("address", help_text=ADDRESS_HELP),
                ],
                heading=gettext_lazy("Where it leads: one of these"),
            ),
            MultiFieldPanel(
                translated_panels("label"), heading=gettext_lazy("Label"), help_text=LABEL_HELP
            ),
            FieldPanel("languages", help_text=LANGUAGES_HELP),
        ],
        base_form_class=MenuEntryForm,
    )

    def get_menu_item(self, order: int | None = None) -> MenuItem:
        """Lead to the page on menus in place of Wagtail's list."""
        return OfficeMenuItem(
            self.menu_label,
            reverse("menus"),
            name="menus",
            icon_name=self.icon,
            order=order or self.menu_order,
        )


def urls() -> list[URLPattern]:
    """The address of the page on menus."""
    return [path("menus/", MenusView.as_view(), name="menus")]
