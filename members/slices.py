"""What the worker does for organisations."""

from __future__ import annotations

from core.work.worker import register_slice
from members.memberships.contacts import FORGET_CONTACTS, forget_contacts
from members.memberships.reminders import remind
from members.people.invitations import forget_old
from members.people.leaving import delete_left

register_slice("people: old invitations", forget_old, every=86_400, deletes=True)
register_slice("people: logins that left", delete_left, every=86_400, deletes=True)
register_slice(FORGET_CONTACTS, forget_contacts, every=24 * 3600, deletes=True)
register_slice("members: renewals", remind, every=6 * 3600)
