"""Where the form of the network and its office stands in the admin, and in which parts."""

from __future__ import annotations

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.contrib.settings.registry import register_setting

from core.editing.panels import translated_panels
from core.network.settings import NetworkSettings
from home.network.form import NetworkForm

USUAL = _(
    "What you leave empty is shown as it is set up on the server; that stands in grey in the field."
)
LEAD_HELP = _(
    "Stands at the foot of every page. Readers of a language that is missing here get the "
    "English sentence. Without any, the site has its own."
)
EMAIL_HELP = _(
    "For readers, and where answers to our mails go. The address that mails come from stays as "
    "set up on the server: mail servers ask whether it may."
)
SOCIAL_HELP = _("One web address per line. They stand at the foot of every page.")
HELPLINE_HELP = _(
    "Where the strip “Help for families” leads. Without a page: to the list of helplines."
)
LOGO_HELP = _("In place of the mark. Beside it stands the name, so it needs none in it.")
COLOUR_HELP = _(
    "Six digits or letters from a to f, as in #7a2447. A colour that somebody couldn’t tell from "
    "the page is refused: the mark needs a contrast of 3 to 1, the name of 4.5 to 1."
)

SCREEN = ObjectList(
    [
        HelpPanel(content=USUAL),
        "name",
        MultiFieldPanel(
            translated_panels("lead"),
            heading=capfirst(NetworkSettings._meta.get_field("lead").verbose_name),
            help_text=LEAD_HELP,
            classname="collapsed",
        ),
        MultiFieldPanel(
            [
                FieldPanel("office_email", help_text=EMAIL_HELP),
                "office_address",
                FieldPanel("helpline_page", help_text=HELPLINE_HELP),
                FieldPanel("social", help_text=SOCIAL_HELP),
            ],
            heading=_("The office, and where else the network is"),
        ),
        MultiFieldPanel(
            [FieldRowPanel(["licence_name", "licence_url"])],
            heading=_("Licence of what members publish"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("logo", help_text=LOGO_HELP),
                FieldRowPanel(["mark_light", "mark_dark"]),
                FieldRowPanel(["name_light", "name_dark"]),
            ],
            heading=_("Mark and colours"),
            help_text=COLOUR_HELP,
        ),
    ],
    base_form_class=NetworkForm,
)


def register() -> None:
    """Put the form among the settings of the admin, for whoever may change the network."""
    NetworkSettings.edit_handler = SCREEN  # where Wagtail looks
    register_setting(NetworkSettings, icon="site", order=10)
