"""All subscribers as a table, each with the proof of the consent. For the office only."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.log_actions import log as log_action

from core.i18n import LANGS
from newsletter.models import Action, ConsentEvent, Subscriber
from newsletter.subscribers.actions import EXPORTED
from newsletter.subscribers.lists.columns import ListField


def subscribers_table() -> list[list[str]]:
    """Headings and one row for each subscriber; four queries however many there are."""
    headings: list[Any] = [
        *(ListField.EMAIL.label, _("state"), _("languages"), _("countries"), _("topics")),
        *(_("how often"), ListField.DAY.label, _("how"), ListField.WHERE.label),
        ListField.WORDS.label,
    ]
    given = ConsentEvent.objects.filter(action=Action.GIVEN).order_by("at", "pk")
    rows: Any = Subscriber.objects.order_by("email", "pk").prefetch_related(
        "theme_rows__concept", Prefetch("consent_events", queryset=given, to_attr="given")
    )
    return [[str(capfirst(each)) for each in headings], *(_row(row) for row in rows)]


def _row(subscriber: Any) -> list[str]:
    last = subscriber.given[-1] if subscriber.given else None
    return [
        subscriber.email,
        str(subscriber.get_state_display()),
        " ".join(code for code in subscriber.languages if code in LANGS),
        " ".join(subscriber.countries),
        ", ".join(row.concept.record_id for row in subscriber.theme_rows.all()),
        subscriber.frequency,
        timezone.localtime(last.at).date().isoformat() if last else "",
        str(last.get_how_display()) if last else "",
        last.place if last else "",
        last.wording if last else "",
    ]


def note_export(*, by: Any, number: int) -> None:
    """Write into the admin's log who took all addresses with him or her."""
    log_action(instance=by, action=EXPORTED, user=by, data={"subscribers": number})
