"""`manage.py demo_accounts`: one account per role, to try the platform with."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.users.models import UserProfile

from core.mail.addresses import in_any_case
from core.showing.addresses import whole
from members.editors import add_editor
from members.models import EditorMode, OrganisationPage
from members.office import ensure_office, office_group
from users.models import User

#: The top-level domain `.example` can belong to nobody (RFC 2606): no mail reaches a stranger, and
#: no real person's account is ever touched.
DOMAIN = "demo.example"
#: Organisation, language of the admin, mode: a Romanian editor who is checked, and one who isn't.
EDITORS = (
    ("alternative-sociale", "ro", EditorMode.CHECKED),
    ("ffp-norway", "nb", EditorMode.DIRECT),
)


@dataclass(frozen=True, kw_only=True)
class Account:
    """One account as it is printed."""

    role: str
    email: str
    password: str


class Command(BaseCommand):
    """Makes the accounts, or gives existing ones new passwords, and prints them."""

    help = (
        "Make one account per role and print e-mail and password; existing demo accounts get new "
        "passwords. Works with DEMO or DEBUG only."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse where the site is not for trying out."""
        del args, options
        if not (settings.DEMO or settings.DEBUG):
            raise CommandError(
                "demo_accounts works with DEMO or DEBUG only: its accounts are for trying out"
            )
        with transaction.atomic():
            accounts = list(self._accounts())
        width = max(len(account.role) for account in accounts)
        longest = max(len(account.email) for account in accounts)
        address = whole(reverse("wagtailadmin_home"))
        self.stdout.write(_("Demo accounts for %(url)s:") % {"url": address})
        for account in accounts:
            self.stdout.write(
                f"  {account.role:{width}}  {account.email:{longest}}  {account.password}"
            )

    def _accounts(self) -> Any:
        ensure_office()
        administrator, account = _account("administrator", role=_("administrator"))
        administrator.is_staff = administrator.is_superuser = True
        administrator.save()
        yield account
        user, account = _account("office", role=_("network office"))
        user.groups.add(office_group())
        yield account
        for record_id, language, mode in EDITORS:
            organisation = OrganisationPage.objects.filter(record_id=record_id).first()
            if organisation is None:
                self.stderr.write(f"There is no organisation {record_id}: no editor for it.")
                continue
            role = _("editor, %(mode)s") % {"mode": mode.label}
            user, account = _account(f"editor.{record_id}", role=role, language=language)
            add_editor(user=user, organisation=organisation, mode=mode)
            yield account


def _account(name: str, *, role: str, language: str = "") -> tuple[User, Account]:
    email = f"{name}@{DOMAIN}"
    password = secrets.token_urlsafe(9)
    user = in_any_case(User.objects.all(), email).first() or User(email=email)
    user.is_active = True
    # Wagtail asks for both names before it saves anything else of an account, its language too.
    user.first_name = user.first_name or "Demo"
    user.last_name = user.last_name or name.rsplit(".", maxsplit=1)[-1].replace("-", " ").title()
    user.set_password(password)
    user.save()
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = language
    profile.save(update_fields=["preferred_language"])
    return user, Account(role=role, email=email, password=password)
