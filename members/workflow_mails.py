"""Mails of the way to the office and back; each in its recipient's language, sent by the worker."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.users.models import UserProfile

from core.base import TranslatedPage
from core.i18n import default_language
from core.mail.outgoing import queue_mail
from core.network.now import network_now
from members.models import OrganisationPage
from members.office import office_members
from users.accounts import language_of
from users.models import User


def announce_submitted(*, state: TaskState, by: User | None) -> None:
    """Tell the office that a page waits for it; administrators where the office is empty."""
    page = _page_of(state.workflow_state)
    recipients = office_members() or User.objects.filter(is_active=True, is_superuser=True)
    wanted = [user for user in recipients if user != by and _wants(user, "submitted")]
    _queue(wanted, template="submitted", page=page, context={"editor": by})


def announce_approved(*, state: WorkflowState, by: User | None) -> None:
    """Tell the editor that the page is online."""
    page = _page_of(state)
    _queue(_editor(state, by=by, about="approved"), template="approved", page=page, context={})


def announce_sent_back(*, state: WorkflowState, by: User | None) -> None:
    """Tell the editor what the office asks to change."""
    page = _page_of(state)
    task_state = state.current_task_state
    comment = task_state.specific.get_comment() if task_state else ""
    _queue(
        _editor(state, by=by, about="rejected"),
        template="sent_back",
        page=page,
        context={"comment": comment, "office": by},
    )


def _page_of(state: WorkflowState) -> Page:
    page = state.content_object
    return page.specific


def _editor(state: WorkflowState, *, by: User | None, about: str) -> list[User]:
    """Whoever sent the page, unless they acted themselves, want no mails or may not edit it."""
    editor = state.requested_by
    if editor is None or editor == by or not _wants(editor, about):
        return []
    return [editor] if _page_of(state).permissions_for_user(editor).can_edit() else []


def _wants(user: User, about: str) -> bool:
    return bool(getattr(UserProfile.get_for_user(user), f"{about}_notifications"))


def _queue(
    recipients: Iterable[User], *, template: str, page: Page, context: dict[str, Any]
) -> None:
    otherwise = "" if template == "submitted" else getattr(page, "original_language", "")
    for user in recipients:
        language = language_of(user, otherwise=otherwise)
        with translation.override(language):
            values = {**context, **_facts(page), "reader": user}
            subject = render_to_string(f"mail/{template}_subject.txt", values)
            text = render_to_string(f"mail/{template}.txt", values)
        queue_mail(to=user.email, subject=subject, text=text.strip() + "\n")


def _facts(page: Page) -> dict[str, Any]:
    """What each mail says about a page, in the active language."""
    owner = page if isinstance(page, OrganisationPage) else getattr(page, "organisation", None)
    original = getattr(page, "original_language", default_language())
    address = page.url_in(original) if isinstance(page, TranslatedPage) and page.live else ""
    return {
        "title": page.draft_title,
        "kind": page.specific_class._meta.verbose_name,
        "organisation": owner.title if owner and owner.pk != page.pk else "",
        "language": dict(settings.LANGUAGES).get(original, original),
        "network": network_now().name,
        "edit_url": settings.WAGTAILADMIN_BASE_URL
        + reverse("wagtailadmin_pages:edit", args=[page.pk]),
        "public_url": _absolute(address),
    }


def _absolute(address: str) -> str:
    if not address or "://" in address:
        return address
    return f"{settings.WAGTAILADMIN_BASE_URL}{address}"
