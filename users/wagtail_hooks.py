"""Signing in, in the admin: its addresses, a panel, a button, words for the history."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.views.account import BaseSettingsPanel
from wagtail.admin.widgets import ListingButton

from users import session_list
from users.models import User
from users.rights import may_change


class NoForm(forms.ModelForm[User]):
    """Nothing to fill in: the panel has links."""

    class Meta:
        model = User
        fields: tuple[str, ...] = ()


class SigningInPanel(BaseSettingsPanel):
    """The way to the second factor and to the open sessions."""

    name = "signing_in"
    title = _("Signing in")
    order = 600
    form_class = NoForm
    template_name = "wagtailadmin/users/account_panel.html"


@hooks.register("register_account_settings_panel")
def signing_in_panel(request: HttpRequest, user: User, profile: Any) -> SigningInPanel:
    """Put the panel below that of the password."""
    return SigningInPanel(request, user, profile)


@hooks.register("register_admin_urls")
def session_addresses() -> list[Any]:
    """The lists of sessions."""
    return list(session_list.urlpatterns)


@hooks.register("register_user_listing_buttons")
def sessions_button(user: User, request_user: User) -> Iterator[ListingButton]:
    """Lead from the list of users to each one's sessions."""
    if may_change(request_user, user):
        yield ListingButton(
            _("Signing in"), reverse("sessions_of", args=[user.pk]), icon_name="key", priority=40
        )


@hooks.register("register_log_actions")
def name_deeds(actions: Any) -> None:
    """Put what happens to a login into words, for the history."""
    for name, label in (
        ("factor_set_up", _("Two-factor sign-in: set up")),
        ("factor_off", _("Two-factor sign-in: turned off")),
        ("recovery_code", _("Two-factor sign-in: recovery code used")),
        ("factor_reset_asked", _("Two-factor sign-in: reset asked for")),
        ("factor_reset_stopped", _("Two-factor sign-in: reset stopped")),
        ("factor_reset", _("Two-factor sign-in: reset")),
        ("sessions_ended", _("Sessions ended")),
        ("left", _("Left an organisation")),
    ):
        actions.register_action(f"users.{name}", label, label)
