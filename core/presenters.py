"""What pages show: each application's `presentation` registers it, so that no model has to know.

@shows(ProjectPage)
def project_context(page: ProjectPage, request: HttpRequest) -> dict[str, Any]: …
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import ImproperlyConfigured
from wagtail.models import Page

PresenterT = TypeVar("PresenterT", bound=Callable[..., Any])

PAGE = "page"  # the form that every page has; its presenter gives the context of the template
_presenters: dict[tuple[type[Page], str], Callable[..., Any]] = {}


def shows(model: type[Page], form: str = PAGE) -> Callable[[PresenterT], PresenterT]:
    """Register what shows a page class in a form. Raises ImproperlyConfigured for a second one."""

    def register(presenter: PresenterT) -> PresenterT:
        if (model, form) in _presenters:
            raise ImproperlyConfigured(f"{model.__name__} has two presenters as {form}")
        _presenters[model, form] = presenter
        return presenter

    return register


def presenter_of(model: type[Page], form: str = PAGE) -> Callable[..., Any]:
    """Return what shows a page class in a form. Raises ImproperlyConfigured where nothing does."""
    try:
        return _presenters[model, form]
    except KeyError:
        raise ImproperlyConfigured(f"{model.__name__} has no presenter as {form}") from None


def is_shown(model: type[Page], form: str) -> bool:
    """Tell whether something shows a page class in a form."""
    return (model, form) in _presenters
