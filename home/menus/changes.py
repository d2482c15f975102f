"""What the office does with a menu as a whole: make it its own, move an entry, go back."""

from __future__ import annotations

from django.db import transaction
from wagtail.log_actions import log

from home.menus.shown import usual
from home.models import MenuEntry, MenuPlace


@transaction.atomic
def make_own(place: MenuPlace, *, user: object) -> int:
    """Write down what a menu shows, so that it can be changed; return how many entries that are.

    Does nothing where the office has entries there already. A menu that shows nothing has none.
    """
    if _locked(place):
        return 0
    rows = [
        MenuEntry(place=place, position=number, page=link.page, part="" if link.page else link.name)
        for number, link in enumerate(usual(place), start=1)
    ]
    for row in rows:
        row.save()
        log(instance=row, action="wagtail.create", user=user)
    return len(rows)


@transaction.atomic
def go_back(place: MenuPlace, *, user: object) -> None:
    """Delete the office's entries: the menu is the one again that the site comes with."""
    for row in _locked(place):
        log(instance=row, action="wagtail.delete", user=user, deleted=True)
        row.delete()


@transaction.atomic
def move(entry: MenuEntry, *, by: int, user: object) -> bool:
    """Move an entry among those of its menu, up (-1) or down (1).

    False at the end, and where somebody has taken the entry away meanwhile.
    """
    rows = _locked(entry.place)
    old = next((number for number, row in enumerate(rows) if row.pk == entry.pk), None)
    if old is None or not 0 <= old + by < len(rows):
        return False
    new = old + by
    rows.insert(new, rows.pop(old))
    for number, row in enumerate(rows, start=1):
        row.position = number
        row.save(update_fields=["position"])
    log(instance=entry, action="wagtail.reorder", user=user)
    return True


def _locked(place: str) -> list[MenuEntry]:
    return list(MenuEntry.objects.select_for_update().filter(place=place))
