"""What header and footer lead to: the menus of the office, or those that the site comes with."""

from __future__ import annotations

from django import template
from django.template import Context
from django.urls import reverse

from core.i18n import Localised, current_language
from core.kinds import kind_of
from core.network.funding import FunderShown, funders_now
from core.network.now import network_now
from home.menus.shown import HELP, MenuLink, menu

register = template.Library()


@register.simple_tag(takes_context=True)
def helpline_url(context: Context) -> str:
    """`{% helpline_url %}`: where families find help, as the office chose, or the helplines."""
    page = network_now().helpline_page
    address = page.get_url(context.get("request")) if page is not None else None
    return str(address or reverse("helplines_list"))


@register.simple_tag
def funders() -> list[FunderShown]:
    """`{% funders as shown %}`: who pays for the network, today."""
    return funders_now(network_now())


@register.simple_tag(name="menu")
def entries(place: str) -> list[MenuLink]:
    """`{% menu "legal" as items %}`: the entries of a menu (MenuPlace), in its order."""
    return menu(place)


@register.simple_tag(takes_context=True)
def main_menu(context: Context) -> list[MenuLink]:
    """`{% main_menu as items %}`: the header's menu; the way to help stands at its end."""
    language = current_language()
    label = Localised(kind_of(HELP).title, language, language)
    return [*menu("header"), MenuLink(name=HELP, label=label, url=helpline_url(context))]
