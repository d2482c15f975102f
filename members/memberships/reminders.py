"""Reminders that a fee runs out: to the office, and to whom the organisation named for it.

Naming a contact person for “fees and renewal” is the switch: without one nobody outside is written
to. Each is sent once for each day until which the fee is paid.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from core.i18n import default_language
from core.mail.outgoing import queue_mail
from core.network.now import network_now
from members.memberships.lists import DUE_DAYS, fee_state
from members.memberships.standing import state_today
from members.models import ContactRole, Membership
from members.office import office_members
from users.accounts import language_of


@transaction.atomic
def remind() -> bool:
    """Queue the mails for fees that run out within DUE_DAYS days. A slice of the worker."""
    today = timezone.localdate()
    soon = Membership.objects.filter(
        ~Q(reminded_for=F("fee_paid_until")) | Q(reminded_for=None),
        fee_paid_until__lte=today + dt.timedelta(days=DUE_DAYS),
    )
    loaded = soon.select_related("category", "organisation__dissolution").order_by("name", "pk")
    due = [
        row
        for row in loaded.prefetch_related("contacts", "steps")
        if fee_state(row, state=state_today(row), today=today)
    ]
    if not due:
        return False
    _tell_office(due)
    for row in due:
        _tell_contacts(row)
        Membership.objects.filter(pk=row.pk).update(reminded_for=row.fee_paid_until)
    return True


def _tell_office(due: Sequence[Membership]) -> None:
    address = settings.WAGTAILADMIN_BASE_URL + reverse("memberships")
    for user in office_members():
        with translation.override(language_of(user)):
            _queue(user.email, "renewals", {"due": due, "address": address})


def _tell_contacts(row: Membership) -> None:
    organisation = row.organisation
    language = organisation.original_language if organisation is not None else default_language()
    for contact in row.contacts.all():
        if contact.role == ContactRole.FEE and contact.email:
            with translation.override(language):
                _queue(contact.email, "renewal", {"membership": row, "contact": contact})


def _queue(to: str, template: str, values: dict[str, object]) -> None:
    network = network_now()
    context = {**values, "network": network.name}
    queue_mail(
        to=to,
        subject=render_to_string(f"mail/{template}_subject.txt", context),
        text=render_to_string(f"mail/{template}.txt", context).strip() + "\n",
    )
