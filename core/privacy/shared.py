"""Activities that several applications add to, and words that many rows share."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.privacy.table import Activity, Ground, Kept

PUBLISHED = Activity(
    title=_("What members publish"),
    people=_("people named on pages: authors, contact persons, people in pictures"),
    why=_("to share what works, who does it and how to reach them"),
    ground=Ground.INTEREST,
    receivers=_("everybody: pages are public, and others may use them under their licence"),
    order=10,
)
LOGINS = Activity(
    title=_("Logins"),
    people=_("editors of member organisations, and the office"),
    why=_("to let in those who write for their organisation, and nobody else"),
    ground=Ground.INTEREST,
    receivers=_("other editors see who works on a page"),
    order=20,
)
HISTORY = Activity(
    title=_("History of pages and decisions"),
    people=_("editors of member organisations, and the office"),
    why=_("to see who changed or decided what, and to undo mistakes"),
    ground=Ground.INTEREST,
    order=30,
)
MAILS = Activity(
    title=_("Mails from the site"),
    people=_("everybody who gets a mail from the site"),
    why=_("to confirm, invite, answer and inform"),
    ground=Ground.INTEREST,
    receivers=_("the mail server or mail provider that delivers them"),
    order=40,
)
PROTECTION = Activity(
    title=_("Protection of forms"),
    people=_("everybody who signs in or sends a form"),
    why=_("to stop guessing of passwords and floods of requests"),
    ground=Ground.INTEREST,
    order=90,
)

TEXTS = _("names and other details of people in texts")
CONTACT = _("ways to reach an organisation: e-mail address, phone, postal address")
FILES = _("pictures and files that show or name people")

UNTIL_TAKEN_OFF = Kept(words=_("until the organisation or the office takes it off the site"))
WITH_THE_LOGIN = Kept(words=_("as long as there is the login"), along="users.User")
