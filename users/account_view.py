"""What somebody sets for his or her own account: Wagtail's page, with panels of ours."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from django.views.decorators.debug import sensitive_variables
from wagtail.admin.forms.account import LocalePreferencesForm
from wagtail.admin.forms.auth import PasswordChangeForm
from wagtail.admin.views.account import (
    AccountView,
    ChangePasswordPanel,
    LocaleSettingsPanel,
    NameEmailSettingsPanel,
)

from core.throttling.clients import Client, client_of
from core.time_zones import time_zone_choices
from users.own_password import counted


class NamePanel(NameEmailSettingsPanel):
    """The panel of the name. It says who changes the address: nobody does so here.

    Whoever took the address of a colleague-to-be would be let in as that person.
    """

    template_name = "wagtailadmin/account/settings_panels/name.html"


class CountedPasswordForm(PasswordChangeForm):
    """Asks for the old password as often as signing in does: a borrowed session guesses none."""

    client: Client | None = None

    @sensitive_variables("old_password")
    def clean_old_password(self) -> str:
        """Return the old password. Raises ValidationError where it is wrong or asked too often."""
        old = super().clean_old_password
        return counted(self.user, self.client, lambda: str(old()))


class CountedPasswordPanel(ChangePasswordPanel):
    """The panel of that form."""

    form_class = CountedPasswordForm

    def get_form(self) -> Any:
        """The form, one for each request: its check counts."""
        return self._form

    @cached_property
    def _form(self) -> Any:
        form = super().get_form()
        form.client = client_of(self.request)
        return form


class CitiesForm(LocalePreferencesForm):
    """Offers the time zones that people use by their cities, and the one that is stored."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["current_time_zone"]
        of_the_site = next(iter(field.choices))
        stored = self.instance.current_time_zone
        field.choices = [of_the_site, *time_zone_choices(stored=stored)]


class CitiesPanel(LocaleSettingsPanel):
    """The panel of that form."""

    form_class = CitiesForm


_OURS = {
    ChangePasswordPanel: CountedPasswordPanel,
    LocaleSettingsPanel: CitiesPanel,
    NameEmailSettingsPanel: NamePanel,
}


class OwnAccountView(AccountView):
    """Wagtail's view with our panels in the place of its own."""

    def get_panels(self) -> list[Any]:
        """The panels, the same ones whenever they are asked for."""
        return self._panels

    @cached_property
    def _panels(self) -> list[Any]:
        return [
            _OURS[type(panel)](panel.request, panel.user, panel.profile)
            if type(panel) in _OURS
            else panel
            for panel in super().get_panels()
        ]
