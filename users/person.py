"""A login as its owner's data: found by address or name, given out, and closed for good."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.users.models import UserProfile

from core.acting import acting_user
from core.privacy.columns import columns_of, texts_of
from core.privacy.person import CannotErase, PersonalData, PersonFound, PersonSought
from users.models import User

YOURS = _("This is your own login: a colleague has to erase it.")
REFUSED = _("Only an administrator can erase this login, and the last administrator stays.")


def find(sought: PersonSought) -> Iterator[PersonFound]:
    """Find logins by address and name, and by what their settings say. Two queries."""
    profiles = {profile.user_id: profile for profile in UserProfile.objects.all()}
    actor = acting_user()
    for user in User.objects.order_by("pk"):
        name = f"{user.first_name} {user.last_name}".strip()
        profile = profiles.get(user.pk) or UserProfile(user=user)
        texts = [name, *texts_of(user), *texts_of(profile)]
        if any(map(sought.is_in, texts)):
            by_address = any(map(sought.has_address, texts))
            yield PersonFound(
                key=str(user.pk),
                what=_("Login"),
                where=f"{name} <{user.email}>" if name else user.email,
                url=reverse("wagtailusers_users:edit", args=[user.pk]),
                stays=YOURS if actor is not None and actor.pk == user.pk else "",
                by_name=not by_address,
                language=profile.preferred_language,
                name=name,
            )


def _user(found: PersonFound) -> User | None:
    return User.objects.filter(pk=int(found.key)).first()


def export(found: PersonFound) -> dict[str, Any]:
    """Return the login without its password, the settings, and how often it stands in what."""
    user = _user(found)
    if user is None:
        return {}
    profile = UserProfile.objects.filter(user=user).first()
    settings = UserProfile.objects.filter(user=user).values(*columns_of(UserProfile)).first()
    return {
        "email": user.email,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "active": user.is_active,
        "administrator": user.is_superuser,
        "groups": sorted(user.groups.values_list("name", flat=True)),
        "joined": user.date_joined.isoformat(),
        "last_signed_in": user.last_login.isoformat() if user.last_login else None,
        "language": profile.preferred_language if profile else "",
        "time_zone": profile.current_time_zone if profile else "",
        "settings": settings or {},
        "named_in": _named_in(user),
    }


def _named_in(user: User) -> dict[str, int]:
    """How many rows of each table name the login as who did something."""
    counts = {}
    for relation in User._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel) or relation.field.model._meta.auto_created:
            continue
        model = relation.field.model
        number = models.QuerySet(model).filter(**{relation.field.name: user.pk}).count()
        if number:
            counts[f"{model._meta.label}.{relation.field.name}"] = number
    return counts


def files(found: PersonFound) -> Mapping[str, bytes]:
    """Return the portrait."""
    profile = UserProfile.objects.filter(user_id=int(found.key)).first()
    if profile is None or not profile.avatar:
        return {}
    with profile.avatar.open() as file:
        return {profile.avatar.name.rpartition("/")[2]: file.read()}


def erase(found: PersonFound, sought: PersonSought) -> None:
    """Delete the login; what it did stays, without a name. Raises CannotErase."""
    del sought
    user = _user(found)
    if user is None:
        return
    try:
        user.delete()
    except PermissionDenied:
        raise CannotErase(REFUSED) from None
    except models.ProtectedError as error:
        names = sorted({str(each._meta.verbose_name) for each in error.protected_objects})
        needed = _("Something still needs this login: %(what)s.") % {"what": ", ".join(names)}
        raise CannotErase(needed) from None


SOURCE = PersonalData(
    name="login",
    models=("users.User", "wagtailusers.UserProfile"),
    find=find,
    export=export,
    erase=erase,
    files=files,
)
