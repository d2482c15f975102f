"""An entry of a menu, as the office wrote it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from core.acting import forget_read
from core.base import TranslatedSave
from core.lists import LanguageListField


class MenuPlace(models.TextChoices):
    """Where a menu stands."""

    HEADER = "header", _("At the head of every page")
    SHARED = "shared", _("At the foot: what members share")
    LOOK_UP = "look_up", _("At the foot: look it up")
    NETWORK = "network", _("At the foot: the network")
    LEGAL = "legal", _("The last row: legal pages")


def _one_of(*names: str) -> Q:
    """A condition: exactly one of the targets is given."""
    found = Q()
    for name in names:
        others = Q()
        for each in names:
            empty = Q(page=None) if each == "page" else Q(**{each: ""})
            others &= ~empty if each == name else empty
        found |= others
    return found


class MenuEntry(TranslatedSave):
    """One row is one entry of one menu. A menu without rows is the one that the site comes with.

    It leads to a page, to a part of the site by its name (`home.menus.destinations`), or to an
    address. Without a label it is called as what it leads to.
    """

    translated = ("label",)

    place = models.CharField(_("where"), max_length=10, choices=MenuPlace.choices)
    position = models.PositiveIntegerField(default=0, editable=False)
    page = models.ForeignKey(
        Page,
        verbose_name=_("page"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    part = models.CharField(_("part of the site"), max_length=40, blank=True)
    address = models.CharField(_("web address"), max_length=500, blank=True)
    label = models.CharField(_("label"), max_length=60, blank=True)
    languages = LanguageListField(_("only for readers of"))

    class Meta:
        verbose_name = _("entry of a menu")
        verbose_name_plural = _("entries of menus")
        ordering: ClassVar[list[str]] = ["place", "position", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=_one_of("page", "part", "address"), name="home_menuentry_one_target"
            ),
            models.CheckConstraint(
                condition=Q(place__in=MenuPlace.values), name="home_menuentry_place_known"
            ),
        ]

    def __str__(self) -> str:
        target = self.page.title if self.page else self.part or self.address
        return f"{MenuPlace(self.place).label}: {target}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Put a new entry at the end of its menu; the rest of this request sees it."""
        if self._state.adding and not self.position:
            last = MenuEntry.objects.filter(place=self.place).aggregate(
                last=models.Max("position")
            )["last"]
            self.position = (last or 0) + 1
        super().save(*args, **kwargs)
        forget_read()

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Delete; the rest of this request sees it."""
        deleted = super().delete(*args, **kwargs)
        forget_read()
        return deleted
