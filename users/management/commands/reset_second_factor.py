"""`manage.py reset_second_factor`: for the day on which nobody is left who could ask for it."""

from __future__ import annotations

import getpass
import logging
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from core.mail.addresses import in_any_case
from users.models import User
from users.second_factor.mails import Event, tell
from users.second_factor.resets import carry_out, keepers

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Resets at once, and says so to everybody who keeps the logins."""

    help = (
        "Reset the two-factor sign-in of a login whose owner lost telephone and recovery codes, at "
        "once. It is logged, and everybody who keeps the logins is told by mail."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the address of the login."""
        parser.add_argument("email")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        """Do it. Raises CommandError for an address of nobody."""
        del args, options
        user = in_any_case(User.objects.all(), email).first()
        if user is None:
            raise CommandError(f"There is no login with the address {email}")
        with transaction.atomic():
            carry_out(user, by=None)
            for keeper in keepers():
                if keeper.pk != user.pk:
                    tell(keeper, Event.RESET_BY_COMMAND, email=user.email)
        logger.warning("two-factor sign-in of login %s reset by %s", user.pk, getpass.getuser())
        self.stdout.write(_("Reset. All who keep the logins are told by mail."))
