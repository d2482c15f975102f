"""The login: a person who edits, or belongs to the network office. The e-mail is the name."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models, transaction
from django.db.models.functions import Lower
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.mail.addresses import in_any_case, validate_email_address
from users.login_records import FactorReset, RecoveryCode, Session

__all__ = ["FactorReset", "RecoveryCode", "Session", "User", "UserManager", "UserQuerySet"]

#: A login that closed when its owner left is deleted so long after; until then it can open anew.
LEFT_KEPT = timedelta(days=90)
#: Sent before many logins are changed at once, of which no signal of Django's tells.
many_change = Signal()


class UserQuerySet(models.QuerySet["User"]):
    """Many logins, behind the guard that no signal of one of them would reach."""

    def update(self, **values: Any) -> int:
        """Change all of them. Raises PermissionDenied as saving one of them would.

        Sessions of logins that close end, so that none goes on when one opens again.
        """
        with transaction.atomic(savepoint=False):
            many_change.send(sender=self.model, users=self, values=values)
            if values.get("is_active"):
                values["left_at"] = None
            if not values.get("is_active", True):
                Session.objects.filter(user__in=self).delete()
            return super().update(**values)


class UserManager(BaseUserManager["User"].from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Makes users from an e-mail and a password."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create a login. Raises ValueError without an e-mail."""
        if not email:
            raise ValueError("A user needs an e-mail address")
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create an administrator."""
        fields.update(is_staff=True, is_superuser=True)
        return self.create_user(email, password, **fields)

    def get_by_natural_key(self, email: str | None) -> User:
        """Find a login by its e-mail, whatever the case."""
        return in_any_case(self.all(), email or "").get()


class User(AbstractBaseUser, PermissionsMixin):
    """One row is one login. Only what signing in and showing who did something needs."""

    email = models.EmailField(_("e-mail"), unique=True, validators=[validate_email_address])
    first_name = models.CharField(_("first name"), max_length=150, blank=True)
    last_name = models.CharField(_("last name"), max_length=150, blank=True)
    is_staff = models.BooleanField(_("staff"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    #: closed because its owner edits for nobody any more; the worker deletes it some time later
    left_at = models.DateTimeField(null=True, editable=False)
    date_joined = models.DateTimeField(_("date joined"), default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering: ClassVar[list[str]] = ["email"]
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(Lower("email"), name="users_user_email_any_case"),
            models.CheckConstraint(
                condition=models.Q(is_active=False) | models.Q(left_at=None),
                name="users_user_left_is_closed",
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save it in one transaction with what the guard looked at. Raises PermissionDenied.

        A login that opens again has not left, whoever opens it: closed once more it stays closed. A
        new password ends all sessions; whoever chose it in one goes on under another key.
        """
        if self.is_active and self.left_at is not None:
            self.left_at = None
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "left_at"}
        with transaction.atomic(savepoint=False):
            chosen = getattr(self, "_password", None) is not None
            ends = not self._state.adding and (chosen or not self.is_active)
            super().save(*args, **kwargs)
            if ends:
                Session.objects.filter(user=self).delete()

    @property
    def has_nothing_left(self) -> bool:
        """Whether a login may do nothing any more; those of the office and administrators may."""
        return not (self.is_superuser or self.groups.exists() or self.user_permissions.exists())

    @property
    def has_left(self) -> bool:
        """Whether it closed because its owner left, and gives nothing to who opens it anew."""
        return not self.is_active and self.left_at is not None and self.has_nothing_left

    def get_full_name(self) -> str:
        """First and last name, the e-mail where there is none."""
        return f"{self.first_name} {self.last_name}".strip() or self.email

    def get_short_name(self) -> str:
        """The first name, the e-mail where there is none."""
        return self.first_name or self.email

    def __str__(self) -> str:
        return self.get_full_name()
