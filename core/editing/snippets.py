"""What every table of the admin shares: whoever may not see its rows doesn't choose from them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from core.editing.wagtail_words import RowChooser
from core.forms.pages import GuardedForm
from core.forms.sight import ACTIONS, keys, may_choose_from

View = Callable[..., HttpResponseBase]


def only_keys(request: HttpRequest, parameters: dict[str, Any]) -> None:
    """Raise Http404 where a chooser's address has words for keys (`pk`, `?id=`)."""
    asked = [parameters["pk"]] if "pk" in parameters else request.GET.getlist("id")
    if len(keys(asked)) != len(asked):
        raise Http404


def _asked_before(view: View, ask: Callable[[HttpRequest, dict[str, Any]], None]) -> View:
    """The view, which runs where `ask` raises nothing at a request and the address's parameters."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        ask(request, kwargs)
        return view(request, *args, **kwargs)

    return guarded


class GuardedChooserViewSet(SnippetChooserViewSet):
    """Wagtail's chooser of a table, open where its rows are public and to those who work with it.

    Wagtail asks nothing there: anybody who may enter the admin would read every subscriber.
    """

    base_widget_class = RowChooser

    def construct_view(self, view_class: type, **kwargs: Any) -> View:
        """Ask before each of the chooser's views, those of later versions included."""
        return _asked_before(super().construct_view(view_class, **kwargs), self._ask)

    def _ask(self, request: HttpRequest, parameters: dict[str, Any]) -> None:
        if not may_choose_from(request.user, self.model):
            raise PermissionDenied
        only_keys(request, parameters)

    @property
    def create_view(self) -> View:
        """Not found: entries are made in the table's own form, and Wagtail's fails without one."""
        return _nothing


def _nothing(request: HttpRequest) -> HttpResponseBase:
    raise Http404


class AskedFirst:
    """Put before a view set of Wagtail's: who works with its table is asked first.

    Wagtail looks first: a number in use was refused, another not found, which tells how many
    subscribers there are.
    """

    permission_policy: Any

    def construct_view(self, view_class: type, **kwargs: Any) -> View:
        """Ask before each of the views, those of later versions included."""
        view: View = super().construct_view(view_class, **kwargs)  # type: ignore[misc]  # Wagtail's
        return _asked_before(view, self._ask)

    def _ask(self, request: HttpRequest, parameters: dict[str, Any]) -> None:
        del parameters
        if not self.permission_policy.user_has_any_permission(request.user, ACTIONS):
            raise PermissionDenied


class TableViewSet(AskedFirst, SnippetViewSet):
    """A table in the admin; every one of ours derives from it."""

    chooser_viewset_class = GuardedChooserViewSet

    def on_register(self) -> None:
        """Let the table's form take only what its user may choose."""
        if not hasattr(self.model, "base_form_class"):
            self.model.base_form_class = GuardedForm
        super().on_register()
